package dev.tablewright.charts;

import static dev.tablewright.charts.Rendering.externalName;
import static dev.tablewright.charts.Rendering.wanted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.PolicySet;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.TableDefinition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** One values file means one thing, whoever carries it out. */
class SameAsPlanTest {
    private static final String CHART = "helm-idp-dynamodb";

    @ParameterizedTest
    @ValueSource(strings = {"koa-dev", "two-developers"})
    void examples(String example) throws Exception {
        Path file = Path.of("..", "examples", example, "values.yaml");
        if (Files.exists(file)) {
            same(Files.readString(file), "koa-dev", "dynamo-tables");
        }
    }

    @Test
    void anyValues() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            same(new RandomValues(random).yaml(), "ns-" + random.nextInt(100), "rel");
        }
    }

    /** As many grants as fill several policies, names long enough to be cut. */
    @Test
    void manyTables() throws Exception {
        StringBuilder values = new StringBuilder("tables:\n");
        String role = "a-role-with-a-name-that-is-as-long-as-they-come-0123456789";
        for (int i = 0; i < 120; i++) {
            values.append("  - name: Some-Table-With-A-Long-Name-%03d%n".formatted(i))
                    .append("    hashKey: id\n    attributes: [{name: id, type: 'S'}]\n")
                    .append("    serviceAccountReadRoles: [%s]%n".formatted(role));
            if (i % 3 > 0) {
                values.append("    serviceAccountWriteRoles: [%s]%n".formatted(role));
            }
        }
        same(
                values.toString(),
                "namespace-of-a-length-that-is-quite-near-to-the-limit-of-63",
                "release-0123456789-0123456789-0123456789");
    }

    private static void same(String values, String namespace, String name) throws Exception {
        Rendering rendered = Rendering.of(CHART, values, namespace, name);
        DesiredState desired =
                DesiredState.of(
                        ValuesParser.parse(List.of(new Source("values.yaml", values))),
                        new Release(namespace, name),
                        AwsAccount.UNKNOWN);
        assertThat(tables(rendered)).isEqualTo(tables(desired));
        assertThat(policies(rendered)).isEqualTo(policies(desired));
        assertThat(attachments(rendered)).isEqualTo(attachments(desired));
    }

    private static Map<String, Map<String, Object>> tables(Rendering rendered) {
        Map<String, Map<String, Object>> tables = new TreeMap<>();
        for (JsonNode table : rendered.kind("Table")) {
            JsonNode wanted = wanted(table);
            Map<String, Object> fields = new TreeMap<>();
            fields.put("region", wanted.path("region").asString());
            fields.put("key", key(wanted));
            Map<String, String> attributes = new TreeMap<>();
            wanted.path("attribute")
                    .forEach(
                            a ->
                                    attributes.put(
                                            a.path("name").asString(), a.path("type").asString()));
            fields.put("attributes", attributes);
            fields.put("billing", wanted.path("billingMode").asString());
            JsonNode recovery = wanted.path("pointInTimeRecovery");
            fields.put(
                    "recovery",
                    recovery.path("enabled").asBoolean()
                            ? recovery.path("recoveryPeriodInDays").asInt()
                            : "off");
            fields.put("indexes", indexes(wanted));
            Map<String, String> tags = new TreeMap<>();
            wanted.path("tags")
                    .properties()
                    .forEach(t -> tags.put(t.getKey(), t.getValue().asString()));
            fields.put("tags", tags);
            tables.put(externalName(table), fields);
        }
        return tables;
    }

    private static List<String> key(JsonNode of) {
        List<String> key = new ArrayList<>();
        if (of.has("hashKey")) {
            key.add(of.path("hashKey").asString());
        }
        if (of.has("rangeKey")) {
            key.add(of.path("rangeKey").asString());
        }
        return key;
    }

    private static Map<String, String> indexes(JsonNode table) {
        Map<String, String> indexes = new TreeMap<>();
        table.path("localSecondaryIndex")
                .forEach(
                        index -> {
                            List<String> key = new ArrayList<>();
                            key.add(table.path("hashKey").asString());
                            key.addAll(key(index));
                            indexes.put(index.path("name").asString(), words(index, key));
                        });
        table.path("globalSecondaryIndex")
                .forEach(
                        index ->
                                indexes.put(
                                        index.path("name").asString(), words(index, key(index))));
        return indexes;
    }

    private static String words(JsonNode index, List<String> key) {
        List<String> projected = new ArrayList<>();
        index.path("nonKeyAttributes").forEach(a -> projected.add(a.asString()));
        return key + " " + index.path("projectionType").asString() + " " + projected;
    }

    private static Map<String, Map<String, Object>> tables(DesiredState desired) {
        Map<String, Map<String, Object>> tables = new TreeMap<>();
        for (DesiredTable table : desired.tables()) {
            TableDefinition definition = table.spec().definition();
            Map<String, Object> fields = new TreeMap<>();
            fields.put("region", table.address().region());
            fields.put("key", List.copyOf(definition.key().attributes()));
            Map<String, String> attributes = new TreeMap<>();
            definition
                    .attributes()
                    .forEach((attribute, type) -> attributes.put(attribute, type.name()));
            fields.put("attributes", attributes);
            fields.put("billing", table.spec().billingMode().name());
            PointInTimeRecovery recovery =
                    Objects.requireNonNull(
                            table.spec().settings().get(PointInTimeRecoverySetting.RECOVERY));
            fields.put("recovery", recovery.enabled() ? recovery.recoveryPeriodInDays() : "off");
            Map<String, String> indexes = new TreeMap<>();
            for (IndexDefinition index : definition.indexes()) {
                indexes.put(
                        index.name(),
                        List.copyOf(index.key().attributes())
                                + " "
                                + index.projection().type()
                                + " "
                                + List.copyOf(index.projection().nonKeyAttributes()));
            }
            fields.put("indexes", indexes);
            Map<String, String> tags = new TreeMap<>(table.spec().tags());
            // What plan remembers of earlier values; Crossplane has its own memory.
            tags.keySet().removeAll(List.of("idp/tags", "idp/settings"));
            fields.put("tags", tags);
            tables.put(table.address().name(), fields);
        }
        return tables;
    }

    /** Documents, as text: the same grants must be the same policy to AWS and to an eye. */
    private static Map<String, String> policies(Rendering rendered) {
        Map<String, String> policies = new LinkedHashMap<>();
        rendered.kind("Policy")
                .forEach(p -> policies.put(externalName(p), wanted(p).path("policy").asString()));
        return new TreeMap<>(policies);
    }

    private static Map<String, String> policies(DesiredState desired) {
        Map<String, String> policies = new TreeMap<>();
        for (PolicySet set : desired.policies()) {
            for (PolicyPart part : set.parts()) {
                policies.put(part.name(), part.document());
            }
        }
        return policies;
    }

    private static List<String> attachments(Rendering rendered) {
        Map<String, String> policies = new TreeMap<>();
        rendered.kind("Policy")
                .forEach(
                        p ->
                                policies.put(
                                        p.path("metadata").path("name").asString(),
                                        externalName(p)));
        return rendered.kind("RolePolicyAttachment").stream()
                .map(
                        a ->
                                wanted(a).path("role").asString()
                                        + " has "
                                        + policies.get(
                                                wanted(a)
                                                        .path("policyArnRef")
                                                        .path("name")
                                                        .asString()))
                .sorted()
                .toList();
    }

    private static List<String> attachments(DesiredState desired) {
        List<String> attachments = new ArrayList<>();
        for (PolicySet set : desired.policies()) {
            for (Principal holder : set.holders()) {
                set.parts().forEach(part -> attachments.add(holder.name() + " has " + part.name()));
            }
        }
        attachments.sort(null);
        return attachments;
    }
}
