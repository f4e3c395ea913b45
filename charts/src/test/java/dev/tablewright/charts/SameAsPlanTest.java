package dev.tablewright.charts;

import static dev.tablewright.charts.Rendering.externalName;
import static dev.tablewright.charts.Rendering.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.PolicySet;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.setting.Encryption;
import dev.tablewright.controlplane.setting.EncryptionSetting;
import dev.tablewright.controlplane.setting.OnDemandLimits;
import dev.tablewright.controlplane.setting.OnDemandSetting;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.setting.Replicas;
import dev.tablewright.controlplane.setting.ReplicasSetting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.StreamSetting;
import dev.tablewright.controlplane.setting.TableClassSetting;
import dev.tablewright.controlplane.setting.TableStream;
import dev.tablewright.controlplane.setting.TimeToLive;
import dev.tablewright.controlplane.setting.TimeToLiveSetting;
import dev.tablewright.controlplane.setting.WarmThroughputSetting;
import dev.tablewright.controlplane.setting.WarmThroughputs;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One values file means one thing, whoever carries it out. */
class SameAsPlanTest {
    private static final String CHART = "helm-idp-dynamodb";
    private static final Pattern NOT_CARRIED =
            Pattern.compile(
                    "(?m)^ *(environments|resourcePolicy|vectorIndexes|contributorInsights"
                            + "|kinesisStreamingDestination|autoscaling):"
                            + "|^ +- region:.*\\n +(readCapacity|maxReadRequestUnits|tableClass):");

    /** All there are; those with what no Table of Crossplane has are refused, and say so. */
    @ParameterizedTest
    @MethodSource("exampleFiles")
    void examples(Path file) throws Exception {
        String values = Files.readString(file);
        if (NOT_CARRIED.matcher(values).find()) {
            assertThatThrownBy(() -> same(values, "koa-dev", "dynamo-tables"))
                    .hasMessageContaining("apply");
        } else {
            same(values, "koa-dev", "dynamo-tables");
        }
    }

    static List<Path> exampleFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"), 2)) {
            return files.filter(file -> file.endsWith("values.yaml")).sorted().toList();
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
            fields.put("attributes", attributes(wanted));
            fields.put("capacity", capacity(wanted, wanted.path("billingMode").asString()));
            JsonNode recovery = wanted.path("pointInTimeRecovery");
            fields.put(
                    "recovery",
                    recovery.path("enabled").asBoolean()
                            ? recovery.path("recoveryPeriodInDays").asInt()
                            : "off");
            fields.put("ttl", words(wanted.path("ttl"), "enabled", "attributeName"));
            fields.put("stream", words(wanted, "streamEnabled", "streamViewType"));
            fields.put(
                    "encryption",
                    words(wanted.path("serverSideEncryption"), "enabled", "kmsKeyArn"));
            fields.put("class", words(wanted, "tableClass"));
            fields.put("protection", words(wanted, "deletionProtectionEnabled"));
            fields.put("limits", limits(wanted));
            fields.put("warm", warm(wanted));
            fields.put("replicas", replicas(wanted));
            fields.put("indexes", indexes(wanted));
            fields.put("tags", tags(wanted));
            tables.put(externalName(table), fields);
        }
        return tables;
    }

    /** Each with its key; and that it is tagged, protected and recoverable as its table. */
    private static Map<String, String> replicas(JsonNode table) {
        Map<String, String> replicas = new TreeMap<>();
        for (JsonNode replica : table.path("replica")) {
            replicas.put(replica.path("regionName").asString(), words(replica, "kmsKeyArn"));
            assertThat(replica.path("propagateTags").asBoolean()).isTrue();
            assertThat(replica.path("pointInTimeRecovery").asBoolean())
                    .isEqualTo(table.path("pointInTimeRecovery").path("enabled").asBoolean());
            assertThat(replica.path("deletionProtectionEnabled").asBoolean())
                    .isEqualTo(table.path("deletionProtectionEnabled").asBoolean());
        }
        return replicas;
    }

    private static Map<String, String> attributes(JsonNode table) {
        Map<String, String> attributes = new TreeMap<>();
        table.path("attribute")
                .forEach(a -> attributes.put(a.path("name").asString(), a.path("type").asString()));
        return attributes;
    }

    private static Map<String, String> tags(JsonNode table) {
        Map<String, String> tags = new TreeMap<>();
        table.path("tags").properties().forEach(t -> tags.put(t.getKey(), t.getValue().asString()));
        return tags;
    }

    private static String capacity(JsonNode of, String billing) {
        return billing.equals("PROVISIONED")
                ? of.path("readCapacity").asInt() + " " + of.path("writeCapacity").asInt()
                : billing;
    }

    /** The members of these names, in their order; those that are missing are left out. */
    private static String words(JsonNode of, String... members) {
        List<String> words = new ArrayList<>();
        for (String member : members) {
            if (of.has(member)) {
                words.add(of.path(member).asString());
            }
        }
        return String.join(" ", words);
    }

    private static String words(@Nullable Object... values) {
        List<String> words = new ArrayList<>();
        for (Object value : values) {
            if (value != null) {
                words.add(value.toString());
            }
        }
        return String.join(" ", words);
    }

    /** Of the table under "", and of its indexes; what has none is left out. */
    private static Map<String, String> limits(JsonNode table) {
        return ofAll(
                table,
                each -> {
                    JsonNode limit = each.path("onDemandThroughput");
                    return limit.isMissingNode()
                            ? ""
                            : limit.path("maxReadRequestUnits").asInt(-1)
                                    + " "
                                    + limit.path("maxWriteRequestUnits").asInt(-1);
                });
    }

    private static Map<String, String> warm(JsonNode table) {
        return ofAll(
                table,
                each ->
                        words(
                                each.path("warmThroughput"),
                                "readUnitsPerSecond",
                                "writeUnitsPerSecond"));
    }

    private static Map<String, String> ofAll(JsonNode table, Function<JsonNode, String> word) {
        Map<String, String> all = new TreeMap<>();
        all.put("", word.apply(table));
        table.path("globalSecondaryIndex")
                .forEach(index -> all.put(index.path("name").asString(), word.apply(index)));
        all.values().removeIf(String::isEmpty);
        return all;
    }

    private static List<String> key(JsonNode of) {
        List<String> key = new ArrayList<>();
        of.path("keySchema")
                .forEach(part -> key.add(words(part, "keyType") + words(part, "attributeName")));
        if (of.has("hashKey")) {
            key.add("HASH" + of.path("hashKey").asString());
        }
        if (of.has("rangeKey")) {
            key.add("RANGE" + of.path("rangeKey").asString());
        }
        return key;
    }

    private static List<String> key(KeySchema of) {
        List<String> key = new ArrayList<>();
        of.hash().forEach(attribute -> key.add("HASH" + attribute));
        of.range().forEach(attribute -> key.add("RANGE" + attribute));
        return key;
    }

    private static Map<String, String> indexes(JsonNode table) {
        String billing = table.path("billingMode").asString();
        Map<String, String> indexes = new TreeMap<>();
        for (JsonNode index : table.path("localSecondaryIndex")) {
            List<String> key = new ArrayList<>();
            key.add("HASH" + table.path("hashKey").asString());
            key.addAll(key(index));
            indexes.put(index.path("name").asString(), index(index, key, ""));
        }
        for (JsonNode index : table.path("globalSecondaryIndex")) {
            indexes.put(
                    index.path("name").asString(),
                    index(index, key(index), capacity(index, billing)));
        }
        return indexes;
    }

    private static String index(JsonNode index, List<String> key, String capacity) {
        List<String> projected = new ArrayList<>();
        index.path("nonKeyAttributes").forEach(a -> projected.add(a.asString()));
        return words(key, index.path("projectionType").asString(), projected, capacity);
    }

    private static Map<String, Map<String, Object>> tables(DesiredState desired) {
        Map<String, Map<String, Object>> tables = new TreeMap<>();
        for (DesiredTable table : desired.tables()) {
            TableSpec spec = table.spec();
            Map<String, Object> fields = new TreeMap<>();
            fields.put("region", table.address().region());
            fields.put("key", key(spec.definition().key()));
            Map<String, String> attributes = new TreeMap<>();
            spec.definition()
                    .attributes()
                    .forEach((attribute, type) -> attributes.put(attribute, type.name()));
            fields.put("attributes", attributes);
            fields.put("capacity", capacity(spec.throughput(), spec));
            fields.put("indexes", indexes(spec));
            Map<String, String> tags = new TreeMap<>(spec.tags());
            // What plan remembers of earlier values; Crossplane has its own memory.
            tags.keySet().removeAll(List.of("idp/tags", "idp/settings"));
            fields.put("tags", tags);
            settings(spec.settings(), fields);
            tables.put(table.address().name(), fields);
        }
        return tables;
    }

    private static void settings(Settings settings, Map<String, Object> fields) {
        PointInTimeRecovery recovery =
                Objects.requireNonNull(settings.get(PointInTimeRecoverySetting.RECOVERY));
        fields.put("recovery", recovery.enabled() ? recovery.recoveryPeriodInDays() : "off");
        TimeToLive ttl = settings.get(TimeToLiveSetting.TIME_TO_LIVE);
        fields.put("ttl", ttl == null ? "" : words(ttl.enabled(), ttl.attributeName()));
        Map<String, String> replicas = new TreeMap<>();
        Replicas wanted =
                Objects.requireNonNullElse(settings.get(ReplicasSetting.REPLICAS), Replicas.NONE);
        wanted.regions()
                .forEach((region, replica) -> replicas.put(region, words(replica.kmsKeyArn())));
        fields.put("replicas", replicas);
        TableStream stream = settings.get(StreamSetting.STREAM);
        // DynamoDB itself gives it to the table with the first replica; Crossplane has to be told.
        String brought = replicas.isEmpty() ? "" : "true NEW_AND_OLD_IMAGES";
        fields.put("stream", stream == null ? brought : words(stream.enabled(), stream.viewType()));
        Encryption encryption = settings.get(EncryptionSetting.ENCRYPTION);
        fields.put(
                "encryption",
                encryption == null ? "" : words(encryption.enabled(), encryption.kmsKeyArn()));
        fields.put("class", words(settings.get(TableClassSetting.TABLE_CLASS)));
        // In a namespace the chart protects what the values leave open.
        fields.put(
                "protection",
                words(
                        Objects.requireNonNullElse(
                                settings.get(DeletionProtectionSetting.PROTECTION), true)));
        Map<String, String> limits = new TreeMap<>();
        OnDemandLimits onDemand = settings.get(OnDemandSetting.LIMITS);
        if (onDemand != null) {
            limits.put("", onDemand.table().maxRead() + " " + onDemand.table().maxWrite());
            onDemand.indexes()
                    .forEach((name, l) -> limits.put(name, l.maxRead() + " " + l.maxWrite()));
            limits.values().removeIf("-1 -1"::equals);
        }
        fields.put("limits", limits);
        Map<String, String> warm = new TreeMap<>();
        WarmThroughputs throughput = settings.get(WarmThroughputSetting.WARM);
        if (throughput != null) {
            warm.put("", throughput.table().read() + " " + throughput.table().write());
            throughput
                    .indexes()
                    .forEach((name, units) -> warm.put(name, units.read() + " " + units.write()));
            warm.values().removeIf("0 0"::equals);
        }
        fields.put("warm", warm);
    }

    private static String capacity(Throughput throughput, TableSpec spec) {
        return spec.billingMode() == BillingMode.PROVISIONED
                ? throughput.read() + " " + throughput.write()
                : spec.billingMode().name();
    }

    private static Map<String, String> indexes(TableSpec spec) {
        TableDefinition definition = spec.definition();
        Map<String, String> indexes = new TreeMap<>();
        for (IndexDefinition index : definition.indexes()) {
            indexes.put(
                    index.name(),
                    words(
                            key(index.key()),
                            index.projection().type(),
                            List.copyOf(index.projection().nonKeyAttributes()),
                            index.kind() == IndexDefinition.Kind.LOCAL
                                    ? ""
                                    : capacity(index.throughput(), spec)));
        }
        return indexes;
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
