package dev.tablewright.engine.catalog;

/** One element of a key schema as a request names it: not yet checked. */
public record KeyElement(String attribute, Role role) {
    /** DynamoDB's KeyType. */
    public enum Role {
        /** Part of the partition key. */
        HASH,
        /** Part of the sort key. */
        RANGE
    }
}
