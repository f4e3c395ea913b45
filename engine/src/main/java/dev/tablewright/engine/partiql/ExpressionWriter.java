package dev.tablewright.engine.partiql;

import dev.tablewright.engine.partiql.Expression.Binary;
import dev.tablewright.engine.partiql.Expression.Call;
import dev.tablewright.engine.partiql.Expression.Path;
import dev.tablewright.engine.partiql.Expression.Step;
import dev.tablewright.engine.partiql.Statement.Change;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.ExpressionTexts;
import dev.tablewright.model.expression.Expressions;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.model.expression.Update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes parts of a statement as DynamoDB's own expressions, all names and values as placeholders,
 * and binds them: so both languages have one meaning.
 */
final class ExpressionWriter {
    private static final Set<String> CONDITIONS =
            Set.of(
                    "attribute_exists",
                    "attribute_not_exists",
                    "attribute_type",
                    "begins_with",
                    "contains");

    /** What expressions put before their complaints; a statement has no such parameters. */
    private static final Pattern PARAMETER = Pattern.compile("^Invalid \\w+Expression: ");

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> placeholders = new LinkedHashMap<>();
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    private ExpressionWriter() {}

    /**
     * Returns the condition that all of {@code parts} hold.
     *
     * @throws ValidationException if one of them is no condition
     */
    static Condition condition(List<Expression> parts) {
        if (parts.isEmpty()) {
            return Condition.ALWAYS;
        }
        var writer = new ExpressionWriter();
        String text = writer.joined(parts, " AND ");
        ExpressionTexts texts = writer.texts().withCondition(text);
        return Objects.requireNonNull(bind(texts).condition());
    }

    /** Returns the projection of top-level attributes. */
    static Projection projection(Collection<String> attributes) {
        var writer = new ExpressionWriter();
        String text = attributes.stream().map(writer::name).collect(Collectors.joining(", "));
        return Objects.requireNonNull(bind(writer.texts().withProjection(text)).projection());
    }

    /**
     * Returns the update that makes {@code changes}.
     *
     * @throws ValidationException if one of them is none that DynamoDB has
     */
    static Update update(List<Change> changes) {
        var writer = new ExpressionWriter();
        Map<String, List<String>> clauses = new LinkedHashMap<>();
        for (Change change : changes) {
            writer.change(change, clauses);
        }
        String text =
                clauses.entrySet().stream()
                        .map(clause -> clause.getKey() + " " + String.join(", ", clause.getValue()))
                        .collect(Collectors.joining(" "));
        return Objects.requireNonNull(bind(writer.texts().withUpdate(text)).update());
    }

    private ExpressionTexts texts() {
        return ExpressionTexts.NONE
                .withNames(names.isEmpty() ? null : names)
                .withValues(values.isEmpty() ? null : values);
    }

    private static Expressions bind(ExpressionTexts texts) {
        try {
            return Expressions.bind(texts);
        } catch (ValidationException e) {
            throw new ValidationException(
                    PARAMETER.matcher(Objects.requireNonNull(e.getMessage())).replaceFirst(""));
        }
    }

    // Conditions

    private String joined(List<Expression> parts, String operator) {
        return parts.stream()
                .map(part -> parts.size() == 1 ? condition(part) : grouped(part))
                .collect(Collectors.joining(operator));
    }

    /** A pair of parentheses that changes nothing is refused in an expression. */
    private String grouped(Expression part) {
        return switch (part) {
            case Expression.And _, Expression.Or _ -> "(" + condition(part) + ")";
            default -> condition(part);
        };
    }

    private String condition(Expression expression) {
        return switch (expression) {
            case Expression.And(_, var parts) -> joined(parts, " AND ");
            case Expression.Or(_, var parts) -> joined(parts, " OR ");
            case Expression.Not(_, var part) -> "NOT " + negatable(part);
            case Binary binary when binary.isComparison() ->
                    operand(binary.left())
                            + " "
                            + binary.operator()
                            + " "
                            + operand(binary.right());
            case Expression.In in -> in(in);
            case Expression.Between(_, var operand, var low, var high) ->
                    operand(operand) + " BETWEEN " + operand(low) + " AND " + operand(high);
            case Expression.Is(_, var operand, var missing) ->
                    missing
                            ? "attribute_not_exists(" + operand(operand) + ")"
                            : "attribute_type("
                                    + operand(operand)
                                    + ", "
                                    + value(new AttributeValue.S("NULL"))
                                    + ")";
            case Call call when CONDITIONS.contains(call.function()) -> call(call);
            case Call call when call.function().equals("size") -> throw noCondition();
            case Call call -> throw unrecognized(call);
            case Binary binary -> throw unsupported("Condition", binary);
            case Expression.Missing _ -> throw missing();
            case Path _, Expression.Value _, Expression.Collection _ -> throw noCondition();
        };
    }

    /** BETWEEN and IN bind looser than NOT. */
    private String negatable(Expression part) {
        return switch (part) {
            case Call _, Expression.Is _, Expression.Not _ -> condition(part);
            default -> "(" + condition(part) + ")";
        };
    }

    private String in(Expression.In in) {
        if (in.candidates().isEmpty()) {
            throw new ValidationException(
                    "IN operator must have a left hand argument of type Variable Reference and"
                            + " right hand argument of type Seq with at least one member");
        }
        return operand(in.operand())
                + " IN ("
                + in.candidates().stream().map(this::operand).collect(Collectors.joining(", "))
                + ")";
    }

    private String operand(Expression expression) {
        return switch (expression) {
            case Path path -> path(path);
            case Expression.Value(_, var value) -> value(value);
            case Expression.Collection collection -> value(Literals.value(collection));
            case Call call when call.function().equals("size") -> call(call);
            case Call call when CONDITIONS.contains(call.function()) -> throw misused(call);
            case Call call -> throw unrecognized(call);
            case Binary binary -> throw unsupported("Condition", binary);
            case Expression.Missing _ -> throw missing();
            case Expression.And _,
                    Expression.Or _,
                    Expression.Not _,
                    Expression.In _,
                    Expression.Between _,
                    Expression.Is _ ->
                    throw new ValidationException(
                            "Incorrect operand type for operator or function; operator or function:"
                                    + " "
                                    + expression.kind().toUpperCase(Locale.ROOT)
                                    + ", operand type: BOOL");
        };
    }

    private String call(Call call) {
        if (call.arguments().isEmpty()) {
            throw new ValidationException(
                    "Incorrect number of operands for operator or function; operator or function: "
                            + call.function()
                            + ", number of operands: 0");
        }
        return call.function()
                + "("
                + call.arguments().stream().map(this::operand).collect(Collectors.joining(", "))
                + ")";
    }

    private static ValidationException noCondition() {
        return new ValidationException(
                "WHERE clause must contain an expression that resolves to a boolean");
    }

    private static ValidationException misused(Call call) {
        return new ValidationException(
                "The function is not allowed to be used this way in an expression; function: "
                        + call.function());
    }

    private static ValidationException unrecognized(Call call) {
        return new ValidationException("Unrecognized function: " + call.function());
    }

    private static ValidationException unsupported(String kind, Binary binary) {
        return new ValidationException(
                "Unsupported operator in " + kind + " Expression. Operator: " + binary.operator());
    }

    private static ValidationException missing() {
        return new ValidationException("MISSING must be compared using IS operator");
    }

    // Updates

    private void change(Change change, Map<String, List<String>> clauses) {
        Expression value = change.value();
        if (value == null) {
            clause(clauses, "REMOVE").add(path(change.target()));
        } else if (value instanceof Call call && call.function().equals("set_add")) {
            clause(clauses, "ADD").add(path(change.target()) + " " + set(change, call));
        } else if (value instanceof Call call && call.function().equals("set_delete")) {
            clause(clauses, "DELETE").add(path(change.target()) + " " + set(change, call));
        } else {
            clause(clauses, "SET").add(path(change.target()) + " = " + assigned(value));
        }
    }

    private static List<String> clause(Map<String, List<String>> clauses, String name) {
        return clauses.computeIfAbsent(name, _ -> new ArrayList<>());
    }

    private String set(Change change, Call call) {
        String function = call.function().toUpperCase(Locale.ROOT);
        if (call.arguments().size() != 2) {
            throw new ValidationException(
                    "Incorrect number of operands for operator or function; operator or function: "
                            + call.function()
                            + ", number of operands: "
                            + call.arguments().size());
        }
        boolean same =
                call.arguments().getFirst() instanceof Path path
                        && path.steps().equals(change.target().steps());
        if (!same) {
            throw new ValidationException(
                    "The first argument to " + function + " must equal the assignment value");
        }
        Expression second = call.arguments().get(1);
        AttributeValue set = Literals.value(second);
        return switch (set) {
            case AttributeValue.Ss _, AttributeValue.Ns _, AttributeValue.Bs _ -> value(set);
            default ->
                    throw new ValidationException(
                            "The second argument to "
                                    + function
                                    + " must be a value with type SET at "
                                    + second.at().place());
        };
    }

    private String assigned(Expression value) {
        if (value instanceof Binary binary) {
            if (!binary.operator().equals("+") && !binary.operator().equals("-")) {
                throw unsupported("Update", binary);
            }
            return newValue(binary.left())
                    + " "
                    + binary.operator()
                    + " "
                    + newValue(binary.right());
        }
        return newValue(value);
    }

    private String newValue(Expression expression) {
        return switch (expression) {
            case Path path -> path(path);
            case Expression.Value(_, var value) -> value(value);
            case Expression.Collection collection -> value(Literals.value(collection));
            case Call call
                    when call.function().equals("list_append")
                            || call.function().equals("if_not_exists") ->
                    call.function()
                            + "("
                            + call.arguments().stream()
                                    .map(this::newValue)
                                    .collect(Collectors.joining(", "))
                            + ")";
            case Call call
                    when CONDITIONS.contains(call.function()) || call.function().equals("size") ->
                    throw new ValidationException(
                            "The function is not allowed in an update expression; function: "
                                    + call.function());
            case Call call -> throw unrecognized(call);
            case Expression.Missing _ -> throw missing();
            case Binary binary -> throw unsupported("Update", binary);
            case Expression.And _,
                    Expression.Or _,
                    Expression.Not _,
                    Expression.In _,
                    Expression.Between _,
                    Expression.Is _ ->
                    throw new ValidationException(
                            "Unsupported operator in Update Expression. Operator: "
                                    + expression.kind());
        };
    }

    // Placeholders

    private String path(Path path) {
        var text = new StringBuilder();
        for (Step step : path.steps()) {
            switch (step) {
                case Step.Field(var name) -> {
                    if (!text.isEmpty()) {
                        text.append('.');
                    }
                    text.append(name(name));
                }
                case Step.Element element -> text.append(element);
            }
        }
        return text.toString();
    }

    private String name(String name) {
        return placeholders.computeIfAbsent(
                name,
                _ -> {
                    String placeholder = "#" + placeholders.size();
                    names.put(placeholder, name);
                    return placeholder;
                });
    }

    private String value(AttributeValue value) {
        String placeholder = ":" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}
