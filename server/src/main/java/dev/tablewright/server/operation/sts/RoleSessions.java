package dev.tablewright.server.operation.sts;

import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.Sessions;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.Tags;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the ways to assume a role have in common. */
final class RoleSessions {
    /** What can be an ARN of something, in an account or in none. */
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:[^:]+:[^:]*:([0-9]{12})?:.+");

    private static final Pattern ROLE_ARN =
            Pattern.compile("arn:aws:iam::([0-9]{12}):role/(?:[!-~]+/)?([\\w+=,.@-]+)");
    private static final int DEFAULT_SECONDS = 3_600;

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

    RoleSessions(Identities identities, InstantSource clock) {
        this.identities = identities;
        this.clock = clock;
    }

    /**
     * Returns the role with exactly that ARN, in whatever account, or null.
     *
     * @throws IdentityException if it is the ARN of no role
     */
    @Nullable Role find(String arn) {
        AccountImage account = accountOf(arn);
        Role role = account == null ? null : account.role(arn.substring(arn.lastIndexOf('/') + 1));
        return role != null && role.arn().equals(arn) ? role : null;
    }

    /**
     * Returns the account that the role is in, or would be, or null.
     *
     * @throws IdentityException if it is the ARN of no role
     */
    @Nullable AccountImage accountOf(String arn) {
        Matcher parsed = ROLE_ARN.matcher(arn);
        if (!parsed.matches()) {
            throw invalid(
                    ARN.matcher(arn).matches() ? "Request ARN is invalid" : arn + " is invalid");
        }
        return identities.image().account(parsed.group(1));
    }

    /** Returns a role whose trust policy let somebody in. */
    Role assumed(String arn) {
        Role role = find(arn);
        if (role == null) {
            throw new IllegalStateException("a role that nobody can assume was assumed");
        }
        return role;
    }

    /** Returns the policy that guards a role; one that trusts nobody for none. */
    static AttachedPolicy trustOf(@Nullable Role role) {
        return role == null
                ? TRUSTS_NOBODY
                : new AttachedPolicy(
                        "trust policy of role " + role.name(), false, role.trust().compiled());
    }

    /** Adds what conditions can ask of the session tags. */
    static void addTags(
            Tags tags, Collection<String> transitiveKeys, ConditionContext.Builder context) {
        for (Tags.Tag tag : tags.list()) {
            context.put("aws:RequestTag/" + tag.key(), tag.value());
        }
        if (!tags.isEmpty()) {
            context.putAll("aws:TagKeys", tags.keys());
        }
        if (!transitiveKeys.isEmpty()) {
            context.putAll("sts:TransitiveTagKeys", transitiveKeys);
        }
    }

    /** Adds what conditions can ask of the role. */
    static void addRole(@Nullable Role role, ConditionContext.Builder context) {
        if (role != null) {
            for (Tags.Tag tag : role.tags().list()) {
                context.put("aws:ResourceTag/" + tag.key(), tag.value());
                context.put("iam:ResourceTag/" + tag.key(), tag.value());
            }
        }
    }

    /**
     * Returns how long a session is to last.
     *
     * @param seconds null for an hour
     * @throws IdentityException if it is longer than the role allows
     */
    static Duration lengthOf(@Nullable Integer seconds, Role role) {
        int wanted = Objects.requireNonNullElse(seconds, DEFAULT_SECONDS);
        if (wanted > role.maxSessionSeconds()) {
            throw invalid(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
        return Duration.ofSeconds(wanted);
    }

    /** Begins a session of a role. */
    Sessions.Opening opening(Role role, String name, Duration length) {
        return identities
                .sessions()
                .opening(role.account(), role.id(), clock.instant(), length)
                .name(name);
    }

    private static IdentityException invalid(String message) {
        return new IdentityException(IdentityException.Code.VALIDATION_ERROR, message);
    }
}
