package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.RestoreRecord.Position;
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
 * The items that a table had at a moment: its items of now, with each item that changed after the
 * moment as it was before the first such change.
 *
 * <p>One view shows items and log. First the log behind the moment is walked, and of each item the
 * oldest image found there is kept in a scratch space (or that there was no item). Then come the
 * items of the view that the scratch space does not know, and then the images. Memory is that of
 * one page, however much there is. For one thread.
 */
final class PastItems implements AutoCloseable {
    /** Stages of reading, in their order; the numbers are stored. */
    private static final int UNCHANGED = 0;

    private static final int CHANGED = 1;
    private static final int DONE = 2;

    private static final byte NO_ITEM = 0;
    private static final byte ITEM = 1;

    private final StorageEngine storage;
    private final ReadView view;
    private final Table source;
    private final long scratch;
    private final int chunk;

    /** Number of the last change that the walk has seen. */
    private long walked;

    private boolean walking = true;
    private boolean anyChanged;

    /**
     * Begins.
     *
     * @param view closed with this
     * @param source the table as {@code view} shows it
     * @param cut number of the last change that counts
     * @param scratch a space for this alone; what it has from an earlier attempt stays true
     * @param chunk most items or changes of one step
     */
    PastItems(
            StorageEngine storage, ReadView view, Table source, long cut, long scratch, int chunk) {
        this.storage = storage;
        this.view = view;
        this.source = source;
        this.walked = cut;
        this.scratch = scratch;
        this.chunk = chunk;
    }

    /** Whether {@link #walk} has to go on before there are pages. */
    boolean walking() {
        return walking;
    }

    /**
     * Walks the log a step further. The records come in the order of their numbers, so of each item
     * the first one counts.
     */
    void walk() {
        Map<Key, Bytes> images = new LinkedHashMap<>();
        int seen = 0;
        long bytes = 0;
        try (Records records =
                ChangeLog.walk(view, source.space(), ChangeLog.ALL_PARTS, walked, Long.MAX_VALUE)) {
            while (seen < chunk && bytes < TableFill.COMMIT_BYTES) {
                ChangeRecord change = records.next();
                if (change == null) {
                    walking = false;
                    break;
                }
                Bytes image = image(change.before());
                if (images.putIfAbsent(scratch(ItemKeys.item(source, change.either())), image)
                        == null) {
                    bytes += image.length();
                }
                walked = change.sequence();
                seen++;
            }
        }
        keep(images);
    }

    private Key scratch(Key item) {
        return new Key(scratch, item.partition(), item.sort());
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

    /**
     * Items, each of which the table had.
     *
     * @param reached where the next page begins
     * @param again whether items of it may have been on an earlier page before a crash: then the
     *     item changed only after that, and was as it should be
     */
    record Page(List<Item> items, Position reached, boolean again) {}

    /** Whether every page was read. */
    static boolean ended(Position position) {
        return position.stage() == DONE;
    }

    /**
     * Reads a page.
     *
     * @param from {@link Position#START}, or what an earlier page reached
     * @param bytes size at which the page ends
     */
    Page page(Position from, int bytes) {
        return from.stage() == UNCHANGED ? unchanged(from, bytes) : changed(from, bytes);
    }

    private Page unchanged(Position from, int pageBytes) {
        List<Item> items = new ArrayList<>();
        Key last = from.after();
        boolean ended = false;
        try (ReadView changed = storage.read();
                Cursor cursor = view.scan(source.space(), 0, 1, last)) {
            long bytes = 0;
            for (int seen = 0; seen < chunk && bytes < pageBytes; seen++) {
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
        return new Page(items, ended ? at(CHANGED, null) : at(UNCHANGED, last), false);
    }

    private Page changed(Position from, int pageBytes) {
        List<Item> items = new ArrayList<>();
        Key last = from.after();
        boolean ended = false;
        try (ReadView now = storage.read();
                Cursor cursor = now.scan(scratch, 0, 1, last)) {
            long bytes = 0;
            for (int seen = 0; seen < chunk && bytes < pageBytes; seen++) {
                Entry entry = cursor.next();
                if (entry == null) {
                    ended = true;
                    break;
                }
                last = entry.key();
                Item item = itemOf(entry.stored().value());
                if (item != null) {
                    items.add(item);
                    bytes += item.sizeBytes();
                }
            }
        }
        return new Page(items, ended ? at(DONE, null) : at(CHANGED, last), true);
    }

    private static Position at(int stage, @Nullable Key last) {
        return new Position(stage, 0, last);
    }

    @Override
    public void close() {
        view.close();
    }
}
