package dev.tablewright.server.operation.sts;

import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.time.InstantSource;
import java.util.List;

/** Every operation of STS that is served. */
public final class StsOperations {
    private StsOperations() {}

    /**
     * Returns the operations.
     *
     * @param clock when sessions begin
     */
    public static List<Operation<QueryReader, XmlWriter, ?, ?>> on(
            Identities identities, InstantSource clock) {
        return List.of(
                new GetCallerIdentity(),
                new AssumeRole(identities, clock),
                new GetSessionToken(identities, clock));
    }
}
