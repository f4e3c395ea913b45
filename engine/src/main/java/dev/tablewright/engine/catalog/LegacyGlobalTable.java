package dev.tablewright.engine.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A global table of version 2017.11.29: tables of one name in several regions of an account, that
 * send each other what is written in them and have their settings for themselves.
 *
 * @param tables in the order of their regions; never empty
 */
public record LegacyGlobalTable(Instant created, List<Table> tables) {
    static LegacyGlobalTable of(List<Table> tables) {
        return new LegacyGlobalTable(
                created(tables).orElseThrow(),
                tables.stream()
                        .sorted(Comparator.comparing(table -> table.ref().region()))
                        .toList());
    }

    /** When the global table was made that one of these is part of. */
    static Optional<Instant> created(List<Table> tables) {
        return tables.stream()
                .map(Table::replication)
                .filter(Objects::nonNull)
                .map(Replication::legacy)
                .filter(Objects::nonNull)
                .map(Replication.Legacy::created)
                .findFirst();
    }

    /** Returns its name, which all its tables have. */
    public String name() {
        return tables.getFirst().ref().name();
    }

    /** Returns the tables that stay, in the order of their regions. */
    public List<Table> staying() {
        return tables.stream().filter(table -> !table.isLeavingReplicas()).toList();
    }

    /** Returns the ARN, which has no region. */
    public String arn() {
        return arn(tables.getFirst().ref().account(), name());
    }

    /** Returns the ARN of a global table, whether there is one or not. */
    public static String arn(String account, String name) {
        return "arn:aws:dynamodb::" + account + ":global-table/" + name;
    }
}
