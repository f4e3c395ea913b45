package dev.tablewright.model.expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads conditions, filters and key conditions.
 *
 * <p>After an opening parenthesis nobody can tell yet whether an operand or a condition follows, so
 * the methods return a {@link Syntax.Term} and {@link #clause} insists where a condition must be.
 */
final class ConditionParser extends Parser {
    private ConditionParser(ExpressionKind kind, String text) {
        super(kind, text);
    }

    /**
     * Parses {@code text}.
     *
     * @throws dev.tablewright.model.ValidationException if it is not a condition
     */
    static Syntax.ConditionText parse(ExpressionKind kind, String text) {
        var parser = new ConditionParser(kind, text);
        Syntax.Clause clause = parser.clause(parser.disjunction());
        parser.expect(Token.Kind.END);
        parser.refuseFaultyCondition();
        return new Syntax.ConditionText(clause, parser.operators());
    }

    @Override
    void checkFunction(String function) {
        if (Function.UPDATE.contains(function)) {
            wrongFunction(
                    "The function is not allowed in a condition expression; function: " + function);
        } else if (!Function.CONDITION.contains(function)) {
            wrongFunction("Invalid function name; function: " + function);
        }
    }

    @Override
    boolean isOperandFunction(String function) {
        return function.equals(Function.SIZE);
    }

    private Syntax.Clause clause(Syntax.Term term) {
        if (!(term instanceof Syntax.Clause clause)) {
            throw unexpected();
        }
        if (clause instanceof Syntax.Call call && isOperandFunction(call.function())) {
            misused(call.function());
        }
        return clause;
    }

    private Syntax.Term disjunction() {
        Syntax.Term first = conjunction();
        if (next() != Token.Kind.OR) {
            return first;
        }
        List<Syntax.Clause> clauses = new ArrayList<>();
        clauses.add(clause(first));
        while (accept(Token.Kind.OR)) {
            countOperator();
            clauses.add(clause(conjunction()));
        }
        notGroup();
        return new Syntax.Some(clauses);
    }

    private Syntax.Term conjunction() {
        Syntax.Term first = negation();
        if (next() != Token.Kind.AND) {
            return first;
        }
        List<Syntax.Clause> clauses = new ArrayList<>();
        clauses.add(clause(first));
        while (accept(Token.Kind.AND)) {
            countOperator();
            clauses.add(clause(negation()));
        }
        notGroup();
        return new Syntax.Every(clauses);
    }

    private Syntax.Term negation() {
        if (next() != Token.Kind.NOT) {
            return comparison();
        }
        expect(Token.Kind.NOT);
        countOperator();
        Syntax.Clause negated = clause(negation());
        notGroup();
        return new Syntax.Not(negated);
    }

    private Syntax.Term comparison() {
        Syntax.Term term = primary();
        Comparator operator = term instanceof Syntax.Operand ? comparator() : null;
        if (operator == null || !(term instanceof Syntax.Operand left)) {
            return term;
        }
        expect(token(operator));
        countOperator();
        checkOperand(left);
        List<Syntax.Operand> operands = new ArrayList<>();
        operands.add(left);
        operands.addAll(rightSide(operator));
        notGroup();
        return new Syntax.Comparison(operator, operands);
    }

    private List<Syntax.Operand> rightSide(Comparator operator) {
        return switch (operator) {
            case BETWEEN -> {
                Syntax.Operand lower = innerOperand();
                expect(Token.Kind.AND);
                yield List.of(lower, innerOperand());
            }
            case IN -> {
                expect(Token.Kind.OPEN);
                List<Syntax.Operand> candidates = operands();
                expect(Token.Kind.CLOSE);
                yield candidates;
            }
            case EQ, NE, LT, LE, GT, GE -> List.of(innerOperand());
        };
    }

    private Syntax.Term primary() {
        if (next() != Token.Kind.OPEN) {
            return operand();
        }
        enter(HEAVY);
        expect(Token.Kind.OPEN);
        Syntax.Term inner = disjunction();
        closeGroup(HEAVY);
        return inner;
    }

    private @Nullable Comparator comparator() {
        return switch (next()) {
            case EQ -> Comparator.EQ;
            case NE -> Comparator.NE;
            case LT -> Comparator.LT;
            case LE -> Comparator.LE;
            case GT -> Comparator.GT;
            case GE -> Comparator.GE;
            case BETWEEN -> Comparator.BETWEEN;
            case IN -> Comparator.IN;
            default -> null;
        };
    }

    private static Token.Kind token(Comparator operator) {
        return Token.Kind.valueOf(operator.name());
    }
}
