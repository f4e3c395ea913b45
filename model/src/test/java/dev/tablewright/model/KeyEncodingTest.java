package dev.tablewright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.model.AttributeValue.B;
import dev.tablewright.model.AttributeValue.Bool;
import dev.tablewright.model.AttributeValue.N;
import dev.tablewright.model.AttributeValue.S;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Laws of the key order, on seeded random values that are often close to each other. */
class KeyEncodingTest {
    private static final long SEED = 20261121;
    private static final int PAIRS = 20_000;

    @Test
    void orderOfNumbersIsOrderOfTheirBytes() {
        Random random = new Random(SEED);
        for (int i = 0; i < PAIRS; i++) {
            N a = number(random);
            N b = random.nextInt(4) == 0 ? near(random, a) : number(random);

            assertThat(sign(KeyEncoding.plain(a), KeyEncoding.plain(b)))
                    .as("seed %s: %s ? %s", SEED, a, b)
                    .isEqualTo(a.value().compareTo(b.value()));
        }
    }

    @Test
    void orderOfStringsIsOrderOfTheirUtf8Bytes() {
        Random random = new Random(SEED);
        for (int i = 0; i < PAIRS; i++) {
            String a = text(random);
            String b = text(random);
            int expected =
                    Integer.signum(
                            Arrays.compareUnsigned(
                                    a.getBytes(StandardCharsets.UTF_8),
                                    b.getBytes(StandardCharsets.UTF_8)));

            assertThat(sign(KeyEncoding.plain(new S(a)), KeyEncoding.plain(new S(b))))
                    .as("seed %s: %s ? %s", SEED, a, b)
                    .isEqualTo(expected);
        }
    }

    /** Without delimiting, ("a", "b") and ("ab", "") would be one key. */
    @Test
    void compositesOrderByFirstThenSecondValue() {
        Random random = new Random(SEED);
        for (int i = 0; i < PAIRS; i++) {
            List<AttributeValue> a = List.of(binary(random), number(random), binary(random));
            List<AttributeValue> b = new ArrayList<>(a);
            int from = random.nextInt(3);
            for (int at = from; at < 3; at++) {
                b.set(at, at == 1 ? number(random) : binary(random));
            }

            assertThat(sign(KeyEncoding.composite(a), KeyEncoding.composite(b)))
                    .as("seed %s: %s ? %s", SEED, a, b)
                    .isEqualTo(compare(a, b));
        }
    }

    /** Query on the first attributes of a composite key reads exactly the keys with this prefix. */
    @Test
    void firstValuesArePrefixOfNoOtherComposite() {
        Random random = new Random(SEED);
        for (int i = 0; i < PAIRS; i++) {
            AttributeValue first = binary(random);
            AttributeValue other = binary(random);
            byte[] all = KeyEncoding.composite(List.of(other, number(random)));

            assertThat(startsWith(all, KeyEncoding.composite(List.of(first))))
                    .as("seed %s: %s, %s", SEED, first, other)
                    .isEqualTo(first.equals(other));
        }
    }

    @Test
    void compositePrefixCoversExactlyValuesThatBeginWithIt() {
        Random random = new Random(SEED);
        for (int i = 0; i < PAIRS; i++) {
            N first = number(random);
            B prefix = binary(random);
            B value = binary(random);
            byte[] from = KeyEncoding.compositePrefix(List.of(first), prefix);
            byte[] end = KeyEncoding.endOfPrefix(from);
            byte[] key = KeyEncoding.composite(List.of(first, value));

            boolean inside =
                    Arrays.compareUnsigned(key, from) >= 0
                            && (end == null || Arrays.compareUnsigned(key, end) < 0);
            assertThat(inside)
                    .as("seed %s: %s begins with %s", SEED, value, prefix)
                    .isEqualTo(
                            startsWith(value.value().toByteArray(), prefix.value().toByteArray()));
        }
    }

    @Test
    void everythingBeginsWithNothing() {
        assertThat(KeyEncoding.endOfPrefix(new byte[0])).isNull();
        assertThat(KeyEncoding.endOfPrefix(new byte[] {-1, -1})).isNull();
        assertThat(KeyEncoding.endOfPrefix(new byte[] {1, -1})).isEqualTo(new byte[] {2});
    }

    @Test
    void refusesWhatCannotBeAKey() {
        assertThatThrownBy(() -> KeyEncoding.plain(new Bool(true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyEncoding.plain(new N(new BigDecimal("1E126"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int compare(List<AttributeValue> a, List<AttributeValue> b) {
        for (int i = 0; i < a.size(); i++) {
            int order =
                    a.get(i) instanceof N(var left) && b.get(i) instanceof N(var right)
                            ? left.compareTo(right)
                            : ((B) a.get(i)).value().compareTo(((B) b.get(i)).value());
            if (order != 0) {
                return Integer.signum(order);
            }
        }
        return 0;
    }

    private static int sign(byte[] a, byte[] b) {
        return Integer.signum(Arrays.compareUnsigned(a, b));
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static N number(Random random) {
        if (random.nextInt(20) == 0) {
            return new N(BigDecimal.ZERO);
        }
        int digits = 1 + random.nextInt(random.nextBoolean() ? 3 : 38);
        StringBuilder text = new StringBuilder();
        text.append((char) ('1' + random.nextInt(9)));
        for (int i = 1; i < digits; i++) {
            text.append((char) ('0' + random.nextInt(random.nextBoolean() ? 2 : 10)));
        }
        int exponent = random.nextBoolean() ? random.nextInt(3) : random.nextInt(256) - 130;
        BigInteger unscaled = new BigInteger(text.toString());
        return new N(
                new BigDecimal(
                        random.nextBoolean() ? unscaled : unscaled.negate(),
                        digits - 1 - exponent));
    }

    private static N near(Random random, N number) {
        if (number.value().precision() >= 38) {
            return new N(number.value().setScale(number.value().scale() + 3));
        }
        BigDecimal step = number.value().ulp().scaleByPowerOfTen(-1);
        BigDecimal moved = number.value().add(random.nextBoolean() ? step : step.negate());
        return moved.precision() - moved.scale() - 1 < -130 ? number : new N(moved);
    }

    private static B binary(Random random) {
        byte[] bytes = new byte[random.nextInt(4)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = new byte[] {0, 1, (byte) 0xFE, (byte) 0xFF}[random.nextInt(4)];
        }
        return new B(Binary.copyOf(bytes));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.appendCodePoint(new int[] {0, 'a', 'b', 0xE9, 0xFFFD, 0x1F600}[random.nextInt(6)]);
        }
        return text.toString();
    }
}
