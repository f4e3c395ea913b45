package dev.tablewright.engine.vector;

import static dev.tablewright.engine.TestDatabase.KEYS;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestDatabase.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.TestExpressions;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.index.Backfill;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.VectorIndexDefinition;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute.Role;
import dev.tablewright.model.expression.Condition;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What vectors and searches may look like. The texts are ours. */
class VectorRulesTest {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String MISFIT =
            INVALID
                    + "Type mismatch for vector attribute v Expected: L of 2 numbers in the range"
                    + " of a 32-bit float IndexName: V";
    private static final VectorIndexDefinition V =
            new VectorIndexDefinition(
                    "V",
                    "v",
                    2,
                    DistanceFunction.COSINE,
                    List.of(
                            new SearchAttribute("h", Role.HASH),
                            new SearchAttribute("f", Role.INLINE_FILTER)),
                    KEYS);

    private final TestDatabase database = new TestDatabase();
    private final Searches searches = new StoredSearches(database.storage, database);
    private Table table = database.create("t", definition("pk:S h:S", key("pk")));

    @BeforeEach
    void addIndex() {
        table = database.vectors(table, V, IndexStatus.ACTIVE);
    }

    private static AttributeValue.L vector(Object... elements) {
        return new AttributeValue.L(Arrays.stream(elements).map(TestDatabase::value).toList());
    }

    private static AttributeValue number(String text) {
        return new AttributeValue.N(new BigDecimal(text));
    }

    private static void refused(String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ValidationException.class).hasMessage(text);
    }

    private ThrowingCallable put(Object vector) {
        return () -> database.put("t", item("pk", "a", "h", "x", "v", vector));
    }

    private ThrowingCallable search(AttributeValue.L vector, Map<String, AttributeValue> equal) {
        return () ->
                searches.search(
                        new SearchRequest(ref("t"), "V", vector.elements(), 3, equal, null));
    }

    @Test
    void storedVectorsFitTheirIndex() {
        refused(MISFIT, put("text"));
        refused(MISFIT, put(vector(1)));
        refused(MISFIT, put(vector(1, 2, 3)));
        refused(MISFIT, put(vector(1, "2")));
        refused(MISFIT, put(vector(1, number("3.5e38"))));
        database.put("t", item("pk", "a", "h", "x", "v", vector(1, number("3.4e38"))));
        refused(
                MISFIT,
                () ->
                        database.items.write(
                                ref("t"),
                                new ItemWrite.Change(
                                        item("pk", "a"),
                                        TestExpressions.set("v", 1),
                                        Condition.ALWAYS)));
    }

    @Test
    void searchableAttributesHaveTheirDeclaredType() {
        refused(
                INVALID + "Type mismatch for Index Key h Expected: S Actual: N IndexName: V",
                () -> database.put("t", item("pk", "a", "h", 1)));
        refused(
                "One or more parameter values are not valid. A value specified for a secondary"
                        + " index key is not supported. The AttributeValue for a key attribute"
                        + " cannot contain an empty string value. IndexName: V, IndexKey: h",
                () -> database.put("t", item("pk", "a", "h", "")));
        database.put("t", item("pk", "a", "f", new AttributeValue.Bool(true)));
    }

    /** What was there before may be anything, and is left out; other changes of it go on. */
    @Test
    void misfitsFromBeforeTheIndexAreLeftOut() {
        Table old = database.create("t", definition("pk:S h:S", key("pk")));
        database.put("t", item("pk", "text", "h", "x", "v", "text"));
        database.put("t", item("pk", "short", "h", "x", "v", vector(1)));
        database.put("t", item("pk", "number", "h", 1, "v", vector(1, 2)));
        database.put("t", item("pk", "good", "h", "x", "v", vector(1, 2)));
        Table indexed = database.vectors(old, V, IndexStatus.CREATING);
        var backfill = new Backfill(database.storage, 100);
        assertThat(backfill.advance(indexed, indexed.vectorIndexes().getFirst(), null)).isNull();
        database.vectors(indexed, V, IndexStatus.ACTIVE);
        database.items.write(
                ref("t"),
                new ItemWrite.Change(
                        item("pk", "text"), TestExpressions.set("other", 1), Condition.ALWAYS));

        Found found =
                searches.search(
                        new SearchRequest(
                                ref("t"),
                                "V",
                                vector(1, 2).elements(),
                                9,
                                Map.of("h", value("x")),
                                null));

        assertThat(found.hits())
                .extracting(hit -> hit.item().get("pk"))
                .containsExactly(value("good"));
        assertThat(found.hits().getFirst().score()).isZero();
    }

    @Test
    void searchesFitTheirIndex() {
        Map<String, AttributeValue> x = Map.of("h", value("x"));
        refused(
                INVALID + "SearchVector has 3 dimensions, but vector index V has 2",
                search(vector(1, 2, 3), x));
        String numbers =
                INVALID + "SearchVector must be a list of numbers in the range of a 32-bit float";
        refused(numbers, search(vector(1, "2"), x));
        refused(numbers, search(vector(1, number("1e39")), x));
        refused(
                "HASH key attributes h must have equality conditions specified in the search",
                search(vector(1, 2), Map.of("f", value(1))));
        refused(
                INVALID + "Condition parameter type does not match schema type",
                search(vector(1, 2), Map.of("h", value(1))));
        refused(
                "Invalid SearchConditionExpression: Attribute is not part of the search schema of"
                        + " vector index V: pk",
                search(vector(1, 2), Map.of("h", value("x"), "pk", value("a"))));
    }

    @Test
    void onlyVectorIndexesThatAreReadyAreSearched() {
        database.vectors(table, V, IndexStatus.CREATING);
        refused(
                "Cannot read from backfilling vector index: V",
                search(vector(1, 2), Map.of("h", value("x"))));
        database.vectors(table, V, IndexStatus.DELETING);
        refused(
                "The table does not have the specified index: V",
                search(vector(1, 2), Map.of("h", value("x"))));
    }

    @Test
    void writesAreBilledByWhatTheIndexProjects() {
        Item small = item("pk", "a", "h", "x", "v", vector(1, 2));
        assertThat(database.put("t", small).consumed().onVectorIndexes())
                .isEqualTo(Map.of("V", 1024L));
        Item unrelated = TestExpressions.with(small, "other", value("y"));
        assertThat(database.put("t", unrelated).consumed().onVectorIndexes()).isEmpty();
    }
}
