package dev.tablewright.policy.condition;

/**
 * Null: {@code "true"} asks that the key is absent, {@code "false"} that it is present. The only
 * operator that is about the key and not about its values; {@link Condition} asks it so.
 */
enum NullOperator implements ConditionOperator {
    NULL;

    @Override
    public String policyName() {
        return "Null";
    }

    @Override
    public boolean isNegated() {
        return false;
    }

    /** Gives a test of the text {@code true} (the key is absent) or {@code false}. */
    @Override
    public ValueTest compile(String policyValue, boolean variables) {
        String wanted = Boolean.toString(BoolOperator.parse(policyValue));
        return (absent, _) -> absent.equals(wanted);
    }
}
