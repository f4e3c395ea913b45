package dev.tablewright.engine.backup;

import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which backup.
 *
 * @param table whose backup it is
 * @param id 14 digits of milliseconds since 1970, and eight hexadecimal ones; orders by time
 */
public record BackupRef(TableRef table, String id) {
    private static final Pattern ARN =
            Pattern.compile(
                    "arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):([0-9]{12})"
                            + ":table/([a-zA-Z0-9_.-]{3,255})/backup/([0-9]{14}-[0-9a-f]{8})");

    /** Names a new backup. */
    static BackupRef at(TableRef table, long millis, int random) {
        return new BackupRef(table, String.format(Locale.ROOT, "%014d-%08x", millis, random));
    }

    /** Reads an ARN; null if it is not one of a backup. */
    public static @Nullable BackupRef of(String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches()
                ? new BackupRef(
                        new TableRef(parts.group(2), parts.group(1), parts.group(3)),
                        parts.group(4))
                : null;
    }

    /** Returns the backup's ARN. */
    public String arn() {
        return table.arn() + "/backup/" + id;
    }
}
