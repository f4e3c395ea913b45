package dev.tablewright.model.expression;

import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the grammars share: tokens, paths, operands, calls and how faults are reported. One parser
 * reads one text, once, from left to right.
 *
 * <p>A syntax error ends parsing where it is met. Faults of other kinds are remembered, the first
 * of each kind, because DynamoDB reports them by kind and not by place.
 */
abstract class Parser {
    private static final int MAX_BYTES = 4096;

    /**
     * Bounds recursion. 300 operators, each with a pair of parentheses, make 600; what nests deeper
     * has redundant parentheses or too many operators, and is refused as such.
     */
    private static final int MAX_DEPTH = 640;

    /** Weight of parentheses around an operand and of a call. */
    static final int LIGHT = 1;

    /** Weight of parentheses around a condition, which take more of the stack. */
    static final int HEAVY = 2;

    private final ExpressionKind kind;
    private final String text;
    private @Nullable Token previous;
    private Token current;
    private int depth;
    private int operators;
    private boolean endsWithGroup;

    private @Nullable String redundantParentheses;
    private @Nullable String wrongFunction;
    private @Nullable String misusedFunction;
    private @Nullable String badIndex;
    private @Nullable String reservedWord;

    Parser(ExpressionKind kind, String text) {
        checkSize(kind, text);
        this.kind = kind;
        this.text = text;
        this.current = Token.at(text, 0);
    }

    private static void checkSize(ExpressionKind kind, String text) {
        if (text.isEmpty()) {
            throw kind.invalid("The expression can not be empty;");
        }
        if (text.length() > MAX_BYTES / 3) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                throw kind.invalid(
                        "Expression size has exceeded the maximum allowed size; expression size: "
                                + bytes);
            }
        }
    }

    /** Remembers {@code function} as a fault if this kind of expression does not have it. */
    abstract void checkFunction(String function);

    /** Whether a call of {@code function} may be an operand. */
    abstract boolean isOperandFunction(String function);

    // Tokens

    final Token.Kind next() {
        return current.kind();
    }

    final boolean accept(Token.Kind wanted) {
        if (current.kind() != wanted) {
            return false;
        }
        advance();
        return true;
    }

    final void expect(Token.Kind wanted) {
        if (!accept(wanted)) {
            throw unexpected();
        }
    }

    private String take(Token.Kind wanted) {
        Token token = current;
        expect(wanted);
        return text.substring(token.start(), token.end());
    }

    private void advance() {
        previous = current;
        current = Token.at(text, current.end());
    }

    /** The current token cannot stand here; the text quoted is it and both its neighbours. */
    final ValidationException unexpected() {
        int from = previous == null ? 0 : previous.start();
        if (next() == Token.Kind.END) {
            return syntaxError("<EOF>", text.substring(from));
        }
        String token = text.substring(current.start(), current.end());
        return syntaxError(token, text.substring(from, Token.at(text, current.end()).end()));
    }

    private ValidationException syntaxError(String token, String near) {
        return kind.invalid("Syntax error; token: \"" + token + "\", near: \"" + near + "\"");
    }

    // Nesting and counting

    /** Goes one level deeper; to be followed by {@link #leave} of the same weight. */
    final void enter(int weight) {
        depth += weight;
        if (depth > MAX_DEPTH) {
            boolean doubled =
                    previous != null
                            && previous.kind() == Token.Kind.OPEN
                            && next() == Token.Kind.OPEN;
            throw kind.invalid(doubled ? REDUNDANT_PARENTHESES : OperatorLimit.TOO_MANY_OPERATORS);
        }
        endsWithGroup = false;
    }

    private void leave(int weight) {
        depth -= weight;
        endsWithGroup = false;
    }

    /** Closes a pair of parentheses; a pair right inside another one is a fault. */
    final void closeGroup(int weight) {
        expect(Token.Kind.CLOSE);
        if (endsWithGroup && redundantParentheses == null) {
            redundantParentheses = REDUNDANT_PARENTHESES;
        }
        leave(weight);
        endsWithGroup = true;
    }

    /** What was read last is more than a pair of parentheses. */
    final void notGroup() {
        endsWithGroup = false;
    }

    final void countOperator() {
        operators++;
    }

    final int operators() {
        return operators;
    }

    // Paths and operands

    final Syntax.Path path() {
        List<Syntax.Part> parts = new ArrayList<>(2);
        parts.add(name());
        while (true) {
            if (accept(Token.Kind.DOT)) {
                parts.add(name());
            } else if (accept(Token.Kind.OPEN_BRACKET)) {
                parts.add(index());
            } else {
                notGroup();
                return new Syntax.Path(parts, literal(parts));
            }
        }
    }

    /** Null for a path that only the request's placeholders make complete, or that is too long. */
    private static @Nullable DocumentPath literal(List<Syntax.Part> parts) {
        if (parts.size() > DocumentPath.MAX_STEPS) {
            return null;
        }
        List<DocumentPath.Step> steps = new ArrayList<>(parts.size());
        for (Syntax.Part part : parts) {
            switch (part) {
                case Syntax.Part.Name(var text) -> steps.add(new DocumentPath.Step.Field(text));
                case Syntax.Part.Index(var index) ->
                        steps.add(new DocumentPath.Step.Element(index));
                case Syntax.Part.Placeholder _ -> {
                    return null;
                }
            }
        }
        return new DocumentPath(steps);
    }

    private Syntax.Part name() {
        if (next() == Token.Kind.NAME_PLACEHOLDER) {
            return new Syntax.Part.Placeholder(take(Token.Kind.NAME_PLACEHOLDER));
        }
        return literalName(take(Token.Kind.IDENTIFIER));
    }

    private Syntax.Part literalName(String name) {
        if (reservedWord == null && ReservedWords.contains(name)) {
            reservedWord = "Attribute name is a reserved keyword; reserved keyword: " + name;
        }
        return new Syntax.Part.Name(name);
    }

    private Syntax.Part index() {
        String digits = take(Token.Kind.INTEGER);
        expect(Token.Kind.CLOSE_BRACKET);
        try {
            return new Syntax.Part.Index(Integer.parseInt(digits));
        } catch (NumberFormatException tooLarge) {
            if (badIndex == null) {
                badIndex = "List index is not within the allowable range; index: [" + digits + "]";
            }
            return new Syntax.Part.Index(Integer.MAX_VALUE);
        }
    }

    /** Reads a path, a value placeholder, a call, or one of them in parentheses. */
    final Syntax.Operand operand() {
        return switch (next()) {
            case OPEN -> {
                enter(LIGHT);
                expect(Token.Kind.OPEN);
                Syntax.Operand inner = operand();
                closeGroup(LIGHT);
                yield inner;
            }
            case IDENTIFIER -> isCall() ? call() : path();
            case NAME_PLACEHOLDER -> path();
            case VALUE_PLACEHOLDER -> value();
            default -> throw unexpected();
        };
    }

    /** Reads an operand that becomes part of something larger. */
    final Syntax.Operand innerOperand() {
        Syntax.Operand operand = operand();
        checkOperand(operand);
        return operand;
    }

    final void checkOperand(Syntax.Operand operand) {
        if (operand instanceof Syntax.Call call && !isOperandFunction(call.function())) {
            misused(call.function());
        }
    }

    final Syntax.Value value() {
        notGroup();
        return new Syntax.Value(take(Token.Kind.VALUE_PLACEHOLDER));
    }

    private boolean isCall() {
        return Token.at(text, current.end()).kind() == Token.Kind.OPEN;
    }

    private Syntax.Call call() {
        enter(LIGHT);
        String function = take(Token.Kind.IDENTIFIER);
        checkFunction(function);
        countOperator();
        expect(Token.Kind.OPEN);
        List<Syntax.Operand> operands = operands();
        expect(Token.Kind.CLOSE);
        leave(LIGHT);
        return new Syntax.Call(function, operands);
    }

    /** Reads one or more operands between commas. */
    final List<Syntax.Operand> operands() {
        List<Syntax.Operand> operands = new ArrayList<>(2);
        do {
            operands.add(innerOperand());
        } while (accept(Token.Kind.COMMA));
        return operands;
    }

    // Faults

    final void wrongFunction(String fault) {
        if (wrongFunction == null) {
            wrongFunction = fault;
        }
    }

    final void misused(String function) {
        if (misusedFunction == null) {
            misusedFunction =
                    "The function is not allowed to be used this way in an expression; function: "
                            + function;
        }
    }

    /** In the order in which DynamoDB reports conditions. */
    final void refuseFaultyCondition() {
        refuse(redundantParentheses);
        refuse(wrongFunction);
        refuse(misusedFunction);
        refuse(badIndex);
        refuse(reservedWord);
    }

    /** In the order in which DynamoDB reports updates and projections. */
    final void refuseFaultyUpdate() {
        refuse(redundantParentheses);
        refuse(badIndex);
        refuse(reservedWord);
        refuse(wrongFunction);
        refuse(misusedFunction);
    }

    final void refuse(@Nullable String fault) {
        if (fault != null) {
            throw kind.invalid(fault);
        }
    }

    private static final String REDUNDANT_PARENTHESES = "The expression has redundant parentheses;";
}
