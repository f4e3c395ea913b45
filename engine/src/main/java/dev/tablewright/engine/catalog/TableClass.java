package dev.tablewright.engine.catalog;

/** DynamoDB's table classes; kept and shown, without effect on how a table is stored. */
public enum TableClass {
    /** The default. */
    STANDARD,
    /** Cheaper to keep, dearer to use. */
    STANDARD_INFREQUENT_ACCESS
}
