package dev.tablewright.policy.condition;

import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.PolicySyntaxException;

import org.jspecify.annotations.Nullable;

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
    private final boolean variables;
    private final List<ConditionOperator.ValueTest> tests;

    private Condition(
            OperatorForm form,
            String key,
            List<String> values,
            boolean variables,
            List<ConditionOperator.ValueTest> tests) {
        this.form = form;
        this.key = key;
        this.values = List.copyOf(values);
        this.variables = variables && form.operator().resolvesVariables();
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
        return new Condition(form, key, values, variables, tests);
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

    /** Returns the policy's values with their variables filled in, as far as they can be. */
    public List<String> resolvedValues(ConditionContext context) {
        return values.stream().map(value -> orItself(resolve(value, context), value)).toList();
    }

    private static String orItself(@Nullable String resolved, String value) {
        return resolved == null ? value : resolved;
    }

    private @Nullable String resolve(String value, ConditionContext context) {
        return TextTemplate.of(value, variables, false).resolve(context);
    }

    /**
     * Says why the request's values and the policy's could not even be compared, for people; null
     * when they could.
     */
    public @Nullable String unevaluable(ConditionContext context) {
        List<String> present = context.get(key);
        if (form.operator() instanceof NullOperator) {
            return null;
        }
        if (present == null || present.isEmpty()) {
            return "the request has no " + key;
        }
        if (form.quantifier() == OperatorForm.Quantifier.NONE && context.isMultivalued(key)) {
            return key + " can have several values, and " + operator() + " compares only one";
        }
        for (String value : present) {
            if (!form.operator().reads(value)) {
                return "\"" + value + "\" is nothing that " + operator() + " can compare";
            }
        }
        for (String value : values) {
            if (resolve(value, context) == null) {
                return "a variable in \"" + value + "\" has no value";
            }
        }
        return null;
    }

    /** Returns every key that the condition looks at: its own, and those of variables. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        keys.add(key);
        for (String value : values) {
            keys.addAll(TextTemplate.of(value, variables, false).keys());
        }
        return keys;
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
