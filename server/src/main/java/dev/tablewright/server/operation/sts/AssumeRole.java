package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Denial;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * AssumeRole: temporary credentials of a role, for whom its trust policy names.
 *
 * <p>A role that does not exist is refused as one that does not trust the caller: nobody learns
 * which roles there are.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
final class AssumeRole
        implements Operation<QueryReader, XmlWriter, AssumeRole.Request, AssumeRole.Response> {
    private static final List<Constraint> EXTERNAL_ID =
            List.of(
                    Constraint.pattern("[\\w+=,.@:\\/-]*"),
                    Constraint.minLength(2),
                    Constraint.maxLength(1224));
    private static final int MOST_SECONDS_OF_CHAIN = 3_600;

    private final Identities identities;
    private final RoleSessions roles;

    AssumeRole(Identities identities, RoleSessions roles) {
        this.identities = identities;
        this.roles = roles;
    }

    /**
     * What is asked.
     *
     * @param multiFactor whether a code of the caller's device came along, and was right
     * @param inherited the tags that come along a chain of roles
     * @param chainedFrom the session of a role that asks; null when a user asks
     */
    record Request(
            String roleArn,
            String sessionName,
            @Nullable String policy,
            List<String> policyArns,
            @Nullable Integer seconds,
            Tags tags,
            List<String> transitiveKeys,
            @Nullable String externalId,
            @Nullable String sourceIdentity,
            boolean multiFactor,
            Tags inherited,
            @Nullable Session chainedFrom) {
        /** The tags of the new session. Inherited ones need sts:TagSession as well. */
        Tags allTags() {
            return inherited.with(tags);
        }

        /** The keys that stay when the new session assumes a further role. */
        List<String> allTransitiveKeys() {
            List<String> keys = new ArrayList<>(inherited.keys());
            keys.addAll(transitiveKeys);
            return keys;
        }
    }

    record Response(Role role, Session session, @Nullable Integer packedSize) {}

    @Override
    public String name() {
        return "AssumeRole";
    }

    @Override
    public Request decode(QueryReader in) {
        String roleArn = in.required("RoleArn", Shapes.ARN);
        String sessionName = in.required("RoleSessionName", Shapes.SESSION_NAME);
        List<String> policyArns = in.texts("PolicyArns", "arn", Shapes.ARN);
        String policy = in.optional("Policy", Shapes.LONG_POLICY);
        Integer seconds =
                in.integer("DurationSeconds", Shapes.LEAST_SECONDS, Shapes.MOST_SECONDS_OF_ROLE);
        Tags tags = in.tags();
        List<String> transitiveKeys = in.tagKeys("TransitiveTagKeys");
        String externalId = in.optional("ExternalId", EXTERNAL_ID);
        Mfa mfa = Mfa.read(in);
        String sourceIdentity = in.optional("SourceIdentity", Shapes.SESSION_NAME);
        in.requireValid();
        requireMayAssume(in.caller(), roleArn);
        Session chainedFrom = sessionOf(in.caller());
        Tags inherited =
                chainedFrom == null
                        ? Tags.NONE
                        : chainedFrom.tags().only(chainedFrom.transitiveKeys());
        requireConsistent(tags, transitiveKeys, inherited);
        String began = chainedFrom == null ? null : chainedFrom.sourceIdentity();
        requireSameSource(began, sourceIdentity);
        boolean multiFactor = mfa.verify(identities, in.caller());
        return new Request(
                roleArn,
                sessionName,
                policy,
                policyArns,
                seconds,
                tags,
                transitiveKeys,
                externalId,
                began == null ? sourceIdentity : began,
                multiFactor,
                inherited,
                chainedFrom);
    }

    private static void requireMayAssume(Caller caller, String roleArn) {
        switch (caller.principal().type()) {
            case ACCOUNT ->
                    throw new IdentityException(
                            IdentityException.Code.ACCESS_DENIED,
                            "Roles may not be assumed by root accounts.");
            case FEDERATED_USER ->
                    throw new IdentityException(
                            IdentityException.Code.ACCESS_DENIED,
                            Denial.unreasoned(caller.principal().arn(), "sts:AssumeRole", roleArn));
            case USER, ASSUMED_ROLE, FEDERATED, ANONYMOUS -> {}
        }
    }

    /** The session of the role that asks; a user's session token makes no chain. */
    private @Nullable Session sessionOf(Caller caller) {
        return caller.principal().type() == Principal.Type.ASSUMED_ROLE
                ? identities.sessions().find(caller.entityId())
                : null;
    }

    private static void requireConsistent(Tags tags, List<String> transitiveKeys, Tags inherited) {
        tags.requireNew(IdentityException.Code.INVALID_PARAMETER_VALUE);
        for (String key : transitiveKeys) {
            if (tags.get(key) == null) {
                throw invalidParameter(
                        "The specified transitive tag key must be included in the requested"
                                + " tags.");
            }
        }
        for (String key : tags.keys()) {
            if (inherited.get(key) != null) {
                throw invalidParameter(
                        "One of the specified transitive tag keys can't be set because it"
                                + " conflicts with a transitive tag key from the calling session.");
            }
        }
    }

    private static void requireSameSource(@Nullable String began, @Nullable String asked) {
        if (began != null && asked != null && !began.equals(asked)) {
            throw invalid(
                    "The source identity cannot be changed: the calling session has another one.");
        }
    }

    @Override
    public List<Access> access(Request request) {
        Role role = roles.find(request.roleArn());
        AttachedPolicy trust = RoleSessions.trustOf(role);
        ConditionContext context = contextOf(request, role);
        List<Access> needed = new ArrayList<>();
        needed.add(Access.toAssume("sts:AssumeRole", request.roleArn(), context, trust));
        if (!request.allTags().isEmpty()) {
            needed.add(Access.toAssume("sts:TagSession", request.roleArn(), context, trust));
        }
        if (request.sourceIdentity() != null) {
            needed.add(Access.toAssume("sts:SetSourceIdentity", request.roleArn(), context, trust));
        }
        return needed;
    }

    private static ConditionContext contextOf(Request request, @Nullable Role role) {
        var context = ConditionContext.builder().put("sts:RoleSessionName", request.sessionName());
        if (request.externalId() != null) {
            context.put("sts:ExternalId", request.externalId());
        }
        if (request.sourceIdentity() != null) {
            context.put("sts:SourceIdentity", request.sourceIdentity());
        }
        if (request.multiFactor()) {
            context.put("aws:MultiFactorAuthPresent", "true").put("aws:MultiFactorAuthAge", "0");
        }
        RoleSessions.addTags(request.allTags(), request.allTransitiveKeys(), context);
        RoleSessions.addRole(role, context);
        return context.build();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Role role = roles.assumed(request.roleArn());
        AccountImage account = identities.account(role.account());
        var policies = SessionPolicies.of(request.policy(), request.policyArns(), account);
        int packedSize = PackedSize.of(policies, request.tags());
        boolean passed = policies.policies() != null || !request.tags().isEmpty();
        Session session =
                roles.opening(role, request.sessionName(), lengthOf(request, role))
                        .policies(policies.policies())
                        .tags(request.allTags(), request.allTransitiveKeys())
                        .sourceIdentity(request.sourceIdentity())
                        .multiFactor(request.multiFactor())
                        .open();
        return new Response(role, session, passed ? packedSize : null);
    }

    private static Duration lengthOf(Request request, Role role) {
        Duration length = RoleSessions.lengthOf(request.seconds(), role);
        if (request.chainedFrom() != null && length.toSeconds() > MOST_SECONDS_OF_CHAIN) {
            throw invalid(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining.");
        }
        return length;
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        Session session = response.session();
        SessionXml.credentials(session, out);
        SessionXml.assumedRole(response.role(), session, out);
        if (response.packedSize() != null) {
            out.number("PackedPolicySize", response.packedSize());
        }
        out.text("SourceIdentity", session.sourceIdentity());
    }

    private static IdentityException invalid(String message) {
        return new IdentityException(IdentityException.Code.VALIDATION_ERROR, message);
    }

    private static IdentityException invalidParameter(String message) {
        return new IdentityException(IdentityException.Code.INVALID_PARAMETER_VALUE, message);
    }
}
