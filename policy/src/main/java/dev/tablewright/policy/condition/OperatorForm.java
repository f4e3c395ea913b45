package dev.tablewright.policy.condition;

import org.jspecify.annotations.Nullable;

/** An operator as it is written: set prefix, operator, {@code IfExists}. */
public final class OperatorForm {
    /** How the values of a multi-valued key are taken together. */
    enum Quantifier {
        NONE(""),
        FOR_ALL_VALUES("ForAllValues:"),
        FOR_ANY_VALUE("ForAnyValue:");

        private final String prefix;

        Quantifier(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final String IF_EXISTS = "IfExists";

    private final String policyName;
    private final Quantifier quantifier;
    private final ConditionOperator operator;
    private final boolean ifExists;

    private OperatorForm(
            String policyName,
            Quantifier quantifier,
            ConditionOperator operator,
            boolean ifExists) {
        this.policyName = policyName;
        this.quantifier = quantifier;
        this.operator = operator;
        this.ifExists = ifExists;
    }

    /**
     * Reads for instance {@code ForAllValues:StringEqualsIfExists}; null when there is none such.
     */
    public static @Nullable OperatorForm parse(String policyName) {
        Quantifier quantifier = quantifier(policyName);
        String name = policyName.substring(quantifier.prefix.length());
        boolean ifExists = name.endsWith(IF_EXISTS);
        if (ifExists) {
            name = name.substring(0, name.length() - IF_EXISTS.length());
        }
        ConditionOperator operator = ConditionOperators.find(name);
        if (operator == null || (ifExists && operator instanceof NullOperator)) {
            return null;
        }
        return new OperatorForm(policyName, quantifier, operator, ifExists);
    }

    private static Quantifier quantifier(String policyName) {
        if (policyName.startsWith(Quantifier.FOR_ALL_VALUES.prefix)) {
            return Quantifier.FOR_ALL_VALUES;
        }
        return policyName.startsWith(Quantifier.FOR_ANY_VALUE.prefix)
                ? Quantifier.FOR_ANY_VALUE
                : Quantifier.NONE;
    }

    /** Returns the text that was read. */
    public String policyName() {
        return policyName;
    }

    Quantifier quantifier() {
        return quantifier;
    }

    ConditionOperator operator() {
        return operator;
    }

    boolean ifExists() {
        return ifExists;
    }
}
