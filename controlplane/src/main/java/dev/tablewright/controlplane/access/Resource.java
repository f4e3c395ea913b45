package dev.tablewright.controlplane.access;

import dev.tablewright.policy.Arn;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Something that an action is checked on.
 *
 * @param arn or {@code *}
 * @param table that it is, or belongs to, where it is known
 * @param sample whether it stands for all of its kind that the table could have
 */
public record Resource(String arn, Kind kind, @Nullable TableFacts table, boolean sample) {
    /** Kinds of resource, called as the service authorization reference calls them. */
    public enum Kind {
        /** A table. */
        TABLE,
        /** An index of a table. */
        INDEX,
        /** A stream of a table. */
        STREAM,
        /** A backup of a table. */
        BACKUP,
        /** An export of a table. */
        EXPORT,
        /** An import into a table. */
        IMPORT,
        /** No resource in particular: {@code *}, or every table of a region. */
        EVERYTHING,
        /** A resource of another service. */
        OTHER;

        /** Returns the name in the service authorization reference, for instance {@code table}. */
        public String typeName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What actions that have no resource are checked on. */
    public static final Resource EVERYTHING = new Resource("*", Kind.EVERYTHING, null, false);

    /** Reads what an ARN names. */
    static Kind kindOf(String arn) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null || parsed.resource().equals("table/*")) {
            return Kind.EVERYTHING;
        }
        if (!parsed.service().equals("dynamodb")) {
            return Kind.OTHER;
        }
        String[] parts = parsed.resource().split("/", 4);
        if (!parts[0].equals("table")) {
            return Kind.OTHER;
        }
        if (parts.length == 2) {
            return Kind.TABLE;
        }
        for (Kind kind : Kind.values()) {
            if (parts.length > 3 && kind.typeName().equals(parts[2])) {
                return kind;
            }
        }
        return Kind.OTHER;
    }

    /** Returns the region in the ARN; empty where there is none. */
    public String region() {
        Arn parsed = Arn.parse(arn);
        return parsed == null ? "" : parsed.region();
    }

    /**
     * Returns for instance {@code Orders/index/ByDate}, or {@code Orders/stream/*} for a sample.
     */
    public String shortName() {
        Arn parsed = Arn.parse(arn);
        if (parsed == null) {
            return arn;
        }
        String name = parsed.resource();
        String below = name.startsWith("table/") ? name.substring("table/".length()) : name;
        return sample ? below.substring(0, below.lastIndexOf('/') + 1) + "*" : below;
    }

    @Override
    public String toString() {
        return shortName();
    }
}
