package dev.tablewright.engine.query;

/** DynamoDB's Select. */
public enum Select {
    /** Every attribute; from an index that lacks some, read from the table. */
    ALL_ATTRIBUTES,
    /** What the index carries. */
    ALL_PROJECTED_ATTRIBUTES,
    /** What the projection names. */
    SPECIFIC_ATTRIBUTES,
    /** No items, only their number. */
    COUNT
}
