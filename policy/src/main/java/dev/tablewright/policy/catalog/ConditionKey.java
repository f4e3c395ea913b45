package dev.tablewright.policy.catalog;

import java.util.List;

/**
 * A key that conditions can ask for.
 *
 * @param name as AWS writes it; a part such as {@code ${TagKey}} stands for any text
 * @param type of its values
 * @param multivalued whether a request can carry several values, so that a set operator is needed
 * @param values all that it can have; empty where that is open
 */
public record ConditionKey(String name, ValueType type, boolean multivalued, List<String> values) {
    /** What the values of a key are. */
    public enum ValueType {
        /** Text. */
        STRING("String"),
        /** A number. */
        NUMERIC("Numeric"),
        /** {@code true} or {@code false}. */
        BOOL("Bool"),
        /** An ARN. */
        ARN("ARN"),
        /** A moment. */
        DATE("Date"),
        /** An address or a range of addresses. */
        IP_ADDRESS("IPAddress");

        private final String awsName;

        ValueType(String awsName) {
            this.awsName = awsName;
        }

        /** Returns the type as AWS's documents write it. */
        public String awsName() {
            return awsName;
        }

        static ValueType of(String awsName) {
            for (ValueType type : values()) {
                if (type.awsName.equals(awsName)) {
                    return type;
                }
            }
            throw new IllegalArgumentException(awsName);
        }
    }

    /** Copies the list. */
    public ConditionKey {
        values = List.copyOf(values);
    }
}
