package dev.tablewright.policy.condition;

import dev.tablewright.policy.Arn;

/** Arn operators. The Equals and Like forms mean the same: both know wildcards. */
enum ArnOperator implements ConditionOperator {
    EQUALS("ArnEquals", false),
    NOT_EQUALS("ArnNotEquals", true),
    LIKE("ArnLike", false),
    NOT_LIKE("ArnNotLike", true);

    private final String policyName;
    private final boolean negated;

    ArnOperator(String policyName, boolean negated) {
        this.policyName = policyName;
        this.negated = negated;
    }

    @Override
    public String policyName() {
        return policyName;
    }

    @Override
    public boolean isNegated() {
        return negated;
    }

    @Override
    public boolean resolvesVariables() {
        return true;
    }

    @Override
    public ValueTest compile(String policyValue, boolean variables) {
        ArnPattern pattern = ArnPattern.ofCondition(policyValue, variables);
        return (requestValue, context) -> pattern.matches(Arn.parse(requestValue), context);
    }
}
