package dev.tablewright.controlplane.lint;

import dev.tablewright.model.TableDefinition;
import dev.tablewright.policy.lint.LintContext.KnownTable;

import java.util.Set;

/** What the linter has to know of a table. */
final class KnownTables {
    private KnownTables() {}

    /** Requests need not name the keys of indexes, so only those of the table count. */
    static KnownTable of(String arn, TableDefinition definition) {
        return new KnownTable(
                arn, Set.copyOf(definition.key().attributes()), !definition.indexes().isEmpty());
    }
}
