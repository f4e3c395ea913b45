package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeNames;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters that DynamoDB had before expressions. Each becomes what an expression becomes;
 * they know top-level attributes only.
 *
 * <p>All methods throw {@link ValidationException} with DynamoDB's text.
 */
public final class LegacyParameters {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String TYPE_MISMATCH = "Type mismatch for attribute to update";

    private LegacyParameters() {}

    /**
     * Reads Expected.
     *
     * @param expected by attribute, in the order sent; null when not sent
     * @param operator null when not sent
     * @return {@link Condition#ALWAYS} when nothing is expected
     */
    public static Condition expected(
            @Nullable Map<String, ExpectedAttribute> expected,
            @Nullable ConditionalOperator operator) {
        List<Criterion> criteria = new ArrayList<>();
        if (expected != null) {
            expected.forEach(
                    (attribute, entry) -> criteria.add(expectedCriterion(attribute, entry)));
        }
        return condition(expected, criteria, operator);
    }

    private static Criterion expectedCriterion(String attribute, ExpectedAttribute entry) {
        if (entry.values() != null && entry.value() != null) {
            throw invalid("Value and AttributeValueList cannot be used together" + at(attribute));
        }
        LegacyOperator operator = entry.comparisonOperator();
        if (operator == null) {
            return existence(attribute, entry);
        }
        if (entry.exists() != null) {
            throw invalid("Exists and ComparisonOperator cannot be used together" + at(attribute));
        }
        List<AttributeValue> values = entry.values();
        if (values == null) {
            AttributeValue value = entry.value();
            values = value == null ? List.of() : List.of(value);
            if (value == null && !operator.takes(0)) {
                throw invalid(
                        "Value or AttributeValueList must be used with ComparisonOperator: "
                                + operator
                                + at(attribute));
            }
        }
        return criterion(attribute, new AttributeCondition(operator, values));
    }

    private static Criterion existence(String attribute, ExpectedAttribute entry) {
        if (entry.values() != null) {
            throw invalid(
                    "AttributeValueList can only be used with a ComparisonOperator"
                            + at(attribute));
        }
        AttributeValue value = entry.value();
        if (Boolean.FALSE.equals(entry.exists())) {
            if (value != null) {
                throw invalid("Value cannot be used when Exists is false" + at(attribute));
            }
            return new Criterion.Missing(path(attribute));
        }
        if (value == null) {
            throw invalid(
                    "Value must be provided when Exists is " + entry.exists() + at(attribute));
        }
        return compared(Comparator.EQ, path(attribute), List.of(value));
    }

    private static DocumentPath path(String attribute) {
        return DocumentPath.topLevel(AttributeNames.require(attribute));
    }

    private static String at(String attribute) {
        return " for Attribute: " + attribute;
    }

    /**
     * Reads QueryFilter or ScanFilter.
     *
     * @param filter by attribute, in the order sent; null when not sent
     * @param operator null when not sent
     * @return {@link Condition#ALWAYS} when there is nothing to filter
     */
    public static Condition filter(
            @Nullable Map<String, AttributeCondition> filter,
            @Nullable ConditionalOperator operator) {
        List<Criterion> criteria = new ArrayList<>();
        if (filter != null) {
            filter.forEach((attribute, entry) -> criteria.add(criterion(attribute, entry)));
        }
        return condition(filter, criteria, operator);
    }

    private static Condition condition(
            @Nullable Map<String, ?> entries,
            List<Criterion> criteria,
            @Nullable ConditionalOperator operator) {
        if (operator != null && criteria.isEmpty()) {
            throw new ValidationException(
                    "ConditionalOperator cannot be used without Filter or Expected");
        }
        if (operator != null && criteria.size() == 1) {
            throw new ValidationException(
                    "ConditionalOperator can only be used when Filter or Expected has two or more"
                            + " elements");
        }
        if (entries == null || criteria.isEmpty()) {
            return Condition.ALWAYS;
        }
        Criterion all =
                operator == ConditionalOperator.OR
                        ? new Criterion.Some(criteria)
                        : new Criterion.Every(criteria);
        return new BoundCondition(all, Set.copyOf(entries.keySet()), Set.of());
    }

    private static Criterion criterion(String attribute, AttributeCondition condition) {
        check(condition);
        DocumentPath path = path(attribute);
        Operand operand = new Operand.Located(path);
        List<AttributeValue> values = condition.values();
        return switch (condition.comparisonOperator()) {
            case EQ -> compared(Comparator.EQ, path, values);
            case NE -> compared(Comparator.NE, path, values);
            case IN -> compared(Comparator.IN, path, values);
            case LE -> compared(Comparator.LE, path, values);
            case LT -> compared(Comparator.LT, path, values);
            case GE -> compared(Comparator.GE, path, values);
            case GT -> compared(Comparator.GT, path, values);
            case BETWEEN -> compared(Comparator.BETWEEN, path, values);
            case NOT_NULL -> new Criterion.Exists(path);
            case NULL -> new Criterion.Missing(path);
            case CONTAINS -> new Criterion.Contains(operand, new Operand.Fixed(values.getFirst()));
            case NOT_CONTAINS -> notContains(path, values.getFirst());
            case BEGINS_WITH ->
                    new Criterion.BeginsWith(operand, new Operand.Fixed(values.getFirst()));
        };
    }

    /** Unlike NE, NOT_CONTAINS does not hold for a missing attribute. */
    private static Criterion notContains(DocumentPath path, AttributeValue value) {
        Criterion contains =
                new Criterion.Contains(new Operand.Located(path), new Operand.Fixed(value));
        return new Criterion.Every(
                List.of(new Criterion.Exists(path), new Criterion.Not(contains)));
    }

    private static Criterion compared(
            Comparator comparator, DocumentPath path, List<AttributeValue> values) {
        List<Operand> operands = new ArrayList<>();
        operands.add(new Operand.Located(path));
        values.forEach(value -> operands.add(new Operand.Fixed(value)));
        return new Criterion.Compared(comparator, operands);
    }

    private static void check(AttributeCondition condition) {
        LegacyOperator operator = condition.comparisonOperator();
        List<AttributeValue> values = condition.values();
        if (!operator.takes(values.size())) {
            throw invalid(
                    "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
        }
        for (AttributeValue value : values) {
            if (!value.type().equals(values.getFirst().type())) {
                throw invalid("AttributeValues inside AttributeValueList must be of same type");
            }
        }
        for (AttributeValue value : values) {
            if (!operator.takes(value.type())) {
                throw invalid(
                        "ComparisonOperator "
                                + operator
                                + " is not valid for "
                                + value.type()
                                + " AttributeValue type");
            }
        }
        if (operator == LegacyOperator.BETWEEN
                && Comparisons.order(values.get(0), values.get(1)).orElse(0) > 0) {
            throw new ValidationException(
                    "The BETWEEN condition was provided a range where the lower bound is greater"
                            + " than the upper bound");
        }
    }

    /** Reads KeyConditions, in the order sent. */
    public static KeyCondition keyConditions(Map<String, AttributeCondition> conditions) {
        conditions.values().forEach(LegacyParameters::check);
        List<KeyCondition.Term> terms = new ArrayList<>();
        conditions.forEach(
                (attribute, condition) ->
                        terms.add(
                                new KeyCondition.Term(
                                        AttributeNames.require(attribute),
                                        keyOperator(condition.comparisonOperator()),
                                        condition.values())));
        return new KeyCondition(terms);
    }

    private static KeyCondition.Operator keyOperator(LegacyOperator operator) {
        return switch (operator) {
            case EQ -> KeyCondition.Operator.EQ;
            case LT -> KeyCondition.Operator.LT;
            case LE -> KeyCondition.Operator.LE;
            case GT -> KeyCondition.Operator.GT;
            case GE -> KeyCondition.Operator.GE;
            case BETWEEN -> KeyCondition.Operator.BETWEEN;
            case BEGINS_WITH -> KeyCondition.Operator.BEGINS_WITH;
            case NE, IN, NOT_NULL, NULL, CONTAINS, NOT_CONTAINS ->
                    throw new ValidationException(
                            "Attempted conditional constraint is not an indexable operation");
        };
    }

    /** Reads AttributesToGet. */
    public static Projection attributesToGet(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(AttributeNames.require(name))) {
                throw invalid("Duplicate value in attribute name: " + name);
            }
        }
        return BoundProjection.of(
                PathTree.of(
                        ExpressionKind.PROJECTION,
                        names.stream().map(DocumentPath::topLevel).toList()));
    }

    /** Reads AttributeUpdates, in the order sent; an empty map changes nothing. */
    public static Update attributeUpdates(Map<String, AttributeUpdate> updates) {
        List<DocumentPath> targets = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        updates.forEach(
                (attribute, update) -> {
                    targets.add(path(attribute));
                    changes.add(change(update));
                });
        return new BoundUpdate(
                PathTree.of(ExpressionKind.UPDATE, targets),
                changes,
                Set.copyOf(updates.keySet()),
                Set.of(),
                true);
    }

    private static Change change(AttributeUpdate update) {
        AttributeValue value = update.value();
        if (value == null) {
            if (update.action() != AttributeUpdate.Action.DELETE) {
                throw invalid("Only DELETE action is allowed when no attribute value is specified");
            }
            return new Change.Remove();
        }
        return switch (update.action()) {
            case PUT -> new Change.Assign(new NewValue.Fixed(value));
            case ADD -> {
                if (!isAddable(value)) {
                    throw invalid("ADD action is not supported for the type " + value.type());
                }
                yield new Change.Add(value, TYPE_MISMATCH);
            }
            case DELETE -> {
                if (!isSet(value)) {
                    throw invalid(
                            "DELETE action with value is not supported for the type "
                                    + value.type());
                }
                yield new Change.Delete(value, TYPE_MISMATCH);
            }
        };
    }

    private static boolean isAddable(AttributeValue value) {
        return isSet(value)
                || value instanceof AttributeValue.N
                || value instanceof AttributeValue.L;
    }

    private static boolean isSet(AttributeValue value) {
        return value instanceof AttributeValue.Ss
                || value instanceof AttributeValue.Ns
                || value instanceof AttributeValue.Bs;
    }

    private static ValidationException invalid(String reason) {
        return new ValidationException(INVALID + reason);
    }
}
