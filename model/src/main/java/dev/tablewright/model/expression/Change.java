package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Binary;
import dev.tablewright.model.DynamoNumber;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What happens at one path of an update. */
sealed interface Change {
    /** Gives the path a value. */
    record Assign(NewValue value) implements Change {}

    /** Removes what is there. */
    record Remove() implements Change {}

    /** Adds a number to a number, elements to a set, or (legacy only) elements to a list. */
    record Add(AttributeValue value, String mismatch) implements Change {}

    /** Takes elements out of a set. */
    record Delete(AttributeValue value, String mismatch) implements Change {}

    /**
     * Returns what will be at the path, null for nothing.
     *
     * @param before the whole item before the update
     * @param old what is at the path
     * @throws ValidationException if the old value is of the wrong type
     */
    default @Nullable AttributeValue result(Item before, @Nullable AttributeValue old) {
        return switch (this) {
            case Assign(var value) -> value.from(before);
            case Remove() -> null;
            case Add(var value, var mismatch) -> old == null ? value : sum(old, value, mismatch);
            case Delete(var value, var mismatch) ->
                    old == null ? null : difference(old, value, mismatch);
        };
    }

    private static AttributeValue sum(AttributeValue old, AttributeValue value, String mismatch) {
        if (old instanceof AttributeValue.N(var a) && value instanceof AttributeValue.N(var b)) {
            return new AttributeValue.N(DynamoNumber.checked(a.add(b)));
        }
        if (old instanceof AttributeValue.Ss(var a) && value instanceof AttributeValue.Ss(var b)) {
            return new AttributeValue.Ss(union(a, b));
        }
        if (old instanceof AttributeValue.Ns(var a) && value instanceof AttributeValue.Ns(var b)) {
            return new AttributeValue.Ns(union(a, b));
        }
        if (old instanceof AttributeValue.Bs(var a) && value instanceof AttributeValue.Bs(var b)) {
            return new AttributeValue.Bs(union(a, b));
        }
        if (old instanceof AttributeValue.L(var a) && value instanceof AttributeValue.L(var b)) {
            List<AttributeValue> elements = new ArrayList<>(a);
            elements.addAll(b);
            return new AttributeValue.L(elements);
        }
        throw new ValidationException(mismatch);
    }

    /** A set that becomes empty is gone: DynamoDB has no empty sets. */
    private static @Nullable AttributeValue difference(
            AttributeValue old, AttributeValue value, String mismatch) {
        if (old instanceof AttributeValue.Ss(var a) && value instanceof AttributeValue.Ss(var b)) {
            Set<String> left = minus(a, b);
            return left.isEmpty() ? null : new AttributeValue.Ss(left);
        }
        if (old instanceof AttributeValue.Ns(var a) && value instanceof AttributeValue.Ns(var b)) {
            Set<AttributeValue.N> left = minus(a, b);
            return left.isEmpty() ? null : new AttributeValue.Ns(left);
        }
        if (old instanceof AttributeValue.Bs(var a) && value instanceof AttributeValue.Bs(var b)) {
            Set<Binary> left = minus(a, b);
            return left.isEmpty() ? null : new AttributeValue.Bs(left);
        }
        throw new ValidationException(mismatch);
    }

    private static <T> Set<T> union(Set<T> one, Set<T> two) {
        Set<T> all = new LinkedHashSet<>(one);
        all.addAll(two);
        return all;
    }

    private static <T> Set<T> minus(Set<T> one, Set<T> two) {
        Set<T> left = new LinkedHashSet<>(one);
        left.removeAll(two);
        return left;
    }
}
