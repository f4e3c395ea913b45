package dev.tablewright.server.operation.administration;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Entity;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.identity.User;
import dev.tablewright.server.operation.Refusal;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IssueSession: temporary credentials with exactly the rights of a user or role, for proving what
 * they may do. A role's trust policy is not asked: who may issue sessions of a principal may act as
 * it. The permission is {@code tablewright:IssueSession} on the ARN of the principal.
 *
 * <pre>
 * {"Principal": "arn:aws:iam::123456789012:user/Alice", "DurationSeconds": 900, "SessionName": "x"}
 *   -> {"Credentials": {"AccessKeyId": "ASIA...", "SecretAccessKey": "...", "SessionToken": "...",
 *       "Expiration": 1763715600.0}}
 * </pre>
 *
 * <p>DurationSeconds is 60 to 3600, by default 900. A session of a role is named {@code
 * tablewright-prove} unless another name is given: what is done in it then counts as use.
 */
final class IssueSession implements AdministrationOperation<IssueSession.Request, Session> {
    private static final int DEFAULT_SECONDS = 900;
    private static final Pattern PRINCIPAL =
            Pattern.compile("arn:aws:iam::([0-9]{12}):(user|role)/(?:.*/)?([^/]+)");

    private final Identities identities;
    private final InstantSource clock;

    IssueSession(Identities identities, InstantSource clock) {
        this.identities = identities;
        this.clock = clock;
    }

    record Request(String principal, int seconds, @Nullable String sessionName) {}

    @Override
    public String name() {
        return "IssueSession";
    }

    @Override
    public Request decode(RequestReader in) {
        String principal = in.requiredString("Principal", Constraint.pattern(PRINCIPAL.pattern()));
        Integer seconds =
                in.integer("DurationSeconds", Constraint.atLeast(60), Constraint.atMost(3600));
        String name = in.string("SessionName", Constraint.pattern("[\\w+=,.@-]{2,64}"));
        in.requireValid();
        return new Request(principal, Objects.requireNonNullElse(seconds, DEFAULT_SECONDS), name);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                Access.to("tablewright:" + name(), request.principal(), ConditionContext.EMPTY));
    }

    @Override
    public Session execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Entity owner = find(request.principal());
        if (owner == null) {
            throw new Refusal("NoSuchPrincipal", "There is no principal " + request.principal());
        }
        return identities
                .sessions()
                .opening(
                        owner.account(),
                        owner.id(),
                        clock.instant(),
                        Duration.ofSeconds(request.seconds()))
                .name(owner instanceof Role ? name(request) : "")
                .open();
    }

    private static String name(Request request) {
        return Objects.requireNonNullElse(request.sessionName(), AuditTrail.PROVING_SESSION);
    }

    /** The user or role with exactly that ARN. */
    private @Nullable Entity find(String arn) {
        Matcher parts = PRINCIPAL.matcher(arn);
        AccountImage account = parts.matches() ? identities.image().account(parts.group(1)) : null;
        if (account == null) {
            return null;
        }
        if (parts.group(2).equals("user")) {
            User user = account.user(parts.group(3));
            return user != null && user.arn().equals(arn) ? user : null;
        }
        Role role = account.role(parts.group(3));
        return role != null && role.arn().equals(arn) ? role : null;
    }

    @Override
    public void encode(Session session, ResponseWriter out) {
        out.object(
                "Credentials",
                credentials -> {
                    credentials.string("AccessKeyId", session.accessKeyId());
                    credentials.string("SecretAccessKey", session.secret());
                    credentials.string("SessionToken", session.token());
                    credentials.time("Expiration", session.expires());
                });
    }
}
