package dev.tablewright.engine.item;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Replication;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.Change;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.changelog.Change.Stamp;
import dev.tablewright.engine.index.IndexMaintainer;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Update;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What one write comes to on one view. Nothing is committed; it can be planned again on a newer
 * view.
 *
 * @param key the item's key attributes, or an item that has them
 * @param unchanged what the plan rests on
 * @param writes to the item and its index entries
 * @param growth bytes by which the item's collection grows, local index entries included
 * @param copied what change of a replica it copies; null for none
 */
public record PlannedWrite(
        Table table,
        Item key,
        Check unchanged,
        @Nullable Item before,
        @Nullable Item after,
        List<Write> writes,
        ConsumedCapacity consumed,
        long growth,
        @Nullable Copied copied) {
    /** Largest item, names included. */
    public static final int MAX_ITEM_BYTES = 409_600;

    /**
     * A change of another replica.
     *
     * @param written its number there; 0 for an item from before there were replicas
     */
    public record Copied(long written) {}

    /**
     * Returns the key of the item that {@code write} is about.
     *
     * @throws ValidationException if it is not one of the table's
     */
    public static Key keyOf(Table table, ItemWrite write) {
        return ItemKeys.item(table, requireKey(table, write));
    }

    private static Item requireKey(Table table, ItemWrite write) {
        return switch (write) {
            case ItemWrite.Put(var item, _) -> {
                KeyRules.requireItem(table, item);
                yield item;
            }
            case ItemWrite.Change(var key, _, _) -> requireKey(table, key);
            case ItemWrite.Remove(var key, _) -> requireKey(table, key);
            case ItemWrite.Check(var key, _) -> requireKey(table, key);
        };
    }

    private static Item requireKey(Table table, Item key) {
        KeyRules.requireKey(table.definition(), key);
        return key;
    }

    /**
     * Plans {@code write} on what {@code view} shows.
     *
     * @throws ValidationException if the write does not fit the table or the item
     * @throws DatabaseException.ConditionFailed if its condition does not hold
     */
    public static PlannedWrite plan(ReadView view, Table table, ItemWrite write) {
        requireItemSize(write);
        Item key = requireKey(table, write);
        if (write instanceof ItemWrite.Change(_, var update, _)) {
            requireUpdate(table, key, update);
        }
        KeyRules.requireScalarKeys(table, write.condition().nestedAttributes());
        Key at = ItemKeys.item(table, key);
        Stored stored = view.get(at);
        Item before = stored == null ? null : Item.wrap(stored.value().array());
        if (!write.condition().holdsFor(before)) {
            throw new DatabaseException.ConditionFailed(before);
        }
        Item after = after(table, write, before);
        Check unchanged = Check.unchanged(at, stored);
        return write instanceof ItemWrite.Check
                ? untouched(table, key, unchanged, before)
                : changed(table, key, unchanged, before, after);
    }

    /** Plans to put an item where there is none, one that has been in such a table before. */
    public static PlannedWrite insertion(Table table, Item item) {
        return changed(table, item, Check.absent(ItemKeys.item(table, item)), null, item);
    }

    /**
     * Plans to make an item what it is in another replica, whatever it is here.
     *
     * @param at where it is kept
     * @param present what is kept there; one of it and {@code after} is not null
     * @param after as it is there; null if it is gone
     * @param written as {@link Copied} has it
     */
    public static PlannedWrite copy(
            Table table, Key at, @Nullable Stored present, @Nullable Item after, long written) {
        Item before = present == null ? null : Item.wrap(present.value().array());
        Item key = Objects.requireNonNull(after == null ? before : after);
        PlannedWrite plan = changed(table, key, Check.unchanged(at, present), before, after);
        return new PlannedWrite(
                table,
                key,
                plan.unchanged,
                before,
                after,
                plan.writes,
                plan.consumed,
                plan.growth,
                new Copied(written));
    }

    /** Requires what can be said of an item's size without knowing its table. */
    public static void requireItemSize(ItemWrite write) {
        if (write instanceof ItemWrite.Put(var item, _) && item.sizeBytes() > MAX_ITEM_BYTES) {
            throw new ValidationException("Item size has exceeded the maximum allowed size");
        }
    }

    private static void requireUpdate(Table table, Item key, Update update) {
        KeyRules.requireUpdatable(table, update.targets());
        KeyRules.requireScalarKeys(table, update.nestedAttributes());
        if (!KeyRules.touchesIndexKeys(table, update.targets())) {
            return;
        }
        Item alone;
        try {
            alone = update.apply(key);
        } catch (ValidationException _) {
            // It needs something of the stored item, and is judged on that later.
            return;
        }
        KeyRules.requireUpdatedIndexKeys(
                table,
                alone,
                update.targets(),
                update.isLegacy()
                        ? KeyRules.Values.OF_ATTRIBUTE_UPDATES
                        : KeyRules.Values.OF_EXPRESSION);
    }

    private static @Nullable Item after(Table table, ItemWrite write, @Nullable Item before) {
        return switch (write) {
            case ItemWrite.Put(var item, _) -> item;
            case ItemWrite.Remove _ -> null;
            case ItemWrite.Check _ -> before;
            case ItemWrite.Change(var key, var update, _) -> {
                Item updated = updated(table, update, before == null ? key : before);
                // "DELETE - Nothing happens; there is no attribute to delete" (API reference).
                yield before == null && update.onlyRemoves() ? null : updated;
            }
        };
    }

    private static Item updated(Table table, Update update, Item before) {
        Item after = update.apply(before);
        KeyRules.requireUpdatedIndexKeys(table, after, update.targets(), KeyRules.Values.OF_ITEM);
        if (after.sizeBytes() > MAX_ITEM_BYTES) {
            throw new ValidationException(
                    "Item size to update has exceeded the maximum allowed size");
        }
        return after;
    }

    private static PlannedWrite untouched(
            Table table, Item key, Check unchanged, @Nullable Item item) {
        ConsumedCapacity consumed =
                ConsumedCapacity.onTable(table.ref(), Units.writing(bytes(item)));
        return new PlannedWrite(table, key, unchanged, item, item, List.of(), consumed, 0, null);
    }

    private static PlannedWrite changed(
            Table table, Item key, Check unchanged, @Nullable Item before, @Nullable Item after) {
        IndexMaintainer.Changes indexes = IndexMaintainer.update(table, before, after);
        List<Write> writes = new ArrayList<>(1 + indexes.writes().size());
        if (after != null) {
            writes.add(new Write.Put(unchanged.key(), Bytes.wrap(after.encoded())));
        } else if (before != null) {
            writes.add(new Write.Delete(unchanged.key()));
        }
        writes.addAll(indexes.writes());
        ConsumedCapacity consumed =
                new ConsumedCapacity(
                        table.ref(),
                        Units.writing(Math.max(bytes(before), bytes(after))),
                        indexes.onLocal(),
                        indexes.onGlobal(),
                        indexes.onVectors());
        long growth = bytes(after) - bytes(before) + indexes.localGrowth();
        return new PlannedWrite(
                table, key, unchanged, before, after, writes, consumed, growth, null);
    }

    /** What the table's log has to tell of this; null where it keeps none, or nothing changed. */
    @Nullable Change change(Origin origin) {
        if (!table.logged()) {
            return null;
        }
        boolean differs = Change.isOne(before, after);
        return differs || copied != null
                ? new Change(unchanged.key(), before, after, inStream(), origin, differs, stamp())
                : null;
    }

    /** What is copied into a new replica is not news to the readers of its stream. */
    private boolean inStream() {
        return table.settings().stream().on() && (copied == null || table.usable());
    }

    private @Nullable Stamp stamp() {
        Replication replication = table.replication();
        if (replication == null || (copied != null && copied.written() == 0)) {
            return null;
        }
        return new Stamp(replication.stamps(), copied == null ? 0 : copied.written());
    }

    private static long bytes(@Nullable Item item) {
        return item == null ? 0 : item.sizeBytes();
    }
}
