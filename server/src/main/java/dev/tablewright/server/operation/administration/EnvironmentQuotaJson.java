package dev.tablewright.server.operation.administration;

import dev.tablewright.server.budget.EnvironmentQuota;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

/** The members of a quota in answers; a limit that is not set is left out. */
final class EnvironmentQuotaJson {
    private EnvironmentQuotaJson() {}

    static void write(ResponseWriter out, EnvironmentQuota quota) {
        out.string("Environment", quota.environment());
        out.strings("TablePrefixes", quota.prefixes());
        number(out, "Tables", quota.tables());
        number(out, "ControlPlaneOperations", quota.controlPlaneOperations());
        number(out, "StoredBytes", quota.storedBytes());
        number(out, "ReadUnits", quota.readUnits());
        number(out, "WriteUnits", quota.writeUnits());
    }

    private static void number(ResponseWriter out, String member, @Nullable Long value) {
        if (value != null) {
            out.number(member, value);
        }
    }
}
