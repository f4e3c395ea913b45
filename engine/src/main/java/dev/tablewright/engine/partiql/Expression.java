package dev.tablewright.engine.partiql;

import dev.tablewright.model.AttributeValue;

import java.util.List;

/** A part of a statement that has a value. */
sealed interface Expression {
    /** Where it is, as error texts say it. */
    Token at();

    /** What error texts call it. */
    String kind();

    /** A value that the statement or a parameter gives. */
    record Value(Token at, AttributeValue value) implements Expression {
        @Override
        public String kind() {
            return "Literal";
        }
    }

    /** MISSING, which is no value. */
    record Missing(Token at) implements Expression {
        @Override
        public String kind() {
            return "MISSING";
        }
    }

    /** The way to a value inside an item; the first step is a name. */
    record Path(Token at, List<Step> steps) implements Expression {
        /** Copies the list. */
        public Path {
            steps = List.copyOf(steps);
        }

        String attribute() {
            return steps.getFirst().toString();
        }

        boolean isNested() {
            return steps.size() > 1;
        }

        @Override
        public String kind() {
            return isNested() ? "Path" : "VariableReference";
        }
    }

    /** One step of a path. */
    sealed interface Step {
        /** Into the item or a map. */
        record Field(String name) implements Step {
            @Override
            public String toString() {
                return name;
            }
        }

        /** Into a list; the first element is 0. */
        record Element(int index) implements Step {
            @Override
            public String toString() {
                return "[" + index + "]";
            }
        }
    }

    /** A call of a function. */
    record Call(Token at, String function, List<Expression> arguments) implements Expression {
        /** Copies the list. */
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String kind() {
            return "Call";
        }
    }

    /**
     * Two operands between an operator: comparisons, arithmetic, LIKE.
     *
     * @param operator as DynamoDB's own expressions write it; not equal is {@code <>}
     */
    record Binary(Token at, String operator, Expression left, Expression right)
            implements Expression {
        @Override
        public String kind() {
            return operator;
        }

        boolean isComparison() {
            return switch (operator) {
                case "=", "<>", "<", "<=", ">", ">=" -> true;
                default -> false;
            };
        }
    }

    /** All of them hold. */
    record And(Token at, List<Expression> parts) implements Expression {
        /** Copies the list. */
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String kind() {
            return "and";
        }
    }

    /** One of them holds. */
    record Or(Token at, List<Expression> parts) implements Expression {
        /** Copies the list. */
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String kind() {
            return "or";
        }
    }

    /** It does not hold. */
    record Not(Token at, Expression part) implements Expression {
        @Override
        public String kind() {
            return "not";
        }
    }

    /** It is one of them. */
    record In(Token at, Expression operand, List<Expression> candidates) implements Expression {
        /** Copies the list. */
        public In {
            candidates = List.copyOf(candidates);
        }

        @Override
        public String kind() {
            return "in";
        }
    }

    /** It is between two bounds, both included. */
    record Between(Token at, Expression operand, Expression low, Expression high)
            implements Expression {
        @Override
        public String kind() {
            return "between";
        }
    }

    /** It is there with a value of NULL, or it is not there at all. */
    record Is(Token at, Expression operand, boolean missing) implements Expression {
        @Override
        public String kind() {
            return "is";
        }
    }

    /** A list, a set or a map, some element of which may be no literal. */
    record Collection(Token at, Form form, List<Entry> entries) implements Expression {
        /** How it is written. */
        enum Form {
            /** {@code [...]}. */
            LIST,
            /** {@code <<...>>}. */
            BAG,
            /** <code>{...}</code>. */
            TUPLE
        }

        /** An element with its name; in lists and sets the name is not used. */
        record Entry(Expression name, Expression value) {}

        /** Copies the list. */
        public Collection {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return form.name();
        }
    }
}
