package dev.tablewright.controlplane.draft;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.setting.Autoscaling;
import dev.tablewright.controlplane.setting.AutoscalingSetting;
import dev.tablewright.controlplane.setting.BackupSetting;
import dev.tablewright.controlplane.setting.ScaledCapacity;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.VectorIndexSetting;
import dev.tablewright.controlplane.setting.VectorIndexes;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.YamlText;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The values file of tables that exist. By it, {@code plan} finds no difference; what a table has
 * without anybody having asked for it is in a comment, not in a field, so that it stays nobody's.
 *
 * @param text the file
 * @param notSaid what of the tables no values file can say; mostly nothing
 */
public record LiveDraft(String text, List<String> notSaid) {
    private static final String INDENT = "    ";

    /** Copies the list. */
    public LiveDraft {
        notSaid = List.copyOf(notSaid);
    }

    /**
     * What is written at the top of the file.
     *
     * @param source where the tables were read, for instance {@code AWS, account 123456789012}
     * @param day of the reading
     * @param file its name, for the commands in the comments
     * @param region of the file; tables elsewhere name theirs
     */
    public record Heading(String source, String day, String file, String region) {}

    /**
     * Writes the file.
     *
     * @param tables read with every setting
     * @param release where it will be installed; null when that is not known: then each table keeps
     *     its name in AWS by externalName
     * @param grants by the ARN of the table; none for tables that are not in it
     * @throws ValuesException if a table breaks the contract, so that no file can say it
     */
    public static LiveDraft of(
            Heading heading,
            List<ObservedTable> tables,
            @Nullable Release release,
            Map<String, ExistingGrants> grants)
            throws ValuesException {
        List<LiveTable> live = new ArrayList<>();
        for (ObservedTable table : tables) {
            live.add(
                    LiveTable.of(
                            table, release, grants.getOrDefault(table.arn(), ExistingGrants.NONE)));
        }
        Writer writer = new Writer(heading, release);
        String text = writer.write(live);
        return new LiveDraft(text, notSaid(heading, text, tables, release));
    }

    /** Writes one table as an entry in the list of tables, without what stands around it. */
    static String entry(LiveTable table, Release release, String region) throws ValuesException {
        Writer writer = new Writer(new Heading("", "", "", region), release);
        writer.table(table);
        return writer.out.toString();
    }

    /** Reads the file back, and compares. */
    private static List<String> notSaid(
            Heading heading, String text, List<ObservedTable> tables, @Nullable Release release)
            throws ValuesException {
        Values values = ValuesParser.parse(List.of(new ValuesParser.Source(heading.file(), text)));
        DesiredState desired =
                DesiredState.of(
                        values,
                        release == null ? new Release("import", Release.DEFAULT_NAME) : release,
                        AwsAccount.UNKNOWN);
        Map<TableAddress, ObservedTable> observed = new LinkedHashMap<>();
        tables.forEach(table -> observed.put(table.address(), table));
        // Only tables are compared; access is another matter, and roles may not even be known.
        Map<String, ObservedRole> roles = new LinkedHashMap<>();
        desired.roles()
                .forEach(access -> roles.put(access.role(), new ObservedRole.Present(Set.of())));
        Drift drift = Drift.of(desired, new ObservedState(observed, Map.of(), roles));
        return drift.differences().stream()
                .filter(differs -> differs.subject().startsWith("table "))
                .map(
                        (Step.Differs differs) ->
                                differs.subject()
                                        + ": "
                                        + differs.field()
                                        + " is "
                                        + differs.is()
                                        + ", and the file says "
                                        + differs.should())
                .toList();
    }

    private static final class Writer {
        private final Heading heading;
        private final @Nullable Release release;
        private final YamlBlock out = new YamlBlock();

        /** What holds for tables that say nothing. */
        private final Settings defaults;

        Writer(Heading heading, @Nullable Release release) throws ValuesException {
            this.heading = heading;
            this.release = release;
            this.defaults =
                    ValuesParser.parse(List.of(new ValuesParser.Source("none", "tables: []")))
                            .settings();
        }

        String write(List<LiveTable> tables) {
            String installed =
                    " -f "
                            + heading.file()
                            + " --namespace "
                            + (release == null ? "NS" : release.namespace())
                            + (release == null || release.name().equals(Release.DEFAULT_NAME)
                                    ? ""
                                    : " --release " + release.name());
            out.comment(
                    "",
                    "Written by \"tablewright import\" on "
                            + heading.day()
                            + " from "
                            + heading.source()
                            + ". Nothing was changed there.");
            out.comment("", "1. See that it says what is there:   ./tablewright plan" + installed);
            out.comment("", "2. Write managementPolicies: Control, and take the tables over:");
            out.line("#      ./tablewright adopt TABLE..." + installed);
            out.line("");
            out.line(
                    "managementPolicies: Observe # only reads and reports; Control creates and"
                            + " updates");
            out.line("deletionPolicy: Orphan # a table that leaves this file stays in AWS");
            out.line("region: " + heading.region());
            out.line("");
            out.line(tables.isEmpty() ? "tables: []" : "tables:");
            boolean first = true;
            for (LiveTable table : tables) {
                if (!first) {
                    out.line("");
                }
                first = false;
                table(table);
            }
            return out.toString();
        }

        private void table(LiveTable live) {
            TableAddress address = live.table().address();
            TableSpec spec = live.table().spec();
            String owner = live.otherOwner(release);
            if (owner != null) {
                out.comment("  ", "Belongs to " + owner + ": adopt and apply will leave it alone.");
            }
            String stack = spec.tags().get("aws:cloudformation:stack-name");
            if (stack != null) {
                out.comment(
                        "  ",
                        "The CloudFormation stack "
                                + stack
                                + " made this table and goes on changing it; retain it there before"
                                + " you write Control here.");
            }
            out.line(
                    "  - name: "
                            + YamlText.of(live.name())
                            + (live.externalName() == null ? " # in AWS " + address.name() : ""));
            if (live.externalName() != null) {
                out.field(INDENT, "externalName", live.externalName());
            }
            if (live.useIdpPrefix()) {
                out.field(INDENT, "useIdpPrefix", true);
            }
            if (!address.region().equals(heading.region())) {
                out.field(INDENT, "region", address.region());
            }
            keys(spec.definition());
            capacity(spec);
            indexes(spec);
            roles(live.grants(), spec);
            settings(spec);
            tags(spec);
        }

        private void keys(TableDefinition definition) {
            key(definition.key()).forEach((name, value) -> out.field(INDENT, name, value));
            out.line(INDENT + "attributes:");
            definition
                    .attributes()
                    .forEach(
                            (name, type) ->
                                    out.line(
                                            INDENT
                                                    + "  - {name: "
                                                    + YamlText.of(name)
                                                    + ", type: "
                                                    + quoted(type)
                                                    + "}"));
        }

        /** In quotes always: in Helm's YAML a bare N is the boolean false. */
        private static String quoted(KeyType type) {
            return YamlText.quoted(type.name());
        }

        private static Map<String, Object> key(KeySchema key) {
            Map<String, Object> fields = new LinkedHashMap<>();
            if (key.isPlain()) {
                fields.put("hashKey", key.hash().getFirst());
                if (!key.range().isEmpty()) {
                    fields.put("rangeKey", key.range().getFirst());
                }
                return fields;
            }
            List<Object> parts = new ArrayList<>();
            key.hash().forEach(attribute -> parts.add(part(attribute, "HASH")));
            key.range().forEach(attribute -> parts.add(part(attribute, "RANGE")));
            fields.put("keySchema", parts);
            return fields;
        }

        private static Map<String, Object> part(String attribute, String type) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("attributeName", attribute);
            part.put("keyType", type);
            return part;
        }

        private void capacity(TableSpec spec) {
            if (spec.billingMode() == BillingMode.PROVISIONED) {
                out.field(INDENT, "billingMode", "PROVISIONED");
                capacity(spec.throughput(), scaling(spec).table())
                        .forEach((name, units) -> out.field(INDENT, name, units));
            }
        }

        /** What follows its use stands nowhere but between its bounds. */
        private static Map<String, Object> capacity(Throughput units, ScaledCapacity scaled) {
            Map<String, Object> fields = new LinkedHashMap<>();
            if (scaled.read() == null) {
                fields.put("readCapacity", units.read());
            }
            if (scaled.write() == null) {
                fields.put("writeCapacity", units.write());
            }
            return fields;
        }

        private static Autoscaling scaling(TableSpec spec) {
            Autoscaling scaling = spec.settings().get(AutoscalingSetting.SCALING);
            return scaling == null ? Autoscaling.NONE : scaling;
        }

        private void indexes(TableSpec spec) {
            index(spec, Kind.LOCAL, "localSecondaryIndex");
            index(spec, Kind.GLOBAL, "globalSecondaryIndex");
        }

        private void index(TableSpec spec, Kind kind, String list) {
            List<IndexDefinition> indexes =
                    spec.definition().indexes().stream()
                            .filter(index -> index.kind() == kind)
                            .toList();
            if (indexes.isEmpty()) {
                return;
            }
            out.line(INDENT + list + ":");
            for (IndexDefinition index : indexes) {
                out.line(INDENT + "  - name: " + YamlText.of(index.name()));
                index(spec, index)
                        .forEach((name, value) -> out.field(INDENT + "    ", name, value));
            }
        }

        private Map<String, Object> index(TableSpec spec, IndexDefinition index) {
            Map<String, Object> fields = key(index.key());
            if (index.kind() == Kind.LOCAL) {
                fields.remove("hashKey");
            }
            IndexProjection projection = index.projection();
            fields.put("projectionType", projection.type().name());
            // Local indexes must say it, global ones only where there is something to say.
            if (index.kind() == Kind.LOCAL || !projection.nonKeyAttributes().isEmpty()) {
                fields.put("nonKeyAttributes", projection.nonKeyAttributes());
            }
            Throughput capacity = index.throughput();
            if (index.kind() == Kind.GLOBAL
                    && spec.billingMode() == BillingMode.PROVISIONED
                    && capacity != null) {
                fields.putAll(capacity(capacity, scaling(spec).index(index.name())));
            }
            for (Setting<?> setting : spec.settings().named()) {
                atIndex(setting, spec).getOrDefault(index.name(), Map.of()).forEach(fields::put);
            }
            return fields;
        }

        private <V> Map<String, Map<String, Object>> atIndex(Setting<V> setting, TableSpec spec) {
            V value = spec.settings().get(setting);
            return value == null || !isSaid(setting, value, spec)
                    ? Map.of()
                    : setting.writtenAtIndexes(value);
        }

        private void roles(ExistingGrants grants, TableSpec spec) {
            if (!grants.readers().isEmpty()) {
                out.field(INDENT, "serviceAccountReadRoles", grants.readers());
            }
            if (!grants.writers().isEmpty()) {
                out.field(INDENT, "serviceAccountWriteRoles", grants.writers());
            }
            if (!grants.streamReaders().isEmpty()) {
                out.field(INDENT, "serviceAccountStreamRoles", grants.streamReaders());
            }
            if (!grants.searchers().isEmpty() && hasVectorIndexes(spec)) {
                out.field(INDENT, "serviceAccountSearchRoles", grants.searchers());
            }
            grants.remarks().forEach(remark -> out.comment(INDENT, "Role access: " + remark + "."));
        }

        private static boolean hasVectorIndexes(TableSpec spec) {
            VectorIndexes vectors = spec.settings().get(VectorIndexSetting.VECTORS);
            return vectors != null && !vectors.indexes().isEmpty();
        }

        private void settings(TableSpec spec) {
            List<String> unsaid = new ArrayList<>();
            for (Setting<?> setting : spec.settings().named()) {
                setting(setting, spec, unsaid);
            }
            if (!unsaid.isEmpty()) {
                out.comment(
                        INDENT,
                        "As it is where nobody says otherwise: " + String.join("; ", unsaid) + ".");
            }
        }

        private <V> void setting(Setting<V> setting, TableSpec spec, List<String> unsaid) {
            V value = spec.settings().get(setting);
            if (value == null) {
                return;
            }
            if (isSaid(setting, value, spec)) {
                setting.written(value).forEach((name, field) -> out.field(INDENT, name, field));
            } else {
                unsaid.add(setting.title() + " " + setting.words(value));
            }
        }

        /** Only what differs from what the file means without a word about it. */
        private <V> boolean isSaid(Setting<V> setting, V value, TableSpec spec) {
            V fallback = defaults.get(setting);
            return setting.appliesTo(spec.billingMode())
                    && !setting.satisfies(value, fallback == null ? setting.initial() : fallback);
        }

        private void tags(TableSpec spec) {
            boolean backedUp = spec.settings().has(BackupSetting.BACKUP);
            Map<String, String> own = new TreeMap<>(spec.tags());
            own.keySet()
                    .removeIf(
                            key ->
                                    Release.isReserved(key)
                                            || (backedUp && key.equals(BackupSetting.TAG)));
            if (!own.isEmpty()) {
                out.field(INDENT, "tags", own);
            }
        }
    }
}
