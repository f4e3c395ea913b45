package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.PointInTimeRecovery;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;

/** How a table can be restored, as of one moment. */
record ContinuousBackups(PointInTimeRecovery recovery, Instant now) {
    void write(ResponseWriter out) {
        out.object(
                "ContinuousBackupsDescription",
                description -> {
                    description.string("ContinuousBackupsStatus", "ENABLED");
                    description.object("PointInTimeRecoveryDescription", this::writeRecovery);
                });
    }

    private void writeRecovery(ResponseWriter out) {
        Instant earliest = recovery.earliest(now);
        Instant latest = recovery.latest(now);
        if (earliest == null || latest == null) {
            out.string("PointInTimeRecoveryStatus", "DISABLED");
            return;
        }
        out.string("PointInTimeRecoveryStatus", "ENABLED");
        out.number("RecoveryPeriodInDays", recovery.days());
        out.time("EarliestRestorableDateTime", earliest);
        out.time("LatestRestorableDateTime", latest);
    }
}
