package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.setting.EncryptionSetting;
import dev.tablewright.controlplane.setting.OnDemandSetting;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.setting.Replicas;
import dev.tablewright.controlplane.setting.ReplicasSetting;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.StreamSetting;
import dev.tablewright.controlplane.setting.TableClassSetting;
import dev.tablewright.controlplane.setting.TimeToLiveSetting;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;
import dev.tablewright.operator.managed.Trees;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A real table in the words of {@code forProvider}. */
final class TableView {
    /** Those that a Table object can name. */
    private static final List<Setting<?>> SETTINGS =
            List.of(
                    PointInTimeRecoverySetting.RECOVERY,
                    TimeToLiveSetting.TIME_TO_LIVE,
                    DeletionProtectionSetting.PROTECTION,
                    StreamSetting.STREAM,
                    EncryptionSetting.ENCRYPTION,
                    TableClassSetting.TABLE_CLASS,
                    OnDemandSetting.LIMITS);

    /** Those of them that take a call of their own. */
    static final Set<Setting<?>> ASKED =
            Set.of(
                    PointInTimeRecoverySetting.RECOVERY,
                    TimeToLiveSetting.TIME_TO_LIVE,
                    ReplicasSetting.REPLICAS);

    private TableView() {}

    /** Keys, indexes and capacity, which a comparison always needs. */
    static Map<String, Object> shape(ObservedTable table) {
        TableSpec spec = table.spec();
        TableDefinition definition = spec.definition();
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("hashKey", definition.key().attributes().getFirst());
        if (definition.key().attributes().size() > 1) {
            shape.put("rangeKey", definition.key().attributes().get(1));
        }
        List<Object> attributes = new ArrayList<>();
        definition
                .attributes()
                .forEach((name, type) -> attributes.add(Map.of("name", name, "type", type.name())));
        shape.put("attribute", attributes);
        shape.put("billingMode", spec.billingMode().name());
        boolean provisioned = spec.billingMode() == BillingMode.PROVISIONED;
        if (provisioned) {
            capacity(shape, spec.throughput());
        }
        indexes(shape, definition, Kind.LOCAL, "localSecondaryIndex", false);
        indexes(shape, definition, Kind.GLOBAL, "globalSecondaryIndex", provisioned);
        return shape;
    }

    private static void capacity(Map<String, Object> into, Throughput throughput) {
        into.put("readCapacity", throughput.read());
        into.put("writeCapacity", throughput.write());
    }

    private static void indexes(
            Map<String, Object> into,
            TableDefinition definition,
            Kind kind,
            String field,
            boolean provisioned) {
        List<Object> indexes = new ArrayList<>();
        for (IndexDefinition index : definition.indexes()) {
            if (index.kind() == kind) {
                indexes.add(index(index, provisioned));
            }
        }
        if (!indexes.isEmpty()) {
            into.put(field, indexes);
        }
    }

    private static Map<String, Object> index(IndexDefinition index, boolean provisioned) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", index.name());
        KeySchema key = index.key();
        if (key.hash().size() > 1 || key.range().size() > 1) {
            List<Object> schema = new ArrayList<>();
            key.hash().forEach(name -> schema.add(use(name, "HASH")));
            key.range().forEach(name -> schema.add(use(name, "RANGE")));
            view.put("keySchema", schema);
        } else {
            if (index.kind() == Kind.GLOBAL) {
                view.put("hashKey", key.hash().getFirst());
            }
            if (!key.range().isEmpty()) {
                view.put("rangeKey", key.range().getFirst());
            }
        }
        view.put("projectionType", index.projection().type().name());
        if (!index.projection().nonKeyAttributes().isEmpty()) {
            view.put("nonKeyAttributes", List.copyOf(index.projection().nonKeyAttributes()));
        }
        if (provisioned) {
            capacity(view, index.throughput());
        }
        return view;
    }

    private static Map<String, Object> use(String attribute, String type) {
        return Map.of("attributeName", attribute, "keyType", type);
    }

    /** Returns all that is known of a table. */
    static Map<String, Object> atProvider(ObservedTable table) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", table.address().name());
        view.put("arn", table.arn());
        view.put("region", table.address().region());
        view.putAll(shape(table));
        SETTINGS.forEach(setting -> view.putAll(written(setting, table.spec())));
        Replicas replicas = table.spec().settings().get(ReplicasSetting.REPLICAS);
        if (replicas != null && !replicas.regions().isEmpty()) {
            view.put("replica", replicas(table.arn(), replicas));
        }
        if (!table.spec().tags().isEmpty()) {
            view.put("tags", table.spec().tags());
            view.put("tagsAll", table.spec().tags());
        }
        return view;
    }

    private static List<Map<String, Object>> replicas(String arn, Replicas replicas) {
        List<Map<String, Object>> views = new ArrayList<>();
        replicas.regions()
                .forEach(
                        (region, replica) -> {
                            Map<String, Object> view = new LinkedHashMap<>();
                            view.put("regionName", region);
                            view.put("arn", Replicas.arnIn(arn, region));
                            if (replica.kmsKeyArn() != null) {
                                view.put("kmsKeyArn", replica.kmsKeyArn());
                            }
                            views.add(view);
                        });
        return views;
    }

    /**
     * Returns what may be filled in where an object does not say it: what is not simply off. Tags
     * are not: those of others need not be the object's.
     */
    static Map<String, Object> unnamed(ObservedTable table) {
        Map<String, Object> view = shape(table);
        SETTINGS.forEach(setting -> view.putAll(ifNotInitial(setting, table.spec())));
        return view;
    }

    private static <V> Map<String, Object> ifNotInitial(Setting<V> setting, TableSpec spec) {
        @Nullable V value = spec.settings().get(setting);
        return value == null || setting.satisfies(value, setting.initial())
                ? Map.of()
                : setting.written(value);
    }

    private static <V> Map<String, Object> written(Setting<V> setting, TableSpec spec) {
        @Nullable V value = spec.settings().get(setting);
        return value == null ? Map.of() : setting.written(value);
    }

    /** Returns the attributes that keys of {@code fields} use. */
    static Set<Object> keyAttributes(Map<String, Object> fields) {
        Set<Object> used = new HashSet<>();
        addKeys(fields, used);
        for (String kind : List.of("localSecondaryIndex", "globalSecondaryIndex")) {
            Trees.maps(fields.get(kind)).forEach(index -> addKeys(index, used));
        }
        return used;
    }

    private static void addKeys(Map<String, Object> of, Set<Object> used) {
        for (String key : List.of("hashKey", "rangeKey")) {
            Object attribute = of.get(key);
            if (attribute != null) {
                used.add(attribute);
            }
        }
        Trees.maps(of.get("keySchema"))
                .forEach(use -> used.add(String.valueOf(use.get("attributeName"))));
    }
}
