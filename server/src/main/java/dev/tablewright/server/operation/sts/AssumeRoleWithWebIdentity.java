package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.federation.IdentityToken;
import dev.tablewright.server.federation.IdentityTokens;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * AssumeRoleWithWebIdentity: temporary credentials of a role for whoever brings a token of an
 * identity provider that the role trusts, such as a workload of a Kubernetes cluster. The request
 * is not signed; the account is that of the role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
 */
final class AssumeRoleWithWebIdentity
        implements Operation<
                QueryReader,
                XmlWriter,
                AssumeRoleWithWebIdentity.Request,
                AssumeRoleWithWebIdentity.Response> {
    private static final String ACTION = "sts:AssumeRoleWithWebIdentity";
    private static final List<Constraint> TOKEN =
            List.of(Constraint.minLength(4), Constraint.maxLength(20_000));
    private static final List<Constraint> PROVIDER_ID =
            List.of(Constraint.minLength(4), Constraint.maxLength(2048));

    private final Identities identities;
    private final RoleSessions roles;
    private final IdentityTokens tokens;

    AssumeRoleWithWebIdentity(Identities identities, RoleSessions roles, IdentityTokens tokens) {
        this.identities = identities;
        this.roles = roles;
        this.tokens = tokens;
    }

    /**
     * What is asked.
     *
     * @param token genuine
     * @param account of the role, and of the provider
     */
    record Request(
            String roleArn,
            String account,
            String sessionName,
            IdentityToken token,
            @Nullable String policy,
            List<String> policyArns,
            @Nullable Integer seconds) {}

    record Response(
            Role role, Session session, IdentityToken token, @Nullable Integer packedSize) {}

    @Override
    public String name() {
        return "AssumeRoleWithWebIdentity";
    }

    @Override
    public boolean isSigned() {
        return false;
    }

    @Override
    public Request decode(QueryReader in) {
        String roleArn = in.required("RoleArn", Shapes.ARN);
        String sessionName = in.required("RoleSessionName", Shapes.SESSION_NAME);
        String token = in.requiredSecret("WebIdentityToken", TOKEN);
        String providerId = in.optional("ProviderId", PROVIDER_ID);
        List<String> policyArns = in.texts("PolicyArns", "arn", Shapes.ARN);
        String policy = in.optional("Policy", Shapes.POLICY);
        Integer seconds =
                in.integer("DurationSeconds", Shapes.LEAST_SECONDS, Shapes.MOST_SECONDS_OF_ROLE);
        in.requireValid();
        AccountImage account = roles.accountOf(roleArn);
        requireOpenId(providerId);
        IdentityToken verified = tokens.verify(token, account);
        if (account == null) {
            throw new IllegalStateException("a token was verified for no account");
        }
        return new Request(
                roleArn, account.id(), sessionName, verified, policy, policyArns, seconds);
    }

    /**
     * ProviderId means an OAuth 2.0 access token of Amazon or Facebook, which only they can tell.
     */
    private static void requireOpenId(@Nullable String providerId) {
        if (providerId != null) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_IDENTITY_TOKEN,
                    "OAuth 2.0 access tokens of "
                            + providerId
                            + " are not supported. For OpenID Connect ID tokens leave ProviderId"
                            + " out");
        }
    }

    @Override
    public List<Access> access(Request request) {
        Role role = roles.find(request.roleArn());
        AttachedPolicy trust = RoleSessions.trustOf(role);
        ConditionContext context = contextOf(request, role);
        Caller bearer = bearerOf(request);
        List<String> actions = new ArrayList<>();
        actions.add(ACTION);
        if (!request.token().tags().isEmpty()) {
            actions.add("sts:TagSession");
        }
        if (request.token().sourceIdentity() != null) {
            actions.add("sts:SetSourceIdentity");
        }
        return actions.stream()
                .map(
                        action ->
                                Access.toAssumeWithToken(
                                        action, request.roleArn(), context, trust, bearer))
                .toList();
    }

    /** Comes by the name of the provider only, and has no policies. */
    private static Caller bearerOf(Request request) {
        String provider = request.token().federation().provider();
        return new Caller(
                new Principal(
                        Principal.Type.FEDERATED, request.account(), provider, List.of(provider)),
                provider,
                ConditionContext.builder()
                        .put("aws:FederatedProvider", provider)
                        .put("aws:userid", provider + ":" + request.token().subject())
                        .build());
    }

    private static ConditionContext contextOf(Request request, @Nullable Role role) {
        IdentityToken token = request.token();
        var context = ConditionContext.builder();
        token.federation().addTo(context);
        context.put("sts:RoleSessionName", request.sessionName());
        if (token.sourceIdentity() != null) {
            context.put("sts:SourceIdentity", token.sourceIdentity());
        }
        RoleSessions.addTags(token.tags(), token.transitiveKeys(), context);
        RoleSessions.addRole(role, context);
        return context.build();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        IdentityToken token = request.token();
        Role role = roles.assumed(request.roleArn());
        var policies =
                SessionPolicies.of(
                        request.policy(), request.policyArns(), identities.account(role.account()));
        int packedSize = PackedSize.of(policies, token.tags());
        boolean passed = policies.policies() != null || !token.tags().isEmpty();
        Duration length = RoleSessions.lengthOf(request.seconds(), role);
        Session session =
                roles.opening(role, request.sessionName(), length)
                        .policies(policies.policies())
                        .tags(token.tags(), token.transitiveKeys())
                        .sourceIdentity(token.sourceIdentity())
                        .federation(token.federation())
                        .open();
        return new Response(role, session, token, passed ? packedSize : null);
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        IdentityToken token = response.token();
        SessionXml.credentials(response.session(), out);
        out.text("SubjectFromWebIdentityToken", token.subject());
        SessionXml.assumedRole(response.role(), response.session(), out);
        if (response.packedSize() != null) {
            out.number("PackedPolicySize", response.packedSize());
        }
        out.text("Provider", token.federation().provider())
                .text("Audience", token.audience())
                .text("SourceIdentity", token.sourceIdentity());
    }
}
