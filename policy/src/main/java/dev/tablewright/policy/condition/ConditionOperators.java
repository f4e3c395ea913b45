package dev.tablewright.policy.condition;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every operator by its name in policies. */
final class ConditionOperators {
    private static final Map<String, ConditionOperator> BY_NAME = new HashMap<>();

    static {
        List<ConditionOperator[]> families =
                List.of(
                        StringOperator.values(),
                        NumericOperator.values(),
                        DateOperator.values(),
                        BoolOperator.values(),
                        BinaryOperator.values(),
                        IpAddressOperator.values(),
                        ArnOperator.values(),
                        NullOperator.values());
        for (ConditionOperator[] family : families) {
            for (ConditionOperator operator : family) {
                BY_NAME.put(operator.policyName(), operator);
            }
        }
    }

    private ConditionOperators() {}

    /** Returns the operator of that name, without prefix and suffix, or null. */
    static @Nullable ConditionOperator find(String policyName) {
        return BY_NAME.get(policyName);
    }
}
