package dev.tablewright.server.operation.sts;

import dev.tablewright.server.authorization.AuthorizationMessages;
import dev.tablewright.server.federation.IdentityTokens;
import dev.tablewright.server.federation.OutboundTokens;
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
     * @param tokens tells which tokens of identity providers are genuine
     * @param outbound signs tokens for services outside
     * @param messages of denials
     * @param clock when sessions begin
     */
    public static List<Operation<QueryReader, XmlWriter, ?, ?>> on(
            Identities identities,
            IdentityTokens tokens,
            OutboundTokens outbound,
            AuthorizationMessages messages,
            InstantSource clock) {
        var roles = new RoleSessions(identities, clock);
        return List.of(
                new GetCallerIdentity(),
                new AssumeRole(identities, roles),
                new AssumeRoleWithWebIdentity(identities, roles, tokens),
                new AssumeRoleWithSAML(identities),
                new GetSessionToken(identities, clock),
                new GetFederationToken(identities, clock),
                new GetWebIdentityToken(identities, outbound, clock),
                new GetAccessKeyInfo(identities),
                new DecodeAuthorizationMessage(messages));
    }
}
