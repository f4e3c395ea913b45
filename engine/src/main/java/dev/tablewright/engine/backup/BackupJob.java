package dev.tablewright.engine.backup;

import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.storage.ReadView;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** A backup that is being made, from a view that stays open until it is. For one thread. */
final class BackupJob implements AutoCloseable {
    /** An object ends with the item that brings it to this size; so a step takes a moment only. */
    static final long OBJECT_BYTES = 4 << 20;

    private final Backup backup;
    private final ReadView view;
    private final InstantSource clock;
    private final ExportWriter writer;
    private final ItemPages pages;
    private final Instant started;
    private boolean begun;

    /**
     * Starts to make {@code backup} from {@code view}, which is closed with the job.
     *
     * @param objectBytes size of items that ends an object
     */
    BackupJob(
            Backup backup,
            ReadView view,
            ObjectStore objects,
            InstantSource clock,
            long objectBytes) {
        this.backup = backup;
        this.view = view;
        this.clock = clock;
        this.writer = new ExportWriter(objects, Backups.layoutOf(backup.ref()));
        this.pages = new ItemPages(view, backup.source().space(), objectBytes);
        this.started = clock.instant();
    }

    Backup backup() {
        return backup;
    }

    /** Writes the next object; returns whether the backup is complete. */
    boolean step() throws IOException {
        if (!begun) {
            writer.begin();
            begun = true;
        }
        if (!pages.ended()) {
            pages.next(writer::write);
        }
        if (!pages.ended()) {
            return false;
        }
        writer.define(backup.source());
        writer.end(
                new ExportSummary(
                        backup.ref().arn(),
                        backup.source(),
                        new Export.Content.Full(backup.created()),
                        started,
                        clock.instant(),
                        pages.bytes()));
        return true;
    }

    /** Returns the backup as it is once complete. */
    Backup made() {
        return backup.available(writer.items(), pages.bytes());
    }

    @Override
    public void close() {
        view.close();
    }
}
