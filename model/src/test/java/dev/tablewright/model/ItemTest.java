package dev.tablewright.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.model.AttributeValue.L;
import dev.tablewright.model.AttributeValue.N;
import dev.tablewright.model.AttributeValue.Ns;
import dev.tablewright.model.AttributeValue.S;
import dev.tablewright.model.AttributeValue.Ss;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class ItemTest {
    private static final long SEED = 20261121;
    private static final int ITEMS = 2_000;

    private final RandomItems random = new RandomItems(new Random(SEED));

    @Test
    void storedBytesHoldTheWholeItem() {
        for (int i = 0; i < ITEMS; i++) {
            Map<String, AttributeValue> attributes = random.attributes();
            Item read = Item.wrap(Item.of(attributes).encoded());

            assertThat(read.attributes()).as("seed %s", SEED).isEqualTo(attributes);
            assertThat(read.names()).as("order").containsExactlyElementsOf(attributes.keySet());
            for (Map.Entry<String, AttributeValue> entry : attributes.entrySet()) {
                assertThat(read.get(entry.getKey())).isEqualTo(entry.getValue());
            }
            assertThat(read.get("absent")).isNull();
        }
    }

    /** The header carries the size, counted while writing; this counts it once more, decoded. */
    @Test
    void sizeIsThatOfTheDecodedAttributes() {
        for (int i = 0; i < ITEMS; i++) {
            Map<String, AttributeValue> attributes = random.attributes();

            assertThat(Item.of(attributes).sizeBytes())
                    .as("seed %s: %s", SEED, attributes)
                    .isEqualTo(size(attributes));
        }
    }

    @Test
    void orderOfAttributesAndMembersIsNoDifference() {
        for (int i = 0; i < ITEMS; i++) {
            Map<String, AttributeValue> attributes = random.attributes();
            Item item = Item.of(attributes);
            Item reversed = Item.wrap(Item.of(reversed(attributes)).encoded());

            assertThat(reversed).as("seed %s", SEED).isEqualTo(item).hasSameHashCodeAs(item);
        }
        assertThat(item("s", new Ss(set("a", "b")))).isEqualTo(item("s", new Ss(set("b", "a"))));
        assertThat(item("n", new N(new BigDecimal("1.0"))))
                .isEqualTo(item("n", new N(new BigDecimal("1"))));
        assertThat(item("n", new Ns(Set.of(new N(new BigDecimal("1E+2"))))))
                .isEqualTo(item("n", new Ns(Set.of(new N(new BigDecimal("100"))))));
        assertThat(item("l", new L(List.of(new S("a"), new S("b")))))
                .isNotEqualTo(item("l", new L(List.of(new S("b"), new S("a")))));
    }

    @Test
    void onlyKeepsWhatIsNamed() {
        Random choice = new Random(SEED);
        for (int i = 0; i < ITEMS; i++) {
            Map<String, AttributeValue> attributes = random.attributes();
            Map<String, AttributeValue> expected = new LinkedHashMap<>(attributes);
            expected.keySet().removeIf(_ -> choice.nextBoolean());
            Item only = Item.of(attributes).only(expected.keySet());

            assertThat(only).as("seed %s", SEED).isEqualTo(Item.of(expected));
            assertThat(only.sizeBytes()).isEqualTo(size(expected));
        }
    }

    @Test
    void changedSetsAndRemoves() {
        Random choice = new Random(SEED);
        for (int i = 0; i < ITEMS; i++) {
            Map<String, AttributeValue> attributes = random.attributes();
            Map<String, AttributeValue> set = new LinkedHashMap<>(random.attributes());
            attributes.keySet().stream()
                    .filter(_ -> choice.nextInt(3) == 0)
                    .forEach(name -> set.put(name, random.value(1)));
            List<String> removed =
                    attributes.keySet().stream().filter(_ -> choice.nextInt(3) == 0).toList();
            Map<String, AttributeValue> expected = new LinkedHashMap<>(attributes);
            expected.putAll(set);
            expected.keySet().removeAll(removed);

            Item changed = Item.of(attributes).changed(set, removed);

            assertThat(changed.attributes()).as("seed %s", SEED).isEqualTo(expected);
            assertThat(changed.sizeBytes()).isEqualTo(size(expected));
        }
    }

    /** A data directory written by a later release must not be read as garbage. */
    @Test
    void refusesBytesOfAnotherVersion() {
        byte[] encoded = Item.EMPTY.encoded().clone();
        encoded[0] = 99;

        assertThatThrownBy(() -> Item.wrap(encoded)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Item.wrap(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int size(Map<String, AttributeValue> attributes) {
        return attributes.entrySet().stream()
                .mapToInt(
                        entry ->
                                entry.getKey().getBytes(StandardCharsets.UTF_8).length
                                        + entry.getValue().sizeBytes())
                .sum();
    }

    private static Map<String, AttributeValue> reversed(Map<String, AttributeValue> attributes) {
        List<String> names = new ArrayList<>(attributes.keySet());
        Collections.reverse(names);
        Map<String, AttributeValue> reversed = new LinkedHashMap<>();
        for (String name : names) {
            AttributeValue value = attributes.get(name);
            if (value != null) {
                reversed.put(name, value);
            }
        }
        return reversed;
    }

    private static Item item(String name, AttributeValue value) {
        return Item.of(Map.of(name, value));
    }

    private static Set<String> set(String... members) {
        return new LinkedHashSet<>(List.of(members));
    }
}
