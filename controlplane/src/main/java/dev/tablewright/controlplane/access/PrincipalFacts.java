package dev.tablewright.controlplane.access;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A user, a role or the root user, with all policies that bear on it. A role is judged as a session
 * of it without session policies.
 *
 * @param arn of the user or role, with its path
 * @param id for instance {@code AROA...}; empty where it is not known
 * @param policies of the principal and its groups, and the boundary
 * @param throughGroup the group that a policy comes from, by the name of the policy
 * @param unread policies that could not be understood, each with the reason
 */
public record PrincipalFacts(
        Kind kind,
        String name,
        String arn,
        String id,
        Map<String, String> tags,
        AppliedPolicies policies,
        Map<String, String> throughGroup,
        List<String> unread) {
    /** The name of the sessions that roles are judged by. */
    public static final String SESSION = "tablewright-prove";

    /** Kinds of principal. */
    public enum Kind {
        /** The root user of the account. */
        ROOT,
        /** An IAM user. */
        USER,
        /** An IAM role. */
        ROLE
    }

    /** Copies the collections. */
    public PrincipalFacts {
        tags = Map.copyOf(tags);
        throughGroup = Map.copyOf(throughGroup);
        unread = List.copyOf(unread);
    }

    /** Returns the account, 12 digits. */
    public String account() {
        return arn.split(":", 6)[4];
    }

    /** Returns for instance {@code role/access-koa-dev}, without the path. */
    public String shortName() {
        return kind == Kind.ROOT ? "root" : kind.name().toLowerCase(Locale.ROOT) + "/" + name;
    }

    /** Whether AWS itself acts by this role, which nobody else can assume or change. */
    public boolean serviceLinked() {
        return kind == Kind.ROLE && arn.contains(":role/aws-service-role/");
    }

    Principal principal() {
        return switch (kind) {
            case ROOT -> new Principal(Principal.Type.ACCOUNT, account(), arn, List.of());
            case USER -> new Principal(Principal.Type.USER, account(), arn, List.of(arn, id));
            case ROLE -> {
                String session = sessionArn();
                yield new Principal(
                        Principal.Type.ASSUMED_ROLE, account(), session, List.of(session, arn, id));
            }
        };
    }

    private String sessionArn() {
        return arn.substring(0, arn.indexOf("iam::"))
                + "sts::"
                + account()
                + ":assumed-role/"
                + name
                + "/"
                + SESSION;
    }

    /** Returns the condition keys that are the principal's own. */
    public ConditionContext context() {
        var keys =
                ConditionContext.builder()
                        .put("aws:PrincipalArn", arn)
                        .put("aws:PrincipalAccount", account())
                        .put("aws:PrincipalType", principal().type().conditionValue())
                        .put("aws:PrincipalIsAWSService", "false")
                        .put("aws:ViaAWSService", "false");
        if (kind == Kind.USER) {
            keys.put("aws:username", name);
        }
        if (kind != Kind.ROLE) {
            keys.put("aws:userid", kind == Kind.ROOT ? account() : id);
        }
        tags.forEach((key, value) -> keys.put("aws:PrincipalTag/" + key, value));
        return keys.build();
    }

    /** An account has one principal of an ARN, so nothing else is compared. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PrincipalFacts facts && facts.arn.equals(arn);
    }

    @Override
    public int hashCode() {
        return arn.hashCode();
    }
}
