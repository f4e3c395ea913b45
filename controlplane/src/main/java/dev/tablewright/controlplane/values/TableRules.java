package dev.tablewright.controlplane.values;

import static dev.tablewright.controlplane.values.Mistakes.quoted;

import dev.tablewright.controlplane.setting.Autoscaling;
import dev.tablewright.controlplane.setting.AutoscalingSetting;
import dev.tablewright.controlplane.setting.ScaledCapacity;
import dev.tablewright.controlplane.setting.ScalingBounds;
import dev.tablewright.controlplane.setting.StreamSetting;
import dev.tablewright.controlplane.setting.TableStream;
import dev.tablewright.controlplane.setting.VectorIndexSetting;
import dev.tablewright.controlplane.setting.VectorIndexes;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that concern several fields of one table: DynamoDB's own, and those of the contract. A
 * rule is skipped where a field that it needs is already known to be wrong.
 */
final class TableRules {
    /** Over all indexes of a table; the same attribute in two indexes counts twice. */
    private static final int MAX_PROJECTED = 100;

    private final TableValues table;
    private final Problems problems;

    /** A wrong, missing or misspelt key may be the one that uses an attribute. */
    private final boolean keysAreCertain;

    TableRules(TableValues table, Problems problems) {
        this.table = table;
        this.problems = problems;
        this.keysAreCertain =
                sound("hashKey")
                        && sound("rangeKey")
                        && sound("localSecondaryIndex")
                        && sound("globalSecondaryIndex")
                        && sound("vectorIndexes")
                        && !problems.hasUnknownFields(table.path());
    }

    void check() {
        name();
        keys();
        indexes();
        attributes();
        capacity();
        streamRoles();
        searchRoles();
    }

    private void name() {
        if (table.externalName() != null && table.useIdpPrefix() && sound("useIdpPrefix")) {
            add("useIdpPrefix", "has no meaning with externalName", "remove one of the two");
        }
    }

    private void streamRoles() {
        TableStream stream = table.settings().get(StreamSetting.STREAM);
        if (!table.streamRoles().isEmpty()
                && (stream == null || !stream.enabled())
                && sound("streamEnabled")
                && sound("streamViewType")) {
            add(
                    "serviceAccountStreamRoles",
                    "have nothing to read without a stream",
                    "write streamEnabled: true and a streamViewType, or remove them");
        }
    }

    private void searchRoles() {
        if (!table.searchRoles().isEmpty()
                && vectors().indexes().isEmpty()
                && sound("vectorIndexes")) {
            add(
                    "serviceAccountSearchRoles",
                    "have nothing to search without a vector index",
                    "write vectorIndexes, or remove them");
        }
    }

    private void keys() {
        if (sound("hashKey") && table.hashKey().equals(table.rangeKey())) {
            add("rangeKey", "is the same attribute as hashKey", "use another one, or remove it");
        }
    }

    private void indexes() {
        Set<String> names = new HashSet<>();
        int projected = 0;
        for (IndexValues index : allIndexes()) {
            if (problems.sound(index.path() + ".name") && !names.add(index.name())) {
                problems.add(
                        index.path() + ".name",
                        quoted(index.name()) + " is the name of another index of this table",
                        "index names are unique over local and global indexes");
            }
            projection(index);
            projected += index.projection().nonKeyAttributes().size();
        }
        projected += vectors().projected();
        if (projected > MAX_PROJECTED) {
            problems.add(
                    table.path(),
                    "its indexes project " + projected + " attributes in all",
                    "at most " + MAX_PROJECTED + " over all indexes of a table");
        }
        table.localSecondaryIndex().forEach(this::localIndex);
        table.globalSecondaryIndex().forEach(this::globalIndex);
    }

    private void projection(IndexValues index) {
        String path = index.path() + ".nonKeyAttributes";
        if (!problems.sound(path) || !problems.sound(index.path() + ".projectionType")) {
            return;
        }
        IndexProjection projection = index.projection();
        boolean names = !projection.nonKeyAttributes().isEmpty();
        if (projection.type() == IndexProjection.Type.INCLUDE && !names) {
            problems.add(path, "names no attribute", "INCLUDE needs 1 to 20");
        } else if (projection.type() != IndexProjection.Type.INCLUDE && names) {
            problems.add(
                    path,
                    "names attributes, but projectionType is " + projection.type(),
                    "write [] here, or projectionType: INCLUDE");
        }
    }

    private void localIndex(IndexValues index) {
        if (table.rangeKey() == null && sound("rangeKey")) {
            problems.add(
                    index.path(),
                    "is a local index, but the table has no rangeKey",
                    "give the table a rangeKey, or make this a globalSecondaryIndex");
            return;
        }
        for (KeyUse key : index.range()) {
            if (problems.sound(key.path())
                    && (key.attribute().equals(table.rangeKey())
                            || key.attribute().equals(table.hashKey()))) {
                problems.add(
                        key.path(),
                        quoted(key.attribute()) + " is a key of the table already",
                        "a local index sorts by another attribute");
            }
        }
    }

    private void globalIndex(IndexValues index) {
        Map<String, KeyUse> seen = new HashMap<>();
        for (KeyUse key : keyUses(index)) {
            KeyUse other = seen.putIfAbsent(key.attribute(), key);
            if (other != null && problems.sound(other.path()) && problems.sound(key.path())) {
                problems.add(
                        key.path(),
                        "is the same attribute as "
                                + other.path().substring(index.path().length() + 1),
                        "use another one, or remove it");
            }
        }
    }

    /** DynamoDB: "all attributes must be indexed", and every key attribute declared. */
    private void attributes() {
        if (!sound("attributes")) {
            return;
        }
        Set<String> declared = new HashSet<>();
        for (AttributeValues attribute : table.attributes()) {
            if (!declared.add(attribute.name())) {
                problems.add(
                        attribute.path() + ".name",
                        quoted(attribute.name()) + " is declared twice",
                        "keep one of the two");
            }
        }
        Set<String> used = new HashSet<>();
        for (KeyUse key : keyUses()) {
            used.add(key.attribute());
            if (!declared.contains(key.attribute()) && problems.sound(key.path())) {
                problems.add(
                        key.path(),
                        quoted(key.attribute()) + " is not declared",
                        "add {name: " + key.attribute() + ", type: 'S'} to attributes");
            }
        }
        // A filter of a vector index may be declared, and need not be.
        vectors().indexes().forEach(index -> used.addAll(index.searchable()));
        if (keysAreCertain) {
            unused(used);
        }
    }

    private void unused(Set<String> used) {
        for (AttributeValues attribute : table.attributes()) {
            if (!used.contains(attribute.name())) {
                problems.add(
                        attribute.path() + ".name",
                        quoted(attribute.name()) + " is no key of the table or of an index",
                        "remove it: only key attributes are declared");
            }
        }
    }

    private void capacity() {
        boolean provisioned = table.billingMode() == BillingMode.PROVISIONED;
        if (!sound("billingMode")) {
            return;
        }
        Autoscaling scaling = scaling();
        capacity(table.path(), table.capacity(), scaling.table(), provisioned);
        for (IndexValues index : table.globalSecondaryIndex()) {
            capacity(index.path(), index.capacity(), scaling.index(index.name()), provisioned);
        }
    }

    private Autoscaling scaling() {
        Autoscaling scaling = table.settings().get(AutoscalingSetting.SCALING);
        return scaling == null ? Autoscaling.NONE : scaling;
    }

    private void capacity(
            String path,
            @Nullable Throughput capacity,
            ScaledCapacity scaled,
            boolean provisioned) {
        if (!problems.sound(path + ".autoscaling")) {
            return;
        }
        capacity(
                path + ".readCapacity",
                capacity == null ? 0 : capacity.read(),
                scaled.read(),
                provisioned);
        capacity(
                path + ".writeCapacity",
                capacity == null ? 0 : capacity.write(),
                scaled.write(),
                provisioned);
    }

    private void capacity(
            String path, long units, @Nullable ScalingBounds bounds, boolean provisioned) {
        if (!problems.sound(path)) {
            return;
        }
        if (!provisioned) {
            if (units > 0) {
                problems.add(
                        path,
                        "has no meaning with billingMode PAY_PER_REQUEST",
                        "remove it, or write billingMode: PROVISIONED");
            }
        } else if (units == 0 && bounds == null) {
            problems.add(path, "is missing", "billingMode PROVISIONED needs it, 1 or more");
        } else if (units > 0 && bounds != null && !bounds.admit(units)) {
            problems.add(
                    path,
                    units + " is outside of what autoscaling allows",
                    "write " + bounds.min() + " to " + bounds.max() + ", or remove it");
        }
    }

    private List<KeyUse> keyUses() {
        List<KeyUse> uses = new ArrayList<>();
        uses.add(new KeyUse(table.path() + ".hashKey", table.hashKey()));
        if (table.rangeKey() != null) {
            uses.add(new KeyUse(table.path() + ".rangeKey", table.rangeKey()));
        }
        allIndexes().forEach(index -> uses.addAll(keyUses(index)));
        return uses;
    }

    private static List<KeyUse> keyUses(IndexValues index) {
        List<KeyUse> uses = new ArrayList<>(index.hash());
        uses.addAll(index.range());
        return uses;
    }

    private VectorIndexes vectors() {
        VectorIndexes vectors = table.settings().get(VectorIndexSetting.VECTORS);
        return vectors == null ? VectorIndexes.NONE : vectors;
    }

    private List<IndexValues> allIndexes() {
        List<IndexValues> all = new ArrayList<>(table.localSecondaryIndex());
        all.addAll(table.globalSecondaryIndex());
        return all;
    }

    private boolean sound(String field) {
        return problems.sound(table.path() + "." + field);
    }

    private void add(String field, String wrong, String right) {
        problems.add(table.path() + "." + field, wrong, right);
    }
}
