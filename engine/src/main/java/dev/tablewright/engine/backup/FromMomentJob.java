package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.RestoreRecord.Position;
import dev.tablewright.engine.backup.RestoreRecord.Source;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.ChangeLog.Records;
import dev.tablewright.engine.changelog.ChangeRecord;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.Item;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the items into a table that another had at a moment: its items of now, with each item that
 * changed after the moment as it was before the first such change.
 *
 * <p>One view shows items and log. First the log behind the moment is walked, and of each item the
 * oldest image found there is kept in a scratch space (or that there was no item). Then come the
 * items of the view that the scratch space does not know, and then the images. Memory is that of
 * one chunk, however much there is.
 *
 * <p>What an item was at the moment does not depend on when one looks. So after a crash the job
 * goes on with another view: it walks the log anew, as far as that has grown, and then on from
 * where it was.
 */
final class FromMomentJob implements RestoreJob {
    /** Stages, in their order; the numbers are stored. */
    private static final int UNCHANGED = 0;

    private static final int CHANGED = 1;
    private static final int DONE = 2;

    private static final byte NO_ITEM = 0;
    private static final byte ITEM = 1;

    private final StorageEngine storage;
    private final ReadView view;
    private final TableFill fill;
    private final Table source;
    private final Source.FromMoment from;
    private final int chunk;
    private RestoreRecord record;

    /** Number of the last change that the walk has seen. */
    private long walked;

    private boolean walking = true;
    private boolean anyChanged;

    /**
     * Begins, or goes on from where {@code record} says.
     *
     * @param view closed with the job
     * @param source the table as {@code view} shows it
     * @param chunk most items or changes of one step
     */
    FromMomentJob(
            RestoreRecord record,
            Source.FromMoment from,
            StorageEngine storage,
            ReadView view,
            Table source,
            TableFill fill,
            int chunk) {
        this.record = record;
        this.from = from;
        this.storage = storage;
        this.view = view;
        this.source = source;
        this.fill = fill;
        this.chunk = chunk;
        this.walked = from.cut();
    }

    @Override
    public RestoreRecord record() {
        return record;
    }

    @Override
    public boolean step(Table target) {
        if (walking) {
            walk();
        } else if (record.position().stage() == UNCHANGED) {
            putUnchanged(target);
        } else if (record.position().stage() == CHANGED) {
            putChanged(target);
        }
        return !walking && record.position().stage() == DONE;
    }

    // The log

    /** The records come in the order of their numbers, so of each item the first one counts. */
    private void walk() {
        Map<Key, Bytes> images = new LinkedHashMap<>();
        int seen = 0;
        long bytes = 0;
        try (Records records =
                ChangeLog.walk(view, from.space(), ChangeLog.ALL_PARTS, walked, Long.MAX_VALUE)) {
            while (seen < chunk && bytes < TableFill.COMMIT_BYTES) {
                ChangeRecord change = records.next();
                if (change == null) {
                    walking = false;
                    break;
                }
                Bytes image = image(change.before());
                if (images.putIfAbsent(scratch(change.either()), image) == null) {
                    bytes += image.length();
                }
                walked = change.sequence();
                seen++;
            }
        }
        keep(images);
    }

    private Key scratch(Item item) {
        return scratch(ItemKeys.item(source, item));
    }

    private Key scratch(Key item) {
        return new Key(from.scratch(), item.partition(), item.sort());
    }

    private static Bytes image(@Nullable Item before) {
        if (before == null) {
            return Bytes.wrap(new byte[] {NO_ITEM});
        }
        byte[] encoded = before.encoded();
        byte[] image = new byte[1 + encoded.length];
        image[0] = ITEM;
        System.arraycopy(encoded, 0, image, 1, encoded.length);
        return Bytes.wrap(image);
    }

    private static @Nullable Item itemOf(Bytes image) {
        byte[] bytes = image.array();
        return bytes[0] == NO_ITEM ? null : Item.wrap(Arrays.copyOfRange(bytes, 1, bytes.length));
    }

    private void keep(Map<Key, Bytes> images) {
        anyChanged |= !images.isEmpty();
        List<Commit.Write> writes = new ArrayList<>(images.size());
        try (ReadView known = storage.read()) {
            images.forEach(
                    (key, image) -> {
                        if (known.get(key) == null) {
                            writes.add(new Commit.Write.Put(key, image));
                        }
                    });
        }
        if (!writes.isEmpty()
                && storage.commit(new Commit(List.of(), writes))
                        instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("a write without checks met a conflict");
        }
    }

    // The items

    private void putUnchanged(Table target) {
        List<Item> items = new ArrayList<>();
        Key last = record.position().after();
        boolean ended = false;
        try (ReadView changed = storage.read();
                Cursor cursor = view.scan(from.space(), 0, 1, last)) {
            long bytes = 0;
            for (int seen = 0; seen < chunk && bytes < fill.stepBytes(target); seen++) {
                Entry entry = cursor.next();
                if (entry == null) {
                    ended = true;
                    break;
                }
                last = entry.key();
                if (!anyChanged || changed.get(scratch(last)) == null) {
                    Item item = Item.wrap(entry.stored().value().array());
                    items.add(item);
                    bytes += item.sizeBytes();
                }
            }
        }
        put(target, items, ended ? new Position(CHANGED, 0, null) : at(UNCHANGED, last));
    }

    /**
     * An item that changed only after a crash may have been put as unchanged before it, and is as
     * it should be then.
     */
    private void putChanged(Table target) {
        List<Item> items = new ArrayList<>();
        Key last = record.position().after();
        boolean ended = false;
        try (ReadView now = storage.read();
                Cursor cursor = now.scan(from.scratch(), 0, 1, last)) {
            long bytes = 0;
            for (int seen = 0; seen < chunk && bytes < fill.stepBytes(target); seen++) {
                Entry entry = cursor.next();
                if (entry == null) {
                    ended = true;
                    break;
                }
                last = entry.key();
                Item item = itemOf(entry.stored().value());
                if (item != null && now.get(ItemKeys.item(target, item)) == null) {
                    items.add(item);
                    bytes += item.sizeBytes();
                }
            }
        }
        put(target, items, ended ? new Position(DONE, 0, null) : at(CHANGED, last));
    }

    private static Position at(int stage, @Nullable Key last) {
        return new Position(stage, 0, last);
    }

    private void put(Table target, List<Item> items, Position reached) {
        RestoreRecord next = record.at(reached);
        fill.put(target, items, next.put());
        record = next;
    }

    @Override
    public void close() {
        view.close();
    }
}
