package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.time.Duration;
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
    private static final int LEAST_SECONDS = 900;
    private static final int MOST_SECONDS = 129_600;
    private static final int DEFAULT_SECONDS = 43_200;

    /** The root user's sessions are cut to this, whatever was asked for. */
    private static final int MOST_SECONDS_OF_ROOT = 3_600;

    private final Identities identities;
    private final InstantSource clock;

    GetSessionToken(Identities identities, InstantSource clock) {
        this.identities = identities;
        this.clock = clock;
    }

    record Request(int seconds) {}

    @Override
    public String name() {
        return "GetSessionToken";
    }

    @Override
    public Request decode(QueryReader in) {
        Integer seconds = in.integer("DurationSeconds", LEAST_SECONDS, MOST_SECONDS);
        boolean mfa = Mfa.read(in);
        in.requireValid();
        if (in.caller().context().get("aws:TokenIssueTime") != null) {
            throw new IdentityException(
                    IdentityException.Code.ACCESS_DENIED,
                    "Cannot call GetSessionToken with session credentials");
        }
        if (mfa) {
            throw Mfa.refused();
        }
        return new Request(Objects.requireNonNullElse(seconds, DEFAULT_SECONDS));
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(Access.open("sts:GetSessionToken"));
    }

    @Override
    public Session execute(Authorized<Request> authorized) {
        Caller caller = authorized.caller();
        boolean root = caller.principal().type() == Principal.Type.ACCOUNT;
        int asked = authorized.request().seconds();
        int seconds = root ? Math.min(asked, MOST_SECONDS_OF_ROOT) : asked;
        return identities
                .sessions()
                .open(
                        caller.account(),
                        caller.entityId(),
                        "",
                        clock.instant(),
                        Duration.ofSeconds(seconds),
                        null,
                        Tags.NONE,
                        List.of(),
                        null);
    }

    @Override
    public void encode(Session session, XmlWriter out) {
        SessionXml.credentials(session, out);
    }
}
