package dev.tablewright.engine.catalog;

import static dev.tablewright.engine.catalog.TableRequests.hash;
import static dev.tablewright.engine.catalog.TableRequests.index;
import static dev.tablewright.engine.catalog.TableRequests.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What CreateTable may declare; the texts are DynamoDB's. */
class DefinitionRulesTest {
    private static final TableRef T = new TableRef("000000000000", "eu-west-1", "Orders");
    private static final String INVALID = "One or more parameter values were invalid: ";

    private static TableRequests.Create table() {
        return TableRequests.create(T);
    }

    /** Key a and b, attribute c for indexes. */
    private static TableRequests.Create indexed() {
        return table().attributes("a", "b", "c").key(hash("a"), range("b"));
    }

    private static void refused(TableRequests.Create wanted, String message) {
        assertThatThrownBy(wanted::build)
                .isInstanceOf(ValidationException.class)
                .hasMessage(message);
    }

    @Test
    void keysAreDefinedAndInOrder() {
        refused(
                table().key(hash("a"), range("b")),
                "Invalid KeySchema: Some index key attribute have no definition");
        refused(
                table().key(hash("x")),
                INVALID
                        + "Some index key attributes are not defined in AttributeDefinitions. Keys:"
                        + " [x], AttributeDefinitions: [a]");
        refused(
                table().attributes("a", "b").key(hash("a"), range("a")),
                "Both the Hash Key and the Range Key element in the KeySchema have the same name");
        refused(
                table().key(range("a")),
                "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        refused(
                table().attributes("a", "b").key(hash("a"), hash("b")),
                "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }

    @Test
    void everyDefinedAttributeIsUsed() {
        refused(
                table().attributes("a", "b"),
                INVALID
                        + "Number of attributes in KeySchema does not exactly match number of"
                        + " attributes defined in AttributeDefinitions");
        refused(
                table().attributes("a", "b").global(index("byA", hash("a"))),
                INVALID
                        + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b],"
                        + " keys used: [a]");
        refused(
                table().attributes("a", "b", "b").global(index("byB", hash("b"))),
                "Cannot have two attributes with the same name");
    }

    @Test
    void localIndexesShareTheHashKeyAndHaveARange() {
        refused(indexed().local(), INVALID + "List of LocalSecondaryIndexes is empty");
        refused(
                table().attributes("a", "c").local(index("byC", hash("a"), range("c"))),
                INVALID
                        + "Table KeySchema does not have a range key, which is required when"
                        + " specifying a LocalSecondaryIndex");
        refused(
                indexed().local(index("byC", hash("a"))),
                INVALID + "Index KeySchema does not have a range key for index: byC");
        refused(
                indexed().local(index("byC", hash("b"), range("c"))),
                INVALID
                        + "Index KeySchema does not have the same leading hash key as table"
                        + " KeySchema for index: byC. index hash key: b, table hash key: a");
        refused(
                indexed().local(index("byD", hash("a"), range("d"))),
                INVALID
                        + "Some index key attributes are not defined in AttributeDefinitions. Keys:"
                        + " [a, d], AttributeDefinitions: [a, b, c]");
        refused(
                indexed().local(many(6, "local")),
                INVALID + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");
        assertThat(indexed().local(many(5, "local")).build().definition().indexes()).hasSize(5);
    }

    private static IndexDeclaration[] many(int count, String prefix) {
        List<IndexDeclaration> indexes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indexes.add(index(prefix + i, hash("a"), range("c")));
        }
        return indexes.toArray(IndexDeclaration[]::new);
    }

    @Test
    void globalIndexesAreAtMostTwenty() {
        refused(indexed().global(), INVALID + "List of GlobalSecondaryIndexes is empty");
        refused(
                indexed().global(many(21, "global")),
                INVALID + "GlobalSecondaryIndex count exceeds the per-table limit of 20");
        assertThat(indexed().global(many(20, "global")).build().definition().indexes()).hasSize(20);
    }

    @Test
    void namesOfIndexesAreUniqueInTheTable() {
        IndexDeclaration byC = index("byC", hash("a"), range("c"));
        refused(indexed().local(byC, byC), INVALID + "Duplicate index name: byC");
        refused(indexed().global(byC, byC), INVALID + "Duplicate index name: byC");
        refused(indexed().local(byC).global(byC), INVALID + "Duplicate index name: byC");
    }

    @Test
    void keyOfAGlobalIndexHasUpToFourAttributesOfEachKind() {
        String[] names = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
        TableDefinition widest =
                table().attributes("a", "b", "c", "d", "e", "f", "g", "h")
                        .key(hash("a"))
                        .global(
                                index(
                                        "wide",
                                        hash("a"),
                                        hash("b"),
                                        hash("c"),
                                        hash("d"),
                                        range("e"),
                                        range("f"),
                                        range("g"),
                                        range("h")))
                        .build()
                        .definition();
        assertThat(widest.indexes().getFirst().key())
                .isEqualTo(new KeySchema(List.of("a", "b", "c", "d"), List.of("e", "f", "g", "h")));

        refused(
                table().attributes(names)
                        .global(
                                index(
                                        "wide", hash("a"), hash("b"), hash("c"), hash("d"),
                                        hash("e"))),
                INVALID
                        + "The KeySchema exceeds the maximum allowed number of HASH key"
                        + " attributes");
        refused(
                table().attributes(names)
                        .global(
                                index(
                                        "wide",
                                        hash("a"),
                                        range("b"),
                                        range("c"),
                                        range("d"),
                                        range("e"),
                                        range("f"))),
                INVALID
                        + "The KeySchema exceeds the maximum allowed number of RANGE key"
                        + " attributes");
        refused(
                table().attributes(names).global(index("mixed", hash("a"), range("b"), hash("c"))),
                INVALID
                        + "All HASH key attributes must precede RANGE key attributes in the"
                        + " KeySchema");
        refused(
                table().attributes(names).global(index("noHash", range("a"))),
                "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        refused(
                table().attributes(names).global(index("twice", hash("a"), hash("a"))),
                "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }

    @Test
    void projectionsNameAttributesExactlyForInclude() {
        refused(
                indexed().global(projecting("byC", null)),
                INVALID + "Unknown ProjectionType: null");
        refused(
                indexed().global(projecting("byC", IndexProjection.Type.ALL, "x")),
                INVALID + "ProjectionType is ALL, but NonKeyAttributes is specified");
        refused(
                indexed().global(projecting("byC", IndexProjection.Type.KEYS_ONLY, "x")),
                INVALID + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified");
        refused(
                indexed().global(projecting("byC", IndexProjection.Type.INCLUDE)),
                INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        indexed().global(projecting("byC", IndexProjection.Type.INCLUDE, "x")).build();
    }

    /** A name in two indexes counts twice. */
    @Test
    void allIndexesTogetherProjectAtMost100NamedAttributes() {
        String[] twenty = new String[20];
        java.util.Arrays.setAll(twenty, i -> "attribute" + i);
        IndexDeclaration[] five = new IndexDeclaration[5];
        java.util.Arrays.setAll(
                five, i -> projecting("byC" + i, IndexProjection.Type.INCLUDE, twenty));
        indexed().global(five).build();

        refused(
                indexed()
                        .global(five)
                        .local(projecting("one-more", IndexProjection.Type.INCLUDE, "x")),
                INVALID
                        + "Number of NonKeyAttributes of all indexes exceeds per-table limit of"
                        + " 100");
    }

    private static IndexDeclaration projecting(
            String name, IndexProjection.@Nullable Type type, String... attributes) {
        return new IndexDeclaration(
                name,
                List.of(hash("a"), range("c")),
                type == null ? null : new IndexProjection(type, List.of(attributes)),
                null,
                null,
                null);
    }

    @Test
    void throughputGoesWithTheBillingMode() {
        Throughput one = new Throughput(1, 1);
        refused(
                table().billing(BillingMode.PAY_PER_REQUEST, one),
                INVALID
                        + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when"
                        + " BillingMode is PAY_PER_REQUEST");
        refused(
                table().billing(BillingMode.PROVISIONED, null),
                INVALID
                        + "ReadCapacityUnits and WriteCapacityUnits must both be specified when"
                        + " BillingMode is PROVISIONED");
        refused(
                table().throughput(1_000_000_000_001L, 1),
                "Given value 1000000000001 for ReadCapacityUnits is out of bounds");
        refused(
                indexed().throughput(1, 1).global(index("byC", hash("c"))),
                INVALID + "ProvisionedThroughput is not specified for index: byC");
        refused(
                indexed().global(provisioned("byC")),
                INVALID
                        + "ProvisionedThroughput should not be specified for index: byC when"
                        + " BillingMode is PAY_PER_REQUEST");
        indexed().throughput(1, 1).global(provisioned("byC")).build();
    }

    @Test
    void tableBeyondTheSoftLimitIsRefused() {
        assertThatThrownBy(() -> table().throughput(40_001, 1).build())
                .isInstanceOf(DatabaseException.LimitExceeded.class);
        table().throughput(40_000, 40_000).build();
    }

    private static IndexDeclaration provisioned(String name) {
        return new IndexDeclaration(
                name,
                List.of(hash("c")),
                new IndexProjection(IndexProjection.Type.ALL, List.of()),
                new Throughput(1, 1),
                null,
                null);
    }

    @Test
    void onDemandLimitsAreForOnDemandTables() {
        refused(
                table().limit(0, 1),
                INVALID
                        + "Requested MaxReadRequestUnits for OnDemandThroughput for table is"
                        + " outside of valid range");
        refused(
                table().limit(1, -2),
                INVALID
                        + "Requested MaxWriteRequestUnits for OnDemandThroughput for table is"
                        + " outside of valid range");
        refused(
                table().throughput(1, 1).limit(1, 1),
                INVALID
                        + "Neither MaxReadRequestUnits nor MaxWriteRequestUnits can be specified"
                        + " when BillingMode is PROVISIONED");
        assertThat(table().limit(-1, 7).build().onDemandLimit())
                .isEqualTo(new OnDemandLimit(-1, 7));
    }

    @Test
    void streamsNameAViewExactlyWhenSwitchedOn() {
        assertThatThrownBy(() -> new StreamRequest(true, null))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> new StreamRequest(false, StreamView.KEYS_ONLY))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void tagsOfAwsAreReserved() {
        assertThatThrownBy(() -> Tags.check(Map.of("aws:cloudformation:stack", "x")))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> Tags.check(Map.of("AWS:x", "x")))
                .isInstanceOf(ValidationException.class);
        Tags.check(Map.of("awsome", "x"));
    }
}
