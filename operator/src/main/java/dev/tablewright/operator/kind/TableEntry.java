package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.SettingMemory;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Table object as an entry in the list of tables of a values file, which is all that {@code
 * controlplane} has to know of it. The fields of {@code forProvider} are those of the values, but
 * for a few names.
 */
final class TableEntry {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Crossplane's older version has lists of one where there can be one only. */
    private static final Set<String> LISTS_OF_ONE =
            Set.of(
                    "onDemandThroughput",
                    "warmThroughput",
                    "globalTableWitness",
                    "importTable",
                    "pointInTimeRecovery",
                    "serverSideEncryption",
                    "ttl");

    /** Of a replica: what it has as its table has it. */
    private static final List<String> OF_THEIR_TABLE =
            List.of(
                    "consistencyMode",
                    "propagateTags",
                    "pointInTimeRecovery",
                    "deletionProtectionEnabled");

    private static final int LONGEST_NAME = 187;

    private final ManagedObject object;
    private final String tableName;
    private final Map<String, Object> forProvider;
    private final Map<String, Object> initProvider;

    /**
     * Reads the settings of an object.
     *
     * @param tableName in AWS
     */
    TableEntry(ManagedObject object, String tableName) {
        this.object = object;
        this.tableName = tableName;
        this.forProvider = normal(object.forProvider());
        this.initProvider = normal(Trees.map(object.spec().get("initProvider")));
    }

    /** Without lists of one, and without references that have done their work. */
    private static Map<String, Object> normal(Map<String, Object> fields) {
        Map<String, Object> normal = new LinkedHashMap<>();
        Trees.copy(fields)
                .forEach(
                        (name, value) -> {
                            Object one =
                                    LISTS_OF_ONE.contains(name) && value instanceof List<?> list
                                            ? list.isEmpty() ? Map.of() : list.getFirst()
                                            : value;
                            if (name.endsWith("Index")) {
                                Trees.maps(one)
                                        .forEach(
                                                index -> {
                                                    Map<String, Object> inner = normal(index);
                                                    index.clear();
                                                    index.putAll(inner);
                                                    if (name.equals("localSecondaryIndex")) {
                                                        // Our values want it said.
                                                        index.putIfAbsent(
                                                                "nonKeyAttributes", List.of());
                                                    }
                                                });
                            }
                            if (one instanceof Map<?, ?>) {
                                Trees.map(one)
                                        .keySet()
                                        .removeIf(
                                                key ->
                                                        key.endsWith("Ref")
                                                                || key.endsWith("Selector"));
                            }
                            if (one != null
                                    && !(LISTS_OF_ONE.contains(name) && one.equals(Map.of()))) {
                                normal.put(name, one);
                            }
                        });
        if (normal.containsKey("replica")) {
            normal.put("replicas", replicas(Trees.maps(normal.remove("replica")), normal));
        }
        return normal;
    }

    /** As the values have them; what is other than our replicas are is left, to be refused. */
    private static List<Map<String, Object>> replicas(
            List<Map<String, Object>> replicas, Map<String, Object> table) {
        Map<String, Object> ours =
                Map.of(
                        "consistencyMode",
                        "EVENTUAL",
                        "propagateTags",
                        true,
                        "pointInTimeRecovery",
                        Boolean.TRUE.equals(
                                Trees.map(table.get("pointInTimeRecovery")).get("enabled")),
                        "deletionProtectionEnabled",
                        Boolean.TRUE.equals(table.get("deletionProtectionEnabled")));
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Map<String, Object> replica : replicas) {
            Map<String, Object> entry = new LinkedHashMap<>(replica);
            entry.keySet().removeIf(key -> key.endsWith("Ref") || key.endsWith("Selector"));
            entry.entrySet().removeIf(one -> one.getValue().equals(ours.get(one.getKey())));
            Object region = entry.remove("regionName");
            if (region != null) {
                entry.put("region", region);
            }
            entries.add(entry);
        }
        return entries;
    }

    private static void checkReplicas(Map<String, Object> fields) throws ExternalFailure {
        List<Map<String, Object>> replicas = Trees.maps(fields.get("replicas"));
        for (int i = 0; i < replicas.size(); i++) {
            for (String field : OF_THEIR_TABLE) {
                Object value = replicas.get(i).get(field);
                if (value != null) {
                    throw new ExternalFailure(
                            "spec.forProvider.replica[%d].%s %s is not served: replicas are eventually"
                                            .formatted(i, field, value)
                                    + " consistent, and tagged, protected and recoverable as their"
                                    + " table is");
                }
            }
        }
    }

    /** Returns the region. */
    String region() throws ExternalFailure {
        String region = Trees.text(forProvider.get("region"));
        if (region == null) {
            throw new ExternalFailure("spec.forProvider.region is missing");
        }
        return region;
    }

    /** Returns the tags as the object has them. */
    Map<String, String> tags() {
        return Trees.textMap(forProvider.get("tags"));
    }

    /**
     * Returns whose the table is.
     *
     * @throws ExternalFailure if its tags name another namespace than the object's
     */
    Release release() throws ExternalFailure {
        return Ownership.of(object, tags());
    }

    /**
     * Returns what the object asks for.
     *
     * @param there the table as it is, from which is taken what the object does not say and never
     *     said; null when it is to be made
     */
    DesiredState desired(@Nullable ObservedTable there, ManagementPolicies policies)
            throws ExternalFailure {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (there == null) {
            fields.putAll(initProvider);
            fields.putAll(forProvider);
            // As AWS and Terraform have it, other than our values.
            fields.putIfAbsent("billingMode", "PROVISIONED");
        } else {
            fields.putAll(forProvider);
            complete(fields, TableView.shape(there));
        }
        checkReplicas(fields);
        if (!"PROVISIONED".equals(fields.get("billingMode"))) {
            withoutCapacity(fields);
        }
        DesiredState whole = parsed(fields);
        DesiredTable table = whole.tables().getFirst();
        Set<String> named = new HashSet<>(fields.keySet());
        TableSpec spec = table.spec();
        Settings settings = spec.settings().only(setting -> isNamed(setting, fields, named));
        return whole.withTables(
                List.of(
                        new DesiredTable(
                                table.logicalName(),
                                table.address(),
                                new TableSpec(
                                        spec.definition(),
                                        spec.billingMode(),
                                        spec.throughput(),
                                        settings,
                                        tags(settings)),
                                policies,
                                table.deletionPolicy(),
                                object.adopts())));
    }

    /** The values have defaults of their own, which a Table object has not. */
    private static boolean isNamed(
            Setting<?> setting, Map<String, Object> fields, Set<String> named) {
        boolean atTable = setting.fields().stream().anyMatch(field -> named.contains(field.name()));
        return atTable
                || Trees.maps(fields.get("globalSecondaryIndex")).stream()
                        .anyMatch(
                                index ->
                                        setting.indexFields().stream()
                                                .anyMatch(
                                                        field -> index.containsKey(field.name())));
    }

    private Map<String, String> tags(Settings settings) throws ExternalFailure {
        Map<String, String> tags = new LinkedHashMap<>();
        Set<String> own =
                tags().keySet().stream()
                        .filter(key -> !Release.isReserved(key))
                        .collect(Collectors.toSet());
        tags.putAll(release().tableTags(logicalName(), deletionPolicy(), own));
        tags.putAll(SettingMemory.of(settings.only(setting -> !isOnlyInitial(setting))));
        tags.putAll(tags());
        return tags;
    }

    /** What counts at creation only is not taken back afterwards. */
    private boolean isOnlyInitial(Setting<?> setting) {
        return setting.fields().stream().noneMatch(field -> forProvider.containsKey(field.name()));
    }

    private DeletionPolicy deletionPolicy() {
        return object.deletesExternal() ? DeletionPolicy.DELETE : DeletionPolicy.ORPHAN;
    }

    private String logicalName() {
        String name = Owner.table(tags()).orElse(object.identity().name());
        return name.length() <= LONGEST_NAME ? name : name.substring(name.length() - LONGEST_NAME);
    }

    /** What the object does not say, and has never said, is as it is. */
    private void complete(Map<String, Object> fields, Map<String, Object> is) {
        Set<String> removed = object.removed();
        if (!fields.containsKey("hashKey")) {
            take("hashKey", fields, is, removed);
            take("rangeKey", fields, is, removed);
        }
        for (String field : List.of("billingMode", "localSecondaryIndex", "globalSecondaryIndex")) {
            take(field, fields, is, removed);
        }
        if (Objects.equals(fields.get("billingMode"), is.get("billingMode"))) {
            take("readCapacity", fields, is, removed);
            take("writeCapacity", fields, is, removed);
            indexCapacities(fields, is);
        }
        attributes(fields, is);
    }

    private static void take(
            String field, Map<String, Object> fields, Map<String, Object> is, Set<String> removed) {
        Object value = is.get(field);
        if (value != null && !fields.containsKey(field) && !removed.contains(field)) {
            fields.put(field, value);
        }
    }

    private static void indexCapacities(Map<String, Object> fields, Map<String, Object> is) {
        for (Map<String, Object> index : Trees.maps(fields.get("globalSecondaryIndex"))) {
            for (Map<String, Object> there : Trees.maps(is.get("globalSecondaryIndex"))) {
                if (Objects.equals(index.get("name"), there.get("name"))) {
                    take("readCapacity", index, there, Set.of());
                    take("writeCapacity", index, there, Set.of());
                }
            }
        }
    }

    /** Types of attributes that come in with keys that the object does not name. */
    private static void attributes(Map<String, Object> fields, Map<String, Object> is) {
        List<Map<String, Object>> named = Trees.maps(fields.get("attribute"));
        Set<Object> known = named.stream().map(one -> one.get("name")).collect(Collectors.toSet());
        Set<Object> used = TableView.keyAttributes(fields);
        for (Map<String, Object> there : Trees.maps(is.get("attribute"))) {
            if (used.contains(there.get("name")) && known.add(there.get("name"))) {
                named.add(there);
            }
        }
        fields.put("attribute", named);
    }

    /** Zeros, as Crossplane writes them into objects, mean nothing when billed by request. */
    private static void withoutCapacity(Map<String, Object> fields) {
        List<String> names = List.of("readCapacity", "writeCapacity");
        fields.keySet().removeAll(names);
        Trees.maps(fields.get("globalSecondaryIndex"))
                .forEach(index -> index.keySet().removeAll(names));
    }

    private DesiredState parsed(Map<String, Object> fields) throws ExternalFailure {
        Map<String, Object> table = new LinkedHashMap<>(fields);
        table.put("name", logicalName());
        table.put("externalName", tableName);
        table.put("attributes", table.remove("attribute"));
        table.values().removeIf(Objects::isNull);
        table.remove("tags");
        String text = JSON.writeValueAsString(Map.of("tables", List.of(table)));
        try {
            return DesiredState.of(
                    ValuesParser.parse(List.of(new ValuesParser.Source("forProvider", text))),
                    release(),
                    AwsAccount.UNKNOWN);
        } catch (ValuesException e) {
            throw Failures.mistakes(e, TableEntry::inObject);
        }
    }

    /** The place in the object, not in the file that nobody has written. */
    private static String inObject(String path) {
        return path.replaceFirst("^tables\\[0]\\.?", "")
                .replaceFirst("^attributes", "attribute")
                .replaceFirst("^replicas", "replica");
    }
}
