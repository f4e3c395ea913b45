package dev.tablewright.engine.partiql;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A PartiQL statement with its parameters put in, not yet fitted to its table. */
public sealed interface Statement {
    /**
     * Reads a statement.
     *
     * @param text 1 to 8,192 characters
     * @param parameters what the question marks stand for, in order; more than needed are ignored
     * @throws dev.tablewright.model.ValidationException if it is none of the dialect
     */
    static Statement parse(String text, List<AttributeValue> parameters) {
        return new StatementParser(text, parameters).parse();
    }

    /** Returns what it reads or writes. */
    Source source();

    /** Whether it changes nothing. */
    default boolean isRead() {
        return this instanceof Select;
    }

    /**
     * A table, or an index of it.
     *
     * @param table name or ARN, as written
     */
    record Source(String table, @Nullable String index) {}

    /**
     * SELECT.
     *
     * @param columns empty for all
     */
    record Select(
            Source source,
            List<Expression.Path> columns,
            @Nullable Expression where,
            List<Ordering> orderings)
            implements Statement {
        /** Copies the lists. */
        public Select {
            columns = List.copyOf(columns);
            orderings = List.copyOf(orderings);
        }
    }

    /** One element of ORDER BY. */
    record Ordering(Expression by, boolean ascending) {}

    /** INSERT. */
    record Insert(Source source, Item item) implements Statement {}

    /** UPDATE; at least one change. */
    record Update(
            Source source, List<Change> changes, @Nullable Expression where, Returning returning)
            implements Statement {
        /** Copies the list. */
        public Update {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A change of one path.
     *
     * @param value null where it is removed
     */
    record Change(Expression.Path target, @Nullable Expression value) {}

    /** DELETE. */
    record Delete(Source source, @Nullable Expression where, Returning returning)
            implements Statement {}

    /** EXISTS(SELECT ...): a condition of a transaction. */
    record Exists(Select select) implements Statement {
        @Override
        public Source source() {
            return select.source();
        }
    }

    /** What of the item a write shows. */
    enum Returning {
        /** Nothing. */
        NONE,
        /** The item as it was. */
        ALL_OLD,
        /** The item as it is now. */
        ALL_NEW,
        /** What the update changes, as it was. */
        MODIFIED_OLD,
        /** What the update changed, as it is now. */
        MODIFIED_NEW;

        /** As it is written. */
        String clause() {
            return "RETURNING " + name().replace('_', ' ') + " *";
        }
    }
}
