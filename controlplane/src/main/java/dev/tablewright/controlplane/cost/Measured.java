package dev.tablewright.controlplane.cost;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.SideBySide;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.setting.TableSight;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.BackupTypeFilter;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How big a real table is, as DynamoDB says; it counts anew every six hours or so.
 *
 * @param created null when the target does not say
 * @param bytes null when the target does not say
 * @param indexBytes by the index's name
 * @param backupBytes of all its backups; null when they may not be seen
 * @param settings it has, as far as a description tells them; they hold where the values say
 *     nothing
 */
public record Measured(
        @Nullable Instant created,
        @Nullable Long bytes,
        Map<String, Long> indexBytes,
        @Nullable Long backupBytes,
        Settings settings) {
    /** Nothing is known. */
    public static final Measured UNKNOWN = with(Settings.NONE);

    /** Copies the map. */
    public Measured {
        indexBytes = Map.copyOf(indexBytes);
    }

    /** Returns what is known of a table of which only settings are known. */
    static Measured with(Settings settings) {
        return new Measured(null, null, Map.of(), null, settings);
    }

    /**
     * Measures. Calls: a DescribeTable for each table, a ListBackups for 100 backups of each
     * region.
     *
     * @return without the tables that are not there
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be reached,
     *     or does not allow the reading
     */
    public static Map<TableAddress, Measured> read(Target target, Collection<TableAddress> tables) {
        Map<String, Optional<Map<String, Long>>> backups = new HashMap<>();
        for (TableAddress table : tables) {
            backups.computeIfAbsent(table.region(), region -> backups(target.dynamoDb(region)));
        }
        Map<TableAddress, Measured> measured = new LinkedHashMap<>();
        List<TableAddress> asked = List.copyOf(tables);
        List<Optional<TableDescription>> found =
                SideBySide.ask(asked, table -> describe(target, table));
        for (int i = 0; i < asked.size(); i++) {
            TableAddress address = asked.get(i);
            found.get(i)
                    .ifPresent(
                            table ->
                                    measured.put(
                                            address,
                                            of(
                                                    new TableSight(target, address, table),
                                                    backups.getOrDefault(
                                                            address.region(), Optional.empty()))));
        }
        return measured;
    }

    private static Optional<TableDescription> describe(Target target, TableAddress table) {
        try {
            return Optional.of(
                    target.dynamoDb(table.region())
                            .describeTable(request -> request.tableName(table.name()))
                            .table());
        } catch (ResourceNotFoundException _) {
            return Optional.empty();
        }
    }

    private static Measured of(TableSight sight, Optional<Map<String, Long>> backups) {
        TableDescription table = sight.table();
        Map<String, Long> indexes = new LinkedHashMap<>();
        table.globalSecondaryIndexes()
                .forEach(index -> put(indexes, index.indexName(), index.indexSizeBytes()));
        table.localSecondaryIndexes()
                .forEach(index -> put(indexes, index.indexName(), index.indexSizeBytes()));
        Long ofBackups =
                backups.map(bytes -> bytes.getOrDefault(table.tableName(), 0L)).orElse(null);
        return new Measured(
                table.creationDateTime(),
                table.tableSizeBytes(),
                indexes,
                ofBackups,
                TableSettings.observe(sight, _ -> false, _ -> false));
    }

    private static void put(Map<String, Long> sizes, String name, @Nullable Long bytes) {
        if (bytes != null) {
            sizes.put(name, bytes);
        }
    }

    /** Returns bytes by table name; empty where backups may not be listed, or there are none. */
    private static Optional<Map<String, Long>> backups(DynamoDbClient dynamoDb) {
        Map<String, Long> sizes = new HashMap<>();
        try {
            String last = null;
            do {
                String after = last;
                var page =
                        dynamoDb.listBackups(
                                request ->
                                        request.exclusiveStartBackupArn(after)
                                                .backupType(BackupTypeFilter.ALL));
                for (BackupSummary backup : page.backupSummaries()) {
                    // The backup that DynamoDB makes when a table is deleted costs nothing.
                    if (backup.backupSizeBytes() != null
                            && backup.backupType() != BackupType.SYSTEM) {
                        sizes.merge(backup.tableName(), backup.backupSizeBytes(), Long::sum);
                    }
                }
                last = page.lastEvaluatedBackupArn();
            } while (last != null);
            return Optional.of(sizes);
        } catch (AwsServiceException e) {
            return Optional.empty();
        }
    }
}
