package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks up the placeholders of one condition and checks each comparison and call, from left to
 * right: undefined placeholders, then the number of operands, then their types and whether the
 * first one is compared with itself (of calls the other way round).
 */
final class ConditionBinder {
    private static final int MAX_CANDIDATES = 100;
    private static final Set<String> SORTABLE = Set.of("S", "N", "B");
    private static final Set<String> TYPES =
            Set.of("B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M");
    private static final Set<String> WITHOUT_SIZE = Set.of("N", "BOOL", "NULL");

    private final ExpressionKind kind;
    private final Placeholders placeholders;
    private final Set<String> attributes = new LinkedHashSet<>();
    private final Set<String> nestedAttributes = new LinkedHashSet<>();

    private ConditionBinder(ExpressionKind kind, Placeholders placeholders) {
        this.kind = kind;
        this.placeholders = placeholders;
    }

    /**
     * Binds a parsed condition.
     *
     * @throws dev.tablewright.model.ValidationException if it does not fit the placeholders
     */
    static BoundCondition bind(
            ExpressionKind kind, Syntax.ConditionText text, Placeholders placeholders) {
        var binder = new ConditionBinder(kind, placeholders);
        Criterion criterion = binder.criterion(text.clause());
        OperatorLimit.check(kind, text.operators());
        return new BoundCondition(
                criterion,
                Collections.unmodifiableSet(binder.attributes),
                Collections.unmodifiableSet(binder.nestedAttributes));
    }

    private Criterion criterion(Syntax.Clause clause) {
        return switch (clause) {
            case Syntax.Every(var clauses) -> new Criterion.Every(criteria(clauses));
            case Syntax.Some(var clauses) -> new Criterion.Some(criteria(clauses));
            case Syntax.Not(var negated) -> new Criterion.Not(criterion(negated));
            case Syntax.Comparison comparison -> comparison(comparison);
            case Syntax.Call call -> call(call);
        };
    }

    private List<Criterion> criteria(List<Syntax.Clause> clauses) {
        List<Criterion> criteria = new ArrayList<>(clauses.size());
        for (Syntax.Clause clause : clauses) {
            criteria.add(criterion(clause));
        }
        return criteria;
    }

    private Criterion comparison(Syntax.Comparison comparison) {
        Comparator operator = comparison.operator();
        List<Operand> operands = operands(comparison.operands());
        checkCounts(comparison.operands());
        checkSizes(operands);
        if (operator.ordering()) {
            for (Operand operand : operands) {
                checkType(operator.symbol(), operand, SORTABLE);
            }
        }
        checkDistinct(operator.symbol(), operands);
        if (operator == Comparator.IN && operands.size() > MAX_CANDIDATES + 1) {
            throw kind.invalid(
                    "The IN operator is provided with too many operands; number of operands: "
                            + (operands.size() - 1));
        }
        if (operator == Comparator.BETWEEN) {
            checkBounds(operands.get(1), operands.get(2));
        }
        return new Criterion.Compared(operator, operands);
    }

    private Criterion call(Syntax.Call call) {
        String function = call.function();
        List<Operand> operands = operands(call.operands());
        checkCounts(call.operands());
        checkCount(call);
        checkDistinct(function, operands);
        checkSizes(operands);
        return switch (function) {
            case Function.ATTRIBUTE_EXISTS -> new Criterion.Exists(path(function, operands));
            case Function.ATTRIBUTE_NOT_EXISTS -> new Criterion.Missing(path(function, operands));
            case Function.ATTRIBUTE_TYPE ->
                    new Criterion.OfType(operands.getFirst(), typeName(function, operands.get(1)));
            case Function.BEGINS_WITH -> beginsWith(function, operands);
            case Function.CONTAINS -> new Criterion.Contains(operands.get(0), operands.get(1));
            default -> throw new IllegalStateException("parsed as a condition: " + function);
        };
    }

    private Criterion beginsWith(String function, List<Operand> operands) {
        for (Operand operand : operands) {
            checkType(function, operand, Set.of("S", "B"));
        }
        return new Criterion.BeginsWith(operands.get(0), operands.get(1));
    }

    private DocumentPath path(String function, List<Operand> operands) {
        if (operands.getFirst() instanceof Operand.Located(var path)) {
            return path;
        }
        throw kind.invalid(
                "Operator or function requires a document path; operator or function: " + function);
    }

    private String typeName(String function, Operand operand) {
        if (operand instanceof Operand.Fixed(AttributeValue.S(var name))) {
            if (!TYPES.contains(name)) {
                throw kind.invalid(
                        "Invalid attribute type name found; type: "
                                + name
                                + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
            }
            return name;
        }
        String type = operand.type();
        throw wrongType(function, type == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : type);
    }

    // Operands

    private List<Operand> operands(List<Syntax.Operand> written) {
        List<Operand> operands = new ArrayList<>(written.size());
        for (Syntax.Operand operand : written) {
            operands.add(operand(operand));
        }
        return operands;
    }

    private Operand operand(Syntax.Operand written) {
        return switch (written) {
            case Syntax.Path path -> new Operand.Located(bind(path));
            case Syntax.Value value -> new Operand.Fixed(placeholders.value(kind, value));
            // The parser lets no other function stand here.
            case Syntax.Call size -> new Operand.Size(operands(size.operands()).getFirst());
        };
    }

    private DocumentPath bind(Syntax.Path written) {
        DocumentPath path = placeholders.path(kind, written);
        attributes.add(path.attribute());
        if (path.isNested()) {
            nestedAttributes.add(path.attribute());
        }
        return path;
    }

    // Checks

    private void checkCounts(List<Syntax.Operand> operands) {
        for (Syntax.Operand operand : operands) {
            if (operand instanceof Syntax.Call size) {
                checkCounts(size.operands());
                checkCount(size);
            }
        }
    }

    private void checkCount(Syntax.Call call) {
        int wanted =
                switch (call.function()) {
                    case Function.ATTRIBUTE_TYPE, Function.BEGINS_WITH, Function.CONTAINS -> 2;
                    default -> 1;
                };
        if (call.operands().size() != wanted) {
            throw kind.invalid(
                    "Incorrect number of operands for operator or function; operator or function: "
                            + call.function()
                            + ", number of operands: "
                            + call.operands().size());
        }
    }

    private void checkDistinct(String operator, List<Operand> operands) {
        if (!(operands.getFirst() instanceof Operand.Located first)) {
            return;
        }
        if (operands.subList(1, operands.size()).contains(first)) {
            throw kind.invalid(
                    "The first operand must be distinct from the remaining operands for this"
                            + " operator or function; operator: "
                            + operator
                            + ", first operand: "
                            + first.path());
        }
    }

    private void checkSizes(List<Operand> operands) {
        for (Operand operand : operands) {
            if (operand instanceof Operand.Size(var of)) {
                checkSizes(List.of(of));
                String type = of.type();
                if (type != null && WITHOUT_SIZE.contains(type)) {
                    throw wrongType(Function.SIZE, type);
                }
            }
        }
    }

    private void checkType(String operator, Operand operand, Set<String> allowed) {
        String type = operand.type();
        if (type != null && !allowed.contains(type)) {
            throw wrongType(operator, type);
        }
    }

    private ValidationException wrongType(String operator, String type) {
        return kind.invalid(
                "Incorrect operand type for operator or function; operator or function: "
                        + operator
                        + ", operand type: "
                        + type);
    }

    private void checkBounds(Operand lower, Operand upper) {
        if (!(lower instanceof Operand.Fixed(var low)
                && upper instanceof Operand.Fixed(var high))) {
            return;
        }
        String fault = null;
        if (!low.type().equals(high.type())) {
            fault = "same data type for lower and upper bounds";
        } else if (Comparisons.order(low, high).orElse(0) > 0) {
            fault = "upper bound to be greater than or equal to lower bound";
        }
        if (fault != null) {
            throw kind.invalid(
                    "The BETWEEN operator requires "
                            + fault
                            + "; lower bound operand: "
                            + shown(low)
                            + ", upper bound operand: "
                            + shown(high));
        }
    }

    private static String shown(AttributeValue bound) {
        String value =
                switch (bound) {
                    case AttributeValue.S(var text) -> text;
                    case AttributeValue.N number -> number.text();
                    case AttributeValue.B(var bytes) -> bytes.toBase64();
                    default -> bound.toString();
                };
        return "AttributeValue: {" + bound.type() + ":" + value + "}";
    }
}
