package dev.tablewright.engine.partiql;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Written;
import dev.tablewright.engine.partiql.Expression.And;
import dev.tablewright.engine.partiql.Expression.Is;
import dev.tablewright.engine.partiql.Expression.Not;
import dev.tablewright.engine.partiql.Expression.Or;
import dev.tablewright.engine.partiql.Expression.Path;
import dev.tablewright.engine.partiql.Expression.Step;
import dev.tablewright.engine.partiql.Statement.Returning;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.KeyCondition.Term;
import dev.tablewright.model.expression.Update;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A statement that writes one item, fitted to its table.
 *
 * @param write what is done
 * @param key of the item
 * @param returning what is shown of it
 */
public record WritePlan(ItemWrite write, Item key, Returning returning) {
    private static final Token NOWHERE = new Token(Token.Kind.END, "", 1, 1, 0);

    /**
     * Fits {@code statement} to {@code table}.
     *
     * @throws ValidationException if it does not fit, or does not write
     */
    public static WritePlan of(Statement statement, Table table) {
        return switch (statement) {
            case Statement.Insert(_, var item) -> insert(table, item);
            case Statement.Update(_, var changes, var where, var returning) -> {
                var terms = new KeyTerms(where);
                Item key = key(table, terms);
                List<Expression> conditions = new ArrayList<>(List.of(there(table)));
                conditions.addAll(terms.left());
                yield new WritePlan(
                        new ItemWrite.Change(
                                key,
                                ExpressionWriter.update(changes),
                                ExpressionWriter.condition(conditions)),
                        key,
                        returning);
            }
            case Statement.Delete(_, var where, var returning) -> {
                var terms = new KeyTerms(where);
                Item key = key(table, terms);
                yield new WritePlan(
                        new ItemWrite.Remove(key, goneOr(table, terms.left())), key, returning);
            }
            case Statement.Exists(var select) -> check(select, table);
            case Statement.Select _ ->
                    throw new ValidationException("A SELECT statement changes nothing");
        };
    }

    private static WritePlan insert(Table table, Item item) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (String attribute : table.definition().key().attributes()) {
            AttributeValue value = item.get(attribute);
            if (value == null) {
                throw new ValidationException(
                        "Key attribute should be present in the item: Key " + attribute);
            }
            KeyValues.requireType(table, attribute, value);
            key.put(attribute, value);
        }
        Condition absent = ExpressionWriter.condition(List.of(gone(table)));
        return new WritePlan(new ItemWrite.Put(item, absent), Item.of(key), Returning.NONE);
    }

    private static WritePlan check(Statement.Select select, Table table) {
        SelectPlan plan = SelectPlan.of(select, table);
        Item key = plan.itemKey();
        if (key == null || !plan.isConditional()) {
            throw new ValidationException(
                    "EXISTS() must contain a single item read with additional condition");
        }
        return new WritePlan(new ItemWrite.Check(key, plan.condition()), key, Returning.NONE);
    }

    /** The key that WHERE gives. */
    private static Item key(Table table, KeyTerms terms) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (String attribute : table.definition().key().attributes()) {
            Term term = terms.takeEquality(attribute);
            if (term == null) {
                throw new ValidationException(
                        "Where clause does not contain a mandatory equality on all key attributes");
            }
            AttributeValue value = KeyValues.typed(table, term).operands().getFirst();
            terms.takeRepetitions(attribute, value);
            key.put(attribute, value);
        }
        return Item.of(key);
    }

    private static Expression gone(Table table) {
        String attribute = table.definition().key().hash().getFirst();
        return new Is(NOWHERE, new Path(NOWHERE, List.of(new Step.Field(attribute))), true);
    }

    /** UPDATE changes an item that is there, and makes none. */
    private static Expression there(Table table) {
        return new Not(NOWHERE, gone(table));
    }

    /** DELETE of an item that is not there has nothing to do, whatever else it asks for. */
    private static Condition goneOr(Table table, List<Expression> conditions) {
        if (conditions.isEmpty()) {
            return Condition.ALWAYS;
        }
        Expression all =
                conditions.size() == 1 ? conditions.getFirst() : new And(NOWHERE, conditions);
        return ExpressionWriter.condition(List.of(new Or(NOWHERE, List.of(gone(table), all))));
    }

    /** Returns the top-level attributes that the statement names, its key among them. */
    public Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>(key.names());
        names.addAll(write.condition().attributes());
        switch (write) {
            case ItemWrite.Put(var item, _) -> names.addAll(item.names());
            case ItemWrite.Change(_, var update, _) -> names.addAll(update.attributes());
            case ItemWrite.Remove _, ItemWrite.Check _ -> {}
        }
        return names;
    }

    /** Returns what is shown of the item; null for nothing. */
    public @Nullable Item shown(Written written) {
        Item shown =
                switch (returning) {
                    case NONE -> null;
                    case ALL_OLD, MODIFIED_OLD -> written.before();
                    case ALL_NEW, MODIFIED_NEW -> written.after();
                };
        boolean modified =
                returning == Returning.MODIFIED_OLD || returning == Returning.MODIFIED_NEW;
        return shown != null && modified && write instanceof ItemWrite.Change(_, Update update, _)
                ? update.changedPaths().apply(shown)
                : shown;
    }

    /** Returns what a condition that did not hold means for this statement. */
    public DatabaseException failure(DatabaseException.ConditionFailed failure) {
        return write instanceof ItemWrite.Put ? new DatabaseException.DuplicateItem() : failure;
    }
}
