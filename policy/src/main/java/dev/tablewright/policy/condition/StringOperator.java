package dev.tablewright.policy.condition;

/** String operators. Variables are resolved; only the Like forms know wildcards. */
enum StringOperator implements ConditionOperator {
    EQUALS("StringEquals", false),
    NOT_EQUALS("StringNotEquals", true),
    EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
    NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
    LIKE("StringLike", false),
    NOT_LIKE("StringNotLike", true);

    private final String policyName;
    private final boolean negated;

    StringOperator(String policyName, boolean negated) {
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
        return switch (this) {
            case EQUALS, NOT_EQUALS -> TextTemplate.of(policyValue, variables, false)::matches;
            case LIKE, NOT_LIKE -> TextTemplate.of(policyValue, variables, true)::matches;
            case EQUALS_IGNORE_CASE, NOT_EQUALS_IGNORE_CASE -> {
                TextTemplate template = TextTemplate.of(policyValue, variables, false);
                yield (value, context) -> value.equalsIgnoreCase(template.resolve(context));
            }
        };
    }
}
