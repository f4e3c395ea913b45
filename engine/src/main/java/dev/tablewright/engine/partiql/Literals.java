package dev.tablewright.engine.partiql;

import dev.tablewright.engine.partiql.Expression.Collection;
import dev.tablewright.engine.partiql.Expression.Collection.Entry;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Binary;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values as statements write them: lists, sets between double angles, maps with quoted names. */
final class Literals {
    private Literals() {}

    /**
     * Returns the item that a tuple writes.
     *
     * @throws ValidationException if something in it is no value
     */
    static Item item(Collection tuple) {
        return Item.of(entries(tuple, "root"));
    }

    /**
     * Returns the value of an expression.
     *
     * @throws ValidationException if it is none
     */
    static AttributeValue value(Expression expression) {
        return value(expression, "root");
    }

    private static AttributeValue value(Expression expression, String path) {
        return switch (expression) {
            case Expression.Value value -> value.value();
            case Collection collection ->
                    switch (collection.form()) {
                        case TUPLE -> new AttributeValue.M(entries(collection, path));
                        case BAG -> set(collection, path);
                        case LIST -> new AttributeValue.L(elements(collection, path));
                    };
            default ->
                    throw new ValidationException(
                            "Unsupported data type: "
                                    + expression.kind()
                                    + " under key "
                                    + path
                                    + " at "
                                    + expression.at().place());
        };
    }

    private static Map<String, AttributeValue> entries(Collection tuple, String path) {
        Map<String, AttributeValue> entries = new LinkedHashMap<>();
        for (Entry entry : tuple.entries()) {
            if (!(entry.name() instanceof Expression.Value(_, AttributeValue.S(var name)))) {
                throw new ValidationException(
                        "Tuple keys must be of type String. Actual type: "
                                + entry.name().kind()
                                + " under "
                                + path
                                + " at "
                                + entry.name().at().place());
            }
            if (entries.put(name, value(entry.value(), path + "." + name)) != null) {
                throw new ValidationException(
                        "Duplicate keys in tuple. Key: "
                                + name
                                + " under "
                                + path
                                + " at "
                                + entry.name().at().place());
            }
        }
        return entries;
    }

    private static List<AttributeValue> elements(Collection collection, String path) {
        List<AttributeValue> elements = new ArrayList<>();
        for (Entry entry : collection.entries()) {
            elements.add(value(entry.value(), path));
        }
        return elements;
    }

    private static AttributeValue set(Collection bag, String path) {
        List<AttributeValue> elements = elements(bag, path);
        if (elements.isEmpty()) {
            throw new ValidationException("Empty bags are not supported at " + bag.at().place());
        }
        Set<String> texts = new LinkedHashSet<>();
        Set<AttributeValue.N> numbers = new LinkedHashSet<>();
        Set<Binary> binaries = new LinkedHashSet<>();
        boolean distinct = true;
        for (AttributeValue element : elements) {
            distinct &=
                    switch (element) {
                        case AttributeValue.S(var text) -> texts.add(text);
                        case AttributeValue.N number -> numbers.add(number);
                        case AttributeValue.B(var bytes) -> binaries.add(bytes);
                        default -> throw unfitForSet();
                    };
        }
        int kinds =
                (texts.isEmpty() ? 0 : 1)
                        + (numbers.isEmpty() ? 0 : 1)
                        + (binaries.isEmpty() ? 0 : 1);
        if (kinds != 1) {
            throw unfitForSet();
        }
        if (!distinct) {
            throw new ValidationException("Input collection contains duplicates");
        }
        if (!texts.isEmpty()) {
            return new AttributeValue.Ss(texts);
        }
        return numbers.isEmpty() ? new AttributeValue.Bs(binaries) : new AttributeValue.Ns(numbers);
    }

    private static ValidationException unfitForSet() {
        return new ValidationException(
                "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in"
                        + " bags");
    }
}
