package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.OptionalInt;

/** An operand of a condition, bound. */
sealed interface Operand {
    /** Returns the value for {@code item}, or null where there is none. */
    @Nullable AttributeValue in(Item item);

    /** Returns the type, where it is known without an item. */
    @Nullable String type();

    /** A value from the request. */
    record Fixed(AttributeValue value) implements Operand {
        @Override
        public AttributeValue in(Item item) {
            return value;
        }

        @Override
        public String type() {
            return value.type();
        }
    }

    /** A value from the item. */
    record Located(DocumentPath path) implements Operand {
        @Override
        public @Nullable AttributeValue in(Item item) {
            return path.in(item);
        }

        @Override
        public @Nullable String type() {
            return null;
        }
    }

    /** The size of another operand; nothing where that one has no size. */
    record Size(Operand of) implements Operand {
        @Override
        public @Nullable AttributeValue in(Item item) {
            OptionalInt size = Comparisons.size(of.in(item));
            return size.isPresent()
                    ? new AttributeValue.N(BigDecimal.valueOf(size.getAsInt()))
                    : null;
        }

        @Override
        public String type() {
            return "N";
        }
    }
}
