package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.BackupEntry;
import dev.tablewright.controlplane.restore.KeptTable;
import dev.tablewright.controlplane.restore.Restoration.Begun;
import dev.tablewright.controlplane.restore.RestoreFailed;
import dev.tablewright.controlplane.restore.TableBackups;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * What {@code promote} keeps of a table as it is before it changes it: a backup, and a table that
 * is made from this backup under a dated name.
 *
 * <p>A run that goes on with one that was broken off makes a backup again, as others may have
 * written since; but no second table.
 */
final class OldTable {
    /** How much is kept. */
    enum Keep {
        /** A table, and the backup that it is made from. */
        TABLE,
        BACKUP,
        NOTHING;

        static Keep of(String text) {
            for (Keep keep : values()) {
                if (keep.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return keep;
                }
            }
            throw new CliException("--keep: \"" + text + "\" is none of table, backup and nothing");
        }
    }

    private final Target target;
    private final TableAddress table;
    private final Keep keep;
    private final Console console;
    private final InstantSource clock = InstantSource.system();
    private final KeptTable tables;
    private @Nullable Begun kept;
    private @Nullable String backup;

    /**
     * Finds what an earlier run has left.
     *
     * @param promoted the table whose items {@code table} gets
     */
    OldTable(Target target, TableAddress table, TableAddress promoted, Keep keep, Console console) {
        this.target = target;
        this.table = table;
        this.keep = keep;
        this.console = console;
        this.tables = new KeptTable(target, clock, Sleeper.REAL);
        this.kept = keep == Keep.TABLE ? tables.begunBefore(table, promoted) : null;
    }

    /** Returns the rights that this takes. */
    static String needs(Keep keep) {
        return switch (keep) {
            case NOTHING -> "";
            case BACKUP ->
                    ", dynamodb:CreateBackup on the original and dynamodb:DescribeBackup on its"
                            + " backups";
            case TABLE ->
                    needs(Keep.BACKUP)
                            + "; and to keep the original as a table, dynamodb:ListTables,"
                            + " ListTagsOfResource on the original, RestoreTableFromBackup on its"
                            + " backups, and BatchWriteItem, DeleteItem, DescribeTable, GetItem,"
                            + " ListTagsOfResource, PutItem, Query, Scan, TagResource and"
                            + " UpdateItem on the new table, which --keep backup does without";
        };
    }

    /**
     * Says what is going to be kept.
     *
     * @param items of the table; DynamoDB's own count may be hours old, as its size may be
     */
    String plan(long items) {
        TableDescription is =
                target.dynamoDb(table.region())
                        .describeTable(r -> r.tableName(table.name()))
                        .table();
        String size =
                " ("
                        + Spans.count(items, "item")
                        + ", about "
                        + Spans.bytes(is.tableSizeBytes())
                        + ")";
        return switch (keep) {
            case NOTHING -> "Nothing is kept of " + table.name() + " as it is.\n";
            case BACKUP -> "Kept of " + table.name() + " as it is" + size + ": a backup.\n";
            case TABLE ->
                    "Kept of "
                            + table.name()
                            + " as it is"
                            + size
                            + ", until you delete them: a backup, and "
                            + (kept == null
                                    ? "the table "
                                            + KeptTable.nameToCome(table)
                                            + " made from it.\n"
                                    : "the table "
                                            + kept.table().name()
                                            + ", from before the earlier run that was broken"
                                            + " off.\n");
        };
    }

    /** Returns the end of the question. */
    String condition() {
        return switch (keep) {
            case NOTHING -> ", WITHOUT keeping it as it is?";
            case BACKUP -> ", after a backup of it?";
            case TABLE -> ", keeping what it has now as another table?";
        };
    }

    /**
     * Makes sure that nothing can be lost. The table is then begun, and not yet complete.
     *
     * @throws CliException if it is refused; then nothing may be written
     */
    void keep() throws InterruptedException {
        if (keep == Keep.NOTHING) {
            return;
        }
        try {
            Instant now = clock.instant();
            BackupEntry made = backUp(now);
            if (keep == Keep.TABLE && kept == null) {
                kept = tables.begin(table, made, now);
                console.say("and is coming to the table " + kept.table().name());
            }
        } catch (RestoreFailed e) {
            throw new CliException(e.getMessage() + nothingWritten());
        } catch (SdkException e) {
            CliException refused =
                    TableTarget.refused(target, e, PromoteCommand.NEEDS + needs(keep));
            throw new CliException(refused.getMessage() + nothingWritten());
        }
    }

    private BackupEntry backUp(Instant now) throws RestoreFailed, InterruptedException {
        console.say("backing up " + table + " as it is");
        TableBackups backups = new TableBackups(target, () -> now, Sleeper.REAL);
        String name = backups.datedName(table, "before-promote");
        BackupEntry made = new TableBackups(target, clock, Sleeper.REAL).create(table, name);
        console.say("it is kept in the backup " + made.name());
        backup = made.name();
        return made;
    }

    private String nothingWritten() {
        return "\nNothing was written to "
                + table.name()
                + (backup == null ? "." : "; its backup " + backup + " stays.");
    }

    /** Returns whether an earlier run has left a table that is not complete. */
    boolean isBegun() {
        return kept != null;
    }

    /** Waits for the table; returns whether all that was to be kept is. */
    boolean complete() throws InterruptedException {
        Begun begun = kept;
        if (begun == null) {
            return true;
        }
        String name = begun.table().name();
        try (RestoreLines lines = new RestoreLines(console)) {
            List<String> failed = tables.complete(begun, lines::show);
            failed.forEach(one -> console.say("NOT done on " + name + ": " + one));
            if (failed.isEmpty()) {
                return true;
            }
        } catch (RestoreFailed e) {
            console.say("NOT complete: " + name + ": " + e.getMessage());
        } catch (SdkException e) {
            CliException refused =
                    TableTarget.refused(target, e, PromoteCommand.NEEDS + needs(keep));
            console.say("NOT complete: " + name + ": " + refused.getMessage());
        }
        console.say("Run the same again: it ends only this.");
        return false;
    }

    /** Says what was kept, how to get it back and how to get rid of it. */
    String report() {
        StringBuilder text = new StringBuilder();
        if (kept != null) {
            String name = kept.table().name();
            text.append("  as it was before:     the table ").append(name);
            text.append(", until you delete it\n");
            text.append("  back to that:         tablewright promote ").append(name);
            text.append(" --over ").append(table.name()).append('\n');
            text.append("  delete it:            ").append(deletion(kept.table())).append('\n');
        }
        if (backup != null) {
            text.append(kept == null ? "  as it was before:     " : "  and from its backup:  ");
            text.append("tablewright restore ").append(table.name());
            text.append(" --from ").append(backup).append('\n');
        }
        return text.toString();
    }

    private String deletion(TableAddress gone) {
        return "aws dynamodb delete-table --table-name "
                + gone.name()
                + " --region "
                + gone.region()
                + target.endpoint().map(url -> " --endpoint-url " + url).orElse("");
    }
}
