package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Binary;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes random legal conditions, and with each its meaning, computed the slow and obvious way: a
 * second opinion on the production evaluator.
 */
final class RandomCondition {
    private static final List<String> TYPES =
            List.of("S", "N", "B", "SS", "NS", "BS", "L", "M", "BOOL", "NULL");
    private static final List<AttributeValue> SCALARS =
            List.of(
                    new AttributeValue.S(""),
                    new AttributeValue.S("a"),
                    new AttributeValue.S("ab"),
                    new AttributeValue.S("\uffee"),
                    new AttributeValue.S("\ud83d\ude00"),
                    new AttributeValue.N(BigDecimal.ONE),
                    new AttributeValue.N(new BigDecimal("1.50")),
                    new AttributeValue.N(BigDecimal.TWO),
                    new AttributeValue.N(new BigDecimal("-10")),
                    new AttributeValue.B(binary(0)),
                    new AttributeValue.B(binary(0, 1)),
                    new AttributeValue.B(binary(255)),
                    new AttributeValue.Bool(true),
                    new AttributeValue.Bool(false),
                    new AttributeValue.Null(),
                    new AttributeValue.Ss(Set.of("a")),
                    new AttributeValue.Ss(Set.of("a", "ab")),
                    new AttributeValue.Ns(Set.of(new AttributeValue.N(BigDecimal.ONE))),
                    new AttributeValue.Bs(Set.of(binary(0), binary(255))));

    private final Random random;
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    RandomCondition(Random random) {
        this.random = random;
    }

    /** A piece of text and what it means. */
    record Written<T>(String text, T meaning) {}

    /** What a condition says of an item. */
    interface Holds {
        boolean of(Item item);
    }

    /** What an operand is for an item. */
    interface ValueOf {
        @Nullable AttributeValue in(Item item);
    }

    /** The values of all placeholders written so far. */
    Map<String, AttributeValue> values() {
        return values;
    }

    static Item item(Random random) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextInt(4) > 0) {
                attributes.put(name, value(random, 2));
            }
        }
        return Item.of(attributes);
    }

    private static AttributeValue value(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        if (kind == 1) {
            List<AttributeValue> elements = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                elements.add(value(random, depth - 1));
            }
            return new AttributeValue.L(elements);
        }
        if (kind == 2) {
            Map<String, AttributeValue> entries = new LinkedHashMap<>();
            for (String name : List.of("a", "b")) {
                if (random.nextBoolean()) {
                    entries.put(name, value(random, depth - 1));
                }
            }
            return new AttributeValue.M(entries);
        }
        return SCALARS.get(random.nextInt(SCALARS.size()));
    }

    private static Binary binary(int... bytes) {
        byte[] copy = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            copy[i] = (byte) bytes[i];
        }
        return Binary.copyOf(copy);
    }

    // Conditions; each is written in parentheses where it is a part of another one

    Written<Holds> condition(int depth) {
        if (depth == 0) {
            return comparison();
        }
        return switch (random.nextInt(5)) {
            case 0 -> {
                var left = inParentheses(depth - 1);
                var right = inParentheses(depth - 1);
                yield new Written<>(
                        left.text() + " AND " + right.text(),
                        item -> left.meaning().of(item) && right.meaning().of(item));
            }
            case 1 -> {
                var left = inParentheses(depth - 1);
                var right = inParentheses(depth - 1);
                yield new Written<>(
                        left.text() + " or " + right.text(),
                        item -> left.meaning().of(item) || right.meaning().of(item));
            }
            case 2 -> {
                var negated = inParentheses(depth - 1);
                yield new Written<>("not " + negated.text(), item -> !negated.meaning().of(item));
            }
            default -> comparison();
        };
    }

    private Written<Holds> inParentheses(int depth) {
        var inner = condition(depth);
        return new Written<>("(" + inner.text() + ")", inner.meaning());
    }

    private Written<Holds> comparison() {
        return switch (random.nextInt(8)) {
            case 0 -> {
                var path = path();
                yield new Written<>(
                        "attribute_exists(" + path.text() + ")",
                        item -> path.meaning().in(item) != null);
            }
            case 1 -> {
                var path = path();
                yield new Written<>(
                        "attribute_not_exists(" + path.text() + ")",
                        item -> path.meaning().in(item) == null);
            }
            case 2 -> ofType();
            case 3 -> {
                var whole = operand();
                var part = operand();
                yield new Written<>(
                        "contains(" + whole.text() + "," + part.text() + ")",
                        item -> contains(whole.meaning().in(item), part.meaning().in(item)));
            }
            case 4 -> in();
            case 5 -> between();
            default -> operator();
        };
    }

    private Written<Holds> ofType() {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        var path = path();
        return new Written<>(
                "attribute_type(" + path.text() + ", " + key(new AttributeValue.S(type)) + ")",
                item -> {
                    AttributeValue value = path.meaning().in(item);
                    return value != null && value.type().equals(type);
                });
    }

    private Written<Holds> in() {
        var left = operand();
        var one = operand();
        var two = operand();
        return new Written<>(
                left.text() + " IN (" + one.text() + ", " + two.text() + ")",
                item ->
                        order(left, one, item).contains("=")
                                || order(left, two, item).contains("="));
    }

    private Written<Holds> between() {
        var left = operand();
        var low = operand();
        var high = operand();
        return new Written<>(
                left.text() + " BETWEEN " + low.text() + " AND " + high.text(),
                item ->
                        List.of(">", ">=").contains(order(left, low, item))
                                && List.of("<", ">=").contains(order(left, high, item)));
    }

    private Written<Holds> operator() {
        var left = operand();
        var right = operand();
        String operator = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
        return new Written<>(
                left.text() + operator + right.text(),
                item -> {
                    String order = order(left, right, item);
                    return switch (operator) {
                        case "=" -> order.contains("=");
                        case "<>" -> !order.contains("=");
                        case "<" -> order.equals("<");
                        case "<=" -> order.equals("<") || order.equals(">=");
                        case ">" -> order.equals(">");
                        default -> order.equals(">") || order.equals(">=");
                    };
                });
    }

    // Operands

    private Written<ValueOf> operand() {
        return switch (random.nextInt(6)) {
            case 0 -> {
                AttributeValue value = value(random, 1);
                yield new Written<>(key(value), _ -> value);
            }
            case 1 -> {
                var path = path();
                yield new Written<>(
                        "size(" + path.text() + ")", item -> size(path.meaning().in(item)));
            }
            default -> path();
        };
    }

    private String key(AttributeValue value) {
        String key = ":v" + values.size();
        values.put(key, value);
        return key;
    }

    private Written<ValueOf> path() {
        String name = List.of("a", "b", "c", "d").get(random.nextInt(4));
        return switch (random.nextInt(4)) {
            case 0 -> {
                int index = random.nextInt(3);
                yield new Written<>(
                        name + "[" + index + "]",
                        item ->
                                item.attributes().get(name) instanceof AttributeValue.L list
                                                && list.elements().size() > index
                                        ? list.elements().get(index)
                                        : null);
            }
            case 1 ->
                    new Written<>(
                            name + ".b",
                            item ->
                                    item.attributes().get(name) instanceof AttributeValue.M map
                                            ? map.entries().get("b")
                                            : null);
            default -> new Written<>(name, item -> item.attributes().get(name));
        };
    }

    // Meaning, slow

    /** "<", ">", ">=" (ordered and equal), "=" (equal without an order) or "" (neither). */
    private static String order(Written<ValueOf> left, Written<ValueOf> right, Item item) {
        AttributeValue a = left.meaning().in(item);
        AttributeValue b = right.meaning().in(item);
        if (a == null || b == null || !a.type().equals(b.type())) {
            return "";
        }
        int order;
        if (a instanceof AttributeValue.N(var x) && b instanceof AttributeValue.N(var y)) {
            order = x.compareTo(y);
        } else if (a instanceof AttributeValue.S || a instanceof AttributeValue.B) {
            order = Arrays.compareUnsigned(bytes(a), bytes(b));
        } else {
            return a.equals(b) ? "=" : "";
        }
        return order < 0 ? "<" : order > 0 ? ">" : ">=";
    }

    private static byte[] bytes(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(var text) -> text.getBytes(StandardCharsets.UTF_8);
            case AttributeValue.B(var binary) -> binary.toByteArray();
            default -> throw new IllegalArgumentException(value.type());
        };
    }

    private static boolean contains(@Nullable AttributeValue whole, @Nullable AttributeValue part) {
        if (whole == null || part == null) {
            return false;
        }
        return switch (whole) {
            case AttributeValue.S _, AttributeValue.B _ ->
                    whole.type().equals(part.type())
                            && hex(bytes(whole)).matches("(..)*" + hex(bytes(part)) + "(..)*");
            case AttributeValue.L(var elements) -> elements.stream().anyMatch(part::equals);
            case AttributeValue.Ss(var members) ->
                    members.stream().anyMatch(m -> new AttributeValue.S(m).equals(part));
            case AttributeValue.Ns(var members) -> members.stream().anyMatch(part::equals);
            case AttributeValue.Bs(var members) ->
                    members.stream().anyMatch(m -> new AttributeValue.B(m).equals(part));
            default -> false;
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static @Nullable AttributeValue size(@Nullable AttributeValue value) {
        int size =
                switch (value) {
                    case AttributeValue.S(var text) -> text.toCharArray().length;
                    case AttributeValue.B b -> bytes(b).length;
                    case AttributeValue.L(var elements) -> elements.toArray().length;
                    case AttributeValue.M(var entries) -> entries.keySet().toArray().length;
                    case AttributeValue.Ss(var members) -> members.toArray().length;
                    case AttributeValue.Ns(var members) -> members.toArray().length;
                    case AttributeValue.Bs(var members) -> members.toArray().length;
                    case null, default -> -1;
                };
        return size < 0 ? null : new AttributeValue.N(BigDecimal.valueOf(size));
    }
}
