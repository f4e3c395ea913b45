package dev.tablewright.engine.query;

import dev.tablewright.engine.item.KeyRules;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.ValidationException;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;

import java.util.Set;

/**
 * Checks an ExclusiveStartKey. Nothing has to be stored under it, but it has to be a key that the
 * request itself could have answered with.
 */
final class StartKey {
    private static final String INVALID = "The provided starting key is invalid";

    private StartKey() {}

    /**
     * Requires that {@code start} is within what {@code plan} selects. The plan has looked at the
     * attributes of the key that is queried; those of the table's key come last.
     */
    static void requireWithin(ReadSource source, KeyPlan plan, Item start) {
        requireTableKey(source, start);
        if (!source.key().isPlain()) {
            if (!plan.selectsPartition(start) || !plan.selectsSort(start)) {
                throw outsidePredicate();
            }
            return;
        }
        if (plan.sort().isEmpty()) {
            if (!plan.selectsPartition(start)) {
                throw new ValidationException(
                        "The provided starting key is outside query boundaries based on provided"
                                + " conditions");
            }
            return;
        }
        if (!plan.selectsSort(start)) {
            throw outsidePredicate();
        }
        if (!plan.selectsPartition(start)) {
            // Said of every condition on the sort key, whether or not it is equality.
            throw new ValidationException(
                    "The query can return at most one row and cannot be restarted");
        }
    }

    private static ValidationException outsidePredicate() {
        return new ValidationException(
                "The provided starting key does not match the range key predicate");
    }

    /** Requires that {@code start} has the attributes of a start key, for a scan. */
    static void requireForScan(ReadSource source, Item start) {
        if (source.index() == null) {
            if (start.names().size() != source.startKeyAttributes().size()) {
                throw invalid(KeyRules.keyMismatch());
            }
        } else {
            requireAttributes(source, start);
            KeyRules.requireKeyValues(source.table().definition(), source.key(), start);
        }
        requireTableKey(source, start);
    }

    /** Requires that a scan finds {@code start} in the segment that it walks. */
    static void requireInSegment(ReadView view, Key start, int segment, int segments) {
        if (view.segmentOf(start, segments) != segment) {
            throw new ValidationException(
                    INVALID
                            + ": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with"
                            + " correct Segment. TotalSegments: "
                            + segments
                            + " Segment: "
                            + segment);
        }
    }

    /** Requires that {@code start} has the attributes of a start key, whatever their values. */
    static void requireAttributes(ReadSource source, Item start) {
        Set<String> expected = source.startKeyAttributes();
        Set<String> names = start.names();
        if (names.size() != expected.size()) {
            throw new ValidationException(INVALID);
        }
        KeySchema key = source.key();
        if (!names.containsAll(key.hash()) || !names.containsAll(key.range())) {
            throw new ValidationException(INVALID);
        }
    }

    private static void requireTableKey(ReadSource source, Item start) {
        TableDefinition definition = source.table().definition();
        try {
            KeyRules.requireKeyValues(definition, definition.key(), start);
        } catch (ValidationException problem) {
            throw invalid(problem);
        }
    }

    private static ValidationException invalid(ValidationException problem) {
        return new ValidationException(INVALID + ": " + problem.getMessage());
    }
}
