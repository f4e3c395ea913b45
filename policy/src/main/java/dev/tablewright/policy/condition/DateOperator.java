package dev.tablewright.policy.condition;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Date operators: instants, written as ISO 8601 or as seconds since 1970. */
enum DateOperator implements ConditionOperator {
    EQUALS("DateEquals"),
    NOT_EQUALS("DateNotEquals"),
    LESS_THAN("DateLessThan"),
    LESS_THAN_EQUALS("DateLessThanEquals"),
    GREATER_THAN("DateGreaterThan"),
    GREATER_THAN_EQUALS("DateGreaterThanEquals");

    private final String policyName;

    DateOperator(String policyName) {
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
        return PolicyDate.parse(requestValue) != null;
    }

    @Override
    public ValueTest compile(String policyValue, boolean variables) {
        Instant limit = PolicyDate.parse(policyValue);
        if (limit == null) {
            throw ConditionOperator.unreadable();
        }
        return (requestValue, _) -> {
            @Nullable Instant value = PolicyDate.parse(requestValue);
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
}
