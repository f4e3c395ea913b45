package dev.tablewright.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.DistanceFunction;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute;
import dev.tablewright.model.VectorIndexDefinition.SearchAttribute.Role;
import dev.tablewright.storage.InMemoryEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** What CreateTable and UpdateTable may ask of vector indexes, and what becomes of it. */
class VectorIndexRulesTest {
    private static final TableRef T = new TableRef("000000000000", "eu-west-1", "Products");
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    private final Catalog catalog =
            Catalog.open(
                    new InMemoryEngine(),
                    () -> NOW,
                    new Random(3),
                    new SequenceClock(() -> NOW),
                    (_, _, _) -> null);

    private static VectorIndexDeclaration vectors(
            String name, int dimensions, SearchAttribute... schema) {
        return new VectorIndexDeclaration(
                name,
                "v",
                dimensions,
                DistanceFunction.COSINE,
                List.of(schema),
                new IndexProjection(IndexProjection.Type.ALL, List.of()));
    }

    private static SearchAttribute hash(String name) {
        return new SearchAttribute(name, Role.HASH);
    }

    private static SearchAttribute filter(String name) {
        return new SearchAttribute(name, Role.INLINE_FILTER);
    }

    /** A table whose key is {@code a}; {@code b} is defined too. */
    private static NewTable table(
            @Nullable Throughput throughput, String defined, VectorIndexDeclaration... indexes) {
        return new NewTable(
                T,
                defined.chars()
                        .mapToObj(c -> new AttributeDeclaration("" + (char) c, KeyType.S))
                        .toList(),
                List.of(TableRequests.hash("a")),
                null,
                null,
                throughput == null ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED,
                throughput,
                null,
                null,
                null,
                null,
                null,
                false,
                Map.of(),
                List.of(indexes));
    }

    private static void refused(String text, String defined, VectorIndexDeclaration... indexes) {
        assertThatThrownBy(() -> table(null, defined, indexes))
                .isInstanceOf(ValidationException.class)
                .hasMessage(text);
    }

    @Test
    void declarationsKeepTheRules() {
        refused(INVALID + "List of VectorIndexes is empty", "a");
        refused(INVALID + "Duplicate index name: one", "a", vectors("one", 2), vectors("one", 2));
        refused(
                INVALID
                        + "All vector indexes on attribute v must have the same number of"
                        + " dimensions: 2",
                "a",
                vectors("one", 2),
                vectors("two", 3));
        refused(
                INVALID
                        + "Some index key attributes are not defined in AttributeDefinitions."
                        + " Keys: [b], AttributeDefinitions: [a]",
                "a",
                vectors("one", 2, hash("b")));
        refused(
                INVALID
                        + "The SearchSchema exceeds the maximum allowed number of HASH elements"
                        + " for vector index: one",
                "abc",
                vectors("one", 2, hash("b"), hash("c")));
        refused(
                INVALID + "An attribute may have one role only in vector index: one",
                "ab",
                vectors("one", 2, hash("b"), filter("b")));
        refused(
                INVALID + "A vector attribute must not be defined in AttributeDefinitions: v",
                "av",
                vectors("one", 2));
        refused(
                INVALID
                        + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b],"
                        + " keys used: [a]",
                "ab",
                vectors("one", 2));
        assertThatThrownBy(() -> table(new Throughput(1, 1), "a", vectors("one", 2)))
                .hasMessage(
                        INVALID
                                + "Vector indexes are only supported for tables with BillingMode"
                                + " PAY_PER_REQUEST");
    }

    /** The vector counts as one projected attribute, and each filter; a partition key does not. */
    @Test
    void projectedAttributesAreCountedOverAllIndexes() {
        SearchAttribute[] filters =
                IntStream.range(0, 99)
                        .mapToObj(i -> filter("f" + i))
                        .toArray(SearchAttribute[]::new);
        catalog.create(table(null, "a", vectors("one", 2, filters)));
        refused(
                INVALID
                        + "Number of NonKeyAttributes of all indexes exceeds per-table limit of"
                        + " 100",
                "a",
                vectors("one", 2, filters),
                vectors("two", 2));
    }

    private Table update(@Nullable String defined, IndexChange... changes) {
        TableRequests.Change change = TableRequests.change(T);
        if (defined != null) {
            change.attribute(defined, KeyType.S);
        }
        for (IndexChange each : changes) {
            change.index(each);
        }
        return catalog.update(change.build());
    }

    @Test
    void indexesComeAndGoOneAtATime() {
        catalog.create(table(null, "a", vectors("one", 2)));
        catalog.settle(T);
        assertThat(catalog.describe(T).vectorIndex("one").orElseThrow().status())
                .isEqualTo(IndexStatus.ACTIVE);
        assertThatThrownBy(
                        () ->
                                update(
                                        null,
                                        new IndexChange.CreateVectors(vectors("two", 2)),
                                        new IndexChange.DeleteVectors("one")))
                .isInstanceOf(DatabaseException.LimitExceeded.class);
        assertThatThrownBy(() -> update(null, new IndexChange.CreateVectors(vectors("one", 2))))
                .hasMessage("Attempting to create an index which already exists");
        assertThatThrownBy(() -> update(null, new IndexChange.CreateVectors(vectors("two", 3))))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> update(null, new IndexChange.DeleteVectors("none")))
                .isInstanceOf(DatabaseException.ResourceNotFound.class);

        var _ = update("b", new IndexChange.CreateVectors(vectors("two", 2, hash("b"))));
        catalog.settle(T);
        assertThat(catalog.describe(T).vectorIndex("two").orElseThrow().backfilling()).isTrue();
        assertThatThrownBy(() -> update(null, new IndexChange.DeleteVectors("one")))
                .isInstanceOf(DatabaseException.LimitExceeded.class);
        catalog.runOnce(NOW);
        assertThat(catalog.describe(T).definition().attributes()).containsOnlyKeys("a", "b");

        var _ = update(null, new IndexChange.DeleteVectors("two"));
        catalog.settle(T);
        assertThat(catalog.describe(T).vectorIndexes())
                .extracting(VectorIndexState::name)
                .containsExactly("one");
        assertThat(catalog.describe(T).definition().attributes()).containsOnlyKeys("a");
    }

    @Test
    void tableWithVectorIndexesStaysOnDemand() {
        catalog.create(table(null, "a", vectors("one", 2)));
        catalog.settle(T);
        assertThatThrownBy(
                        () ->
                                catalog.update(
                                        TableRequests.change(T)
                                                .billing(BillingMode.PROVISIONED)
                                                .throughput(1, 1)
                                                .build()))
                .hasMessage(
                        INVALID
                                + "Vector indexes are only supported for tables with BillingMode"
                                + " PAY_PER_REQUEST");
    }

    /** What only vector indexes select by stays defined; one that is on its way out stays out. */
    @Test
    void restoresKeepTheAttributesOfVectorIndexes() {
        Table made =
                catalog.create(
                        table(
                                null,
                                "abc",
                                vectors("one", 2, hash("b")),
                                vectors("two", 2, hash("c"))));
        catalog.settle(T);
        List<VectorIndexState> indexes =
                catalog.describe(T).vectorIndexes().stream()
                        .map(
                                index ->
                                        index.name().equals("two")
                                                ? index.withStatus(IndexStatus.DELETING, false)
                                                : index)
                        .toList();
        Table source = made.with().vectorIndexes(indexes).build();

        Table restored = RestoreOverrides.NONE.applyTo(source, T);

        assertThat(restored.definition().attributes()).containsOnlyKeys("a", "b");
        assertThat(restored.vectorIndexes()).extracting(VectorIndexState::name).containsOnly("one");
        RestoreOverrides provisioned =
                new RestoreOverrides(
                        BillingMode.PROVISIONED, null, null, new Throughput(1, 1), null, null);
        assertThatThrownBy(() -> provisioned.applyTo(source, T))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("only supported for tables with BillingMode");
    }
}
