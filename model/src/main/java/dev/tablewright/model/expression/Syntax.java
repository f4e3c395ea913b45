package dev.tablewright.model.expression;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What an expression's text says, before its placeholders are looked up. Immutable, so shared. */
final class Syntax {
    private Syntax() {}

    /** What may stand in parentheses in a condition: an operand or a clause. */
    sealed interface Term permits Operand, Clause {}

    /** Something with a value. */
    sealed interface Operand extends Term permits Path, Value, Call {}

    /**
     * A document path, at least one part.
     *
     * @param literal the path itself, where no part is a placeholder
     */
    record Path(List<Part> parts, @Nullable DocumentPath literal) implements Operand {
        Path {
            parts = List.copyOf(parts);
        }
    }

    /** One part of a path. */
    sealed interface Part {
        /** A literal attribute name. */
        record Name(String text) implements Part {}

        /** A name given in ExpressionAttributeNames; {@code text} includes the {@code #}. */
        record Placeholder(String text) implements Part {}

        /** A list element. */
        record Index(int position) implements Part {}
    }

    /** A value given in ExpressionAttributeValues; {@code placeholder} includes the colon. */
    record Value(String placeholder) implements Operand {}

    /** A function call; in a condition also a condition of its own. */
    record Call(String function, List<Operand> operands) implements Operand, Clause {
        Call {
            operands = List.copyOf(operands);
        }
    }

    /** A condition or a part of one. */
    sealed interface Clause extends Term permits Every, Some, Not, Comparison, Call {}

    /** Holds when all of {@code clauses} hold. */
    record Every(List<Clause> clauses) implements Clause {
        Every {
            clauses = List.copyOf(clauses);
        }
    }

    /** Holds when one of {@code clauses} holds. */
    record Some(List<Clause> clauses) implements Clause {
        Some {
            clauses = List.copyOf(clauses);
        }
    }

    /** Holds when {@code clause} does not. */
    record Not(Clause clause) implements Clause {}

    /** An operator with its operands in the order written. */
    record Comparison(Comparator operator, List<Operand> operands) implements Clause {
        Comparison {
            operands = List.copyOf(operands);
        }
    }

    /** A condition, with the number of operators and functions in it. */
    record ConditionText(Clause clause, int operators) {}

    /** An update; actions in the order written. */
    record UpdateText(List<Action> actions, int operators) {
        UpdateText {
            actions = List.copyOf(actions);
        }
    }

    /** One clause of an update. */
    sealed interface Action {
        /** What is changed. */
        Path target();

        /** SET target = value. */
        record Set(Path target, Assigned value) implements Action {}

        /** REMOVE target. */
        record Remove(Path target) implements Action {}

        /** ADD target value. */
        record Add(Path target, Value value) implements Action {}

        /** DELETE target value. */
        record Delete(Path target, Value value) implements Action {}
    }

    /** The right side of a SET. */
    sealed interface Assigned {
        /** An operand as it is. */
        record Plain(Operand operand) implements Assigned {}

        /** A sum or a difference. */
        record Arithmetic(Operand left, Sign sign, Operand right) implements Assigned {}
    }

    /** The two arithmetic operators. */
    enum Sign {
        PLUS("+"),
        MINUS("-");

        private final String symbol;

        Sign(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** A projection. */
    record ProjectionText(List<Path> paths) {
        ProjectionText {
            paths = List.copyOf(paths);
        }
    }
}
