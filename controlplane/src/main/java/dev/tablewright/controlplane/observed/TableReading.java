package dev.tablewright.controlplane.observed;

import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexDescription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads DynamoDB's descriptions into our own nouns. */
final class TableReading {
    private TableReading() {}

    static boolean indexesReady(TableDescription table) {
        return Stream.concat(
                        table.globalSecondaryIndexes().stream()
                                .map(GlobalSecondaryIndexDescription::indexStatusAsString),
                        table.vectorIndexes().stream()
                                .map(VectorIndexDescription::indexStatusAsString))
                // DynamoDB Local leaves the status out.
                .allMatch(status -> status == null || status.equals("ACTIVE"));
    }

    static TableDefinition definition(TableDescription table) {
        Map<String, KeyType> attributes = new LinkedHashMap<>();
        table.attributeDefinitions()
                .forEach(
                        attribute ->
                                attributes.put(
                                        attribute.attributeName(),
                                        KeyType.valueOf(attribute.attributeTypeAsString())));
        List<IndexDefinition> indexes = new ArrayList<>();
        table.localSecondaryIndexes()
                .forEach(
                        index ->
                                indexes.add(
                                        index(
                                                index.indexName(),
                                                Kind.LOCAL,
                                                index.keySchema(),
                                                index.projection(),
                                                null)));
        table.globalSecondaryIndexes()
                .forEach(
                        index ->
                                indexes.add(
                                        index(
                                                index.indexName(),
                                                Kind.GLOBAL,
                                                index.keySchema(),
                                                index.projection(),
                                                index.provisionedThroughput())));
        return new TableDefinition(key(table.keySchema()), attributes, indexes);
    }

    private static IndexDefinition index(
            String name,
            Kind kind,
            List<KeySchemaElement> key,
            Projection projection,
            @Nullable ProvisionedThroughputDescription throughput) {
        return new IndexDefinition(
                name,
                kind,
                key(key),
                new IndexProjection(
                        IndexProjection.Type.valueOf(projection.projectionTypeAsString()),
                        projection.nonKeyAttributes()),
                throughput(throughput),
                null);
    }

    private static KeySchema key(List<KeySchemaElement> elements) {
        return new KeySchema(names(elements, "HASH"), names(elements, "RANGE"));
    }

    private static List<String> names(List<KeySchemaElement> elements, String role) {
        return elements.stream()
                .filter(element -> element.keyTypeAsString().equals(role))
                .map(KeySchemaElement::attributeName)
                .toList();
    }

    /** A table that never changed its mode may have no summary at all: it is provisioned. */
    static BillingMode billingMode(TableDescription table) {
        return table.billingModeSummary() != null
                        && "PAY_PER_REQUEST"
                                .equals(table.billingModeSummary().billingModeAsString())
                ? BillingMode.PAY_PER_REQUEST
                : BillingMode.PROVISIONED;
    }

    static Throughput throughput(TableDescription table) {
        return throughput(table.provisionedThroughput());
    }

    private static Throughput throughput(@Nullable ProvisionedThroughputDescription throughput) {
        return throughput == null
                ? Throughput.ON_DEMAND
                : new Throughput(
                        orZero(throughput.readCapacityUnits()),
                        orZero(throughput.writeCapacityUnits()));
    }

    static CapacityMoves moves(TableDescription table) {
        Map<String, CapacityMoves.Decreases> indexes = new LinkedHashMap<>();
        table.globalSecondaryIndexes()
                .forEach(
                        index ->
                                indexes.put(
                                        index.indexName(),
                                        decreases(index.provisionedThroughput())));
        return new CapacityMoves(
                decreases(table.provisionedThroughput()),
                indexes,
                table.billingModeSummary() == null
                        ? null
                        : table.billingModeSummary().lastUpdateToPayPerRequestDateTime());
    }

    private static CapacityMoves.Decreases decreases(
            @Nullable ProvisionedThroughputDescription throughput) {
        return throughput == null
                ? CapacityMoves.Decreases.NONE
                : new CapacityMoves.Decreases(
                        throughput.lastDecreaseDateTime(),
                        (int) orZero(throughput.numberOfDecreasesToday()));
    }

    private static long orZero(@Nullable Long units) {
        return units == null ? 0 : units;
    }
}
