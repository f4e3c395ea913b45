package dev.tablewright.policy.condition;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** Numeric operators: integers and decimals, compared by value. */
enum NumericOperator implements ConditionOperator {
    EQUALS("NumericEquals"),
    NOT_EQUALS("NumericNotEquals"),
    LESS_THAN("NumericLessThan"),
    LESS_THAN_EQUALS("NumericLessThanEquals"),
    GREATER_THAN("NumericGreaterThan"),
    GREATER_THAN_EQUALS("NumericGreaterThanEquals");

    /**
     * Longest number that is read, in characters. Reading takes time that grows with the square of
     * the length, and requests choose it.
     */
    private static final int MAX_LENGTH = 100;

    private final String policyName;

    NumericOperator(String policyName) {
        this.policyName = policyName;
    }

    @Override
    public String policyName() {
        return policyName;
    }

    @Override
    public boolean isNegated() {
        return this == NOT_EQUALS;
    }

    @Override
    public boolean reads(String requestValue) {
        return number(requestValue) != null;
    }

    @Override
    public ValueTest compile(String policyValue, boolean variables) {
        BigDecimal limit = number(policyValue);
        if (limit == null) {
            throw ConditionOperator.unreadable();
        }
        return (requestValue, _) -> {
            BigDecimal value = number(requestValue);
            return value != null && holds(value.compareTo(limit));
        };
    }

    private boolean holds(int order) {
        return switch (this) {
            case EQUALS, NOT_EQUALS -> order == 0;
            case LESS_THAN -> order < 0;
            case LESS_THAN_EQUALS -> order <= 0;
            case GREATER_THAN -> order > 0;
            case GREATER_THAN_EQUALS -> order >= 0;
        };
    }

    private static @Nullable BigDecimal number(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
