package dev.tablewright.engine.backup;

import dev.tablewright.engine.backup.RestoreRecord.Position;
import dev.tablewright.model.Item;

import java.io.IOException;
import java.util.Iterator;

/** Writes the items that a table had at a moment. */
final class FullExportJob implements ExportJob {
    private final PastItems past;
    private final ExportWriter writer;
    private final int objectBytes;
    private Position position = Position.START;
    private long bytes;

    FullExportJob(PastItems past, ExportWriter writer, int objectBytes) {
        this.past = past;
        this.writer = writer;
        this.objectBytes = objectBytes;
    }

    @Override
    public boolean step() throws IOException {
        if (past.walking()) {
            past.walk();
            return false;
        }
        PastItems.Page page = past.page(position, objectBytes);
        Iterator<Item> items = page.items().iterator();
        writer.write(() -> items.hasNext() ? items.next() : null);
        bytes += page.items().stream().mapToLong(Item::sizeBytes).sum();
        position = page.reached();
        return PastItems.ended(position);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        past.close();
    }
}
