package dev.tablewright.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.External.Observation.Missing;
import dev.tablewright.operator.managed.External.Observation.Present;
import dev.tablewright.operator.managed.External.State;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Table objects against our engine, without an API server. */
final class TablesTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final Tables tables = new Tables(new Steps(InstantSource.system(), new Random(7)));
    private final Map<String, Object> forProvider = new LinkedHashMap<>();
    private final Map<String, Object> spec = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private EngineProvider engine;
    private Provider provider;

    @BeforeEach
    void open() throws Exception {
        engine = EngineProvider.open(new Counted(UrlConnectionHttpClient.create(), calls));
        provider = engine.provider();
        forProvider.put("region", EngineProvider.REGION);
        forProvider.put("hashKey", "id");
        forProvider.put("billingMode", "PAY_PER_REQUEST");
        forProvider.put("attribute", List.of(Map.of("name", "id", "type", "S")));
        spec.put("forProvider", forProvider);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** What is promised for thousands of tables: under two calls in the mean. */
    @Test
    void aTableThatStaysAsItIsCostsUnderTwoCallsAPoll() throws Exception {
        forProvider.put("pointInTimeRecovery", Map.of("enabled", true));
        forProvider.put("ttl", Map.of("enabled", true, "attributeName", "expires"));
        forProvider.put("tags", Map.of("team", "koa"));
        make();
        calls.set(0);

        int polls = 24;
        for (int i = 0; i < polls; i++) {
            assertThat(look().state()).isEqualTo(State.UP_TO_DATE);
        }

        assertThat(calls.get()).isLessThan(2 * polls);
    }

    /** DescribeTable shows it, so the very next poll does. */
    @Test
    void whatDescribeTableShowsIsSeenAtTheNextPoll() throws Exception {
        forProvider.put("deletionProtectionEnabled", true);
        make();
        var _ = dynamoDb().updateTable(r -> r.tableName("orders").deletionProtectionEnabled(false));
        settle();

        assertThat(look().differences())
                .containsExactly(new Difference("deletionProtectionEnabled", "off", "on"));
    }

    @Test
    void otherSettingsAreSeenByAThoroughLook() throws Exception {
        forProvider.put("tags", Map.of("team", "koa"));
        make();
        String arn = dynamoDb().describeTable(r -> r.tableName("orders")).table().tableArn();
        var _ = dynamoDb().tagResource(r -> r.resourceArn(arn).tags(tag("team", "else")));

        assertThat(look().state()).isEqualTo(State.UP_TO_DATE);
        assertThat(((Present) connect().observe(true)).differences())
                .containsExactly(new Difference("tag team", "else", "koa"));
    }

    /** Absence after presence is removal; absence that always was is not compared. */
    @Test
    void anIndexListThatLeavesTheObjectTakesItsIndexesAlong() throws Exception {
        forProvider.put(
                "attribute",
                List.of(Map.of("name", "id", "type", "S"), Map.of("name", "a", "type", "S")));
        forProvider.put(
                "globalSecondaryIndex",
                List.of(Map.of("name", "by-a", "hashKey", "a", "projectionType", "ALL")));
        make();
        forProvider.remove("globalSecondaryIndex");
        forProvider.put("attribute", List.of(Map.of("name", "id", "type", "S")));

        assertThat(fresh().state()).isEqualTo(State.UP_TO_DATE);

        annotations.put(Annotations.NAMED, "globalSecondaryIndex");
        assertThat(fresh().differences())
                .containsExactly(new Difference("globalSecondaryIndex by-a", "present", "absent"));
    }

    @Test
    void whoOnlyObservesNeedSayNothing() throws Exception {
        make();
        forProvider.keySet().retainAll(List.of("region"));
        spec.put("managementPolicies", List.of("Observe"));

        Present seen = fresh();

        assertThat(seen.state()).isEqualTo(State.UP_TO_DATE);
        assertThat(seen.atProvider())
                .containsEntry("hashKey", "id")
                .containsEntry("billingMode", "PAY_PER_REQUEST");
        assertThat(seen.unnamed()).containsEntry("hashKey", "id").doesNotContainKey("tags");
    }

    /** Crossplane's older version writes lists of one, and zeros. */
    @Test
    void theOlderFormMeansTheSame() throws Exception {
        forProvider.put("pointInTimeRecovery", List.of(Map.of("enabled", true)));
        forProvider.put("readCapacity", 0);
        forProvider.put("writeCapacity", 0);

        make();

        assertThat(look().atProvider())
                .containsEntry(
                        "pointInTimeRecovery", Map.of("enabled", true, "recoveryPeriodInDays", 35));
    }

    /** As AWS has it; a values file says otherwise. */
    @Test
    void whatSaysNoBillingModeIsProvisioned() {
        forProvider.remove("billingMode");

        assertThatThrownBy(() -> connect().create())
                .isInstanceOf(ExternalFailure.class)
                .hasMessageContaining("spec.forProvider.readCapacity");
    }

    /** Its values count once, and are not taken back when they are only in initProvider. */
    @Test
    void initialSettingsCountAtCreationOnly() throws Exception {
        spec.put("initProvider", Map.of("deletionProtectionEnabled", true));
        make();

        assertThat(
                        dynamoDb()
                                .describeTable(r -> r.tableName("orders"))
                                .table()
                                .deletionProtectionEnabled())
                .isTrue();
        var _ = dynamoDb().updateTable(r -> r.tableName("orders").deletionProtectionEnabled(false));
        settle();
        assertThat(fresh().state()).isEqualTo(State.UP_TO_DATE);
    }

    /** As the chart renders them; a table that is deleted leaves none behind. */
    @Test
    void replicasComeAndGoWithTheirTable() throws Exception {
        forProvider.put("pointInTimeRecovery", Map.of("enabled", true));
        forProvider.put("replica", List.of(replica(Map.of("pointInTimeRecovery", true))));
        make();
        assertThat(fresh().state()).isEqualTo(State.UP_TO_DATE);
        assertThat(isInUs()).isTrue();
        assertThat(fresh().atProvider().get("replica"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "regionName",
                                        "us-east-1",
                                        "arn",
                                        "arn:aws:dynamodb:us-east-1:123456789012:table/orders")));

        connect().delete();

        assertThat(isInUs()).isFalse();
    }

    /** The operator does not wait for a replica, and may be another one when it is there. */
    @Test
    void aReplicaThatIsNotAsItsTableIsMended() throws Exception {
        forProvider.put("replica", List.of(replica(Map.of())));
        forProvider.put("tags", Map.of("team", "koa"));
        make();
        var there = provider.target().dynamoDb("us-east-1");
        String arn = there.describeTable(r -> r.tableName("orders")).table().tableArn();
        there.untagResource(r -> r.resourceArn(arn).tagKeys("team"));

        assertThat(fresh().differences())
                .containsExactly(
                        new Difference(
                                "replicas", "us-east-1 (not as its table: tags)", "us-east-1"));
        make();
        assertThat(there.listTagsOfResource(r -> r.resourceArn(arn)).tags())
                .contains(tag("team", "koa"));
    }

    @Test
    void aReplicaThatLeavesTheObjectIsRemoved() throws Exception {
        forProvider.put("replica", List.of(replica(Map.of())));
        make();
        forProvider.remove("replica");
        annotations.put(Annotations.NAMED, "replica");
        tables.forget(object().identity());

        make();

        assertThat(isInUs()).isFalse();
    }

    @Test
    void aReplicaOtherThanItsTableIsRefused() {
        for (Map.Entry<String, Object> other :
                Map.<String, Object>of(
                                "consistencyMode", "STRONG",
                                "propagateTags", false,
                                "pointInTimeRecovery", true,
                                "deletionProtectionEnabled", true)
                        .entrySet()) {
            forProvider.put("replica", List.of(replica(Map.of(other.getKey(), other.getValue()))));

            assertThatThrownBy(() -> connect().create())
                    .isInstanceOf(ExternalFailure.class)
                    .hasMessageContaining(
                            "spec.forProvider.replica[0].%s %s is not served"
                                    .formatted(other.getKey(), other.getValue()));
        }
    }

    private static Map<String, Object> replica(Map<String, Object> more) {
        Map<String, Object> replica = new LinkedHashMap<>();
        replica.put("regionName", "us-east-1");
        replica.put("propagateTags", true);
        replica.put("deletionProtectionEnabled", false);
        replica.putAll(more);
        return replica;
    }

    private boolean isInUs() {
        return provider.target().dynamoDb("us-east-1").listTables().tableNames().contains("orders");
    }

    /** Else who may write objects in one namespace could have the tables of all others. */
    @Test
    void tagsSpeakForTheObjectsNamespaceOnly() throws Exception {
        make();
        forProvider.put(
                "tags",
                Map.of("idp/namespace", "pay", "idp/release", "r", "managed-by", "tablewright"));

        assertThatThrownBy(() -> connect().observe(true))
                .isInstanceOf(ExternalFailure.class)
                .hasMessage(
                        "spec.forProvider.tags: the tag idp/namespace says pay, and the object is"
                                + " in the namespace koa; leave the tag out, or write that");
    }

    @Test
    void aTableOfAnotherReleaseIsNotTakenOver() throws Exception {
        forProvider.put(
                "tags",
                Map.of("idp/namespace", "koa", "idp/release", "r", "managed-by", "tablewright"));
        make();
        forProvider.remove("tags");
        annotations.put(Annotations.ADOPT, "true");

        External external = connect();
        var _ = external.observe(true);
        assertThatThrownBy(external::update)
                .isInstanceOf(ExternalFailure.class)
                .hasMessageContaining("it belongs to release r in namespace koa");
        assertThatThrownBy(external::delete).isInstanceOf(ExternalFailure.class);
        assertThat(dynamoDb().listTables().tableNames()).containsExactly("orders");
    }

    /** With {@code ["Observe", "Delete"]} nothing has tagged the table before. */
    @Test
    void aTableOfNobodyIsDeletedOnlyWhereItMayBeTakenOver() throws Exception {
        var _ =
                dynamoDb()
                        .createTable(
                                CreateTableRequest.builder()
                                        .tableName("orders")
                                        .billingMode("PAY_PER_REQUEST")
                                        .keySchema(
                                                KeySchemaElement.builder()
                                                        .attributeName("id")
                                                        .keyType("HASH")
                                                        .build())
                                        .attributeDefinitions(
                                                AttributeDefinition.builder()
                                                        .attributeName("id")
                                                        .attributeType("S")
                                                        .build())
                                        .build());
        settle();

        assertThatThrownBy(() -> connect().delete())
                .isInstanceOf(ExternalFailure.class)
                .hasMessageContaining("no tag says that it belongs to release orders");

        annotations.put(Annotations.ADOPT, "true");
        connect().delete();
        assertThat(dynamoDb().listTables().tableNames()).isEmpty();
    }

    private static software.amazon.awssdk.services.dynamodb.model.Tag tag(
            String key, String value) {
        return software.amazon.awssdk.services.dynamodb.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    private DynamoDbClient dynamoDb() {
        return provider.target().dynamoDb(EngineProvider.REGION);
    }

    private External connect() throws Exception {
        return tables.connect(object(), provider);
    }

    private Present look() throws Exception {
        return (Present) connect().observe(false);
    }

    /** As an operator that has just started. */
    private Present fresh() throws Exception {
        tables.forget(object().identity());
        return look();
    }

    /** Reconciles until there is nothing to do. */
    private void make() throws Exception {
        for (int i = 0; i < 200; i++) {
            External external = connect();
            switch (external.observe(false)) {
                case Missing _ -> {
                    var _ = external.create();
                }
                case Present present -> {
                    switch (present.state()) {
                        case UP_TO_DATE -> {
                            return;
                        }
                        case DIFFERS -> external.update();
                        case AT_WORK, WAITS, LEFT -> TimeUnit.MILLISECONDS.sleep(20);
                    }
                }
            }
        }
        throw new AssertionError("never up to date: " + look());
    }

    private void settle() throws Exception {
        while (!dynamoDb()
                .describeTable(r -> r.tableName("orders"))
                .table()
                .tableStatusAsString()
                .equals("ACTIVE")) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private ManagedObject object() {
        return new ManagedObject(
                new ManagedObject.Identity("v1", "Table", "koa", "orders", "uid-1", null),
                1,
                null,
                Map.of(),
                annotations,
                new ArrayList<>(),
                Trees.copy(spec),
                Map.of());
    }

    /** Counts calls. */
    private record Counted(SdkHttpClient http, AtomicInteger calls) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            var _ = calls.incrementAndGet();
            return http.prepareRequest(request);
        }

        @Override
        public String clientName() {
            return http.clientName();
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
