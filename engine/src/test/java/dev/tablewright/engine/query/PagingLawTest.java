package dev.tablewright.engine.query;

import static dev.tablewright.engine.TestDatabase.ALL;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.global;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.local;
import static dev.tablewright.engine.TestDatabase.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.TestExpressions;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Binary;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.KeyCondition;
import dev.tablewright.model.expression.KeyCondition.Operator;
import dev.tablewright.model.expression.KeyCondition.Term;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Queries and scans against a plain list of items: whatever the page size and the direction, the
 * pages put together are what one would pick from the list.
 */
class PagingLawTest {
    private static final List<Operator> OPERATORS = List.of(Operator.values());

    private static final Condition HALF =
            TestExpressions.condition(
                    item ->
                            item != null
                                    && ((AttributeValue.N) Objects.requireNonNull(item.get("id")))
                                                            .value()
                                                            .intValueExact()
                                                    % 2
                                            == 0,
                    "id");

    private final TestDatabase database = new TestDatabase();
    private final List<Item> items = new ArrayList<>();

    /** Few different values, of every key type, so that all sorts of equality happen. */
    private static AttributeValue value(Random random, String attribute) {
        return switch (attribute.charAt(0)) {
            case 's' ->
                    new AttributeValue.S(
                            List.of("a", "a\0", "a\0b", "aa", "b", "ä", "\uD83D\uDE00")
                                    .get(random.nextInt(7)));
            case 'n' ->
                    new AttributeValue.N(
                            new BigDecimal(
                                    List.of("-1e3", "-2", "-0.5", "0", "0.5", "2", "10")
                                            .get(random.nextInt(7))));
            default -> {
                byte[] bytes = new byte[1 + random.nextInt(2)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) List.of(0, 1, 0x7F, 0xFF).get(random.nextInt(4)).intValue();
                }
                yield new AttributeValue.B(Binary.copyOf(bytes));
            }
        };
    }

    private Table create() {
        return database.create(
                "t",
                definition(
                        "s0:S n0:N b1:B s1:S n1:N s2:S",
                        key("s0", "n0"),
                        local("LocalBinary", key("s0", "b1"), ALL),
                        local("LocalString", key("s0", "s1"), ALL),
                        global("Hash", key("n1"), ALL),
                        global("Inverted", key("n0", "s0"), ALL),
                        global("String", key("b1", "s1"), ALL),
                        global(
                                "Multi",
                                new KeySchema(List.of("n1", "s1"), List.of("b1", "s2", "n0")),
                                ALL)));
    }

    private void fill(Random random) {
        Map<List<AttributeValue>, Item> byKey = new LinkedHashMap<>();
        for (int id = 0; id < 60; id++) {
            Map<String, AttributeValue> attributes = new LinkedHashMap<>();
            for (String attribute : List.of("s0", "n0", "b1", "s1", "n1", "s2")) {
                if (attribute.endsWith("0") || random.nextInt(6) > 0) {
                    attributes.put(attribute, value(random, attribute));
                }
            }
            attributes.put("id", TestDatabase.value(id));
            Item item = Item.of(attributes);
            database.put("t", item);
            byKey.put(
                    List.of(
                            Objects.requireNonNull(item.get("s0")),
                            Objects.requireNonNull(item.get("n0"))),
                    item);
        }
        items.addAll(byKey.values());
    }

    @Test
    void pagesOfAQueryAreWhatOneWouldPickFromAList() {
        for (long seed = 1; seed <= 12; seed++) {
            items.clear();
            Random random = new Random(seed);
            Table table = create();
            fill(random);
            for (int i = 0; i < 120; i++) {
                compare(random, table, "seed " + seed + " query " + i);
            }
        }
    }

    private void compare(Random random, Table table, String description) {
        IndexDefinition index = anyIndex(random, table);
        KeySchema schema = index == null ? table.definition().key() : index.key();
        List<Term> terms = terms(random, schema);
        boolean forward = random.nextBoolean();
        Condition filter = random.nextInt(3) == 0 ? HALF : null;
        List<Item> expected =
                new ArrayList<>(
                        items.stream()
                                .filter(item -> schema.attributes().stream().allMatch(item::has))
                                .filter(item -> terms.stream().allMatch(t -> holds(t, item)))
                                .sorted(order(table, schema, index))
                                .toList());
        if (!forward) {
            java.util.Collections.reverse(expected);
        }
        expected.removeIf(item -> filter != null && !filter.holdsFor(item));

        List<Item> found = new ArrayList<>();
        Item start = null;
        do {
            Page page =
                    database.queries.query(
                            new QueryRequest(
                                    ref("t"),
                                    index == null ? null : index.name(),
                                    new KeyCondition(terms),
                                    filter,
                                    null,
                                    null,
                                    forward,
                                    1 + random.nextInt(5),
                                    start,
                                    false));
            found.addAll(page.items());
            start = page.lastEvaluatedKey();
        } while (start != null);
        assertThat(found).as("%s: %s %s", description, index, terms).isEqualTo(expected);
    }

    private static @Nullable IndexDefinition anyIndex(Random random, Table table) {
        int index = random.nextInt(1 + table.indexes().size());
        return index == table.indexes().size() ? null : table.indexes().get(index).definition();
    }

    private static List<Term> terms(Random random, KeySchema schema) {
        List<Term> terms = new ArrayList<>();
        for (String attribute : schema.hash()) {
            terms.add(new Term(attribute, Operator.EQ, List.of(value(random, attribute))));
        }
        int given = random.nextInt(1 + schema.range().size());
        for (int i = 0; i < given; i++) {
            String attribute = schema.range().get(i);
            terms.add(
                    i < given - 1
                            ? new Term(attribute, Operator.EQ, List.of(value(random, attribute)))
                            : anyTerm(random, attribute));
        }
        java.util.Collections.shuffle(terms, random);
        return terms;
    }

    private static Term anyTerm(Random random, String attribute) {
        Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
        AttributeValue first = value(random, attribute);
        AttributeValue second = value(random, attribute);
        return switch (operator) {
            case BETWEEN ->
                    compare(first, second) <= 0
                            ? new Term(attribute, operator, List.of(first, second))
                            : new Term(attribute, operator, List.of(second, first));
            case BEGINS_WITH ->
                    first instanceof AttributeValue.N
                            ? new Term(attribute, Operator.GE, List.of(first))
                            : new Term(attribute, operator, List.of(first));
            case EQ, LT, LE, GT, GE -> new Term(attribute, operator, List.of(first));
        };
    }

    private static boolean holds(Term term, Item item) {
        AttributeValue value = Objects.requireNonNull(item.get(term.attribute()));
        AttributeValue first = term.operands().getFirst();
        return switch (term.operator()) {
            case EQ -> compare(value, first) == 0;
            case LT -> compare(value, first) < 0;
            case LE -> compare(value, first) <= 0;
            case GT -> compare(value, first) > 0;
            case GE -> compare(value, first) >= 0;
            case BETWEEN ->
                    compare(value, first) >= 0 && compare(value, term.operands().getLast()) <= 0;
            case BEGINS_WITH -> hex(value).startsWith(hex(first));
        };
    }

    private static Comparator<Item> order(
            Table table, KeySchema schema, @Nullable IndexDefinition index) {
        List<String> attributes = new ArrayList<>(schema.range());
        if (index != null) {
            attributes.addAll(table.definition().key().attributes());
        }
        return (one, other) -> {
            for (String attribute : attributes) {
                int order =
                        compare(
                                Objects.requireNonNull(one.get(attribute)),
                                Objects.requireNonNull(other.get(attribute)));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compare(AttributeValue one, AttributeValue other) {
        return one instanceof AttributeValue.N(var a) && other instanceof AttributeValue.N(var b)
                ? a.compareTo(b)
                : hex(one).compareTo(hex(other));
    }

    private static String hex(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(var text) ->
                    java.util.HexFormat.of()
                            .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case AttributeValue.B(var bytes) ->
                    java.util.HexFormat.of().formatHex(bytes.toByteArray());
            default -> throw new IllegalArgumentException(value.type());
        };
    }

    @Test
    void segmentsOfAScanHoldEachItemOnce() {
        long seed = 5;
        Random random = new Random(seed);
        Table table = create();
        fill(random);
        for (int i = 0; i < 30; i++) {
            IndexDefinition index = anyIndex(random, table);
            KeySchema schema = index == null ? table.definition().key() : index.key();
            int segments = 1 + random.nextInt(6);
            List<Item> found = new ArrayList<>();
            for (int segment = 0; segment < segments; segment++) {
                scan(random, index, segment, segments, found);
            }
            assertThat(found)
                    .as("seed %s %s in %s", seed, index, segments)
                    .containsExactlyInAnyOrderElementsOf(
                            items.stream()
                                    .filter(
                                            item ->
                                                    schema.attributes().stream()
                                                            .allMatch(item::has))
                                    .toList());
        }
    }

    private void scan(
            Random random,
            @Nullable IndexDefinition index,
            int segment,
            int segments,
            List<Item> found) {
        Item start = null;
        do {
            Page page =
                    database.queries.scan(
                            new ScanRequest(
                                    ref("t"),
                                    index == null ? null : index.name(),
                                    null,
                                    null,
                                    null,
                                    1 + random.nextInt(9),
                                    start,
                                    false,
                                    segment,
                                    segments));
            found.addAll(page.items());
            start = page.lastEvaluatedKey();
        } while (start != null);
    }

    @Test
    void startKeyBelongsToOneSegment() {
        create();
        fill(new Random(3));
        Item key = items.getFirst().only(Set.of("s0", "n0"));
        Set<Integer> accepted = new HashSet<>();
        for (int segment = 0; segment < 7; segment++) {
            var request =
                    new ScanRequest(ref("t"), null, null, null, null, null, key, false, segment, 7);
            try {
                database.queries.scan(request);
                accepted.add(segment);
            } catch (ValidationException refused) {
                assertThat(refused)
                        .hasMessage(
                                "The provided starting key is invalid: Invalid ExclusiveStartKey."
                                        + " Please use ExclusiveStartKey with correct Segment."
                                        + " TotalSegments: 7 Segment: "
                                        + segment);
            }
        }
        assertThat(accepted).hasSize(1);
    }

    @Test
    void startKeyOfAScanHasTheAttributesOfAKey() {
        create();
        String text = "The provided starting key is invalid";
        String mismatch = ": The provided key element does not match the schema";
        refusedScan(text + mismatch, null, item("s0", "a"));
        refusedScan(text + mismatch, null, item("s0", "a", "n0", "a"));
        refusedScan(text, "Hash", item("n1", 1));
        refusedScan(text, "Hash", item("s0", "a", "n0", 1));
        refusedScan(text + mismatch, "Hash", item("s0", "a", "n0", "a", "n1", 1));
    }

    private void refusedScan(String text, @Nullable String index, Item start) {
        var request = new ScanRequest(ref("t"), index, null, null, null, null, start, false, 0, 1);
        assertThatThrownBy(() -> database.queries.scan(request))
                .isInstanceOf(ValidationException.class)
                .hasMessage(text);
    }
}
