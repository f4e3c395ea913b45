package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.observed.SideBySide;
import dev.tablewright.controlplane.restore.Restoration.Window;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a table is, and how it could be brought back.
 *
 * @param window null when its point-in-time recovery is off, or may not be seen
 * @param lastBackup the newest that can be restored; null when there is none
 * @param proof null when nobody has proved that it can be restored
 */
public record TableHealth(
        TableAddress table,
        String status,
        long items,
        long bytes,
        @Nullable Window window,
        @Nullable BackupEntry lastBackup,
        @Nullable RestoreProof proof) {
    /**
     * Reads tables: three calls each, of up to 16 tables at once, and one list of backups for each
     * region.
     *
     * @param names null for all tables of the region
     */
    public static List<TableHealth> read(
            Target target, String region, @Nullable List<String> names) {
        List<TableAddress> tables =
                (names == null
                                ? target
                                        .dynamoDb(region)
                                        .listTablesPaginator()
                                        .tableNames()
                                        .stream()
                                : names.stream())
                        .map(name -> new TableAddress(region, name))
                        .toList();
        Map<String, BackupEntry> newest = new HashMap<>();
        for (BackupEntry backup :
                new TableBackups(target, InstantSource.system(), Sleeper.REAL).list(region, null)) {
            if (backup.isAvailable()) {
                newest.putIfAbsent(backup.table(), backup);
            }
        }
        return SideBySide.ask(tables, table -> read(target, table, newest.get(table.name())))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<TableHealth> read(
            Target target, TableAddress table, @Nullable BackupEntry backup) {
        var client = target.dynamoDb(table.region());
        TableDescription described;
        try {
            described = client.describeTable(r -> r.tableName(table.name())).table();
        } catch (ResourceNotFoundException gone) {
            return Optional.empty();
        }
        return Optional.of(
                new TableHealth(
                        table,
                        described.tableStatusAsString(),
                        described.itemCount() == null ? 0 : described.itemCount(),
                        described.tableSizeBytes() == null ? 0 : described.tableSizeBytes(),
                        window(target, table),
                        backup,
                        RestoreProof.of(Observer.tags(client, described.tableArn()))));
    }

    private static @Nullable Window window(Target target, TableAddress table) {
        try {
            return new Restoration(target, InstantSource.system(), Sleeper.REAL).window(table);
        } catch (DynamoDbException notServed) {
            return null;
        }
    }
}
