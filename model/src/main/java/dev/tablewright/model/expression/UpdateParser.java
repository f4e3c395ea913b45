package dev.tablewright.model.expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads update expressions. */
final class UpdateParser extends Parser {
    private final Set<Token.Kind> sections = EnumSet.noneOf(Token.Kind.class);
    private final List<Syntax.Action> actions = new ArrayList<>();
    private @Nullable String repeatedSection;

    private UpdateParser(ExpressionKind kind, String text) {
        super(kind, text);
    }

    /**
     * Parses {@code text}.
     *
     * @throws dev.tablewright.model.ValidationException if it is not an update
     */
    static Syntax.UpdateText parse(ExpressionKind kind, String text) {
        var parser = new UpdateParser(kind, text);
        do {
            parser.section();
        } while (parser.next() != Token.Kind.END);
        parser.refuseFaultyUpdate();
        parser.refuse(parser.repeatedSection);
        return new Syntax.UpdateText(parser.actions, parser.operators());
    }

    @Override
    void checkFunction(String function) {
        if (Function.CONDITION.contains(function)) {
            wrongFunction(
                    "The function is not allowed in an update expression; function: " + function);
        } else if (!Function.UPDATE.contains(function)) {
            wrongFunction("Invalid function name; function: " + function);
        }
    }

    @Override
    boolean isOperandFunction(String function) {
        return function.equals(Function.IF_NOT_EXISTS);
    }

    private void section() {
        Token.Kind section = next();
        switch (section) {
            case SET, REMOVE, ADD, DELETE -> expect(section);
            default -> throw unexpected();
        }
        if (!sections.add(section) && repeatedSection == null) {
            repeatedSection =
                    "The \""
                            + section
                            + "\" section can only be used once in an update expression;";
        }
        do {
            actions.add(action(section));
        } while (accept(Token.Kind.COMMA));
    }

    private Syntax.Action action(Token.Kind section) {
        Syntax.Path target = path();
        return switch (section) {
            case SET -> {
                expect(Token.Kind.EQ);
                yield new Syntax.Action.Set(target, assigned());
            }
            case ADD -> new Syntax.Action.Add(target, value());
            case DELETE -> new Syntax.Action.Delete(target, value());
            default -> new Syntax.Action.Remove(target);
        };
    }

    private Syntax.Assigned assigned() {
        Syntax.Assigned left = assignedPrimary();
        Syntax.Sign sign = left instanceof Syntax.Assigned.Plain ? sign() : null;
        if (sign == null || !(left instanceof Syntax.Assigned.Plain(var operand))) {
            return left;
        }
        checkOperand(operand);
        expect(next());
        countOperator();
        Syntax.Operand right = innerOperand();
        notGroup();
        return new Syntax.Assigned.Arithmetic(operand, sign, right);
    }

    private Syntax.Assigned assignedPrimary() {
        if (next() != Token.Kind.OPEN) {
            return new Syntax.Assigned.Plain(operand());
        }
        enter(LIGHT);
        expect(Token.Kind.OPEN);
        Syntax.Assigned inner = assigned();
        closeGroup(LIGHT);
        return inner;
    }

    private Syntax.@Nullable Sign sign() {
        return switch (next()) {
            case PLUS -> Syntax.Sign.PLUS;
            case MINUS -> Syntax.Sign.MINUS;
            default -> null;
        };
    }
}
