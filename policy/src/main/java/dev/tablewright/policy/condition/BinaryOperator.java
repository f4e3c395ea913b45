package dev.tablewright.policy.condition;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Base64;

/** BinaryEquals: the same bytes, written as base64 in policy and context alike. */
enum BinaryOperator implements ConditionOperator {
    EQUALS;

    @Override
    public String policyName() {
        return "BinaryEquals";
    }

    @Override
    public boolean isNegated() {
        return false;
    }

    @Override
    public ValueTest compile(String policyValue, boolean variables) {
        byte[] wanted = bytes(policyValue);
        if (wanted == null) {
            throw ConditionOperator.unreadable();
        }
        return (requestValue, _) -> {
            byte[] value = bytes(requestValue);
            return value != null && Arrays.equals(value, wanted);
        };
    }

    private static byte @Nullable [] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
