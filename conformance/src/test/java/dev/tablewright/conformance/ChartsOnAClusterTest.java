package dev.tablewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The charts, rendered and installed by Helm into a real API server that knows Crossplane's own
 * kinds. Skipped where there is no API server to start.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartsOnAClusterTest {
    private static final Path CHART = Path.of("..", "charts", "helm-idp-dynamodb");

    /** One table with all that a Table can carry, and the platform's guide's example. */
    private static final String VALUES =
            """
            tables:
              - name: Orders
                useIdpPrefix: true
                hashKey: CustomerId
                rangeKey: OrderDate
                attributes:
                  - {name: CustomerId, type: 'S'}
                  - {name: OrderDate, type: 'S'}
                  - {name: Total, type: 'N'}
                  - {name: Shop, type: 'S'}
                  - {name: Town, type: 'S'}
                localSecondaryIndex:
                  - {name: AmountIndex, rangeKey: Total, projectionType: INCLUDE, nonKeyAttributes: [items]}
                globalSecondaryIndex:
                  - {name: ShopIndex, hashKey: Shop, rangeKey: Total, projectionType: ALL,
                     onDemandThroughput: {maxReadRequestUnits: 10}}
                  - name: TownIndex
                    keySchema:
                      - {attributeName: Town, keyType: HASH}
                      - {attributeName: Shop, keyType: HASH}
                      - {attributeName: Total, keyType: RANGE}
                    projectionType: KEYS_ONLY
                    warmThroughput: {readUnitsPerSecond: 13000, writeUnitsPerSecond: 5000}
                onDemandThroughput: {maxReadRequestUnits: 40, maxWriteRequestUnits: 40}
                warmThroughput: {readUnitsPerSecond: 13000, writeUnitsPerSecond: 5000}
                ttl: {attributeName: expires}
                streamEnabled: true
                streamViewType: NEW_AND_OLD_IMAGES
                serverSideEncryption: {enabled: true, kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/k'}
                tableClass: STANDARD_INFREQUENT_ACCESS
                backup: {deleteAfterDays: 35}
                tags: {team: koa}
                serviceAccountReadRoles: [access-service-koa-dev]
                serviceAccountWriteRoles: [access-service-koa-dev]
                serviceAccountStreamRoles: [reports-koa-dev]
              - name: Counters
                hashKey: id
                attributes: [{name: id, type: 'S'}, {name: day, type: 'B'}]
                billingMode: PROVISIONED
                readCapacity: 5
                writeCapacity: 5
                globalSecondaryIndex:
                  - {name: Day, hashKey: day, projectionType: ALL, readCapacity: 1, writeCapacity: 2}
            """;

    @SuppressWarnings("NullAway.Init") // started once, or all is skipped
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path temporary) throws Exception {
        directory = temporary;
        Cluster.needsCrossplaneKinds();
        cluster = Cluster.start(directory);
        cluster.addCrossplaneKinds();
        // Crossplane's own file of this one is not at hand.
        cluster.addKind(
                CHART.resolveSibling("tablewright/crds/aws.upbound.io_providerconfigs.yaml"));
        cluster.create(
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"koa-dev\"}}");
    }

    @AfterAll
    void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    /**
     * Crossplane's kinds take everything that the chart renders, and drop nothing of it. A field
     * that a kind does not know, the API server takes away without a word, so the answer is held
     * against what was sent.
     */
    @ParameterizedTest
    @CsvSource({"Namespaced", "Cluster"})
    void theKindsKnowEveryField(String scope) throws Exception {
        String rendered =
                new Helm(CHART)
                        .template()
                        .withName("dynamo-tables")
                        .withNamespace("koa-dev")
                        .withValuesFile(values("crossplane: {scope: " + scope + "}\n" + VALUES))
                        .call();

        List<JsonNode> objects = Cluster.yaml(rendered);

        assertThat(objects).hasSize(6);
        nothingIsLost(objects);
    }

    /** Roles, the provider of tokens, and what pods need. */
    @Test
    void theKindsKnowEveryFieldOfApplications() throws Exception {
        String values =
                """
                accountId: '123456789012'
                permissionsBoundary: arn:aws:iam::123456789012:policy/all
                tags: {team: koa}
                crossplane: {labels: {tablewright.dev/class: tablewright}}
                cluster:
                  oidcIssuer: https://oidc.example/id/1
                  createOidcProvider: true
                  thumbprints: ['0000000000000000000000000000000000000000']
                  endpoint: http://tablewright.tw.svc:8000
                applications:
                  - name: shop
                    serviceAccounts: [{name: shop}, {name: batch}]
                    maxSessionDuration: 7200
                    replicas: 2
                    env: {LOG: debug}
                    image: {repository: registry.example/shop, tag: '1.0'}
                    ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]
                """;
        String rendered =
                new Helm(CHART.resolveSibling("idp-advanced"))
                        .template()
                        .withName("idp-advanced")
                        .withNamespace("koa-dev")
                        .withValuesFile(values(values))
                        .call();

        List<JsonNode> objects = Cluster.yaml(rendered);

        assertThat(objects).hasSize(6);
        nothingIsLost(objects);
    }

    /** Engine and operator, with everything that can be switched on but Prometheus' own kind. */
    @Test
    void theServerKnowsEveryFieldOfEngineAndOperator() throws Exception {
        String values =
                """
                server:
                  root: {existingSecret: root}
                  oidc: {issuer: 'https://oidc.example/id/1', jwks: '{"keys":[]}'}
                  storage: {storageClassName: fast}
                  nodeSelector: {disk: fast}
                  tolerations: [{key: a, operator: Exists}]
                operator:
                  class: tablewright
                  namespaces: [koa-dev]
                  secrets: [{namespace: koa-dev, name: aws}]
                """;
        String rendered =
                new Helm(CHART.resolveSibling("tablewright"))
                        .template()
                        .withName("tablewright")
                        .withNamespace("koa-dev")
                        .withValuesFile(values(values))
                        .call();

        List<JsonNode> objects = Cluster.yaml(rendered);

        assertThat(objects).hasSizeGreaterThan(15);
        nothingIsLost(objects);
    }

    private void nothingIsLost(List<JsonNode> objects) throws Exception {
        for (JsonNode rendered : objects) {
            // Without a server to ask, Helm takes the newest one for granted.
            JsonNode object =
                    JsonMapper.shared()
                            .readTree(
                                    rendered.toString()
                                            .replace("\"policy/v1\"", "\"policy/v1beta1\""));
            JsonNode kept = cluster.create(collection(object) + "?dryRun=All", object.toString());
            List<String> lost = new ArrayList<>();
            lost("", object, kept, lost);
            assertThat(lost).as("%s", object).isEmpty();
        }
    }

    private static void lost(String path, JsonNode sent, JsonNode kept, List<String> lost) {
        if (sent.isObject()) {
            sent.properties()
                    .forEach(
                            member ->
                                    lost(
                                            path + "/" + member.getKey(),
                                            member.getValue(),
                                            kept.path(member.getKey()),
                                            lost));
        } else if (sent.isArray()) {
            for (int i = 0; i < sent.size(); i++) {
                lost(path + "/" + i, sent.path(i), kept.path(i), lost);
            }
        } else if (!kept.asString().equals(sent.asString())) {
            lost.add(path);
        }
    }

    private static String collection(JsonNode object) {
        String kind = object.path("kind").asString();
        String plural =
                switch (kind) {
                    case "Policy", "NetworkPolicy" ->
                            kind.toLowerCase(Locale.ROOT).replaceAll("y$", "ies");
                    default -> kind.toLowerCase(Locale.ROOT) + "s";
                };
        String namespace = object.path("metadata").path("namespace").asString("");
        String api = object.path("apiVersion").asString();
        return (api.contains("/") ? "/apis/" : "/api/")
                + api
                + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
                + "/"
                + plural;
    }

    @Test
    void installUpgradeAndUninstall() throws Exception {
        String tables = "/apis/dynamodb.aws.m.upbound.io/v1beta1/namespaces/koa-dev/tables/";
        String policies = "/apis/iam.aws.m.upbound.io/v1beta1/namespaces/koa-dev/policies/";
        String policy = "idp-dynamodb-koa-dev-dynamo-tables-access-service-koa-dev";

        String notes =
                new Helm(CHART)
                        .install()
                        .withName("dynamo-tables")
                        .withNamespace("koa-dev")
                        .withKubeConfig(cluster.kubeconfig())
                        .withValuesFile(values(VALUES))
                        .call()
                        .getOutput();
        assertThat(notes)
                .contains("declares 2 tables", "idp-koa-dev-Orders in eu-west-1", policy)
                .contains("kubectl get tables.dynamodb.aws.m.upbound.io -n koa-dev");
        assertThat(cluster.find(tables + "idp-koa-dev-orders")).isPresent();
        assertThat(cluster.find(policies + policy)).isPresent();

        String fewer =
                VALUES.substring(0, VALUES.indexOf("  - name: Counters"))
                        .replace("tags: {team: koa}", "tags: {team: shop}");
        new Helm(CHART)
                .upgrade()
                .withName("dynamo-tables")
                .withNamespace("koa-dev")
                .withKubeConfig(cluster.kubeconfig())
                .withValuesFile(values(fewer))
                .call();
        assertThat(cluster.find(tables + "koa-dev-counters")).isEmpty();
        JsonNode changed = cluster.find(tables + "idp-koa-dev-orders").orElseThrow();
        assertThat(changed.at("/spec/forProvider/tags/team").asString()).isEqualTo("shop");

        Helm.uninstall("dynamo-tables")
                .withNamespace("koa-dev")
                .withKubeConfig(cluster.kubeconfig())
                .call();
        assertThat(cluster.find(tables + "idp-koa-dev-orders")).isEmpty();
        assertThat(cluster.find(policies + policy)).isEmpty();
    }

    private Path values(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "values", ".yaml"), text);
    }
}
