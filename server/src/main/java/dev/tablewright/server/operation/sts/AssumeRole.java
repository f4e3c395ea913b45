package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.Session;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern ROLE_ARN =
            Pattern.compile("arn:aws:iam::([0-9]{12}):role/(?:[!-~]+/)?([\\w+=,.@-]+)");
    private static final List<Constraint> ARN =
            List.of(Constraint.minLength(20), Constraint.maxLength(2048));
    private static final List<Constraint> SESSION_NAME =
            List.of(
                    Constraint.pattern("[\\w+=,.@-]*"),
                    Constraint.minLength(2),
                    Constraint.maxLength(64));
    private static final List<Constraint> EXTERNAL_ID =
            List.of(
                    Constraint.pattern("[\\w+=,.@:\\/-]*"),
                    Constraint.minLength(2),
                    Constraint.maxLength(1224));
    private static final List<Constraint> POLICY =
            List.of(
                    Constraint.pattern("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                    Constraint.minLength(1));
    private static final int LEAST_SECONDS = 900;
    private static final int MOST_SECONDS = 43_200;
    private static final int DEFAULT_SECONDS = 3_600;
    private static final int MOST_SECONDS_OF_CHAIN = 3_600;

    /** Guards roles that do not exist. */
    private static final AttachedPolicy TRUSTS_NOBODY =
            new AttachedPolicy(
                    "no role",
                    false,
                    StoredPolicy.parse(
                                    """
                                    {"Version":"2012-10-17","Statement":[{"Effect":"Deny",\
                                    "Principal":{"Service":"nobody.amazonaws.com"},\
                                    "Action":"sts:AssumeRole"}]}\
                                    """,
                                    PolicyKind.TRUST)
                            .compiled());

    private final Identities identities;
    private final InstantSource clock;

    AssumeRole(Identities identities, InstantSource clock) {
        this.identities = identities;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
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
        String roleArn = in.required("RoleArn", ARN);
        String sessionName = in.required("RoleSessionName", SESSION_NAME);
        List<String> policyArns = in.texts("PolicyArns", "arn", ARN);
        String policy = in.optional("Policy", POLICY);
        Integer seconds = in.integer("DurationSeconds", LEAST_SECONDS, MOST_SECONDS);
        Tags tags = in.tags();
        List<String> transitiveKeys = in.tagKeys("TransitiveTagKeys");
        String externalId = in.optional("ExternalId", EXTERNAL_ID);
        boolean mfa = Mfa.read(in);
        String sourceIdentity = in.optional("SourceIdentity", SESSION_NAME);
        in.requireValid();
        requireNotRoot(in.caller());
        if (mfa) {
            throw Mfa.refused();
        }
        Session chainedFrom = sessionOf(in.caller());
        Tags inherited =
                chainedFrom == null
                        ? Tags.NONE
                        : chainedFrom.tags().only(chainedFrom.transitiveKeys());
        requireConsistent(tags, transitiveKeys, inherited);
        String began = chainedFrom == null ? null : chainedFrom.sourceIdentity();
        requireSameSource(began, sourceIdentity);
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
                inherited,
                chainedFrom);
    }

    private static void requireNotRoot(Caller caller) {
        if (caller.principal().type() == Principal.Type.ACCOUNT) {
            throw new IdentityException(
                    IdentityException.Code.ACCESS_DENIED,
                    "Roles may not be assumed by root accounts.");
        }
    }

    /** The session of the role that asks; a user's session token makes no chain. */
    private @Nullable Session sessionOf(Caller caller) {
        return caller.principal().type() == Principal.Type.ASSUMED_ROLE
                ? identities.sessions().find(caller.entityId())
                : null;
    }

    private static void requireConsistent(Tags tags, List<String> transitiveKeys, Tags inherited) {
        if (tags.hasDuplicates()) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT,
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        for (String key : transitiveKeys) {
            if (tags.get(key) == null) {
                throw invalid(
                        "The specified transitive tag key must be included in the requested"
                                + " tags.");
            }
        }
        for (String key : tags.keys()) {
            if (inherited.get(key) != null) {
                throw invalid(
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
        Role role = find(request.roleArn());
        AttachedPolicy trust =
                role == null
                        ? TRUSTS_NOBODY
                        : new AttachedPolicy(
                                "trust policy of role " + role.name(),
                                false,
                                role.trust().compiled());
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
        for (Tags.Tag tag : request.allTags().list()) {
            context.put("aws:RequestTag/" + tag.key(), tag.value());
        }
        if (!request.allTags().isEmpty()) {
            context.putAll("aws:TagKeys", request.allTags().keys());
        }
        if (!request.allTransitiveKeys().isEmpty()) {
            context.putAll("sts:TransitiveTagKeys", request.allTransitiveKeys());
        }
        if (role != null) {
            for (Tags.Tag tag : role.tags().list()) {
                context.put("aws:ResourceTag/" + tag.key(), tag.value());
                context.put("iam:ResourceTag/" + tag.key(), tag.value());
            }
        }
        return context.build();
    }

    /** The role with exactly that ARN, in whatever account, or null. */
    private @Nullable Role find(String arn) {
        Matcher parsed = ROLE_ARN.matcher(arn);
        if (!parsed.matches()) {
            throw invalid("Request ARN is invalid");
        }
        AccountImage account = identities.image().account(parsed.group(1));
        Role role = account == null ? null : account.role(parsed.group(2));
        return role != null && role.arn().equals(arn) ? role : null;
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        Role role = find(request.roleArn());
        if (role == null) {
            throw new IllegalStateException("a role that nobody can assume was assumed");
        }
        AccountImage account = identities.account(role.account());
        var policies = SessionPolicies.of(request.policy(), request.policyArns(), account);
        int packedSize = PackedSize.of(policies, request.tags());
        boolean passed = policies.policies() != null || !request.tags().isEmpty();
        Session session =
                identities
                        .sessions()
                        .open(
                                role.account(),
                                role.id(),
                                request.sessionName(),
                                clock.instant(),
                                lengthOf(request, role),
                                policies.policies(),
                                request.allTags(),
                                request.allTransitiveKeys(),
                                request.sourceIdentity());
        return new Response(role, session, passed ? packedSize : null);
    }

    private static Duration lengthOf(Request request, Role role) {
        int seconds = Objects.requireNonNullElse(request.seconds(), DEFAULT_SECONDS);
        if (seconds > role.maxSessionSeconds()) {
            throw invalid(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
        if (request.chainedFrom() != null && seconds > MOST_SECONDS_OF_CHAIN) {
            throw invalid(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining.");
        }
        return Duration.ofSeconds(seconds);
    }

    @Override
    public void encode(Response response, XmlWriter out) {
        Session session = response.session();
        Role role = response.role();
        SessionXml.credentials(session, out);
        out.element(
                "AssumedRoleUser",
                () ->
                        out.text("AssumedRoleId", role.id() + ":" + session.name())
                                .text("Arn", role.sessionArn(session.name())));
        if (response.packedSize() != null) {
            out.number("PackedPolicySize", response.packedSize());
        }
        out.text("SourceIdentity", session.sourceIdentity());
    }

    private static IdentityException invalid(String message) {
        return new IdentityException(IdentityException.Code.VALIDATION_ERROR, message);
    }
}
