package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the terms of a key condition out of a condition: what else is in it is refused. */
final class KeyConditions {
    private final List<KeyCondition.Term> terms = new ArrayList<>();
    private final Set<String> attributes = new HashSet<>();

    private final ExpressionKind kind;

    private KeyConditions(ExpressionKind kind) {
        this.kind = kind;
    }

    /**
     * Returns the terms in the order written.
     *
     * @throws ValidationException if {@code criterion} is more than comparisons of attributes with
     *     values, joined by AND
     */
    static KeyCondition of(ExpressionKind kind, Criterion criterion) {
        var conditions = new KeyConditions(kind);
        conditions.collect(criterion);
        return new KeyCondition(conditions.terms);
    }

    private void collect(Criterion criterion) {
        switch (criterion) {
            case Criterion.Every(var parts) -> parts.forEach(this::collect);
            case Criterion.Some _ -> throw invalidOperator(kind, "OR");
            case Criterion.Not _ -> throw invalidOperator(kind, "NOT");
            case Criterion.Exists _ -> throw invalidOperator(kind, Function.ATTRIBUTE_EXISTS);
            case Criterion.Missing _ -> throw invalidOperator(kind, Function.ATTRIBUTE_NOT_EXISTS);
            case Criterion.OfType _ -> throw invalidOperator(kind, Function.ATTRIBUTE_TYPE);
            case Criterion.Contains _ -> throw invalidOperator(kind, Function.CONTAINS);
            case Criterion.BeginsWith(var operand, var prefix) -> {
                requireAttributeFirst(Function.BEGINS_WITH, operand);
                add(KeyCondition.Operator.BEGINS_WITH, List.of(operand, prefix));
            }
            case Criterion.Compared(var comparator, var operands) -> {
                KeyCondition.Operator operator = operator(comparator);
                if (comparator == Comparator.BETWEEN) {
                    requireAttributeFirst(comparator.symbol(), operands.getFirst());
                }
                add(operator, operands);
            }
        }
    }

    private KeyCondition.Operator operator(Comparator comparator) {
        return switch (comparator) {
            case EQ -> KeyCondition.Operator.EQ;
            case LT -> KeyCondition.Operator.LT;
            case LE -> KeyCondition.Operator.LE;
            case GT -> KeyCondition.Operator.GT;
            case GE -> KeyCondition.Operator.GE;
            case BETWEEN -> KeyCondition.Operator.BETWEEN;
            case NE, IN -> throw invalidOperator(kind, comparator.symbol());
        };
    }

    private void requireAttributeFirst(String operator, Operand first) {
        if (!(first instanceof Operand.Located)) {
            throw invalidCondition(
                    operator + " operator must have the key attribute as its first operand");
        }
    }

    private void add(KeyCondition.Operator operator, List<Operand> operands) {
        String attribute = null;
        boolean mirrored = false;
        List<AttributeValue> values = new ArrayList<>();
        for (Operand operand : operands) {
            switch (operand) {
                case Operand.Located(var path) -> {
                    mirrored = !values.isEmpty();
                    attribute = onlyAttribute(attribute, path);
                }
                case Operand.Fixed(var value) -> values.add(value);
                case Operand.Size _ ->
                        throw new ValidationException(
                                kind.parameter() + "s cannot contain nested operations");
            }
        }
        if (attribute == null) {
            throw invalidCondition("No key attribute specified");
        }
        if (!attributes.add(attribute)) {
            throw new ValidationException(
                    kind.parameter() + "s must only contain one condition per key");
        }
        terms.add(new KeyCondition.Term(attribute, mirrored ? mirror(operator) : operator, values));
    }

    private String onlyAttribute(@Nullable String earlier, DocumentPath path) {
        if (earlier != null) {
            throw invalidCondition("Multiple attribute names used in one condition");
        }
        if (path.isNested()) {
            throw new ValidationException(
                    kind.parameter() + "s cannot have conditions on nested attributes");
        }
        return path.attribute();
    }

    /** {@code :v < key} says {@code key > :v}. */
    private static KeyCondition.Operator mirror(KeyCondition.Operator operator) {
        return switch (operator) {
            case LT -> KeyCondition.Operator.GT;
            case LE -> KeyCondition.Operator.GE;
            case GT -> KeyCondition.Operator.LT;
            case GE -> KeyCondition.Operator.LE;
            case EQ, BETWEEN, BEGINS_WITH -> operator;
        };
    }

    static ValidationException invalidOperator(ExpressionKind kind, String operator) {
        return new ValidationException(
                "Invalid operator used in " + kind.parameter() + ": " + operator);
    }

    private ValidationException invalidCondition(String reason) {
        return new ValidationException("Invalid condition in " + kind.parameter() + ": " + reason);
    }
}
