package dev.tablewright.engine.catalog;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.ValidationException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tables must be to form a global table of version 2017.11.29. The sentences are ours, but for
 * those of streams and of global tables that are there or are not.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTable.html">CreateGlobalTable</a>
 */
final class LegacyRules {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private LegacyRules() {}

    static DatabaseException alreadyThere(String name) {
        return new DatabaseException.GlobalTableAlreadyExists(
                "Global table already exists: Global table with name: '"
                        + name
                        + "' already exists.");
    }

    static DatabaseException notFound(String name) {
        return new DatabaseException.GlobalTableNotFound(
                "Global table not found: Global table with name: '" + name + "' does not exist.");
    }

    /** Requires that those that come are not in it, and those that go are. */
    static void check(LegacyGlobalTable global, List<String> joining, List<String> leaving) {
        List<String> regions = global.tables().stream().map(each -> each.ref().region()).toList();
        List<String> staying = global.staying().stream().map(each -> each.ref().region()).toList();
        for (String region : joining) {
            if (regions.contains(region)) {
                throw new DatabaseException.ReplicaAlreadyExists(
                        "Replica already exists: Replica in region: '"
                                + region
                                + "' is already part of the global table: "
                                + global.name());
            }
        }
        for (String region : leaving) {
            if (!staying.contains(region)) {
                throw new DatabaseException.ReplicaNotFound(
                        "Replica not found: Replica in region: '"
                                + region
                                + "' is not part of the global table: "
                                + global.name());
            }
        }
    }

    /** Requires that a table fits the others. */
    static void checkJoins(Table table, List<Table> members) {
        if (table.replication() != null) {
            throw new ValidationException(
                    INVALID
                            + "Table in region "
                            + table.ref().region()
                            + " is part of a global table already");
        }
        if (!table.settings().stream().on()) {
            throw ReplicaRules.wrongStream();
        }
        ReplicaRules.checkStream(table);
        for (Table member : members) {
            checkAlike(table, member);
        }
    }

    private static void checkAlike(Table table, Table other) {
        if (!key(table).equals(key(other))) {
            throw unlike("primary key", table, other);
        }
        if (!keys(table, IndexDefinition.Kind.LOCAL)
                .equals(keys(other, IndexDefinition.Kind.LOCAL))) {
            throw unlike("local secondary indexes", table, other);
        }
        if (!keys(table, IndexDefinition.Kind.GLOBAL)
                .equals(keys(other, IndexDefinition.Kind.GLOBAL))) {
            throw unlike("global secondary indexes", table, other);
        }
    }

    private static ValidationException unlike(String what, Table table, Table other) {
        return new ValidationException(
                INVALID
                        + "Tables in regions "
                        + other.ref().region()
                        + " and "
                        + table.ref().region()
                        + " do not have the same "
                        + what);
    }

    private static List<String> key(Table table) {
        TableDefinition definition = table.definition();
        return typed(definition.key().attributes(), definition.attributes());
    }

    /** The keys of indexes by name. */
    private static Map<String, List<String>> keys(Table table, IndexDefinition.Kind kind) {
        Map<String, List<String>> keys = new TreeMap<>();
        for (IndexState index : table.indexes()) {
            if (index.definition().kind() == kind) {
                keys.put(
                        index.name(),
                        typed(
                                index.definition().key().attributes(),
                                table.definition().attributes()));
            }
        }
        return keys;
    }

    /** Attributes with their types. */
    private static List<String> typed(List<String> names, Map<String, KeyType> types) {
        List<String> typed = new ArrayList<>();
        names.forEach(name -> typed.add(name + " " + types.get(name)));
        return typed;
    }

    static void checkEmpty(Table table, boolean empty) {
        if (!empty) {
            throw new ValidationException(
                    INVALID + "Table in region " + table.ref().region() + " is not empty");
        }
    }

    /** Requires that a table is in no global table of version 2017.11.29. */
    static void requireNone(Table table) {
        Replication part = table.replication();
        if (part != null && part.isLegacy()) {
            throw new ValidationException(
                    INVALID
                            + "The table is part of a global table of version 2017.11.29: use"
                            + " UpdateGlobalTable to change its replicas");
        }
    }
}
