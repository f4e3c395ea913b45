package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.RestoreRecord.Position;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Puts the items of a backup into a table, a few objects of the backup at a step. */
final class FromBackupJob implements RestoreJob {
    /** Objects of one step that is loaded; they are read by all processors. */
    private static final int OBJECTS = 8;

    private final ExportReader reader;
    private final TableFill fill;
    private final ReadAhead<List<Item>> ahead = new ReadAhead<>();
    private RestoreRecord record;
    private @Nullable List<DataFile> files;

    FromBackupJob(RestoreRecord record, ExportReader reader, TableFill fill) {
        this.record = record;
        this.reader = reader;
        this.fill = fill;
    }

    @Override
    public RestoreRecord record() {
        return record;
    }

    @Override
    public boolean step(Table target) throws IOException {
        List<DataFile> all = files();
        int file = record.position().stage();
        if (file < all.size()) {
            if (fill.loads(target)) {
                putObjects(target, all, file);
            } else {
                putInPieces(target, file, reader.items(all.get(file)));
            }
        }
        return record.position().stage() >= all.size();
    }

    private List<DataFile> files() throws IOException {
        List<DataFile> known = files;
        if (known == null) {
            known = reader.files();
            files = known;
        }
        return known;
    }

    private void putObjects(Table target, List<DataFile> all, int first) throws IOException {
        int end = Math.min(all.size(), first + OBJECTS);
        Position reached = new Position(end, 0, null);
        List<Item> items;
        try {
            items = ahead.take(record.position(), () -> items(all.subList(first, end)));
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        if (end < all.size()) {
            int next = Math.min(all.size(), end + OBJECTS);
            ahead.begin(reached, () -> items(all.subList(end, next)));
        }
        put(target, items, reached);
    }

    private List<Item> items(List<DataFile> objects) {
        return objects.parallelStream().flatMap(object -> items(object).stream()).toList();
    }

    private List<Item> items(DataFile object) {
        try {
            return reader.items(object);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void put(Table target, List<Item> items, Position reached) {
        RestoreRecord next = record.at(reached);
        fill.put(target, items, next.put());
        record = next;
    }

    private void putInPieces(Table target, int file, List<Item> items) {
        List<Item> together = new ArrayList<>();
        long bytes = 0;
        for (int i = (int) record.position().count(); i < items.size(); i++) {
            together.add(items.get(i));
            bytes += items.get(i).sizeBytes();
            boolean last = i + 1 == items.size();
            if (last || bytes >= TableFill.COMMIT_BYTES) {
                Position reached =
                        last ? new Position(file + 1, 0, null) : new Position(file, i + 1, null);
                put(target, together, reached);
                together.clear();
                bytes = 0;
            }
        }
    }

    @Override
    public void close() {
        ahead.close();
    }
}
