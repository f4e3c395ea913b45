package dev.tablewright.policy.condition;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicySyntaxException;

/**
 * One operator of the Condition element, without its set prefix and its {@code IfExists}.
 *
 * <p>To add a family: one enum that implements this, its line in {@link ConditionOperators}, and
 * its rows in a test table.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 */
interface ConditionOperator {
    /** The operator as written in policies; compared with regard to case. */
    String policyName();

    /**
     * Whether the operator asks that no policy value matches, and holds when the key is absent.
     * {@link #compile} always gives the positive test.
     */
    boolean isNegated();

    /**
     * Reads one policy value.
     *
     * @param variables whether the policy's version knows variables
     * @throws PolicySyntaxException if {@code policyValue} means nothing to this operator
     */
    ValueTest compile(String policyValue, boolean variables);

    /**
     * Whether a value of a request can be compared at all. One that cannot makes the condition
     * false, negated or not.
     */
    default boolean reads(String requestValue) {
        return true;
    }

    /** Whether variables in policy values mean anything to this operator. */
    default boolean resolvesVariables() {
        return false;
    }

    /** Compares a request's value with one policy value. Never throws. */
    @FunctionalInterface
    interface ValueTest {
        /** Whether {@code requestValue} matches, negation aside. */
        boolean matches(String requestValue, ConditionContext context);
    }

    /** A policy value that its operator cannot read. */
    static PolicySyntaxException unreadable() {
        return new PolicySyntaxException("The policy failed legacy parsing");
    }
}
