package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;

import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** All settings that there are. */
public final class TableSettings {
    /** In the order of the documents; see {@link Phase} for the order of changes. */
    public static final List<Setting<?>> ALL =
            List.of(
                    PointInTimeRecoverySetting.RECOVERY,
                    BackupSetting.BACKUP,
                    DeletionProtectionSetting.PROTECTION,
                    TimeToLiveSetting.TIME_TO_LIVE,
                    StreamSetting.STREAM,
                    EncryptionSetting.ENCRYPTION,
                    TableClassSetting.TABLE_CLASS,
                    OnDemandSetting.LIMITS,
                    AutoscalingSetting.SCALING,
                    WarmThroughputSetting.WARM,
                    ResourcePolicySetting.POLICY,
                    KinesisSetting.KINESIS,
                    ContributorInsightsSetting.INSIGHTS,
                    VectorIndexSetting.VECTORS,
                    ReplicasSetting.REPLICAS);

    private TableSettings() {}

    /** Finds a setting by its {@linkplain Setting#name() name}. */
    public static Optional<Setting<?>> find(String name) {
        for (Setting<?> setting : ALL) {
            if (setting.name().equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /** Returns the fields that settings have in one kind of block. */
    public static List<Field<?>> fields(Function<Setting<?>, List<Field<?>>> block) {
        List<Field<?>> fields = new ArrayList<>();
        ALL.forEach(setting -> fields.addAll(block.apply(setting)));
        return fields;
    }

    /** Reads all settings of an entry in the list of tables. */
    public static Settings read(BlockReader table) {
        Settings settings = Settings.NONE;
        for (Setting<?> setting : ALL) {
            settings = read(setting, table, settings);
        }
        return settings;
    }

    private static <V> Settings read(Setting<V> setting, BlockReader table, Settings others) {
        return others.with(setting, setting.read(table));
    }

    /** Reads what the top level says for all tables. */
    public static Settings readDefaults(BlockReader file) {
        Settings settings = Settings.NONE;
        for (Setting<?> setting : ALL) {
            settings = readDefault(setting, file, settings);
        }
        return settings;
    }

    private static <V> Settings readDefault(Setting<V> setting, BlockReader file, Settings others) {
        return others.with(setting, setting.readDefault(file));
    }

    /** Tells what is wrong with settings beside other fields of the table. */
    public static void check(TableValues table, BlockReader in) {
        ALL.forEach(setting -> check(setting, table, in));
    }

    private static <V> void check(Setting<V> setting, TableValues table, BlockReader in) {
        V value = table.settings().get(setting);
        if (value != null) {
            setting.check(value, table, in);
        }
    }

    /**
     * Reads settings of a real table.
     *
     * @param asked for which a call of their own is made; the others cost nothing
     * @param needed those that fail the reading when the target does not serve them; others are
     *     then left out
     */
    public static Settings observe(
            TableSight sight, Predicate<Setting<?>> asked, Predicate<Setting<?>> needed) {
        Settings settings = Settings.NONE;
        for (Setting<?> setting : ALL) {
            if (!setting.hasOwnCall() || asked.test(setting)) {
                settings = observe(setting, sight, needed, settings);
            }
        }
        return settings;
    }

    private static <V> Settings observe(
            Setting<V> setting, TableSight sight, Predicate<Setting<?>> needed, Settings others) {
        try {
            return others.with(setting, setting.observe(sight));
        } catch (NotServed e) {
            if (needed.test(setting)) {
                throw e;
            }
            return others;
        } catch (DynamoDbException e) {
            // AWS's own local engine knows few of the calls besides DescribeTable.
            if ("UnknownOperationException".equals(e.awsErrorDetails().errorCode())) {
                return others;
            }
            throw e;
        }
    }

    /** Returns the tags that some settings are. */
    public static Map<String, String> tags(Settings wanted) {
        Map<String, String> tags = new LinkedHashMap<>();
        wanted.named().forEach(setting -> tags.putAll(tags(setting, wanted)));
        return tags;
    }

    private static <V> Map<String, String> tags(Setting<V> setting, Settings wanted) {
        V value = wanted.get(setting);
        return value == null ? Map.of() : setting.tags(value);
    }

    /** Adds to the creation of a table what CreateTable can carry. */
    public static CreateTableRequest inCreation(CreateTableRequest request, Settings wanted) {
        CreateTableRequest whole = request;
        for (Setting<?> setting : wanted.named()) {
            whole = inCreation(setting, whole, wanted);
        }
        return whole;
    }

    private static <V> CreateTableRequest inCreation(
            Setting<V> setting, CreateTableRequest request, Settings wanted) {
        V value = wanted.get(setting);
        return value == null || !setting.isInCreateTable()
                ? request
                : setting.inCreation(request, value);
    }

    /** Adds to the creation of an index what belongs to that index. */
    public static CreateGlobalSecondaryIndexAction inIndexCreation(
            CreateGlobalSecondaryIndexAction index, Settings wanted) {
        CreateGlobalSecondaryIndexAction whole = index;
        for (Setting<?> setting : wanted.named()) {
            whole = inIndexCreation(setting, whole, wanted);
        }
        return whole;
    }

    private static <V> CreateGlobalSecondaryIndexAction inIndexCreation(
            Setting<V> setting, CreateGlobalSecondaryIndexAction index, Settings wanted) {
        V value = wanted.get(setting);
        return value == null ? index : setting.inIndexCreation(index, value);
    }

    /** Returns what is left to do once a table is made with {@code wanted} and is ACTIVE. */
    public static List<Transition<?>> afterCreation(Settings wanted) {
        List<Transition<?>> transitions = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            for (Setting<?> setting : wanted.named()) {
                if (setting.phase() == phase && !setting.isInCreateTable()) {
                    afterCreation(setting, wanted, transitions);
                }
            }
        }
        return transitions;
    }

    private static <V> void afterCreation(
            Setting<V> setting, Settings wanted, List<Transition<?>> transitions) {
        V value = wanted.get(setting);
        if (value != null && !setting.satisfies(setting.initial(), value)) {
            transitions.addAll(Transition.between(setting, setting.initial(), value));
        }
    }

    /** Returns what has to be taken back before a table with {@code present} is deleted. */
    public static List<Transition<?>> leftBehind(Settings present) {
        List<Transition<?>> transitions = new ArrayList<>();
        for (Setting<?> setting : present.named()) {
            if (setting.outlivesTable()) {
                leftBehind(setting, present, transitions);
            }
        }
        return transitions;
    }

    private static <V> void leftBehind(
            Setting<V> setting, Settings present, List<Transition<?>> transitions) {
        V value = present.get(setting);
        if (value != null && !setting.satisfies(value, setting.initial())) {
            transitions.addAll(Transition.between(setting, value, setting.initial()));
        }
    }

    /**
     * Returns what a table comes to: what is wanted, and for each setting that the values named
     * once what it is {@linkplain Setting#takenBack taken back} to.
     *
     * @param tags of the real table
     */
    public static Settings goal(Settings wanted, Map<String, String> tags) {
        Settings goal = wanted;
        for (Setting<?> setting : SettingMemory.gone(wanted, tags)) {
            goal = takenBack(setting, goal);
        }
        return goal;
    }

    private static <V> Settings takenBack(Setting<V> setting, Settings goal) {
        return goal.with(setting, setting.takenBack());
    }
}
