package dev.tablewright.policy.condition;

/** Bool: {@code true} or {@code false}, without regard to case. Variables are not resolved. */
enum BoolOperator implements ConditionOperator {
    BOOL;

    @Override
    public String policyName() {
        return "Bool";
    }

    @Override
    public boolean isNegated() {
        return false;
    }

    @Override
    public ValueTest compile(String policyValue, boolean variables) {
        boolean wanted = parse(policyValue);
        return (requestValue, _) -> requestValue.equalsIgnoreCase(wanted ? "true" : "false");
    }

    /** Reads a truth value of a policy. */
    static boolean parse(String policyValue) {
        if (policyValue.equalsIgnoreCase("true")) {
            return true;
        }
        if (policyValue.equalsIgnoreCase("false")) {
            return false;
        }
        throw ConditionOperator.unreadable();
    }
}
