package dev.tablewright.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Crossplane's CRDs take, ours take too; so that manifests work with both. Compared field by
 * field, and with random objects. Skipped where Crossplane's CRDs are not at hand.
 */
final class CrdsTest {
    private static final Path THEIRS = Path.of("..", "..", "shared", "reference", "crds");
    private static final Path VALUES_SCHEMA = Path.of("..", "docs", "values.schema.json");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ANY = "x-kubernetes-preserve-unknown-fields";

    @Test
    void everyFieldOfTheirsIsOneOfOurs() throws Exception {
        for (Path file : theirs()) {
            JsonNode theirs = read(file);
            JsonNode ours = read(Cluster.CRDS.resolve(file.getFileName()));

            assertThat(ours.at("/spec/scope")).as("%s", file).isEqualTo(theirs.at("/spec/scope"));
            assertThat(ours.at("/spec/group")).isEqualTo(theirs.at("/spec/group"));
            for (JsonNode version : theirs.at("/spec/versions")) {
                String name = version.path("name").asString();
                List<String> missing = new ArrayList<>();
                compare(name, schema(version), schema(version(ours, name)), missing);

                assertThat(missing).as("%s", file.getFileName()).isEmpty();
            }
        }
    }

    @Test
    void everyRandomObjectOfTheirsIsValidHere() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (Path file : theirs()) {
            JsonNode theirs = read(file);
            JsonNode ours = read(Cluster.CRDS.resolve(file.getFileName()));
            for (JsonNode version : theirs.at("/spec/versions")) {
                JsonNode schema = schema(version);
                ObjectNode closed =
                        (ObjectNode)
                                schema(version(ours, version.path("name").asString())).deepCopy();
                close(closed.path("properties").path("spec"));
                var validator =
                        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                                .getSchema(closed.toString());
                for (int round = 0; round < 20; round++) {
                    ObjectNode object = JSON.createObjectNode();
                    object.set("spec", random(schema.at("/properties/spec"), random));

                    assertThat(validator.validate(object.toString(), InputFormat.JSON))
                            .as("seed %s, %s: %s", seed, file.getFileName(), object)
                            .isEmpty();
                }
            }
        }
    }

    /** The columns that a user sees first. */
    @Test
    void kindsHaveTheirColumns() throws Exception {
        JsonNode tables = read(Cluster.CRDS.resolve("dynamodb.aws.m.upbound.io_tables.yaml"));
        List<String> names = new ArrayList<>();
        tables.at("/spec/versions/0/additionalPrinterColumns")
                .forEach(column -> names.add(column.path("name").asString()));

        assertThat(names).contains("READY", "SYNCED", "DRIFT", "LAST-BACKUP", "AGE");
        JsonNode environments = read(Cluster.CRDS.resolve("tablewright.dev_environments.yaml"));
        assertThat(environments.at("/spec/versions/0/additionalPrinterColumns"))
                .extracting(column -> column.path("name").asString())
                .containsExactly("READY", "SYNCED", "DRIFT", "EXPIRES", "AGE");
    }

    /** One definition of the fields: that of the values files. */
    @Test
    void anEnvironmentHasTheFieldsOfTheValues() throws Exception {
        JsonNode entry =
                JSON.readTree(Files.readString(VALUES_SCHEMA)).at("/properties/environments/items");
        JsonNode fields =
                schema(
                                version(
                                        read(
                                                Cluster.CRDS.resolve(
                                                        "tablewright.dev_environments.yaml")),
                                        "v1alpha1"))
                        .at("/properties/spec/properties/forProvider");

        ObjectNode ours = plain(fields);
        ((ObjectNode) ours.path("properties")).remove("region");
        assertThat(ours.path("properties")).isEqualTo(plain(entry).path("properties"));
        assertThat(texts(fields.path("required"))).containsExactlyInAnyOrder("region", "name");
        assertThat(texts(entry.path("required"))).containsExactly("name");
    }

    /**
     * What a CRD says as the values' schema does. Patterns it leaves to the operator, which can say
     * what would be right.
     */
    private static ObjectNode plain(JsonNode schema) {
        ObjectNode plain = JSON.createObjectNode();
        for (String word : List.of("type", "enum", "minimum", "minLength", "maxLength")) {
            if (schema.has(word)) {
                plain.set(word, schema.path(word));
            }
        }
        if (schema.has("items")) {
            plain.set("items", plain(schema.path("items")));
        }
        if (schema.has("properties")) {
            ObjectNode properties = plain.putObject("properties");
            schema.path("properties")
                    .properties()
                    .forEach(field -> properties.set(field.getKey(), plain(field.getValue())));
        }
        return plain;
    }

    private static List<Path> theirs() throws IOException {
        assumeTrue(Files.isDirectory(THEIRS), "no Crossplane CRDs beside the checkout");
        try (Stream<Path> files = Files.list(THEIRS)) {
            return files.sorted().toList();
        }
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.valueToTree(
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    private static JsonNode version(JsonNode crd, String name) {
        for (JsonNode version : crd.at("/spec/versions")) {
            if (version.path("name").asString().equals(name)
                    && version.path("served").asBoolean()) {
                return version;
            }
        }
        throw new AssertionError(crd.at("/metadata/name") + " does not serve " + name);
    }

    private static JsonNode schema(JsonNode version) {
        return version.at("/schema/openAPIV3Schema");
    }

    private static void compare(String path, JsonNode theirs, JsonNode ours, List<String> missing) {
        if (ours.isMissingNode()) {
            missing.add(path);
            return;
        }
        if (ours.path(ANY).asBoolean(false) && !ours.has("type")) {
            return;
        }
        if (!ours.path("type").equals(theirs.path("type"))) {
            missing.add(path + " has another type");
        }
        if (!texts(theirs.path("required")).containsAll(texts(ours.path("required")))) {
            missing.add(path + " requires more");
        }
        if (ours.has("enum")
                && (!theirs.has("enum")
                        || !texts(ours.path("enum")).containsAll(texts(theirs.path("enum"))))) {
            missing.add(path + " takes fewer values");
        }
        if (!ours.path("default").equals(theirs.path("default"))) {
            missing.add(path + " has another default");
        }
        for (Map.Entry<String, JsonNode> field : theirs.path("properties").properties()) {
            compare(
                    path + "." + field.getKey(),
                    field.getValue(),
                    ours.path("properties").path(field.getKey()),
                    missing);
        }
        if (theirs.has("items")) {
            compare(path + "[]", theirs.path("items"), ours.path("items"), missing);
        }
        if (theirs.path("additionalProperties").isObject()) {
            compare(
                    path + ".*",
                    theirs.path("additionalProperties"),
                    ours.path("additionalProperties"),
                    missing);
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(one -> texts.add(one.asString()));
        return texts;
    }

    /** As {@code kubectl --validate=strict} has it: what is not in the schema is a mistake. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.has("properties")) {
                object.put("additionalProperties", false);
            }
            object.forEach(CrdsTest::close);
        }
    }

    private static JsonNode random(JsonNode schema, Random random) {
        JsonNodeFactory nodes = JSON.getNodeFactory();
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> object(schema, random);
            case "array" -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    array.add(random(schema.path("items"), random));
                }
                yield array;
            }
            case "boolean" -> nodes.booleanNode(random.nextBoolean());
            case "integer" -> nodes.numberNode(random.nextInt(100));
            case "number" -> nodes.numberNode(random.nextInt(100));
            default -> nodes.stringNode("text" + random.nextInt(100));
        };
    }

    private static ObjectNode object(JsonNode schema, Random random) {
        ObjectNode object = JSON.createObjectNode();
        Set<String> required = texts(schema.path("required"));
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            if (required.contains(field.getKey()) || random.nextInt(3) > 0) {
                object.set(field.getKey(), random(field.getValue(), random));
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            object.set("key", random(schema.path("additionalProperties"), random));
        }
        return object;
    }
}
