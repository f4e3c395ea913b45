package dev.tablewright.cli;

import dev.tablewright.controlplane.restore.BackupEntry;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Backups for people and for programs. New members may come; those there are stay (version 1). */
final class BackupText {
    static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private BackupText() {}

    static String table(List<BackupEntry> backups) {
        TextTable table =
                new TextTable("TABLE", "BACKUP", "MADE", "SIZE", "TYPE", "STATUS", "DELETED AFTER");
        for (BackupEntry backup : backups) {
            table.row(
                    backup.table(),
                    backup.name(),
                    backup.created().truncatedTo(ChronoUnit.SECONDS).toString(),
                    backup.bytes() == null ? "-" : Spans.bytes(backup.bytes()),
                    backup.type(),
                    backup.status(),
                    backup.expires() == null
                            ? "-"
                            : backup.expires().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return table.toString();
    }

    static String json(BackupEntry backup) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("backup", members(backup));
        return JSON.writeValueAsString(document) + "\n";
    }

    static String json(List<BackupEntry> backups) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("backups", backups.stream().map(BackupText::members).toList());
        return JSON.writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> members(BackupEntry backup) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("table", backup.table());
        members.put("arn", backup.arn());
        members.put("name", backup.name());
        members.put("type", backup.type());
        members.put("status", backup.status());
        members.put("created", backup.created().toString());
        if (backup.bytes() != null) {
            members.put("bytes", backup.bytes());
        }
        if (backup.expires() != null) {
            members.put("expires", backup.expires().toString());
        }
        return members;
    }
}
