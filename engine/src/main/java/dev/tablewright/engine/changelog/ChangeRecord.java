package dev.tablewright.engine.changelog;

import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A change as the log has it.
 *
 * @param sequence its number, larger than that of every earlier change of the same item
 * @param before the item as it was; null when the change created it
 * @param after the item as it was then; null when the change removed it
 * @param inStream whether the table's stream was on
 */
public record ChangeRecord(
        long sequence,
        @Nullable Item before,
        @Nullable Item after,
        boolean inStream,
        Origin origin) {
    /** When it was committed, to the millisecond; the same for all changes of one commit. */
    public Instant time() {
        return SequenceClock.timeOf(sequence);
    }

    /** The item, as it was or is: for its key. */
    public Item either() {
        Item item = after == null ? before : after;
        if (item == null) {
            throw new IllegalStateException("change " + sequence + " of nothing");
        }
        return item;
    }
}
