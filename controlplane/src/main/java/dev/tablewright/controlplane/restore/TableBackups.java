package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupTypeFilter;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The backups of tables: on demand, of AWS Backup, and those that deleted tables leave. */
public final class TableBackups {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** AWS's limit for the names of tables and of backups. */
    private static final int LONGEST_NAME = 255;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** AWS backs up without moving data, in minutes at most. */
    private static final Duration PATIENCE = Duration.ofHours(2);

    private final Target target;
    private final Waiting waiting;
    private final InstantSource clock;

    /** Of a target, by a clock. */
    public TableBackups(Target target, InstantSource clock, Sleeper sleeper) {
        this.target = target;
        this.clock = clock;
        this.waiting = new Waiting(clock, sleeper);
    }

    /** Returns a name that says what it is and when: {@code Orders-restored-20260301-120000}. */
    static String dated(String table, String what, Instant moment) {
        String end = "-" + what + "-" + STAMP.format(moment);
        return table.substring(0, Math.min(table.length(), LONGEST_NAME - end.length())) + end;
    }

    /** Returns a name for a backup that is made now, for instance {@code before-promote}. */
    public String datedName(TableAddress table, String what) {
        return dated(table.name(), what, clock.instant());
    }

    /**
     * Backs a table up, and waits until the backup is there.
     *
     * @param name null for one made of the table's name and the time
     * @throws RestoreFailed if it does not come about
     * @throws software.amazon.awssdk.core.exception.SdkException if the target refuses
     */
    public BackupEntry create(TableAddress table, @Nullable String name)
            throws RestoreFailed, InterruptedException {
        String called = name == null ? dated(table.name(), "backup", clock.instant()) : name;
        String arn =
                client(table)
                        .createBackup(r -> r.tableName(table.name()).backupName(called))
                        .backupDetails()
                        .backupArn();
        waiting.until(
                () -> isMade(table, arn),
                LONGEST_PAUSE,
                PATIENCE,
                () -> "the backup " + called + " is still CREATING; \"backup list\" shows it");
        return entry(describe(table.region(), arn));
    }

    private boolean isMade(TableAddress table, String arn) throws RestoreFailed {
        String status = describe(table.region(), arn).backupDetails().backupStatusAsString();
        if (status.equals("DELETED")) {
            throw new RestoreFailed("the backup could not be made: it was deleted again");
        }
        return status.equals("AVAILABLE");
    }

    BackupDescription describe(String region, String arn) {
        return target.dynamoDb(region).describeBackup(r -> r.backupArn(arn)).backupDescription();
    }

    /**
     * Lists the backups of a region, newest first.
     *
     * @param table null for those of all tables
     */
    public List<BackupEntry> list(String region, @Nullable String table) {
        List<BackupEntry> all = new ArrayList<>();
        String after = null;
        do {
            ListBackupsRequest request =
                    ListBackupsRequest.builder()
                            .tableName(table)
                            .backupType(BackupTypeFilter.ALL)
                            .exclusiveStartBackupArn(after)
                            .build();
            var page = target.dynamoDb(region).listBackups(request);
            page.backupSummaries().forEach(summary -> all.add(entry(summary)));
            after = page.lastEvaluatedBackupArn();
        } while (after != null);
        all.sort(Comparator.comparing(BackupEntry::created).reversed());
        return List.copyOf(all);
    }

    /**
     * Finds a backup of a table.
     *
     * @param named an ARN, a name, or {@code latest}
     * @throws RestoreFailed if there is none, or several of that name
     */
    public BackupEntry find(TableAddress table, String named) throws RestoreFailed {
        if (named.startsWith("arn:")) {
            return entry(describe(table.region(), named));
        }
        List<BackupEntry> all = list(table.region(), table.name());
        List<BackupEntry> usable = all.stream().filter(BackupEntry::isAvailable).toList();
        if (named.equals("latest")) {
            return usable.stream()
                    .findFirst()
                    .orElseThrow(() -> new RestoreFailed(none(table, all)));
        }
        List<BackupEntry> its =
                usable.stream().filter(backup -> backup.name().equals(named)).toList();
        if (its.isEmpty()) {
            throw new RestoreFailed(
                    usable.isEmpty()
                            ? none(table, all)
                            : "table "
                                    + table
                                    + " has no backup "
                                    + named
                                    + " that can be restored; the newest is "
                                    + usable.getFirst().name());
        }
        if (its.size() > 1) {
            throw new RestoreFailed(
                    "table "
                            + table
                            + " has "
                            + its.size()
                            + " backups called "
                            + named
                            + "; say which by its ARN, the newest is "
                            + its.getFirst().arn());
        }
        return its.getFirst();
    }

    private static String none(TableAddress table, List<BackupEntry> all) {
        return "table "
                + table
                + " has no backup that can be restored"
                + (all.isEmpty() ? "" : ": " + all.getFirst().name() + " is CREATING");
    }

    private static BackupEntry entry(BackupSummary summary) {
        return new BackupEntry(
                summary.tableName(),
                summary.backupArn(),
                summary.backupName(),
                summary.backupTypeAsString(),
                summary.backupStatusAsString(),
                summary.backupCreationDateTime(),
                summary.backupSizeBytes(),
                summary.backupExpiryDateTime());
    }

    static BackupEntry entry(BackupDescription backup) {
        var details = backup.backupDetails();
        return new BackupEntry(
                backup.sourceTableDetails().tableName(),
                details.backupArn(),
                details.backupName(),
                details.backupTypeAsString(),
                details.backupStatusAsString(),
                details.backupCreationDateTime(),
                details.backupSizeBytes(),
                details.backupExpiryDateTime());
    }

    private DynamoDbClient client(TableAddress table) {
        return target.dynamoDb(table.region());
    }
}
