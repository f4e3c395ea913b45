package dev.tablewright.controlplane.access;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Who has which kind of access to which table. */
public final class AccessMatrix {
    private static final List<String> READ = List.of("GetItem", "BatchGetItem", "Query", "Scan");
    private static final List<String> WRITE =
            List.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem");
    private static final List<String> ADMINISTRATION =
            List.of(
                    "UpdateTable",
                    "DeleteTable",
                    "UpdateTimeToLive",
                    "UpdateContinuousBackups",
                    "TagResource",
                    "UntagResource",
                    "CreateBackup",
                    "RestoreTableToPointInTime",
                    "PutResourcePolicy",
                    "DeleteResourcePolicy");
    private static final List<String> STREAM =
            List.of("DescribeStream", "GetShardIterator", "GetRecords");
    private static final List<String> INDEX = List.of("Query", "Scan");

    private AccessMatrix() {}

    /** Kinds of access; each stands for a few actions. */
    public enum Column {
        /** GetItem, BatchGetItem, Query and Scan of the table. */
        READ,
        /** PutItem, UpdateItem, DeleteItem and BatchWriteItem. */
        WRITE,
        /** Changing the table itself, its tags, backups and policy. */
        ADMIN,
        /** Reading the table's stream. */
        STREAM,
        /** Query and Scan of every index. */
        INDEX;

        /** Returns the name in small letters. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How much of a kind. */
    public enum Level {
        /** All of its actions. */
        FULL,
        /** Some of them. */
        PARTIAL,
        /** Some requests, depending on condition keys. */
        CONDITIONAL,
        /** Nothing. */
        NONE,
        /** There is nothing of the kind: no index. */
        ABSENT;

        /** Returns the name in small letters. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One principal and one table. */
    public record Row(PrincipalFacts who, TableFacts table, Map<Column, Level> levels) {
        /** Whether there is any access at all. */
        public boolean any() {
            return levels.values().stream()
                    .anyMatch(level -> level != Level.NONE && level != Level.ABSENT);
        }
    }

    /** Returns a row for each wanted principal and table between which there is any access. */
    public static List<Row> of(
            AccessSnapshot snapshot,
            Predicate<PrincipalFacts> principals,
            Predicate<TableFacts> tables) {
        Reasoner reasoner = new Reasoner();
        List<Row> rows = new ArrayList<>();
        for (PrincipalFacts who : snapshot.principals()) {
            if (who.kind() == PrincipalFacts.Kind.ROOT || !principals.test(who)) {
                continue;
            }
            for (TableFacts table : snapshot.tables()) {
                Row row = new Row(who, table, levels(reasoner, who, table));
                if (tables.test(table) && row.any()) {
                    rows.add(row);
                }
            }
        }
        return List.copyOf(rows);
    }

    private static Map<Column, Level> levels(
            Reasoner reasoner, PrincipalFacts who, TableFacts table) {
        Resource stream =
                table.resources().stream()
                        .filter(on -> on.kind() == Resource.Kind.STREAM)
                        .findFirst()
                        .orElseThrow();
        List<Resource> itself = List.of(table.resource());
        List<Resource> indexes = table.indexes().stream().map(table::index).toList();
        Map<Column, Level> levels = new EnumMap<>(Column.class);
        levels.put(Column.READ, level(reasoner, who, READ, itself));
        levels.put(Column.WRITE, level(reasoner, who, WRITE, itself));
        levels.put(Column.ADMIN, level(reasoner, who, ADMINISTRATION, itself));
        levels.put(Column.STREAM, level(reasoner, who, STREAM, List.of(stream)));
        levels.put(Column.INDEX, level(reasoner, who, INDEX, indexes));
        return levels;
    }

    private static Level level(
            Reasoner reasoner, PrincipalFacts who, List<String> actions, List<Resource> on) {
        int yes = 0;
        int depends = 0;
        for (String action : actions) {
            for (Resource resource : on) {
                switch (reasoner.ask(who, "dynamodb:" + action, resource)) {
                    case Answer.Yes _ -> yes++;
                    case Answer.Depends _ -> depends++;
                    case Answer.No _ -> {}
                }
            }
        }
        int all = actions.size() * on.size();
        if (all == 0) {
            return Level.ABSENT;
        }
        if (yes == all) {
            return Level.FULL;
        }
        if (yes > 0 && yes + depends < all) {
            return Level.PARTIAL;
        }
        return yes + depends > 0 ? Level.CONDITIONAL : Level.NONE;
    }
}
