package dev.tablewright.model;

import dev.tablewright.model.AttributeValue.B;
import dev.tablewright.model.AttributeValue.Bool;
import dev.tablewright.model.AttributeValue.Bs;
import dev.tablewright.model.AttributeValue.L;
import dev.tablewright.model.AttributeValue.M;
import dev.tablewright.model.AttributeValue.N;
import dev.tablewright.model.AttributeValue.Ns;
import dev.tablewright.model.AttributeValue.Null;
import dev.tablewright.model.AttributeValue.S;
import dev.tablewright.model.AttributeValue.Ss;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Generates legal items of every type, with awkward texts and numbers at the limits. */
public final class RandomItems {
    private final Random random;

    /** Generates from {@code random}. */
    public RandomItems(Random random) {
        this.random = random;
    }

    /** Returns attributes for one item, often none, sometimes more than a few. */
    public Map<String, AttributeValue> attributes() {
        return entries(random.nextInt(10) == 0 ? 40 : 6, 3);
    }

    /** Returns one value with at most {@code depth} levels of lists and maps. */
    public AttributeValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 8)) {
            case 0 -> new S(text());
            case 1 -> number();
            case 2 -> new B(binary());
            case 3 -> new Bool(random.nextBoolean());
            case 4 -> new Null();
            case 5 -> new Ss(texts());
            case 6 -> new Ns(numbers());
            case 7 -> new Bs(binaries());
            case 8 -> new L(list(depth - 1));
            default -> new M(entries(4, depth - 1));
        };
    }

    private Map<String, AttributeValue> entries(int bound, int depth) {
        Map<String, AttributeValue> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(bound); i > 0; i--) {
            entries.put("n" + text(), value(depth));
        }
        return entries;
    }

    private List<AttributeValue> list(int depth) {
        List<AttributeValue> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(value(depth));
        }
        return elements;
    }

    private Set<String> texts() {
        Set<String> texts = new LinkedHashSet<>();
        for (int i = size(); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    private Set<N> numbers() {
        Set<N> numbers = new LinkedHashSet<>();
        for (int i = size(); i > 0; i--) {
            numbers.add(number());
        }
        return numbers;
    }

    private Set<Binary> binaries() {
        Set<Binary> binaries = new LinkedHashSet<>();
        for (int i = size(); i > 0; i--) {
            binaries.add(binary());
        }
        return binaries;
    }

    /** At most a few members, sometimes enough to leave the code path for few. */
    private int size() {
        return 1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 3);
    }

    /** Returns a legal number. */
    public N number() {
        BigInteger digits =
                random.nextBoolean()
                        ? BigInteger.valueOf(random.nextInt(200))
                        : new BigInteger(1 + random.nextInt(126), random);
        int length = digits.toString().length();
        int exponent = random.nextBoolean() ? length - 1 : random.nextInt(256) - 130;
        return new N(
                new BigDecimal(
                        random.nextBoolean() ? digits : digits.negate(), length - 1 - exponent));
    }

    private Binary binary() {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        return Binary.copyOf(bytes);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 300 : 5); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(8)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> '"';
                        case 2 -> '\\';
                        case 3 -> 0x80 + random.nextInt(0x700);
                        case 4 -> 0x800 + random.nextInt(0x1000);
                        case 5 -> 0x10000 + random.nextInt(0x1000);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }
}
