package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.restore.Restoration.Begun;
import dev.tablewright.controlplane.setting.BackupSetting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.RestoreSummary;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A table as it was before a promotion changed it, as a table of its own under a dated name, until
 * somebody deletes it.
 *
 * <p>It has the items and indexes of its original, is billed by request, and has the original's
 * tags, so that costs are told apart and no {@code apply} deletes it. It has nothing that would
 * change it or that goes on costing: no time to live, stream, recovery or nightly backups.
 *
 * <p>It keeps no notes. A promotion that was broken off is known by a kept table that is not marked
 * as complete and is younger than the table that was promoted.
 */
public final class KeptTable {
    private static final String KIND = "before";

    private final Target target;
    private final Restoration restoration;
    private final RestoredSettings settings;

    /** Of a target, by a clock. */
    public KeptTable(Target target, InstantSource clock, Sleeper sleeper) {
        this.target = target;
        this.restoration = new Restoration(target, clock, sleeper);
        this.settings = new RestoredSettings(target, clock, sleeper);
    }

    /** Returns the name of one that is kept at a moment: {@code Orders-before-20260301-120000}. */
    public static String name(TableAddress original, Instant moment) {
        return TableBackups.dated(original.name(), KIND, moment);
    }

    /** Returns the name as it is told while the moment is still to come. */
    public static String nameToCome(TableAddress original) {
        return prefix(original) + "DATE-TIME";
    }

    private static String prefix(TableAddress original) {
        String stamped = name(original, Instant.EPOCH);
        return stamped.substring(0, stamped.length() - "19700101-000000".length());
    }

    /**
     * Finds the table that a promotion of {@code promoted} which was broken off had begun to keep;
     * the newest of several.
     *
     * @return null if there is none
     */
    public @Nullable Begun begunBefore(TableAddress original, TableAddress promoted) {
        TableDescription source = restoration.find(promoted);
        TableDescription old = restoration.find(original);
        if (source == null || old == null) {
            return null;
        }
        String prefix = prefix(original);
        Begun newest = null;
        for (String name : target.dynamoDb(original.region()).listTablesPaginator().tableNames()) {
            TableAddress table = new TableAddress(original.region(), name);
            if (table.equals(promoted)
                    || !name.startsWith(prefix)
                    || !name.substring(prefix.length()).matches("\\d{8}-\\d{6}")) {
                continue;
            }
            Begun found = begunBefore(original, old, table, source);
            if (found != null && (newest == null || found.moment().isAfter(newest.moment()))) {
                newest = found;
            }
        }
        return newest;
    }

    private @Nullable Begun begunBefore(
            TableAddress original,
            TableDescription old,
            TableAddress table,
            TableDescription promoted) {
        TableDescription there = restoration.find(table);
        RestoreSummary from = there == null ? null : there.restoreSummary();
        if (there == null
                || from == null
                || there.tableStatus() == TableStatus.DELETING
                || from.sourceBackupArn() == null
                || !old.tableArn().equals(from.sourceTableArn())
                || there.creationDateTime().isBefore(promoted.creationDateTime())
                || restoration.isComplete(table, there)) {
            return null;
        }
        return new Begun(
                original,
                table,
                from.restoreDateTime(),
                null,
                true,
                old.itemCount(),
                old.tableSizeBytes());
    }

    /**
     * Begins to make it. From now on it is there, and can be waited for.
     *
     * @param moment for its name; the next second that is free
     * @param backup of the original as it is
     * @throws RestoreFailed if it cannot begin, in words for the user
     * @throws software.amazon.awssdk.core.exception.SdkException if the target refuses
     */
    public Begun begin(TableAddress original, BackupEntry backup, Instant moment)
            throws RestoreFailed {
        Instant free = moment;
        // Of a small table, two are easily made within a second.
        while (restoration.find(new TableAddress(original.region(), name(original, free)))
                != null) {
            free = free.plusSeconds(1);
        }
        return restoration.beginOnDemand(original, backup, name(original, free));
    }

    /**
     * Waits until all items and indexes are there, tags it like its original, and marks it as
     * complete. Doing it again does only what is missing.
     *
     * @param progress hears how far it is, at every look
     * @return what could not be done, in sentences; then it is not marked
     * @throws RestoreFailed if it does not come about
     * @throws software.amazon.awssdk.core.exception.SdkException if the target refuses
     */
    public List<String> complete(Begun kept, Consumer<RestoreProgress> progress)
            throws RestoreFailed, InterruptedException {
        restoration.await(kept, progress);
        List<String> failed = new ArrayList<>();
        Map<String, String> tags = tags(kept, failed);
        var onlyTags = new RestoredSettings.Original(Settings.NONE, tags, List.of());
        failed.addAll(settings.putBack(onlyTags, tags, kept.table(), _ -> {}).failed());
        if (failed.isEmpty()) {
            settings.complete(kept);
        }
        return failed;
    }

    private Map<String, String> tags(Begun kept, List<String> failed) {
        TableDescription original = restoration.find(kept.source());
        if (original == null) {
            return Map.of();
        }
        try {
            Map<String, String> of =
                    Observer.tags(target.dynamoDb(kept.source().region()), original.tableArn());
            Map<String, String> tags = new HashMap<>(RestoredSettings.tags(of, kept.table()));
            tags.remove(BackupSetting.TAG);
            return tags;
        } catch (AwsServiceException e) {
            failed.add("tags of " + kept.source().name() + ": " + Target.codeAndSentence(e));
            return Map.of();
        }
    }
}
