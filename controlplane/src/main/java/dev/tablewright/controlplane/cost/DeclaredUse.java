package dev.tablewright.controlplane.cost;

import dev.tablewright.controlplane.cost.TableUse.IndexUse;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

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
        PointInTimeRecovery recovery = spec.settings().get(PointInTimeRecoverySetting.RECOVERY);
        return new TableUse(
                name,
                address.name(),
                address.region(),
                false,
                spec.billingMode(),
                spec.throughput(),
                spec.definition().indexes().stream().map(index -> index(index, measured)).toList(),
                measured.bytes(),
                recovery != null && recovery.enabled(),
                false,
                measured.backupBytes(),
                false,
                List.of());
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
