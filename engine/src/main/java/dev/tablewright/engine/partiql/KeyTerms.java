package dev.tablewright.engine.partiql;

import dev.tablewright.engine.partiql.Expression.Binary;
import dev.tablewright.engine.partiql.Expression.Call;
import dev.tablewright.engine.partiql.Expression.Path;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.KeyCondition.Operator;
import dev.tablewright.model.expression.KeyCondition.Term;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The conditions of a WHERE clause that all must hold, and those of them that speak of a key. */
final class KeyTerms {
    private final List<Expression> conditions = new ArrayList<>();

    /** Takes {@code where} apart at its ANDs. */
    KeyTerms(@Nullable Expression where) {
        if (where != null) {
            collect(where);
        }
    }

    private void collect(Expression expression) {
        if (expression instanceof Expression.And(_, var parts)) {
            parts.forEach(this::collect);
        } else {
            conditions.add(expression);
        }
    }

    /** Returns all conditions that nobody has taken. */
    List<Expression> left() {
        return List.copyOf(conditions);
    }

    /** Whether some condition says that an attribute equals a value. */
    boolean hasEquality(String attribute) {
        return find(attribute, Set.of(Operator.EQ)) != null;
    }

    /** Takes the first equality of an attribute with a value; null where there is none. */
    @Nullable Term takeEquality(String attribute) {
        return take(attribute, Set.of(Operator.EQ));
    }

    /** Takes the first comparison of an attribute that a sort key can be selected by. */
    @Nullable Term takeComparison(String attribute) {
        return take(attribute, Set.of(Operator.values()));
    }

    private @Nullable Term take(String attribute, Set<Operator> operators) {
        Expression condition = find(attribute, operators);
        if (condition == null) {
            return null;
        }
        conditions.remove(condition);
        return term(condition);
    }

    private @Nullable Expression find(String attribute, Set<Operator> operators) {
        for (Expression condition : conditions) {
            Term term = term(condition);
            if (term != null
                    && term.attribute().equals(attribute)
                    && operators.contains(term.operator())) {
                return condition;
            }
        }
        return null;
    }

    /** Takes the first {@code attribute IN [values]}; empty where there is none. */
    List<AttributeValue> takeCandidates(String attribute) {
        for (Expression condition : conditions) {
            if (condition instanceof Expression.In(_, Path path, var candidates)
                    && isAttribute(path, attribute)) {
                List<AttributeValue> values = new ArrayList<>();
                for (Expression candidate : candidates) {
                    AttributeValue value = literal(candidate);
                    if (value != null && !values.contains(value)) {
                        values.add(value);
                    }
                }
                boolean literal = candidates.stream().allMatch(each -> literal(each) != null);
                if (literal && !values.isEmpty()) {
                    conditions.remove(condition);
                    return values;
                }
            }
        }
        return List.of();
    }

    /**
     * Takes whatever else says that an attribute equals {@code value}.
     *
     * @throws ValidationException if something says that it equals another
     */
    void takeRepetitions(String attribute, AttributeValue value) {
        for (Term term = takeEquality(attribute); term != null; term = takeEquality(attribute)) {
            if (!term.operands().getFirst().equals(value)) {
                throw new ValidationException(
                        "Multiple conditions on same key "
                                + attribute
                                + ". Only single item Update/Insert/Delete are supported");
            }
        }
    }

    private static boolean isAttribute(Path path, String attribute) {
        return !path.isNested() && path.attribute().equals(attribute);
    }

    /** What a condition says as a key condition; null if it cannot be said as one. */
    private static @Nullable Term term(Expression condition) {
        return switch (condition) {
            case Binary binary when binary.isComparison() -> comparison(binary);
            case Expression.Between(_, Path path, var low, var high) ->
                    of(path, Operator.BETWEEN, literal(low), literal(high));
            case Call(_, var function, var arguments)
                    when function.equals("begins_with")
                            && arguments.size() == 2
                            && arguments.getFirst() instanceof Path path ->
                    of(path, Operator.BEGINS_WITH, literal(arguments.get(1)));
            default -> null;
        };
    }

    private static @Nullable Term comparison(Binary binary) {
        if (binary.operator().equals("<>")) {
            return null;
        }
        Operator operator =
                switch (binary.operator()) {
                    case "<" -> Operator.LT;
                    case "<=" -> Operator.LE;
                    case ">" -> Operator.GT;
                    case ">=" -> Operator.GE;
                    default -> Operator.EQ;
                };
        if (binary.left() instanceof Path path) {
            return of(path, operator, literal(binary.right()));
        }
        return binary.right() instanceof Path path
                ? of(path, mirrored(operator), literal(binary.left()))
                : null;
    }

    private static @Nullable Term of(
            Path path, Operator operator, @Nullable AttributeValue... operands) {
        List<AttributeValue> values = new ArrayList<>();
        for (AttributeValue operand : operands) {
            if (operand == null) {
                return null;
            }
            values.add(operand);
        }
        return path.isNested() ? null : new Term(path.attribute(), operator, values);
    }

    /** {@code 5 < key} says {@code key > 5}. */
    private static Operator mirrored(Operator operator) {
        return switch (operator) {
            case LT -> Operator.GT;
            case LE -> Operator.GE;
            case GT -> Operator.LT;
            case GE -> Operator.LE;
            case EQ, BETWEEN, BEGINS_WITH -> operator;
        };
    }

    private static @Nullable AttributeValue literal(Expression expression) {
        return expression instanceof Expression.Value(_, var value) ? value : null;
    }
}
