package dev.tablewright.policy.lint;

import dev.tablewright.policy.PolicyKind;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * What is known of a document besides its text.
 *
 * @param kind null to tell it by its content; of identity policies {@code MANAGED}, {@code INLINE}
 *     and {@code SESSION} differ in their limits only
 * @param attachedTo what carries the policy
 * @param resource ARN of the table or stream that a resource policy is on
 * @param tables tables whose schema is known
 */
public record LintContext(
        @Nullable PolicyKind kind,
        AttachedTo attachedTo,
        @Nullable String resource,
        List<KnownTable> tables) {
    /** Nothing is known. */
    public static final LintContext NONE =
            new LintContext(null, AttachedTo.UNKNOWN, null, List.of());

    /** What can carry an identity policy. */
    public enum AttachedTo {
        /** Not said. */
        UNKNOWN,
        /** An IAM user. */
        USER,
        /** A group of users. */
        GROUP,
        /** A role. */
        ROLE
    }

    /**
     * A table as far as policies depend on it.
     *
     * @param arn of the table; with {@code *} for an account that is not known
     * @param keyAttributes of the table itself
     */
    public record KnownTable(String arn, Set<String> keyAttributes, boolean hasIndexes) {
        /** Copies the set. */
        public KnownTable {
            keyAttributes = Set.copyOf(keyAttributes);
        }
    }

    /** Copies the list. */
    public LintContext {
        tables = List.copyOf(tables);
    }

    /** Returns this context for a document of that kind. */
    public LintContext as(@Nullable PolicyKind other) {
        return new LintContext(other, attachedTo, resource, tables);
    }

    /** Returns this context for what {@code other} carries. */
    public LintContext on(AttachedTo other) {
        return new LintContext(kind, other, resource, tables);
    }

    /** Returns this context for the policy of {@code arn}. */
    public LintContext ofResource(@Nullable String arn) {
        return new LintContext(kind, attachedTo, arn, tables);
    }

    /** Returns this context with tables. */
    public LintContext with(List<KnownTable> others) {
        return new LintContext(kind, attachedTo, resource, others);
    }
}
