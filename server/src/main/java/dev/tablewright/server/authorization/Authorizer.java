package dev.tablewright.server.authorization;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.AuthorizationRequest;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Decision;
import dev.tablewright.policy.PolicyEvaluator;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Credentials;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks the policies whether a request may be done. The only maker of {@link Authorized}. */
public final class Authorizer {
    private final Credentials credentials;
    private final ResourcePolicies resourcePolicies;
    private final Enforcement enforcement;

    /**
     * Creates an authorizer.
     *
     * @param credentials has the policies of callers
     * @param resourcePolicies has the policies of what they ask for
     */
    public Authorizer(
            Credentials credentials, ResourcePolicies resourcePolicies, Enforcement enforcement) {
        this.credentials = credentials;
        this.resourcePolicies = resourcePolicies;
        this.enforcement = enforcement;
    }

    /**
     * Returns {@code request} as authorized.
     *
     * @param needed every permission the request needs; never empty, so that "nothing to check"
     *     cannot pass for "allowed"
     * @throws AccessDenied for the first permission, in list order, that is not given
     */
    public <Q> Authorized<Q> authorize(RequestContext signed, Q request, List<Access> needed) {
        return authorize(signed, request, needed, false);
    }

    /**
     * Returns {@code request} as authorized but for the parts whose permission is not given, see
     * {@link Authorized#refusal}.
     *
     * @param needed one permission for each part; never empty
     */
    public <Q> Authorized<Q> authorizeParts(RequestContext signed, Q request, List<Access> needed) {
        return authorize(signed, request, needed, true);
    }

    private <Q> Authorized<Q> authorize(
            RequestContext signed, Q request, List<Access> needed, boolean byPart) {
        if (needed.isEmpty()) {
            throw new IllegalStateException("no access declared for " + request.getClass());
        }
        RequestContext context = ofBearer(signed, needed.getFirst());
        AppliedPolicies policies = credentials.policiesOf(context.caller());
        ConditionContext global = GlobalKeys.of(context);
        Decision first = null;
        Denied letThrough = null;
        Map<Integer, Denied> refusals = Map.of();
        for (int i = 0; i < needed.size(); i++) {
            Access access = needed.get(i);
            AuthorizationRequest question = question(context.caller(), access, global);
            Decision decision = decide(access, question, policies);
            first = first == null ? decision : first;
            if (decision.isAllowed()) {
                continue;
            }
            Denied denied = denied(context, needed, access, global, policies, decision);
            if (enforcement.letsThrough(access)) {
                letThrough = letThrough == null ? denied : letThrough;
            } else if (byPart) {
                refusals = refusals.isEmpty() ? new HashMap<>() : refusals;
                refusals.put(i, denied);
            } else {
                throw new AccessDenied(denied);
            }
        }
        return new Authorized<>(
                request, context.caller(), Objects.requireNonNull(first), letThrough, refusals);
    }

    /** Keeps what the decision was made from, but nothing of the request's own items. */
    private Denied denied(
            RequestContext context,
            List<Access> needed,
            Access missing,
            ConditionContext global,
            AppliedPolicies policies,
            Decision decision) {
        List<Access> kept = needed.stream().map(Access::workedOut).toList();
        Access keptMissing = kept.get(needed.indexOf(missing));
        return new Denied(
                context,
                kept,
                keptMissing,
                question(context.caller(), keptMissing, global),
                policies,
                resourcePolicy(context.caller().principal(), missing),
                decision);
    }

    /**
     * Whether {@code access} would be given if its resource had the policy {@code proposed}, all
     * else being as it is.
     */
    public boolean wouldAllow(RequestContext context, Access access, AttachedPolicy proposed) {
        return PolicyEvaluator.decide(
                        question(context.caller(), access, GlobalKeys.of(context)),
                        credentials.policiesOf(context.caller()),
                        proposed)
                .isAllowed();
    }

    private static RequestContext ofBearer(RequestContext signed, Access access) {
        return access.rule() instanceof Access.Rule.Trust(_, var bearer) && bearer != null
                ? signed.of(bearer)
                : signed;
    }

    private static AuthorizationRequest question(
            Caller caller, Access access, ConditionContext global) {
        Principal principal = caller.principal();
        String resourceAccount = accountOf(access.resource(), principal.account());
        var context =
                ConditionContext.builder()
                        .putAll(global)
                        .put("aws:ResourceAccount", resourceAccount)
                        .putAll(access.context())
                        .build();
        return new AuthorizationRequest(
                principal, access.action(), access.resource(), resourceAccount, context);
    }

    private Decision decide(
            Access access, AuthorizationRequest question, AppliedPolicies policies) {
        return switch (access.rule()) {
            case Access.Rule.Policies _ ->
                    PolicyEvaluator.decide(
                            question, policies, resourcePolicy(question.principal(), access));
            case Access.Rule.Trust(var trust, _) ->
                    PolicyEvaluator.decideTrust(question, policies, trust);
            case Access.Rule.Nobody _ -> new Decision.Allowed(List.of());
        };
    }

    /** The policy on the side of what is accessed, or null. */
    private @Nullable AttachedPolicy resourcePolicy(Principal caller, Access access) {
        return switch (access.rule()) {
            case Access.Rule.Policies _ ->
                    resourcePolicies.find(caller, access.action(), access.resource());
            case Access.Rule.Trust(var trust, _) -> trust;
            case Access.Rule.Nobody _ -> null;
        };
    }

    /**
     * The account of an ARN; the caller's where the resource is {@code *}, or the ARN names none,
     * or is AWS's own ({@code arn:aws:iam::aws:policy/...}), which every account has. Text that is
     * no ARN belongs to nobody, so that no policy of the caller's account can allow it (DynamoDB
     * denies tagging such a "resource" even to administrators).
     */
    private static String accountOf(String resource, String callersAccount) {
        if (resource.equals("*")) {
            return callersAccount;
        }
        int start = -1;
        for (int colons = 0; colons < 4; colons++) {
            start = resource.indexOf(':', start + 1);
            if (start < 0) {
                return "";
            }
        }
        int end = resource.indexOf(':', start + 1);
        if (end < 0) {
            return "";
        }
        boolean callers =
                end == start + 1
                        || resource.startsWith(":aws:", start)
                        || (end - start - 1 == callersAccount.length()
                                && resource.startsWith(callersAccount, start + 1));
        return callers ? callersAccount : resource.substring(start + 1, end);
    }
}
