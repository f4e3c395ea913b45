package dev.tablewright.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * What the chart renders keeps the schemas of Crossplane's own kinds, unknown fields refused.
 * Skipped where those are not at hand.
 */
class CrossplaneSchemaTest {
    private static final Path CRDS = Path.of("..", "..", "shared", "reference", "crds");
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(strings = {"Namespaced", "Cluster"})
    void everythingRenderedIsValid(String scope) throws Exception {
        assumeTrue(Files.isDirectory(CRDS), "no Crossplane CRDs beside the checkout");
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String words =
                ", labels: {team: koa, example.com/class: tablewright},"
                        + " annotations: {crossplane.io/paused: 'true'}";
        for (int round = 0; round < 4; round++) {
            String values =
                    "crossplane: {scope: "
                            + scope
                            + words
                            + "}\n"
                            + new RandomValues(random).yaml();
            for (JsonNode object :
                    Rendering.of("helm-idp-dynamodb", values, "koa", "r").objects()) {
                assertThat(schema(object).validate(object.toString(), InputFormat.JSON))
                        .as("%s", object)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Namespaced", "Cluster"})
    void everyRoleIsValid(String scope) throws Exception {
        assumeTrue(Files.isDirectory(CRDS), "no Crossplane CRDs beside the checkout");
        String values =
                """
                accountId: '123456789012'
                permissionsBoundary: arn:aws:iam::123456789012:policy/all
                tags: {team: koa}
                crossplane: {scope: %s, labels: {a: b}, annotations: {c: d}}
                cluster: {oidcIssuer: 'https://oidc.example/id/1'%s}
                applications: [{name: shop, maxSessionDuration: 7200}]
                """
                        .formatted(
                                scope, scope.equals("Cluster") ? "" : ", createOidcProvider: true");
        for (JsonNode object : Rendering.of("idp-advanced", values, "koa", "r").objects()) {
            if (object.path("apiVersion").asString().startsWith("iam.")) {
                assertThat(schema(object).validate(object.toString(), InputFormat.JSON))
                        .as("%s", object)
                        .isEmpty();
            }
        }
    }

    @Test
    void unknownFieldsWouldBeSeen() throws Exception {
        assumeTrue(Files.isDirectory(CRDS), "no Crossplane CRDs beside the checkout");
        JsonNode object =
                JSON.readTree(
                        """
                        {"apiVersion": "dynamodb.aws.m.upbound.io/v1beta1", "kind": "Table",
                         "spec": {"forProvider": {"region": "eu-west-1", "hashkey": "id"}}}
                        """);

        assertThat(schema(object).validate(object.toString(), InputFormat.JSON)).hasSize(1);
    }

    private static Schema schema(JsonNode object) throws IOException {
        String[] api = object.path("apiVersion").asString().split("/", -1);
        String plural =
                switch (object.path("kind").asString()) {
                    case "Table" -> "tables";
                    case "Policy" -> "policies";
                    case "Role" -> "roles";
                    case "OpenIDConnectProvider" -> "openidconnectproviders";
                    case "RolePolicyAttachment" -> "rolepolicyattachments";
                    default ->
                            throw new IllegalArgumentException("no CRD for " + object.path("kind"));
                };
        Object crd =
                new Load(LoadSettings.builder().build())
                        .loadFromString(
                                Files.readString(CRDS.resolve(api[0] + "_" + plural + ".yaml")));
        for (JsonNode version : JSON.<JsonNode>valueToTree(crd).path("spec").path("versions")) {
            if (version.path("name").asString().equals(api[1])) {
                JsonNode schema = version.path("schema").path("openAPIV3Schema");
                close(schema.path("properties").path("spec"));
                return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(schema.toString());
            }
        }
        throw new IllegalArgumentException("no version " + api[1]);
    }

    /** As {@code kubectl --validate=strict} has it: what is not in the schema is a mistake. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.has("properties")) {
                object.put("additionalProperties", false);
            }
            object.forEach(CrossplaneSchemaTest::close);
        }
    }
}
