package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.BackupEntry;
import dev.tablewright.controlplane.restore.Restoration.Window;
import dev.tablewright.controlplane.restore.RestoreProof;
import dev.tablewright.controlplane.restore.TableHealth;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How tables are, for people and for programs. New members may come; those there are stay (version
 * 1).
 *
 * @param drift differences from the values, of the tables that they name
 */
record HealthText(List<TableHealth> tables, Map<TableAddress, Integer> drift, Instant now) {
    static HealthText of(List<TableHealth> tables, Map<TableAddress, Integer> drift) {
        return new HealthText(tables, drift, Instant.now());
    }

    String text() {
        TextTable table =
                new TextTable(
                        "TABLE",
                        "STATE",
                        "ITEMS",
                        "SIZE",
                        "RESTORABLE SINCE",
                        "LAST BACKUP",
                        "LAST PROVEN RESTORE",
                        "DRIFT");
        for (TableHealth health : tables) {
            table.row(
                    health.table().name(),
                    health.status(),
                    Spans.count(health.items()),
                    Spans.bytes(health.bytes()),
                    window(health.window()),
                    backup(health.lastBackup()),
                    proof(health.proof()),
                    differences(drift.get(health.table())));
        }
        return table.toString();
    }

    private static String window(@Nullable Window window) {
        return window == null ? "off" : minute(window.earliest());
    }

    private String backup(@Nullable BackupEntry backup) {
        return backup == null ? "none" : ago(backup.created());
    }

    private String proof(@Nullable RestoreProof proof) {
        return proof == null ? "never" : ago(proof.at()) + ", took " + Spans.exact(proof.took());
    }

    private static String differences(@Nullable Integer count) {
        return count == null ? "-" : count == 0 ? "none" : Spans.count(count, "difference");
    }

    private String ago(Instant then) {
        return Spans.about(Duration.between(then, now)) + " ago";
    }

    private static String minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }

    String json() {
        List<Object> all = new ArrayList<>();
        for (TableHealth health : tables) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("table", health.table().name());
            members.put("region", health.table().region());
            members.put("status", health.status());
            members.put("items", health.items());
            members.put("bytes", health.bytes());
            Window window = health.window();
            if (window != null) {
                members.put("earliestRestorable", window.earliest().toString());
                members.put("latestRestorable", window.latest().toString());
            }
            BackupEntry backup = health.lastBackup();
            if (backup != null) {
                members.put("lastBackup", backup.name());
                members.put("lastBackupCreated", backup.created().toString());
            }
            RestoreProof proof = health.proof();
            if (proof != null) {
                members.put("provenRestore", proof.at().toString());
                members.put("provenRestoreMillis", proof.took().toMillis());
                members.put("provenRestoreItems", proof.items());
            }
            Integer differences = drift.get(health.table());
            if (differences != null) {
                members.put("drift", differences);
            }
            all.add(members);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("tables", all);
        return BackupText.JSON.writeValueAsString(document) + "\n";
    }
}
