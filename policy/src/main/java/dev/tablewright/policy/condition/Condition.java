package dev.tablewright.policy.condition;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicySyntaxException;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a Condition element: an operator, a key, and the values that are asked for. The
 * values are alternatives; for a negated operator none of them may match.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html">Conditions
 *     with multiple context keys or values</a>
 */
public final class Condition {
    private final OperatorForm form;
    private final String key;
    private final List<String> values;
    private final List<ConditionOperator.ValueTest> tests;

    private Condition(
            OperatorForm form,
            String key,
            List<String> values,
            List<ConditionOperator.ValueTest> tests) {
        this.form = form;
        this.key = key;
        this.values = List.copyOf(values);
        this.tests = List.copyOf(tests);
    }

    /**
     * Reads a condition.
     *
     * @param variables whether the policy's version knows variables
     * @throws PolicySyntaxException if a value means nothing to the operator
     */
    public static Condition compile(
            OperatorForm form, String key, List<String> values, boolean variables) {
        List<ConditionOperator.ValueTest> tests = new ArrayList<>();
        for (String value : values) {
            tests.add(form.operator().compile(value, variables));
        }
        return new Condition(form, key, values, tests);
    }

    /** Returns the operator as it is written, with prefix and suffix. */
    public String operator() {
        return form.policyName();
    }

    /** Returns the key as it is written. */
    public String key() {
        return key;
    }

    /** Returns the policy's values as text. */
    public List<String> values() {
        return values;
    }

    /** Whether the condition is met. Never throws. */
    public boolean holds(ConditionContext context) {
        List<String> present = context.get(key);
        // A multi-valued key without values is as good as absent to every operator.
        boolean absent = present == null || present.isEmpty();
        if (form.operator() instanceof NullOperator) {
            return matchesAny(absent ? "true" : "false", context);
        }
        if (present == null || present.isEmpty()) {
            return holdsWhenAbsent();
        }
        return switch (form.quantifier()) {
            case FOR_ALL_VALUES -> everyValuePasses(present, context);
            case FOR_ANY_VALUE -> someValuePasses(present, context);
            // Several values without a set operator are not defined; what cannot be decided does
            // not match, even when there happens to be one value only.
            case NONE -> !context.isMultivalued(key) && passes(present.getFirst(), context);
        };
    }

    private boolean holdsWhenAbsent() {
        if (form.ifExists()) {
            return true;
        }
        return switch (form.quantifier()) {
            case FOR_ALL_VALUES -> true;
            case FOR_ANY_VALUE -> false;
            case NONE -> form.operator().isNegated();
        };
    }

    private boolean everyValuePasses(List<String> present, ConditionContext context) {
        for (String value : present) {
            if (!passes(value, context)) {
                return false;
            }
        }
        return true;
    }

    private boolean someValuePasses(List<String> present, ConditionContext context) {
        for (String value : present) {
            if (passes(value, context)) {
                return true;
            }
        }
        return false;
    }

    private boolean passes(String requestValue, ConditionContext context) {
        return form.operator().reads(requestValue)
                && matchesAny(requestValue, context) != form.operator().isNegated();
    }

    private boolean matchesAny(String requestValue, ConditionContext context) {
        for (ConditionOperator.ValueTest test : tests) {
            if (test.matches(requestValue, context)) {
                return true;
            }
        }
        return false;
    }
}
