package dev.tablewright.server.operation.administration;

import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The list of our own operations: a new one is served as soon as it stands here. */
public final class AdministrationOperations {
    private AdministrationOperations() {}

    /**
     * Returns every operation.
     *
     * @param started when the server began to serve
     */
    public static List<Operation<RequestReader, ResponseWriter, ?, ?>> on(
            Identities identities, InstantSource clock, Instant started) {
        return List.of(new GetStatus(started), new IssueSession(identities, clock));
    }
}
