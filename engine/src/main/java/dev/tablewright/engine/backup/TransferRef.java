package dev.tablewright.engine.backup;

import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which export or import.
 *
 * @param table whose items are exported, or that is imported to
 * @param id 14 digits of milliseconds since 1970, and eight hexadecimal ones; orders by time
 */
public record TransferRef(TableRef table, Kind kind, String id) {
    /** What is done. */
    public enum Kind {
        /** ExportTableToPointInTime. */
        EXPORT,
        /** ImportTable. */
        IMPORT;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern ARN =
            Pattern.compile(
                    "arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):([0-9]{12}):table/([a-zA-Z0-9_.-]{3,255})"
                            + "/(export|import)/([0-9]{14}-[0-9a-f]{8})");

    /** Names a new one. */
    static TransferRef at(TableRef table, Kind kind, long millis, int random) {
        return new TransferRef(
                table, kind, String.format(Locale.ROOT, "%014d-%08x", millis, random));
    }

    /** Reads an ARN; null if it is not one of this kind. */
    public static @Nullable TransferRef of(Kind kind, String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches() && parts.group(4).equals(kind.word())
                ? new TransferRef(
                        new TableRef(parts.group(2), parts.group(1), parts.group(3)),
                        kind,
                        parts.group(5))
                : null;
    }

    /** Returns its ARN. */
    public String arn() {
        return table.arn() + "/" + kind.word() + "/" + id;
    }
}
