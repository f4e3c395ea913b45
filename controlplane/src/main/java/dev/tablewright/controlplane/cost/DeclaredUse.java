package dev.tablewright.controlplane.cost;

import dev.tablewright.controlplane.cost.TableUse.IndexUse;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.setting.Backup;
import dev.tablewright.controlplane.setting.BackupSetting;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.setting.Replicas;
import dev.tablewright.controlplane.setting.ReplicasSetting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.StreamSetting;
import dev.tablewright.controlplane.setting.TableClassSetting;
import dev.tablewright.controlplane.setting.TableStream;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.TableClass;

import java.util.List;

/** Reads from a table's settings what of it is paid for. */
public final class DeclaredUse {
    private DeclaredUse() {}

    /** Returns the use of a table that the values name. */
    public static TableUse of(DesiredTable table, Measured measured) {
        return of(table.logicalName(), table.address(), table.spec(), measured);
    }

    /** Returns the use of a table, of a wanted one or of a real one. */
    static TableUse of(String name, TableAddress address, TableSpec spec, Measured measured) {
        Settings settings = spec.settings().over(measured.settings());
        PointInTimeRecovery recovery = settings.get(PointInTimeRecoverySetting.RECOVERY);
        Backup backup = settings.get(BackupSetting.BACKUP);
        TableStream stream = settings.get(StreamSetting.STREAM);
        Replicas replicas = settings.get(ReplicasSetting.REPLICAS);
        return new TableUse(
                name,
                address.name(),
                address.region(),
                settings.get(TableClassSetting.TABLE_CLASS)
                        == TableClass.STANDARD_INFREQUENT_ACCESS,
                spec.billingMode(),
                spec.throughput(),
                spec.definition().indexes().stream().map(index -> index(index, measured)).toList(),
                measured.bytes(),
                recovery != null && recovery.enabled(),
                backup != null && backup.enabled(),
                backupBytes(backup, measured),
                stream != null && stream.enabled(),
                replicas == null ? List.of() : List.copyOf(replicas.regions().keySet()));
    }

    /** What there is; where backups are only about to begin, what they will have grown to. */
    private static @Nullable Long backupBytes(@Nullable Backup backup, Measured measured) {
        Long there = measured.backupBytes();
        if (backup == null || !backup.enabled()) {
            return there == null || there == 0 ? null : there;
        }
        if (there != null && there > 0) {
            return there;
        }
        Long bytes = measured.bytes();
        Long days = backup.deleteAfterDays();
        boolean nightly = backup.schedule().equals(Backup.NIGHTLY);
        return bytes == null || days == null || !nightly ? null : Long.valueOf(bytes * days);
    }

    private static IndexUse index(IndexDefinition index, Measured measured) {
        return new IndexUse(
                index.name(),
                index.kind() == Kind.LOCAL,
                index.throughput() == null ? Throughput.ON_DEMAND : index.throughput(),
                bytes(index, measured));
    }

    /** An index that is not there yet has a size that nobody knows. */
    private static @Nullable Long bytes(IndexDefinition index, Measured measured) {
        return measured.indexBytes().get(index.name());
    }
}
