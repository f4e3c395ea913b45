package dev.tablewright.engine.backup;

import com.github.luben.zstd.ZstdInputStream;

import dev.tablewright.engine.backup.Import.Counts;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.item.CommitLoop.Proposal;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.PlannedWrite;
import dev.tablewright.engine.item.PlannedWrites;
import dev.tablewright.engine.item.Written;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * An import that is under way. Items of a step go in together with how far the import got; so after
 * a crash none is counted twice. For one thread.
 */
final class ImportJob implements AutoCloseable {
    private final StorageEngine storage;
    private final Catalog catalog;
    private final ObjectStore bucket;
    private final TransferRecords<Import> records;
    private final int chunk;
    private Import is;
    private @Nullable List<String> objects;
    private @Nullable ItemLines open;

    ImportJob(
            Import is,
            ObjectStore bucket,
            StorageEngine storage,
            Catalog catalog,
            TransferRecords<Import> records,
            int chunk) {
        this.is = is;
        this.bucket = bucket;
        this.storage = storage;
        this.catalog = catalog;
        this.records = records;
        this.chunk = chunk;
    }

    Import record() {
        return is;
    }

    /** Reads and puts the next items; returns whether there are no more. */
    boolean step() throws IOException {
        Table table = catalog.describe(is.ref().table());
        ItemLines lines = open;
        if (lines == null) {
            String object = nextObject();
            if (object == null) {
                return true;
            }
            lines = open(object, table);
            open = lines;
        }
        put(table, lines);
        return false;
    }

    /** The object that was being read, or the one behind it when that was read to its end. */
    private @Nullable String nextObject() throws IOException {
        List<String> all = objects;
        if (all == null) {
            String prefix = is.source().prefix();
            all = bucket.list(prefix == null ? "" : prefix);
            objects = all;
        }
        Counts counts = is.counts();
        String reached = counts.object();
        for (String object : all) {
            int order = reached == null ? 1 : object.compareTo(reached);
            if (order > 0 || (order == 0 && counts.lines() >= 0)) {
                return object;
            }
        }
        return null;
    }

    private ItemLines open(String object, Table table) throws IOException {
        InputStream stored = bucket.get(object);
        if (stored == null) {
            throw new IOException(object + " is gone");
        }
        try {
            InputStream in =
                    switch (is.form().compression()) {
                        case NONE -> stored;
                        case GZIP -> new GZIPInputStream(stored, 1 << 16);
                        case ZSTD -> new ZstdInputStream(stored);
                    };
            ItemLines lines =
                    switch (is.form().format()) {
                        case DYNAMODB_JSON -> new JsonItemLines(in);
                        case CSV ->
                                new CsvItemLines(
                                        in, is.form().csv(), table.definition().attributes());
                    };
            Counts counts = is.counts();
            if (object.equals(counts.object())) {
                for (long done = 0; done < counts.lines(); done++) {
                    var _ = lines.next();
                }
            } else {
                is =
                        is.at(
                                new Counts(
                                        counts.bytes(),
                                        counts.items(),
                                        counts.imported(),
                                        object,
                                        0));
            }
            return lines;
        } catch (IOException | RuntimeException failed) {
            stored.close();
            throw failed;
        }
    }

    private void put(Table table, ItemLines lines) throws IOException {
        Map<Key, ItemWrite> writes = new LinkedHashMap<>();
        Counts before = is.counts();
        long bytes = 0;
        long size = 0;
        int items = 0;
        int good = 0;
        boolean ended = false;
        while (items < chunk && size < TableFill.COMMIT_BYTES) {
            ItemLines.Line line = lines.next();
            if (line == null) {
                ended = true;
                break;
            }
            items++;
            bytes += line.bytes();
            ItemWrite write = write(line.item());
            Key key = write == null ? null : keyOf(table, write);
            if (write != null && key != null) {
                // The last of one key counts, as if they were put one after the other.
                writes.put(key, write);
                size += line.bytes();
                good++;
            }
        }
        Import next =
                is.at(
                        new Counts(
                                before.bytes() + bytes,
                                before.items() + items,
                                before.imported() + good,
                                before.object(),
                                ended ? -1 : before.lines() + items));
        commit(List.copyOf(writes.values()), next);
        is = next;
        if (ended) {
            lines.close();
            open = null;
        }
    }

    private static @Nullable ItemWrite write(@Nullable Item item) {
        return item == null ? null : new ItemWrite.Put(item, Condition.ALWAYS);
    }

    /** Returns null for an item that does not fit the table. */
    private static @Nullable Key keyOf(Table table, ItemWrite write) {
        try {
            PlannedWrite.requireItemSize(write);
            return PlannedWrite.keyOf(table, write);
        } catch (ValidationException doesNotFit) {
            return null;
        }
    }

    private void commit(List<ItemWrite> writes, Import next) {
        while (true) {
            Table table = catalog.describe(is.ref().table());
            try (ReadView view = storage.read()) {
                List<PlannedWrite> plans =
                        writes.stream()
                                .map(write -> PlannedWrite.plan(view, table, write))
                                .toList();
                Proposal<List<Written>> proposal =
                        PlannedWrites.combine(view, plans, Origin.REQUEST, TableFill::tooLarge);
                List<Commit.Write> all = new ArrayList<>(proposal.writes());
                all.add(records.put(next));
                if (storage.commit(new Commit(proposal.checks(), all))
                        instanceof Commit.Result.Committed) {
                    return;
                }
                // Somebody has tagged the table meanwhile; nobody may write into it.
            }
        }
    }

    @Override
    public void close() throws IOException {
        ItemLines lines = open;
        if (lines != null) {
            lines.close();
        }
    }
}
