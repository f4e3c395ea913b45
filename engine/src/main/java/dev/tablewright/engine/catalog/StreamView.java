package dev.tablewright.engine.catalog;

/** DynamoDB's StreamViewType: what a stream record carries besides the key. */
public enum StreamView {
    /** The item as it is after the change. */
    NEW_IMAGE,
    /** The item as it was before. */
    OLD_IMAGE,
    /** Both. */
    NEW_AND_OLD_IMAGES,
    /** Nothing. */
    KEYS_ONLY
}
