package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.server.protocol.RequestReader;

import java.util.List;

/** ReturnValues: what of the item a write shows. */
enum ReturnValues {
    /** Nothing; the default. */
    NONE,
    /** The item as it was. */
    ALL_OLD,
    /** What the update changes, as it was. */
    UPDATED_OLD,
    /** The item as it is now. */
    ALL_NEW,
    /** What the update changed, as it is now. */
    UPDATED_NEW;

    static ReturnValues read(RequestReader in) {
        return in.choice(
                "ReturnValues", List.of(ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW), NONE);
    }
}
