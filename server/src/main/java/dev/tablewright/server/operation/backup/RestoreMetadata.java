package dev.tablewright.server.operation.backup;

import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.RestoreJob;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a restore is told about the new table; keys in any case.
 *
 * @param keyId KMS key of the new table; null where that is not asked for
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-dynamodb.html">Restore
 *     an Amazon DynamoDB database</a>
 */
record RestoreMetadata(
        String targetTable, RestoreJob.Encryption encryption, @Nullable String keyId) {
    private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    /**
     * Reads the metadata.
     *
     * @throws BackupException if the table is not named, or something makes no sense
     */
    static RestoreMetadata read(Map<String, String> metadata) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.putAll(metadata);
        String table = values.get("targetTableName");
        if (table == null) {
            throw BackupException.missing("Metadata needs targetTableName");
        }
        if (!TABLE.matcher(table).matches()) {
            throw BackupException.invalid("Invalid targetTableName: " + table);
        }
        String type = values.get("encryptionType");
        String key = values.get("kmsMasterKeyArn");
        if (type == null) {
            return new RestoreMetadata(table, RestoreJob.Encryption.AS_WAS, null);
        }
        if (type.equalsIgnoreCase("KMS")) {
            if (key == null) {
                throw BackupException.missing("encryptionType KMS needs kmsMasterKeyArn");
            }
            return new RestoreMetadata(table, RestoreJob.Encryption.KMS, key);
        }
        if (!type.equalsIgnoreCase("Default")) {
            throw BackupException.invalid("Invalid encryptionType: " + type);
        }
        return new RestoreMetadata(table, RestoreJob.Encryption.OWNED, null);
    }
}
