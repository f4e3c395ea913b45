package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.FederatedUsers;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * GetFederationToken: temporary credentials of somebody whom the caller vouches for. They can do
 * what both the caller's policies and the session policies allow; without session policies nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html">GetFederationToken</a>
 */
final class GetFederationToken
        implements Operation<
                QueryReader, XmlWriter, GetFederationToken.Request, GetFederationToken.Response> {
    private static final List<Constraint> NAME =
            List.of(
                    Constraint.pattern("[\\w+=,.@-]*"),
                    Constraint.minLength(2),
                    Constraint.maxLength(32));

    private final Identities identities;
    private final InstantSource clock;

    GetFederationToken(Identities identities, InstantSource clock) {
        this.identities = identities;
        this.clock = clock;
    }

    record Request(
            String account,
            String name,
            @Nullable String policy,
            List<String> policyArns,
            int seconds,
            Tags tags) {}

    record Response(Session session, @Nullable Integer packedSize) {}

    @Override
    public String name() {
        return "GetFederationToken";
    }

    @Override
    public Request decode(QueryReader in) {
        String name = in.required("Name", NAME);
        String policy = in.optional("Policy", Shapes.POLICY);
        List<String> policyArns = in.texts("PolicyArns", "arn", Shapes.ARN);
        Integer seconds =
                in.integer("DurationSeconds", Shapes.LEAST_SECONDS, UserSessions.MOST_SECONDS);
        Tags tags = in.tags();
        in.requireValid();
        SessionCallers.requireLongTerm(in.caller(), name());
        tags.requireNew(IdentityException.Code.INVALID_PARAMETER_VALUE);
        return new Request(
                in.account(),
                name,
                policy,
                policyArns,
                Objects.requireNonNullElse(seconds, UserSessions.DEFAULT_SECONDS),
                tags);
    }

    @Override
    public List<Access> access(Request request) {
        String resource = FederatedUsers.arn(request.account(), request.name());
        var context = ConditionContext.builder();
        RoleSessions.addTags(request.tags(), List.of(), context);
        ConditionContext keys = context.build();
        List<Access> needed = new ArrayList<>();
        needed.add(Access.to("sts:GetFederationToken", resource, keys));
        if (!request.tags().isEmpty()) {
            needed.add(Access.to("sts:TagSession", resource, keys));
        }
        return needed;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Caller caller = authorized.caller();
        var passed =
                SessionPolicies.of(
                        request.policy(),
                        request.policyArns(),
                        identities.account(request.account()));
        List<Session.Policy> policies = passed.policies();
        int packedSize = PackedSize.of(passed, request.tags());
        Session session =
                identities
                        .sessions()
                        .opening(
                                caller.account(),
                                caller.entityId(),
                                clock.instant(),
                                UserSessions.lengthOf(caller, request.seconds()))
                        .name(request.name())
                        .policies(policies == null ? List.of() : policies)
                        .tags(request.tags(), List.of())
                        .open();
        boolean shown = policies != null || !request.tags().isEmpty();
        return new Response(session, shown ? packedSize : null);
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        Session session = response.session();
        SessionXml.credentials(session, out);
        out.element(
                "FederatedUser",
                () ->
                        out.text(
                                        "FederatedUserId",
                                        FederatedUsers.id(session.account(), session.name()))
                                .text(
                                        "Arn",
                                        FederatedUsers.arn(session.account(), session.name())));
        if (response.packedSize() != null) {
            out.number("PackedPolicySize", response.packedSize());
        }
    }
}
