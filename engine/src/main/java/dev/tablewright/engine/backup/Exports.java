package dev.tablewright.engine.backup;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.backup.Export.Content;
import dev.tablewright.engine.backup.Export.Status;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.PointInTimeRecovery;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.engine.objects.Buckets;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Exports of tables to buckets, in AWS's layout: every item as it was at a moment, or what changed
 * in a window.
 *
 * <p>An export is made by {@link #runOnce}, object by object, in the memory of one. One that a
 * crash interrupts is made anew from the start, with the same content; if the log does not reach
 * back that far any more, or the table is gone, it fails.
 *
 * <p>Safe for use by many threads; {@link #runOnce} for one at a time.
 */
public final class Exports implements AutoCloseable {
    /** How long an export is listed, and a token is remembered. */
    static final Duration LISTED = Duration.ofDays(90);

    static final Duration TOKEN_VALID = Duration.ofHours(8);

    private static final int MAX_EXPORTS = 300;
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(15);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    private final StorageEngine storage;
    private final Catalog catalog;
    private final ChangeLog changes;
    private final Buckets buckets;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int chunk;
    private final TransferRecords<Export> records;
    private final Map<TransferRef, Running> running = new ConcurrentHashMap<>();

    /** An export that is being made. */
    private record Running(Export export, ExportJob job, ExportWriter writer) {}

    private Exports(
            StorageEngine storage,
            Catalog catalog,
            ChangeLog changes,
            Buckets buckets,
            InstantSource clock,
            RandomGenerator random,
            int chunk) {
        this.storage = storage;
        this.catalog = catalog;
        this.changes = changes;
        this.buckets = buckets;
        this.clock = clock;
        this.random = random;
        this.chunk = chunk;
        this.records =
                new TransferRecords<>(
                        storage,
                        Keyspace.EXPORTS,
                        Export::ref,
                        ExportCodec::encode,
                        ExportCodec::decode);
    }

    /**
     * Takes up the exports recorded in {@code storage}.
     *
     * @param changes what happened to the items
     * @param random makes ids
     * @param chunk most items or changes that one step looks at
     */
    public static Exports open(
            StorageEngine storage,
            Catalog catalog,
            ChangeLog changes,
            Buckets buckets,
            InstantSource clock,
            RandomGenerator random,
            int chunk) {
        Exports exports = new Exports(storage, catalog, changes, buckets, clock, random, chunk);
        for (Export export : exports.records.all()) {
            if (export.status() == Status.IN_PROGRESS) {
                exports.start(export);
            }
        }
        return exports;
    }

    /** What is wanted of an export. */
    public sealed interface Wanted {
        /**
         * Every item.
         *
         * @param moment null for now
         */
        record Full(@Nullable Instant moment) implements Wanted {}

        /**
         * What changed.
         *
         * @param to null for now
         */
        record Changes(Instant from, @Nullable Instant to, boolean oldImages) implements Wanted {}
    }

    /**
     * Begins an export.
     *
     * @return the export, or the one that the same token began within eight hours
     * @throws DatabaseException.TableNotFound if there is no such table
     * @throws DatabaseException.RecoveryUnavailable if point-in-time recovery is off for it
     * @throws DatabaseException.InvalidExportTime if what is wanted is not in its window
     * @throws DatabaseException.ExportConflict if the token came with another request
     * @throws DatabaseException.LimitExceeded beyond {@value #MAX_EXPORTS} exports at a time
     */
    public synchronized Export begin(
            TableRef table, Wanted wanted, Export.Destination to, TransferRequest request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Export earlier = earlier(table, request, now);
        if (earlier != null) {
            return earlier;
        }
        Table source = catalog.find(table);
        if (source == null || source.status() == TableStatus.DELETING) {
            throw new DatabaseException.TableNotFound("Table not found: " + table.name());
        }
        Content content = content(source, wanted, now);
        if (running.size() >= MAX_EXPORTS) {
            throw new DatabaseException.LimitExceeded(
                    "Subscriber limit exceeded: Only "
                            + MAX_EXPORTS
                            + " tables can be exported simultaneously");
        }
        Export export =
                new Export(
                        newRef(table, now),
                        Status.IN_PROGRESS,
                        content,
                        to,
                        request,
                        source,
                        now,
                        null,
                        0,
                        0,
                        null,
                        catalog.newSpace());
        records.keep(export);
        start(export);
        return export;
    }

    private @Nullable Export earlier(TableRef table, TransferRequest request, Instant now) {
        String token = request.token();
        if (token == null) {
            return null;
        }
        List<Export> same =
                records.list(
                        table.account(),
                        table.region(),
                        null,
                        1,
                        export ->
                                token.equals(export.request().token())
                                        && export.started().isAfter(now.minus(TOKEN_VALID)));
        if (same.isEmpty()) {
            return null;
        }
        if (!same.getFirst().request().equals(request)) {
            throw new DatabaseException.ExportConflict(
                    "The client token was used with other parameters");
        }
        return same.getFirst();
    }

    private TransferRef newRef(TableRef table, Instant now) {
        while (true) {
            TransferRef ref =
                    TransferRef.at(
                            table, TransferRef.Kind.EXPORT, now.toEpochMilli(), random.nextInt());
            if (records.find(ref) == null) {
                return ref;
            }
        }
    }

    private static Content content(Table source, Wanted wanted, Instant now) {
        PointInTimeRecovery recovery = source.settings().recovery();
        Instant earliest = recovery.earliest(now);
        Instant latest = recovery.latest(now);
        if (earliest == null || latest == null) {
            throw new DatabaseException.RecoveryUnavailable(
                    "Point in time recovery is not enabled for table '"
                            + source.ref().name()
                            + "'");
        }
        return switch (wanted) {
            case Wanted.Full(var moment) -> {
                Instant at = moment == null ? latest : moment;
                requireWithin("ExportTime", at, earliest, latest);
                yield new Content.Full(at);
            }
            case Wanted.Changes(var from, var to, var oldImages) -> {
                Instant end = to == null ? latest : to;
                requireWithin("ExportFromTime", from, earliest, latest);
                requireWithin("ExportToTime", end, earliest, latest);
                requireLength(Duration.between(from, end));
                yield new Content.Changes(from, end, oldImages);
            }
        };
    }

    private static void requireWithin(
            String member, Instant moment, Instant earliest, Instant latest) {
        if (moment.isBefore(earliest.truncatedTo(ChronoUnit.SECONDS)) || moment.isAfter(latest)) {
            throw new DatabaseException.InvalidExportTime(
                    member
                            + " must be between EarliestRestorableDateTime and"
                            + " LatestRestorableDateTime");
        }
    }

    private static void requireLength(Duration window) {
        if (window.compareTo(SHORTEST_WINDOW) < 0) {
            throw new DatabaseException.InvalidExportTime(
                    "Difference between ExportFromTime and ExportToTime must be at least 15"
                            + " minutes");
        }
        if (window.compareTo(LONGEST_WINDOW) > 0) {
            throw new DatabaseException.InvalidExportTime(
                    "Difference between ExportFromTime and ExportToTime must be at most 24 hours");
        }
    }

    private void start(Export export) {
        ReadView view = null;
        try {
            ObjectStore bucket = buckets.find(export.destination().bucket());
            if (bucket == null) {
                fail(export, TransferFailure.NO_BUCKET);
                return;
            }
            awaitSettled(export.content());
            view = storage.read();
            Table source = catalog.find(export.source().ref(), view);
            if (source == null
                    || !source.id().equals(export.source().id())
                    || !reaches(source, export)) {
                view.close();
                fail(
                        export,
                        new TransferFailure(
                                "PointInTimeRecoveryUnavailable",
                                "The table is gone, or its recovery window has moved on"));
                return;
            }
            ExportWriter writer = new ExportWriter(bucket, export.layout());
            writer.begin();
            running.put(
                    export.ref(), new Running(export, job(export, view, source, writer), writer));
        } catch (IOException failed) {
            if (view != null) {
                view.close();
            }
            fail(export, unreachable(failed));
        }
    }

    /**
     * Waits until every change of a window has ended: one that shows itself later would be missing
     * here, and in the export that follows. That takes no longer than a commit does.
     */
    private void awaitSettled(Content content) {
        if (content instanceof Content.Changes(_, var to, _)) {
            while (changes.settled() < SequenceClock.at(to) - 1) {
                Thread.onSpinWait();
            }
        }
    }

    private static TransferFailure unreachable(IOException failed) {
        return new TransferFailure("S3Unavailable", String.valueOf(failed.getMessage()));
    }

    private boolean reaches(Table source, Export export) {
        Instant earliest = source.settings().recovery().earliest(clock.instant());
        Instant needed =
                switch (export.content()) {
                    case Content.Full(var moment) -> moment;
                    case Content.Changes(var from, _, _) -> from;
                };
        return earliest != null && !needed.isBefore(earliest.truncatedTo(ChronoUnit.SECONDS));
    }

    private ExportJob job(Export export, ReadView view, Table source, ExportWriter writer) {
        return switch (export.content()) {
            case Content.Full(var moment) ->
                    new FullExportJob(
                            new PastItems(
                                    storage,
                                    view,
                                    source,
                                    Restores.lastOf(moment),
                                    export.scratch(),
                                    chunk),
                            writer,
                            (int) BackupJob.OBJECT_BYTES);
            case Content.Changes(var from, var to, var oldImages) ->
                    new ChangesExportJob(
                            storage,
                            view,
                            source,
                            new ChangesExportJob.Window(
                                    SequenceClock.at(from) - 1,
                                    SequenceClock.at(to) - 1,
                                    oldImages),
                            export.scratch(),
                            chunk,
                            writer,
                            BackupJob.OBJECT_BYTES);
        };
    }

    private void fail(Export export, TransferFailure why) {
        end(export.failed(clock.instant(), why));
    }

    private void end(Export ended) {
        records.keep(ended);
        catalog.drop(ended.scratch());
    }

    /**
     * Returns an export.
     *
     * @throws DatabaseException.ExportNotFound if there is none
     */
    public Export describe(TransferRef ref) {
        Export export = records.find(ref);
        if (export == null) {
            throw notFound(ref.arn());
        }
        return export;
    }

    /** What an export that is not there is answered with. */
    public static DatabaseException.ExportNotFound notFound(String arn) {
        return new DatabaseException.ExportNotFound("Export not found: " + arn);
    }

    /**
     * Lists the exports of an account in a region that are at most 90 days old, newest first.
     *
     * @param table null for those of every table
     * @param before ends before this id; null for the newest
     */
    public List<Export> list(
            String account,
            String region,
            @Nullable String table,
            @Nullable String before,
            int limit) {
        Instant oldest = clock.instant().minus(LISTED);
        return records.list(
                account,
                region,
                before,
                limit,
                export ->
                        export.started().isAfter(oldest)
                                && (table == null || export.ref().table().name().equals(table)));
    }

    /**
     * Makes every export that is in progress one step further.
     *
     * @return whether there is more to do at once
     */
    public boolean runOnce() {
        for (Running each : new ArrayList<>(running.values())) {
            step(each);
        }
        return !running.isEmpty();
    }

    private synchronized void step(Running each) {
        Export export = each.export();
        if (!running.containsKey(export.ref())) {
            return;
        }
        try {
            if (each.job().step()) {
                Instant now = clock.instant();
                each.writer()
                        .end(
                                new ExportSummary(
                                        export.ref().arn(),
                                        export.source(),
                                        export.content(),
                                        export.started(),
                                        now,
                                        each.job().bytes()));
                stop(each);
                end(export.completed(now, each.writer().items(), each.job().bytes()));
            }
        } catch (IOException failed) {
            stop(each);
            fail(export, unreachable(failed));
        }
    }

    private void stop(Running each) {
        running.remove(each.export().ref());
        each.job().close();
    }

    /** Lets views go; exports are made anew after the next open. */
    @Override
    public synchronized void close() {
        running.values().forEach(each -> each.job().close());
        running.clear();
    }
}
