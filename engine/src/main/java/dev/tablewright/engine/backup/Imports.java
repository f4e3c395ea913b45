package dev.tablewright.engine.backup;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.backup.Import.Counts;
import dev.tablewright.engine.backup.Import.Status;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.Restoration;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.engine.objects.Buckets;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Imports of buckets' objects into new tables. Such a table is CREATING until everything is read;
 * what does not fit it is left out and counted. A crash costs nothing: the import goes on where it
 * was.
 *
 * <p>Safe for use by many threads; {@link #runOnce} for one at a time.
 */
public final class Imports implements AutoCloseable {
    private static final int MAX_IMPORTS = 50;

    private final StorageEngine storage;
    private final Catalog catalog;
    private final Buckets buckets;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int chunk;
    private final TransferRecords<Import> records;
    private final Map<TransferRef, ImportJob> running = new ConcurrentHashMap<>();

    private Imports(
            StorageEngine storage,
            Catalog catalog,
            Buckets buckets,
            InstantSource clock,
            RandomGenerator random,
            int chunk) {
        this.storage = storage;
        this.catalog = catalog;
        this.buckets = buckets;
        this.clock = clock;
        this.random = random;
        this.chunk = chunk;
        this.records =
                new TransferRecords<>(
                        storage,
                        Keyspace.IMPORTS,
                        Import::ref,
                        ImportCodec::encode,
                        ImportCodec::decode);
    }

    /**
     * Takes up the imports recorded in {@code storage}.
     *
     * @param random makes ids
     * @param chunk most items of one step
     */
    public static Imports open(
            StorageEngine storage,
            Catalog catalog,
            Buckets buckets,
            InstantSource clock,
            RandomGenerator random,
            int chunk) {
        Imports imports = new Imports(storage, catalog, buckets, clock, random, chunk);
        imports.load();
        return imports;
    }

    private void load() {
        for (Import each : records.all()) {
            if (each.status() == Status.IN_PROGRESS) {
                start(each);
            }
        }
        // The record follows its table; a crash in between leaves a table that nobody was told of.
        for (Table table : catalog.tables()) {
            Restoration held = table.settings().restoration();
            if (held != null
                    && held.isImport()
                    && running.values().stream()
                            .noneMatch(job -> job.record().tableId().equals(table.id()))) {
                catalog.abandon(table);
            }
        }
    }

    /**
     * Begins an import.
     *
     * @param tableParameters TableCreationParameters of the request, as JSON
     * @return the import, or the one that the same token began within eight hours
     * @throws DatabaseException.ResourceInUse if there is a table of the name
     * @throws DatabaseException.ImportConflict if the token came with another request
     * @throws DatabaseException.LimitExceeded beyond {@value #MAX_IMPORTS} imports at a time, or
     *     beyond what tables there may be
     */
    public synchronized Import begin(
            NewTable table,
            Import.Source source,
            Import.Form form,
            String tableParameters,
            TransferRequest request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Import earlier = earlier(table.ref(), request, now);
        if (earlier != null) {
            return earlier;
        }
        if (catalog.find(table.ref()) != null) {
            throw new DatabaseException.ResourceInUse(
                    "Table already exists: " + table.ref().name());
        }
        if (running.size() >= MAX_IMPORTS) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Only "
                            + MAX_IMPORTS
                            + " tables can be imported simultaneously");
        }
        boolean reachable = isBucket(source.bucket());
        String tableId = reachable ? catalog.createForImport(table).id() : "";
        Import begun =
                new Import(
                        newRef(table.ref(), now),
                        Status.IN_PROGRESS,
                        source,
                        form,
                        tableParameters,
                        request,
                        tableId,
                        now,
                        null,
                        Counts.NONE,
                        null);
        records.keep(begun);
        start(begun);
        return begun;
    }

    private boolean isBucket(String name) {
        try {
            return buckets.find(name) != null;
        } catch (IOException unreachable) {
            return false;
        }
    }

    private @Nullable Import earlier(TableRef table, TransferRequest request, Instant now) {
        String token = request.token();
        if (token == null) {
            return null;
        }
        List<Import> same =
                records.list(
                        table.account(),
                        table.region(),
                        null,
                        1,
                        each ->
                                token.equals(each.request().token())
                                        && each.started().isAfter(now.minus(Exports.TOKEN_VALID)));
        if (same.isEmpty()) {
            return null;
        }
        if (!same.getFirst().request().equals(request)) {
            throw new DatabaseException.ImportConflict(
                    "The client token was used with other parameters");
        }
        return same.getFirst();
    }

    private TransferRef newRef(TableRef table, Instant now) {
        while (true) {
            TransferRef ref =
                    TransferRef.at(
                            table, TransferRef.Kind.IMPORT, now.toEpochMilli(), random.nextInt());
            if (records.find(ref) == null) {
                return ref;
            }
        }
    }

    private void start(Import begun) {
        Instant now = clock.instant();
        try {
            ObjectStore bucket = buckets.find(begun.source().bucket());
            if (bucket == null) {
                giveUp(begun, TransferFailure.NO_BUCKET);
            } else if (find(begun) == null) {
                records.keep(
                        begun.failed(
                                now, new TransferFailure("TableNotFound", "The table is gone")));
            } else {
                running.put(
                        begun.ref(),
                        new ImportJob(begun, bucket, storage, catalog, records, chunk));
            }
        } catch (IOException failed) {
            giveUp(begun, unreachable(failed));
        }
    }

    private static TransferFailure unreachable(IOException failed) {
        return new TransferFailure("S3Unavailable", String.valueOf(failed.getMessage()));
    }

    /** Returns the table that is imported to, or null when that is gone. */
    private @Nullable Table find(Import begun) {
        Table table = catalog.find(begun.ref().table());
        return table != null
                        && table.id().equals(begun.tableId())
                        && table.status() == TableStatus.CREATING
                ? table
                : null;
    }

    /** Half a table would be taken for a whole one. */
    private void giveUp(Import begun, TransferFailure why) {
        Table table = find(begun);
        if (table != null) {
            catalog.abandon(table);
        }
        records.keep(begun.failed(clock.instant(), why));
    }

    /**
     * Returns an import.
     *
     * @throws DatabaseException.ImportNotFound if there is none
     */
    public Import describe(TransferRef ref) {
        Import found = records.find(ref);
        if (found == null) {
            throw notFound(ref.arn());
        }
        return found;
    }

    /** What an import that is not there is answered with. */
    public static DatabaseException.ImportNotFound notFound(String arn) {
        return new DatabaseException.ImportNotFound("Import not found: " + arn);
    }

    /**
     * Lists the imports of an account in a region that are at most 90 days old, newest first.
     *
     * @param table null for those to every table
     * @param before ends before this id; null for the newest
     */
    public List<Import> list(
            String account,
            String region,
            @Nullable String table,
            @Nullable String before,
            int limit) {
        Instant oldest = clock.instant().minus(Exports.LISTED);
        return records.list(
                account,
                region,
                before,
                limit,
                each ->
                        each.started().isAfter(oldest)
                                && (table == null || each.ref().table().name().equals(table)));
    }

    /**
     * Takes every import one step further.
     *
     * @return whether there is more to do at once
     */
    public boolean runOnce() {
        for (ImportJob job : running.values()) {
            step(job);
        }
        return !running.isEmpty();
    }

    private synchronized void step(ImportJob job) {
        if (!running.containsKey(job.record().ref())) {
            return;
        }
        Table table = find(job.record());
        try {
            if (table == null) {
                stop(job);
                records.keep(
                        job.record()
                                .failed(
                                        clock.instant(),
                                        new TransferFailure("TableNotFound", "The table is gone")));
            } else if (job.step()) {
                stop(job);
                catalog.restored(table.ref());
                records.keep(job.record().completed(clock.instant()));
            }
        } catch (IOException failed) {
            running.remove(job.record().ref());
            giveUp(job.record(), unreachable(failed));
        }
    }

    private void stop(ImportJob job) throws IOException {
        running.remove(job.record().ref());
        job.close();
    }

    /** Lets objects go; imports go on after the next open. */
    @Override
    public synchronized void close() {
        for (ImportJob job : running.values()) {
            try {
                job.close();
            } catch (IOException alreadyUnreadable) {
                // Nothing was written to it.
            }
        }
        running.clear();
    }
}
