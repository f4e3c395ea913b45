package dev.tablewright.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Tag;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whose tables an object of the namespace {@code koa} brings back. */
class RestoresTest {
    private final Restores restores =
            new Restores(InstantSource.system(), Set.of("koa", "koa-dev", "pay")::contains);
    private EngineProvider engine;
    private Provider provider;

    @BeforeEach
    void open() throws Exception {
        engine = EngineProvider.open();
        provider = engine.provider();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void tablesOfTheNamespaceByTheirTags() throws Exception {
        make("orders", "koa");
        make("idp-koa-wages", "pay");
        make("koa-nobodys", null);

        assertThat(restore("orders")).isEqualTo("orders-back");
        assertRefused("idp-koa-wages");
        assertRefused("koa-nobodys");
    }

    /** Their backups may be left; the tags are not. */
    @Test
    void tablesThatAreGoneByTheirNames() {
        assertThatThrownBy(() -> restore("idp-koa-gone"))
                .isInstanceOf(ExternalFailure.class)
                .hasMessageNotContaining("of the namespace");

        assertRefused("idp-koa-dev-gone");
        assertRefused("koa-dev-gone");
        assertRefused("pay-gone");
        assertRefused("koa");
    }

    private void assertRefused(String table) {
        assertThatThrownBy(() -> restore(table))
                .isInstanceOf(ExternalFailure.class)
                .hasMessage(
                        "spec.forProvider.sourceTable: nothing says that the table "
                                + table
                                + " is of the namespace koa; for more, the platform has"
                                + " \"tablewright restore\"");
    }

    private String restore(String table) throws Exception {
        var object =
                new ManagedObject(
                        new ManagedObject.Identity(
                                "v1alpha1", "TableRestore", "koa", "back", "uid-1", null),
                        1,
                        null,
                        Map.of(),
                        Map.of(),
                        new ArrayList<>(),
                        Map.of(
                                "forProvider",
                                Map.of(
                                        "region",
                                        EngineProvider.REGION,
                                        "sourceTable",
                                        table,
                                        "targetTable",
                                        table + "-back")),
                        Map.of());
        return String.valueOf(restores.connect(object, provider).create());
    }

    private void make(String table, @Nullable String namespace) {
        DynamoDbClient dynamoDb = provider.target().dynamoDb(EngineProvider.REGION);
        List<Tag> tags =
                namespace == null
                        ? List.of()
                        : List.of(
                                tag("idp/namespace", namespace),
                                tag("idp/release", "r"),
                                tag("managed-by", "tablewright"));
        var _ =
                dynamoDb.createTable(
                        r ->
                                r.tableName(table)
                                        .billingMode(BillingMode.PAY_PER_REQUEST)
                                        .attributeDefinitions(
                                                AttributeDefinition.builder()
                                                        .attributeName("id")
                                                        .attributeType("S")
                                                        .build())
                                        .keySchema(
                                                KeySchemaElement.builder()
                                                        .attributeName("id")
                                                        .keyType("HASH")
                                                        .build())
                                        .tags(tags));
        dynamoDb.waiter().waitUntilTableExists(r -> r.tableName(table));
        var _ =
                dynamoDb.updateContinuousBackups(
                        r ->
                                r.tableName(table)
                                        .pointInTimeRecoverySpecification(
                                                s -> s.pointInTimeRecoveryEnabled(true)));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
