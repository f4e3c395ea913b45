package dev.tablewright.engine.vector;

import static dev.tablewright.engine.TestDatabase.ALL;
import static dev.tablewright.engine.TestDatabase.KEYS;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestDatabase.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.TestExpressions;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.index.Backfill;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.vector.Found.Hit;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.Item;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute.Role;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Whatever was written, and whether an index was there before or came later: a search finds what
 * one would pick from the table's items, scored in plain arithmetic.
 */
class VectorSearchLawTest {
    private static final int DIMENSIONS = 4;
    private static final SearchAttribute HASH = new SearchAttribute("h", Role.HASH);
    private static final SearchAttribute FILTER = new SearchAttribute("f", Role.INLINE_FILTER);

    private final TestDatabase database = new TestDatabase();
    private final Searches searches = new StoredSearches(database.storage, database);
    private final Map<List<AttributeValue>, Item> items = new LinkedHashMap<>();

    private static VectorIndexDefinition index(
            String name, DistanceFunction function, SearchAttribute... schema) {
        return new VectorIndexDefinition(
                name,
                "v",
                DIMENSIONS,
                function,
                List.of(schema),
                name.contains("Keys") ? KEYS : ALL);
    }

    private static final List<VectorIndexDefinition> INDEXES =
            List.of(
                    index("Cosine", DistanceFunction.COSINE),
                    index("CosineByHash", DistanceFunction.COSINE, HASH, FILTER),
                    index("EuclideanKeys", DistanceFunction.EUCLIDEAN, FILTER),
                    index("Dot", DistanceFunction.DOT_PRODUCT, FILTER, HASH));

    @Test
    void searchesFindTheBestOfAllItems() {
        long seed = 20261121;
        Random random = new Random(seed);
        Table table = database.create("t", definition("pk:S sk:N h:S", key("pk", "sk")));
        for (VectorIndexDefinition index : INDEXES.subList(0, 3)) {
            table = database.vectors(table, index, IndexStatus.ACTIVE);
        }
        for (int i = 0; i < 400; i++) {
            write(random);
        }
        table = database.vectors(table, INDEXES.get(3), IndexStatus.CREATING);
        fill(table, random);
        database.vectors(table, INDEXES.get(3), IndexStatus.ACTIVE);
        for (int i = 0; i < 400; i++) {
            search(random, "seed " + seed + ", search " + i);
        }
    }

    private void fill(Table table, Random random) {
        Backfill backfill = new Backfill(database.storage, 7);
        Key after = null;
        do {
            after = backfill.advance(table, table.vectorIndexes().getLast(), after);
            write(random);
        } while (after != null);
    }

    private void write(Random random) {
        Item key = item("pk", "p" + random.nextInt(12), "sk", random.nextInt(12));
        List<AttributeValue> id = List.copyOf(key.attributes().values());
        switch (random.nextInt(6)) {
            case 0 -> {
                items.remove(id);
                database.items.write(ref("t"), new ItemWrite.Remove(key, Condition.ALWAYS));
            }
            case 1 -> change(id, key, TestExpressions.remove("v"));
            case 2 -> change(id, key, TestExpressions.set("h", "h" + random.nextInt(2)));
            default -> {
                Item item = filled(random, key);
                items.put(id, item);
                database.put("t", item);
            }
        }
    }

    private void change(
            List<AttributeValue> id, Item key, dev.tablewright.model.expression.Update update) {
        var written =
                database.items.write(ref("t"), new ItemWrite.Change(key, update, Condition.ALWAYS));
        items.put(id, java.util.Objects.requireNonNull(written.after()));
    }

    private static Item filled(Random random, Item key) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>(key.attributes());
        if (random.nextInt(8) > 0) {
            attributes.put("v", vector(random));
        }
        if (random.nextInt(5) > 0) {
            attributes.put("h", value("h" + random.nextInt(2)));
        }
        if (random.nextInt(5) > 0) {
            attributes.put("f", random.nextBoolean() ? value(1) : new AttributeValue.Bool(true));
        }
        attributes.put("other", value("o"));
        return Item.of(attributes);
    }

    /** Small whole numbers, so that vectors of zeros and of equal directions happen. */
    private static AttributeValue.L vector(Random random) {
        List<AttributeValue> elements = new ArrayList<>();
        for (int i = 0; i < DIMENSIONS; i++) {
            elements.add(
                    new AttributeValue.N(
                            random.nextInt(3) == 0
                                    ? BigDecimal.valueOf(random.nextInt(5) - 2)
                                    : new BigDecimal(Float.toString(random.nextFloat() - 0.5f))));
        }
        return new AttributeValue.L(elements);
    }

    private void search(Random random, String description) {
        VectorIndexDefinition index = INDEXES.get(random.nextInt(INDEXES.size()));
        Map<String, AttributeValue> equal = new LinkedHashMap<>();
        if (index.hash() != null) {
            equal.put("h", value("h" + random.nextInt(3)));
        }
        if (index.searchable().contains("f") && random.nextBoolean()) {
            equal.put("f", value(1.00));
        }
        AttributeValue.L vector = vector(random);
        int most = 1 + random.nextInt(20);
        List<Hit> hits =
                searches.search(
                                new SearchRequest(
                                        ref("t"),
                                        index.name(),
                                        vector.elements(),
                                        most,
                                        equal,
                                        null))
                        .hits();

        List<Double> expected = scores(index, vector, equal);
        assertThat(hits).as(description).hasSize(Math.min(most, expected.size()));
        Set<Item> seen = new HashSet<>();
        for (int i = 0; i < hits.size(); i++) {
            Hit hit = hits.get(i);
            assertThat(hit.score()).as(description).isCloseTo(expected.get(i), within(1e-9));
            Item stored = storedOf(hit.item());
            assertThat(seen.add(stored)).as(description).isTrue();
            assertThat(score(index, vector, stored))
                    .as(description)
                    .isCloseTo(hit.score(), within(1e-9));
            assertThat(fits(stored, equal)).as(description).isTrue();
            assertThat(hit.item()).as(description).isEqualTo(projected(index, stored));
        }
    }

    private Item storedOf(Item found) {
        return java.util.Objects.requireNonNull(
                items.get(
                        List.of(
                                java.util.Objects.requireNonNull(found.get("pk")),
                                java.util.Objects.requireNonNull(found.get("sk")))));
    }

    private static Item projected(VectorIndexDefinition index, Item stored) {
        return index.projection().equals(ALL) ? stored : stored.only(Set.of("pk", "sk", "f", "v"));
    }

    private List<Double> scores(
            VectorIndexDefinition index,
            AttributeValue.L vector,
            Map<String, AttributeValue> equal) {
        Comparator<Double> best =
                index.distance() == DistanceFunction.DOT_PRODUCT
                        ? Comparator.reverseOrder()
                        : Comparator.naturalOrder();
        return items.values().stream()
                .filter(item -> item.has("v") && fits(item, equal))
                .map(item -> score(index, vector, item))
                .sorted(best)
                .toList();
    }

    private static boolean fits(Item item, Map<String, AttributeValue> equal) {
        return equal.entrySet().stream()
                .allMatch(each -> each.getValue().equals(item.get(each.getKey())));
    }

    /** Slow and obvious. */
    private static double score(VectorIndexDefinition index, AttributeValue.L vector, Item item) {
        double[] a = floats(vector);
        double[] b = floats(item.get("v"));
        double product = 0;
        double squares = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            squares += (a[i] - b[i]) * (a[i] - b[i]);
            ofA += a[i] * a[i];
            ofB += b[i] * b[i];
        }
        return switch (index.distance()) {
            case COSINE -> ofA == 0 || ofB == 0 ? 1 : 1 - product / Math.sqrt(ofA) / Math.sqrt(ofB);
            case EUCLIDEAN -> Math.sqrt(squares);
            case DOT_PRODUCT -> product;
        };
    }

    private static double[] floats(@Nullable AttributeValue vector) {
        return ((AttributeValue.L) java.util.Objects.requireNonNull(vector))
                .elements().stream()
                        .mapToDouble(element -> ((AttributeValue.N) element).value().floatValue())
                        .toArray();
    }
}
