package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.IntPredicate;

/** A condition or a part of one, bound. A missing value fits no criterion but inequality. */
sealed interface Criterion {
    boolean fits(Item item);

    /** All of {@code parts}. */
    record Every(List<Criterion> parts) implements Criterion {
        public Every {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean fits(Item item) {
            for (Criterion part : parts) {
                if (!part.fits(item)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** One of {@code parts}. */
    record Some(List<Criterion> parts) implements Criterion {
        public Some {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean fits(Item item) {
            for (Criterion part : parts) {
                if (part.fits(item)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Not {@code part}. */
    record Not(Criterion part) implements Criterion {
        @Override
        public boolean fits(Item item) {
            return !part.fits(item);
        }
    }

    /** A comparison; BETWEEN has three operands, IN two or more, the others two. */
    record Compared(Comparator operator, List<Operand> operands) implements Criterion {
        public Compared {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean fits(Item item) {
            AttributeValue left = operands.getFirst().in(item);
            return switch (operator) {
                case EQ -> Comparisons.equal(left, operands.get(1).in(item));
                case NE -> !Comparisons.equal(left, operands.get(1).in(item));
                case LT -> ordered(left, 1, item, order -> order < 0);
                case LE -> ordered(left, 1, item, order -> order <= 0);
                case GT -> ordered(left, 1, item, order -> order > 0);
                case GE -> ordered(left, 1, item, order -> order >= 0);
                case BETWEEN ->
                        ordered(left, 1, item, order -> order >= 0)
                                && ordered(left, 2, item, order -> order <= 0);
                case IN -> isOneOf(left, item);
            };
        }

        private boolean ordered(
                @Nullable AttributeValue left, int right, Item item, IntPredicate wanted) {
            var order = Comparisons.order(left, operands.get(right).in(item));
            return order.isPresent() && wanted.test(order.getAsInt());
        }

        private boolean isOneOf(@Nullable AttributeValue left, Item item) {
            for (int i = 1; i < operands.size(); i++) {
                if (Comparisons.equal(left, operands.get(i).in(item))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The path leads somewhere. */
    record Exists(DocumentPath path) implements Criterion {
        @Override
        public boolean fits(Item item) {
            return path.existsIn(item);
        }
    }

    /** The path leads nowhere. */
    record Missing(DocumentPath path) implements Criterion {
        @Override
        public boolean fits(Item item) {
            return !path.existsIn(item);
        }
    }

    /** The operand is there and of {@code type}. */
    record OfType(Operand operand, String type) implements Criterion {
        @Override
        public boolean fits(Item item) {
            AttributeValue value = operand.in(item);
            return value != null && value.type().equals(type);
        }
    }

    /** The operand starts with {@code prefix}. */
    record BeginsWith(Operand operand, Operand prefix) implements Criterion {
        @Override
        public boolean fits(Item item) {
            return Comparisons.beginsWith(operand.in(item), prefix.in(item));
        }
    }

    /** The operand contains {@code part}. */
    record Contains(Operand operand, Operand part) implements Criterion {
        @Override
        public boolean fits(Item item) {
            return Comparisons.contains(operand.in(item), part.in(item));
        }
    }
}
