package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.DynamoNumber;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The right side of a SET, bound. */
sealed interface NewValue {
    /**
     * Returns the value, read from the item as it was before the update.
     *
     * @throws ValidationException if an operand is missing or of the wrong type
     */
    AttributeValue from(Item before);

    /** A value from the request. */
    record Fixed(AttributeValue value) implements NewValue {
        @Override
        public AttributeValue from(Item before) {
            return value;
        }
    }

    /** A value from the item. */
    record Located(DocumentPath path) implements NewValue {
        @Override
        public AttributeValue from(Item before) {
            AttributeValue value = path.in(before);
            if (value == null) {
                throw new ValidationException(
                        "The provided expression refers to an attribute that does not exist in the"
                                + " item");
            }
            return value;
        }
    }

    /** What is at {@code path}, else {@code otherwise}. */
    record IfNotExists(DocumentPath path, NewValue otherwise) implements NewValue {
        @Override
        public AttributeValue from(Item before) {
            AttributeValue value = path.in(before);
            return value == null ? otherwise.from(before) : value;
        }
    }

    /** The elements of {@code head}, then those of {@code tail}. */
    record ListAppend(NewValue head, NewValue tail) implements NewValue {
        @Override
        public AttributeValue from(Item before) {
            List<AttributeValue> elements = new ArrayList<>(list(head, before));
            elements.addAll(list(tail, before));
            return new AttributeValue.L(elements);
        }

        private static List<AttributeValue> list(NewValue operand, Item before) {
            if (operand.from(before) instanceof AttributeValue.L(var elements)) {
                return elements;
            }
            throw BoundUpdate.wrongType();
        }
    }

    /** A sum or a difference. */
    record Arithmetic(NewValue left, Syntax.Sign sign, NewValue right) implements NewValue {
        @Override
        public AttributeValue from(Item before) {
            BigDecimal one = number(left, before);
            BigDecimal two = number(right, before);
            BigDecimal result =
                    switch (sign) {
                        case PLUS -> one.add(two);
                        case MINUS -> one.subtract(two);
                    };
            return new AttributeValue.N(DynamoNumber.checked(result));
        }

        private static BigDecimal number(NewValue operand, Item before) {
            if (operand.from(before) instanceof AttributeValue.N(var number)) {
                return number;
            }
            throw BoundUpdate.wrongType();
        }
    }
}
