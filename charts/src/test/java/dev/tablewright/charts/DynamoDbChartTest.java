package dev.tablewright.charts;

import static dev.tablewright.charts.Rendering.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;

import dev.tablewright.controlplane.values.ValuesReference;
import dev.tablewright.controlplane.values.ValuesSchema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class DynamoDbChartTest {
    private static final String CHART = "helm-idp-dynamodb";
    private static final String TABLE =
            """
            tables:
              - name: Orders
                hashKey: id
                attributes: [{name: id, type: 'S'}]
                serviceAccountReadRoles: [reader-koa]
            """;

    private static Rendering render(String values) throws IOException {
        return Rendering.of(CHART, values, "koa", "dynamo-tables");
    }

    @Test
    void helmHasNothingToSayAgainstIt() {
        LintResult lint = new Helm(Path.of(CHART)).lint().strict().call();

        assertThat(lint.getMessages())
                .noneMatch(m -> m.contains("[ERROR]") || m.contains("[WARNING]"));
        assertThat(lint.isFailed()).isFalse();
    }

    /** {@code -Dwrite.docs=true} writes both instead of comparing them. */
    @Test
    void schemaAndFieldsInTheReadmeAreTheContract() throws IOException {
        Path schema = Path.of(CHART, "values.schema.json");
        Path readme = Path.of(CHART, "README.md");
        String text = Files.readString(readme);
        String begin = "<!-- generated from the contract: begin -->\n";
        String end = "<!-- generated from the contract: end -->\n";
        int from = text.indexOf(begin) + begin.length();
        String fresh =
                text.substring(0, from)
                        + ValuesReference.fields().replaceAll("(?m)^## ", "### ")
                        + text.substring(text.indexOf(end));
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(schema, ValuesSchema.json());
            Files.writeString(readme, fresh);
        }

        assertThat(schema).content().isEqualTo(ValuesSchema.json());
        assertThat(readme).content().isEqualTo(fresh);
    }

    /** What the platform's guide says of the two switches; Observe never deletes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Control | Delete | [Observe, Create, Update, LateInitialize, Delete]",
                "Control | Orphan | [Observe, Create, Update, LateInitialize]",
                "Observe | Delete | [Observe]",
                "Observe | Orphan | [Observe]"
            })
    void switchesDecideWhatCrossplaneMayDo(String management, String deletion, String policies)
            throws IOException {
        Rendering rendered =
                render(
                        "managementPolicies: %s%ndeletionPolicy: %s%n"
                                        .formatted(management, deletion)
                                + TABLE);

        assertThat(rendered.objects())
                .hasSize(3)
                .allSatisfy(o -> assertThat(mayDo(o)).isEqualTo(policies));
        assertThat(rendered.objects()).noneMatch(o -> o.path("spec").has("deletionPolicy"));
    }

    @Test
    void aTableSaysItForItself() throws IOException {
        Rendering rendered = render(TABLE + "    managementPolicies: Observe\n");

        assertThat(mayDo(rendered.kind("Table").getFirst())).isEqualTo("[Observe]");
        assertThat(mayDo(rendered.kind("Policy").getFirst())).contains("Create");
    }

    private static String mayDo(JsonNode object) {
        List<String> policies =
                object.path("spec")
                        .path("managementPolicies")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
        return policies.toString();
    }

    /** Kubernetes wants a letter or a digit on both sides of each dot. */
    @ParameterizedTest
    @CsvSource({
        "Orders, koa-orders",
        "_a.b_, koa--a.b",
        "x..y-.-z, koa-x.y.z",
        "A_.b, koa-a.b",
        "v1.-.v2, koa-v1.v2"
    })
    void namesAreWhatKubernetesTakes(String table, String object) throws IOException {
        Rendering rendered =
                render(TABLE.replace("Orders", table).replace("reader-koa", "Svc_R+=,.@-x"));

        assertThat(rendered.kind("Table").getFirst().at("/metadata/name").asString())
                .isEqualTo(object);
        assertThat(rendered.objects())
                .allSatisfy(
                        o ->
                                assertThat(o.at("/metadata/name").asString())
                                        .matches(
                                                "[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*"));
    }

    /** Otherwise one would silently be the other. */
    @Test
    void rolesWhosePoliciesWouldHaveOneNameAreRefused() {
        assertThatThrownBy(() -> render(TABLE.replace("[reader-koa]", "[reader-koa, reader_koa]")))
                .hasMessageContaining("role reader_koa: its policy")
                .hasMessageContaining("that of a policy of the role reader-koa already");
    }

    /** Our operator takes over nothing that it was not told to. */
    @Test
    void adoptionIsToldToTheOperator() throws IOException {
        Rendering rendered = render(TABLE + "    adopt: true\n");

        assertThat(
                        rendered.kind("Table")
                                .getFirst()
                                .path("metadata")
                                .path("annotations")
                                .toString())
                .contains("\"tablewright.dev/adopt\":\"true\"");
    }

    @Test
    void scopeOfTheClusterHasItsOwnKinds() throws IOException {
        Rendering rendered = render("crossplane: {scope: Cluster}\n" + TABLE);

        assertThat(rendered.objects())
                .extracting(o -> o.path("apiVersion").asString())
                .containsExactlyInAnyOrder(
                        "dynamodb.aws.upbound.io/v1beta2",
                        "iam.aws.upbound.io/v1beta1",
                        "iam.aws.upbound.io/v1beta1");
        assertThat(rendered.objects())
                .allSatisfy(
                        o -> {
                            assertThat(o.path("metadata").has("namespace")).isFalse();
                            assertThat(o.path("spec").path("providerConfigRef").toString())
                                    .isEqualTo("{\"name\":\"default\"}");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "Namespaced, Usage, dynamodb.aws.m.upbound.io/v1beta1",
        "Cluster, ClusterUsage, dynamodb.aws.upbound.io/v1beta2"
    })
    void usagesKeepTables(String scope, String kind, String api) throws IOException {
        Rendering rendered =
                render("crossplane: {scope: %s, usages: true}%n".formatted(scope) + TABLE);

        JsonNode usage = rendered.kind(kind).getFirst();

        assertThat(usage.path("apiVersion").asString())
                .isEqualTo("protection.crossplane.io/v1beta1");
        assertThat(usage.path("metadata").has("namespace")).isEqualTo(scope.equals("Namespaced"));
        assertThat(usage.path("spec").path("of").toString())
                .isEqualTo(
                        "{\"apiVersion\":\"%s\",\"kind\":\"Table\",\"resourceRef\":{\"name\":\"koa-orders\"}}"
                                .formatted(api));
        assertThat(render(TABLE).kind(kind)).isEmpty();
    }

    /** Each object gets them, and keeps those of the chart. */
    @Test
    void labelsAndAnnotationsOfTheValues() throws IOException {
        Rendering rendered =
                render(
                        """
                        crossplane:
                          usages: true
                          labels: {example.com/class: tablewright}
                          annotations: {crossplane.io/paused: 'true'}
                        """
                                + TABLE);

        assertThat(rendered.objects())
                .hasSize(4)
                .allSatisfy(
                        o -> {
                            JsonNode metadata = o.path("metadata");
                            assertThat(metadata.path("labels").propertyNames())
                                    .contains("example.com/class", "app.kubernetes.io/instance");
                            assertThat(
                                            metadata.path("annotations")
                                                    .path("crossplane.io/paused")
                                                    .asString())
                                    .isEqualTo("true");
                        });
        assertThat(rendered.kind("Table").getFirst().path("metadata").path("annotations"))
                .hasSize(2);
    }

    /** A deleted namespace takes its Table objects along. */
    @ParameterizedTest
    @CsvSource({
        "Namespaced, '', true",
        "Namespaced, false, false",
        "Cluster, '', ",
        "Cluster, true, true"
    })
    void tablesInANamespaceAreProtectedUnlessToldOtherwise(
            String scope, String said, Boolean protection) throws IOException {
        Rendering rendered =
                render(
                        "crossplane: {scope: %s}%n".formatted(scope)
                                + TABLE
                                + (said.isEmpty()
                                        ? ""
                                        : "    deletionProtectionEnabled: " + said + "\n"));

        JsonNode is = wanted(rendered.kind("Table").getFirst()).path("deletionProtectionEnabled");

        assertThat(is.isMissingNode() ? null : is.asBoolean()).isEqualTo(protection);
    }

    @Test
    void aReplicaIsAsItsTable() throws IOException {
        Rendering rendered =
                render(
                        TABLE
                                + """
                                    replicas:
                                      - region: us-east-1
                                        kmsKeyArn: arn:aws:kms:us-east-1:123456789012:key/a
                                    serverSideEncryption: {enabled: true}
                                    pointInTimeRecovery: {enabled: false}
                                """);

        JsonNode table = wanted(rendered.kind("Table").getFirst());

        assertThat(table.path("replica").toString())
                .isEqualTo(
                        "[{\"regionName\":\"us-east-1\","
                                + "\"kmsKeyArn\":\"arn:aws:kms:us-east-1:123456789012:key/a\","
                                + "\"propagateTags\":true,\"pointInTimeRecovery\":false,"
                                + "\"deletionProtectionEnabled\":true}]");
        assertThat(table.path("streamViewType").asString()).isEqualTo("NEW_AND_OLD_IMAGES");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{region: eu-west-1}] | '' | eu-west-1 has the table or a replica already",
                "[{region: us-east-1}, {region: us-east-1}] | '' | us-east-1 has the table or",
                "[{region: us-east-1, tableClass: STANDARD}] | '' | tableClass of the replica in",
                "[{region: us-east-1, maxReadRequestUnits: 5}] | '' | maxReadRequestUnits of the",
                "[{region: us-east-1, kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/a'}] | ''"
                        + " | without serverSideEncryption",
                "[{region: us-east-1}] | streamEnabled: false | need streamEnabled with",
                "[{region: us-east-1}] | streamEnabled: true, streamViewType: KEYS_ONLY | need"
                        + " stream",
                "[{region: us-east-1}]"
                        + " | billingMode: PROVISIONED, readCapacity: 5, writeCapacity: 5"
                        + " | of a PROVISIONED table need autoscaling"
            })
    void replicasThatATableCannotHaveAreRefused(String replicas, String more, String message) {
        assertThatThrownBy(
                        () ->
                                render(
                                        "tables: [{name: Orders, hashKey: id, attributes: [{name:"
                                                + " id, type: 'S'}], replicas: "
                                                + replicas
                                                + (more.isEmpty() ? "" : ", " + more)
                                                + "}]\n"))
                .hasMessageContaining(message);
    }

    @Test
    void projectedAttributesGoWithIncludeOnly() throws IOException {
        Rendering rendered =
                render(
                        """
                        tables:
                          - name: Orders
                            hashKey: id
                            rangeKey: at
                            attributes: [{name: id, type: 'S'}, {name: at, type: 'S'}, {name: total, type: 'N'}]
                            localSecondaryIndex:
                              - {name: All, rangeKey: total, projectionType: ALL, nonKeyAttributes: []}
                              - {name: Some, rangeKey: total, projectionType: INCLUDE, nonKeyAttributes: [a]}
                        """);

        JsonNode indexes = wanted(rendered.kind("Table").getFirst()).path("localSecondaryIndex");

        assertThat(indexes.path(0).has("nonKeyAttributes")).isFalse();
        assertThat(indexes.path(1).path("nonKeyAttributes").toString()).isEqualTo("[\"a\"]");
    }

    /** All mistakes that no schema can see, in one answer. */
    @Test
    void mistakesAreToldAtOnce() {
        assertThatThrownBy(
                        () ->
                                render(
                                        """
                                        tables:
                                          - name: Orders
                                            hashKey: id
                                            attributes: [{name: id, type: 'S'}, {name: spare, type: 'S'}]
                                          - name: orders
                                            hashKey: id
                                            rangeKey: at
                                            attributes: [{name: id, type: 'S'}]
                                        """))
                .hasMessageContaining(
                        "tables[0] (Orders): the attribute spare is no key of the table or of an"
                                + " index")
                .hasMessageContaining("tables[1] (orders): the key attribute at is not declared")
                .hasMessageContaining(
                        "tables[1] (orders): its Kubernetes name koa-orders is that of tables[0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    hashkey: id\n",
                "    billingMode: FREE\n",
                "    tags: {idp/release: x}\n",
                "crossplane: {labels: {app.kubernetes.io/name: x}}\n",
                "crossplane: {labels: {team: 'two words'}}\n",
                "crossplane: {annotations: {crossplane.io/external-name: x}}\n"
            })
    void schemaRefuses(String more) {
        assertThatThrownBy(() -> render(TABLE + more))
                .hasMessageContaining("values don't meet the specifications");
    }

    @Test
    void tooManyPoliciesForARoleAreRefused() {
        StringBuilder values = new StringBuilder("policy: {maxPoliciesPerRole: 1}\ntables:\n");
        for (int i = 0; i < 60; i++) {
            values.append(
                            "  - {name: Table%02d, hashKey: id, attributes: [{name: id, type: 'S'}], "
                                    .formatted(i))
                    .append("serviceAccountReadRoles: [reader-koa]}\n");
        }

        assertThatThrownBy(() -> render(values.toString()))
                .hasMessageContaining("role reader-koa: its grants need 2 policies");
    }
}
