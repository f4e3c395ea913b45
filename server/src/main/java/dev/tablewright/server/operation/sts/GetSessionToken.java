package dev.tablewright.server.operation.sts;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * GetSessionToken: temporary credentials with the permissions of the user itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html">GetSessionToken</a>
 */
final class GetSessionToken
        implements Operation<QueryReader, XmlWriter, GetSessionToken.Request, Session> {
    private final Identities identities;
    private final InstantSource clock;

    GetSessionToken(Identities identities, InstantSource clock) {
        this.identities = identities;
        this.clock = clock;
    }

    record Request(int seconds, boolean multiFactor) {}

    @Override
    public String name() {
        return "GetSessionToken";
    }

    @Override
    public Request decode(QueryReader in) {
        Integer seconds =
                in.integer("DurationSeconds", Shapes.LEAST_SECONDS, UserSessions.MOST_SECONDS);
        Mfa mfa = Mfa.read(in);
        in.requireValid();
        SessionCallers.requireLongTerm(in.caller(), name());
        boolean multiFactor = mfa.verify(identities, in.caller());
        return new Request(
                Objects.requireNonNullElse(seconds, UserSessions.DEFAULT_SECONDS), multiFactor);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(Access.open("sts:GetSessionToken"));
    }

    @Override
    public Session execute(Authorized<Request> authorized) {
        Caller caller = authorized.caller();
        return identities
                .sessions()
                .opening(
                        caller.account(),
                        caller.entityId(),
                        clock.instant(),
                        UserSessions.lengthOf(caller, authorized.request().seconds()))
                .multiFactor(authorized.request().multiFactor())
                .open();
    }

    @Override
    public void encode(Session session, XmlWriter out) {
        SessionXml.credentials(session, out);
    }
}
