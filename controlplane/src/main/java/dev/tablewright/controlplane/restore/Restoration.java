package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.RestoreSummary;
import software.amazon.awssdk.services.dynamodb.model.TableAlreadyExistsException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableInUseException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Brings a table back beside itself, under another name: as it was at a moment, or from a backup.
 *
 * <p>It keeps no notes. What a restore that was broken off has begun is known from the new table
 * itself, which says what it was made from and is tagged once all is done; doing it again goes on
 * from there.
 */
public final class Restoration {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** AWS restores a table in hours, however large. */
    private static final Duration PATIENCE = Duration.ofDays(2);

    /** Between our clock and that of the target, with the time of the call. */
    private static final Duration SAME = Duration.ofSeconds(10);

    /** The latest moment of AWS is some minutes behind. */
    private static final Duration SAME_LATEST = Duration.ofMinutes(15);

    private final Target target;
    private final InstantSource clock;
    private final Waiting waiting;
    private final TableBackups backups;

    /** Of a target, by a clock. */
    public Restoration(Target target, InstantSource clock, Sleeper sleeper) {
        this.target = target;
        this.clock = clock;
        this.waiting = new Waiting(clock, sleeper);
        this.backups = new TableBackups(target, clock, sleeper);
    }

    /** What a table is brought back from. */
    public sealed interface Origin {
        /** A moment of its point-in-time recovery. */
        record AtMoment(Moment moment) implements Origin {}

        /** A backup. */
        record FromBackup(BackupEntry backup) implements Origin {}
    }

    /** Which moments a table can be restored to; whole seconds, both included. */
    public record Window(Instant earliest, Instant latest) {
        @Override
        public String toString() {
            return earliest + " to " + latest;
        }
    }

    /**
     * A restore that is under way.
     *
     * @param wasThere whether it was begun before
     * @param moment of the items that it brings back
     * @param backup null when it is to a moment
     * @param expectedItems 0 when not known
     */
    public record Begun(
            TableAddress source,
            TableAddress table,
            Instant moment,
            @Nullable BackupEntry backup,
            boolean wasThere,
            long expectedItems,
            long expectedBytes) {
        /** Says what is brought back: "Orders as it was at 2026-03-01T12:00:00Z". */
        public String what() {
            return backup == null
                    ? source.name() + " as it was at " + moment
                    : source.name() + " from the backup " + backup.name() + " of " + moment;
        }
    }

    /**
     * Returns the moments that a table can be restored to; null when its point-in-time recovery is
     * off.
     */
    public @Nullable Window window(TableAddress table) {
        var recovery =
                client(table)
                        .describeContinuousBackups(r -> r.tableName(table.name()))
                        .continuousBackupsDescription()
                        .pointInTimeRecoveryDescription();
        if (recovery == null
                || recovery.earliestRestorableDateTime() == null
                || recovery.latestRestorableDateTime() == null) {
            return null;
        }
        Instant earliest = wholeSecond(recovery.earliestRestorableDateTime());
        Instant latest = recovery.latestRestorableDateTime().truncatedTo(ChronoUnit.SECONDS);
        // Recovery may have been switched on within this second.
        return new Window(earliest.isAfter(latest) ? latest : earliest, latest);
    }

    private static Instant wholeSecond(Instant earliest) {
        Instant second = earliest.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(earliest) ? second : second.plusSeconds(1);
    }

    /**
     * Begins a restore, or finds the one that was begun before.
     *
     * @param to name of the new table; null for one made of the old name and the moment
     * @throws RestoreFailed if it cannot begin, in words for the user
     * @throws software.amazon.awssdk.core.exception.SdkException if the target refuses
     */
    public Begun begin(TableAddress source, Origin origin, @Nullable String to)
            throws RestoreFailed {
        return begin(source, origin, "restored", to);
    }

    /**
     * Begins a restore, or finds the one that was begun before.
     *
     * @param kind part of the name where none is given
     */
    Begun begin(TableAddress source, Origin origin, String kind, @Nullable String to)
            throws RestoreFailed {
        return switch (origin) {
            case Origin.AtMoment(var moment) -> toMoment(source, moment, kind, to);
            case Origin.FromBackup(var backup) -> fromBackup(source, backup, kind, to, null);
        };
    }

    /**
     * Begins the restore of a table that is there to be looked up now and then: billed by request,
     * so that capacity which nobody uses costs nothing.
     */
    Begun beginOnDemand(TableAddress source, BackupEntry backup, String to) throws RestoreFailed {
        return fromBackup(source, backup, "", to, BillingMode.PAY_PER_REQUEST);
    }

    // ---- To a moment ----

    private Begun toMoment(TableAddress source, Moment moment, String kind, @Nullable String to)
            throws RestoreFailed {
        TableDescription original = find(source);
        if (original == null) {
            throw new RestoreFailed(
                    "there is no table "
                            + source
                            + ", so it has no past moments; a backup of it may be left: --from"
                            + " latest");
        }
        Begun before = begunBefore(source, original, moment, kind, to);
        if (before != null) {
            return before;
        }
        Instant when = inWindow(source, moment);
        TableAddress table =
                new TableAddress(
                        source.region(),
                        to == null ? TableBackups.dated(source.name(), kind, when) : to);
        TableDescription there = find(table);
        if (there != null) {
            requireSame(there, original.tableArn(), null, when, table);
            return begun(source, original, table, there, true);
        }
        try {
            client(source)
                    .restoreTableToPointInTime(
                            r ->
                                    r.sourceTableArn(original.tableArn())
                                            .targetTableName(table.name())
                                            .restoreDateTime(when));
        } catch (TableAlreadyExistsException | TableInUseException made) {
            requireSame(made(table, made), original.tableArn(), null, when, table);
        }
        return new Begun(
                source, table, when, null, false, original.itemCount(), original.tableSizeBytes());
    }

    private Instant inWindow(TableAddress source, Moment moment) throws RestoreFailed {
        Window window = window(source);
        if (window == null) {
            throw new RestoreFailed(
                    "point-in-time recovery of "
                            + source
                            + " is off, so its past moments are not kept; see \"backup list "
                            + source.name()
                            + "\" and restore --from one");
        }
        if (moment instanceof Moment.Latest) {
            return window.latest();
        }
        Instant when = moment.when(clock.instant());
        if (when.isAfter(window.latest()) && !when.isAfter(window.latest().plus(SAME))) {
            return window.latest();
        }
        if (when.isBefore(window.earliest()) || when.isAfter(window.latest())) {
            throw new RestoreFailed(
                    source.name()
                            + " can be restored to moments from "
                            + window.earliest()
                            + " to "
                            + window.latest()
                            + ", and not to "
                            + when
                            + late(when, window));
        }
        return when;
    }

    /** AWS is some minutes behind. */
    private String late(Instant when, Window window) {
        if (!when.isAfter(window.latest())) {
            return "";
        }
        return when.isAfter(clock.instant())
                ? ", which is to come"
                : ", which will be possible in "
                        + Duration.between(window.latest(), when).toSeconds()
                        + " s or so";
    }

    /** "10 minutes ago", said again, is another moment, and means the restore begun then. */
    private @Nullable Begun begunBefore(
            TableAddress source,
            TableDescription original,
            Moment moment,
            String kind,
            @Nullable String to) {
        if (moment instanceof Moment.Fixed) {
            return null;
        }
        if (to != null) {
            TableDescription there = find(new TableAddress(source.region(), to));
            return there != null && isMeant(there, original, moment)
                    ? begun(source, original, new TableAddress(source.region(), to), there, true)
                    : null;
        }
        String stamped = TableBackups.dated(source.name(), kind, Instant.EPOCH);
        String prefix = stamped.substring(0, stamped.length() - "19700101-000000".length());
        for (String name : client(source).listTablesPaginator().tableNames()) {
            TableAddress table = new TableAddress(source.region(), name);
            TableDescription there = name.startsWith(prefix) ? find(table) : null;
            if (there != null && isMeant(there, original, moment) && !isComplete(table, there)) {
                return begun(source, original, table, there, true);
            }
        }
        return null;
    }

    private static boolean isMeant(
            TableDescription there, TableDescription original, Moment moment) {
        RestoreSummary summary = there.restoreSummary();
        if (summary == null
                || summary.sourceBackupArn() != null
                || !original.tableArn().equals(summary.sourceTableArn())) {
            return false;
        }
        Instant said = moment.when(there.creationDateTime());
        Duration apart = Duration.between(summary.restoreDateTime(), said).abs();
        return apart.compareTo(moment instanceof Moment.Latest ? SAME_LATEST : SAME) <= 0;
    }

    // ---- From a backup ----

    private Begun fromBackup(
            TableAddress source,
            BackupEntry backup,
            String kind,
            @Nullable String to,
            @Nullable BillingMode billing)
            throws RestoreFailed {
        if (!backup.isAvailable()) {
            throw new RestoreFailed("the backup " + backup.name() + " is " + backup.status());
        }
        TableAddress table =
                new TableAddress(
                        source.region(),
                        to == null
                                ? TableBackups.dated(source.name(), kind, backup.created())
                                : to);
        BackupDescription described = backups.describe(source.region(), backup.arn());
        long items = known(described.sourceTableDetails().itemCount());
        long bytes = known(described.sourceTableDetails().tableSizeBytes());
        Begun begun = new Begun(source, table, backup.created(), backup, false, items, bytes);
        TableDescription there = find(table);
        if (there != null) {
            requireSame(there, null, backup, backup.created(), table);
            return new Begun(source, table, backup.created(), backup, true, items, bytes);
        }
        try {
            client(source)
                    .restoreTableFromBackup(
                            r ->
                                    r.backupArn(backup.arn())
                                            .targetTableName(table.name())
                                            .billingModeOverride(billing));
        } catch (TableAlreadyExistsException | TableInUseException made) {
            requireSame(made(table, made), null, backup, backup.created(), table);
        }
        return begun;
    }

    /** The answer to a call that did its work may have been lost, and the client tried again. */
    private TableDescription made(TableAddress table, DynamoDbException refusal) {
        TableDescription there = find(table);
        if (there == null) {
            throw refusal;
        }
        return there;
    }

    private static long known(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    // ---- A table that is there already ----

    private static void requireSame(
            TableDescription there,
            @Nullable String sourceArn,
            @Nullable BackupEntry backup,
            Instant when,
            TableAddress table)
            throws RestoreFailed {
        RestoreSummary summary = there.restoreSummary();
        if (summary == null) {
            throw new RestoreFailed(
                    "the table "
                            + table
                            + " is there already and was not made by a restore; choose another"
                            + " name with --to");
        }
        boolean same =
                backup != null
                        ? backup.arn().equals(summary.sourceBackupArn())
                        : summary.sourceBackupArn() == null
                                && summary.sourceTableArn().equals(sourceArn)
                                && summary.restoreDateTime()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .equals(when);
        if (!same) {
            throw new RestoreFailed(
                    "the table "
                            + table
                            + " is there already: it was restored from "
                            + summary.sourceTableArn()
                            + (summary.sourceBackupArn() == null
                                    ? " as of " + summary.restoreDateTime()
                                    : " by the backup " + summary.sourceBackupArn())
                            + "; choose another name with --to");
        }
    }

    private static Begun begun(
            TableAddress source,
            TableDescription original,
            TableAddress table,
            TableDescription there,
            boolean wasThere) {
        return new Begun(
                source,
                table,
                there.restoreSummary().restoreDateTime().truncatedTo(ChronoUnit.SECONDS),
                null,
                wasThere,
                original.itemCount(),
                original.tableSizeBytes());
    }

    boolean isComplete(TableAddress table, TableDescription there) {
        return "ACTIVE".equals(there.tableStatusAsString())
                && Observer.tags(client(table), there.tableArn()).containsKey(Release.RESTORE_TAG);
    }

    // ---- Waiting ----

    /**
     * Waits until all items are there and every index takes requests.
     *
     * @param progress hears how far it is, at every look
     * @throws RestoreFailed if the table goes away instead, as when the restore fails
     */
    public void await(Begun begun, Consumer<RestoreProgress> progress)
            throws RestoreFailed, InterruptedException {
        Instant begin = clock.instant();
        waiting.until(
                () -> isThere(begun, begin, progress),
                LONGEST_PAUSE,
                PATIENCE,
                () -> "the table " + begun.table() + " is still not ACTIVE; run this again later");
    }

    /**
     * A restore that fails takes its table away, and nothing tells why; whoever asks for the same
     * again is told, where it can never work.
     */
    private RestoreFailed failed(Begun begun) {
        BackupEntry backup = begun.backup();
        String gone = "the restore failed: the table " + begun.table() + " is gone again";
        if (backup == null) {
            return new RestoreFailed(gone);
        }
        try {
            var _ =
                    client(begun.source())
                            .restoreTableFromBackup(
                                    r ->
                                            r.backupArn(backup.arn())
                                                    .targetTableName(begun.table().name()));
            return new RestoreFailed(
                    gone + "; it was begun once more: run this again to go on with it");
        } catch (DynamoDbException refused) {
            return new RestoreFailed(gone + ": " + Target.sentence(refused));
        }
    }

    private boolean isThere(Begun begun, Instant begin, Consumer<RestoreProgress> progress)
            throws RestoreFailed {
        TableDescription table = find(begun.table());
        if (table == null) {
            throw failed(begun);
        }
        Instant since =
                begun.wasThere() && table.creationDateTime() != null
                        ? table.creationDateTime()
                        : begin;
        progress.accept(
                new RestoreProgress(
                        table.tableStatusAsString(),
                        known(table.itemCount()),
                        known(table.tableSizeBytes()),
                        begun.expectedItems(),
                        begun.expectedBytes(),
                        Duration.between(since, clock.instant())));
        return Observer.isReady(table);
    }

    @Nullable TableDescription find(TableAddress table) {
        try {
            return client(table).describeTable(r -> r.tableName(table.name())).table();
        } catch (ResourceNotFoundException none) {
            return null;
        }
    }

    private DynamoDbClient client(TableAddress table) {
        return target.dynamoDb(table.region());
    }
}
