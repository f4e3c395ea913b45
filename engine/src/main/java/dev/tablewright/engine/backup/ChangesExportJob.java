package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.ChangeLog.Records;
import dev.tablewright.engine.changelog.ChangeRecord;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.model.Item;
import dev.tablewright.model.json.JsonWriter;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the items that changed in a window, each once: as it was before its first change there,
 * and as it is after its last. First the log is walked, and what is known of each item is kept in a
 * scratch space; then that is written.
 */
final class ChangesExportJob implements ExportJob {
    private final StorageEngine storage;
    private final ReadView view;
    private final Table source;
    private final Set<String> keyAttributes;
    private final boolean oldImages;
    private final long last;
    private final long scratch;
    private final int chunk;
    private final ExportWriter writer;
    private final long objectBytes;

    private long walked;
    private boolean walking = true;
    private @Nullable Key written;
    private boolean ended;
    private long bytes;

    /** What an export reads: changes behind {@code after}, up to {@code last}. */
    record Window(long after, long last, boolean oldImages) {}

    ChangesExportJob(
            StorageEngine storage,
            ReadView view,
            Table source,
            Window window,
            long scratch,
            int chunk,
            ExportWriter writer,
            long objectBytes) {
        this.storage = storage;
        this.view = view;
        this.source = source;
        this.keyAttributes = Set.copyOf(source.definition().key().attributes());
        this.walked = window.after();
        this.last = window.last();
        this.oldImages = window.oldImages();
        this.scratch = scratch;
        this.chunk = chunk;
        this.writer = writer;
        this.objectBytes = objectBytes;
    }

    /**
     * What became of an item within the window.
     *
     * @param sequence number of its last change
     * @param before null if there was none before
     * @param after null if there is none after
     */
    private record Fate(long sequence, @Nullable Item before, @Nullable Item after) {
        private static final int HEAD = Long.BYTES + Integer.BYTES + 1;

        Bytes encode() {
            byte[] old = before == null ? new byte[0] : before.encoded();
            byte[] now = after == null ? new byte[0] : after.encoded();
            int present = (before == null ? 0 : 1) | (after == null ? 0 : 2);
            return Bytes.wrap(
                    ByteBuffer.allocate(HEAD + old.length + now.length)
                            .putLong(sequence)
                            .put((byte) present)
                            .putInt(old.length)
                            .put(old)
                            .put(now)
                            .array());
        }

        static Fate decode(Bytes encoded) {
            byte[] all = encoded.array();
            ByteBuffer in = ByteBuffer.wrap(all);
            long sequence = in.getLong();
            int present = in.get();
            int middle = HEAD + in.getInt();
            return new Fate(
                    sequence,
                    (present & 1) == 0 ? null : Item.wrap(Arrays.copyOfRange(all, HEAD, middle)),
                    (present & 2) == 0
                            ? null
                            : Item.wrap(Arrays.copyOfRange(all, middle, all.length)));
        }
    }

    @Override
    public boolean step() throws IOException {
        if (walking) {
            walk();
        } else {
            try (ReadView noted = storage.read();
                    Cursor cursor = noted.scan(scratch, 0, 1, written)) {
                writer.writeLines(new Page(cursor));
            }
        }
        return ended;
    }

    private void walk() {
        Map<Key, Fate> fates = new LinkedHashMap<>();
        int seen = 0;
        long size = 0;
        try (ReadView noted = storage.read();
                Records records =
                        ChangeLog.walk(view, source.space(), ChangeLog.ALL_PARTS, walked, last)) {
            while (seen < chunk && size < TableFill.COMMIT_BYTES) {
                ChangeRecord change = records.next();
                if (change == null) {
                    walking = false;
                    break;
                }
                Fate fate = fate(fates, noted, change);
                size += fate.encode().length();
                walked = change.sequence();
                seen++;
            }
        }
        List<Commit.Write> writes = new ArrayList<>(fates.size());
        fates.forEach((key, fate) -> writes.add(new Commit.Write.Put(key, fate.encode())));
        if (!writes.isEmpty()
                && storage.commit(new Commit(List.of(), writes))
                        instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("a write without checks met a conflict");
        }
    }

    private Fate fate(Map<Key, Fate> fates, ReadView noted, ChangeRecord change) {
        Key item = ItemKeys.item(source, change.either());
        Key key = new Key(scratch, item.partition(), item.sort());
        Fate known = fates.get(key);
        if (known == null) {
            Stored stored = noted.get(key);
            known = stored == null ? null : Fate.decode(stored.value());
        }
        Item before = known == null ? change.before() : known.before();
        Fate fate = new Fate(change.sequence(), before, change.after());
        fates.put(key, fate);
        return fate;
    }

    /** The lines of one object. */
    private final class Page implements ExportWriter.Lines {
        private final Cursor cursor;
        private long size;

        Page(Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean next(JsonWriter line) {
            while (size < objectBytes) {
                Entry entry = cursor.next();
                if (entry == null) {
                    ended = true;
                    return false;
                }
                written = entry.key();
                Fate fate = Fate.decode(entry.stored().value());
                Item any = fate.after() == null ? fate.before() : fate.after();
                // What came and went within the window left nothing to tell.
                if (any != null) {
                    write(line, fate, any.only(keyAttributes));
                    size += line.length();
                    bytes += line.length();
                    return true;
                }
            }
            return false;
        }

        private void write(JsonWriter line, Fate fate, Item key) {
            long micros = SequenceClock.timeOf(fate.sequence()).toEpochMilli() * 1000;
            var _ =
                    line.beginObject()
                            .name("Metadata")
                            .beginObject()
                            .name("WriteTimestampMicros")
                            .beginObject()
                            .name("N")
                            .string(Long.toString(micros))
                            .endObject()
                            .endObject()
                            .name("Keys")
                            .item(key);
            Item before = fate.before();
            if (oldImages && before != null) {
                var _ = line.name("OldImage").item(before);
            }
            Item after = fate.after();
            if (after != null) {
                var _ = line.name("NewImage").item(after);
            }
            var _ = line.endObject();
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        view.close();
    }
}
