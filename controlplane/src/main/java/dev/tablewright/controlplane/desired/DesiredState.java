package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.setting.Autoscaling;
import dev.tablewright.controlplane.setting.AutoscalingSetting;
import dev.tablewright.controlplane.setting.Encryption;
import dev.tablewright.controlplane.setting.EncryptionSetting;
import dev.tablewright.controlplane.setting.ScaledCapacity;
import dev.tablewright.controlplane.setting.SettingMemory;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.values.AttributeValues;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.IndexValues;
import dev.tablewright.controlplane.values.KeyUse;
import dev.tablewright.controlplane.values.ManagementPolicies;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.IndexDefinition.Kind;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * All that a values file asks for.
 *
 * @param managementPolicies for the policies of the roles; each table has its own
 * @param deletionPolicy for what has left the values
 * @param region where tables are that name none; searched for tables that left the values
 * @param policyPath of new policies
 * @param maxPoliciesPerRole a plan that needs more is refused
 * @param platformRolesOnly whether only roles with the platform's tag are given access
 * @param tables in the order of the values; those of environments come last
 * @param roles sorted by name
 * @param environments in the order of the values
 * @param environmentPolicies of the principals of environments
 * @param principals of environments, sorted
 */
public record DesiredState(
        Release release,
        ManagementPolicies managementPolicies,
        DeletionPolicy deletionPolicy,
        String region,
        String policyPath,
        int maxPoliciesPerRole,
        boolean platformRolesOnly,
        List<DesiredTable> tables,
        List<RoleAccess> roles,
        List<DesiredEnvironment> environments,
        List<PolicySet> environmentPolicies,
        List<DesiredPrincipal> principals) {
    /** DynamoDB's limit. */
    static final int MAX_TABLE_NAME = 255;

    /** Copies the lists. */
    public DesiredState {
        tables = List.copyOf(tables);
        roles = List.copyOf(roles);
        environments = List.copyOf(environments);
        environmentPolicies = List.copyOf(environmentPolicies);
        principals = List.copyOf(principals);
    }

    /** Returns all policies: those of the roles and those of environments. */
    public List<PolicySet> policies() {
        List<PolicySet> all = new ArrayList<>();
        for (RoleAccess access : roles) {
            all.add(
                    new PolicySet(
                            PolicySet.Use.ATTACHED,
                            List.of(Principal.role(access.role())),
                            access.parts(),
                            release.policyTags(access.role())));
        }
        all.addAll(environmentPolicies);
        return all;
    }

    /**
     * Returns this state with the grants of each role in the policies that hold them already, so
     * that moving tables around in the file moves no grant.
     *
     * @param documents of the release's policies as they are, by name
     * @param room how many policies of ours a role can have
     */
    public DesiredState arranged(Map<String, String> documents, ToIntFunction<String> room) {
        return with(
                managementPolicies,
                tables,
                roles.stream()
                        .map(
                                access ->
                                        access.arranged(
                                                release, documents, room.applyAsInt(access.role())))
                        .toList());
    }

    /** Returns this state, as if the values said Observe everywhere. */
    public DesiredState onlyObserved() {
        return with(
                ManagementPolicies.OBSERVE,
                tables.stream()
                        .map(
                                table ->
                                        new DesiredTable(
                                                table.logicalName(),
                                                table.address(),
                                                table.spec(),
                                                ManagementPolicies.OBSERVE,
                                                table.deletionPolicy(),
                                                table.adopt()))
                        .toList(),
                roles);
    }

    /**
     * Returns this state with the end of its environments said, where they have one: for whoever
     * remembers when the lifetime was set. Otherwise it is counted when the tags are written.
     */
    public DesiredState ending(Instant end) {
        return new DesiredState(
                release,
                managementPolicies,
                deletionPolicy,
                region,
                policyPath,
                maxPoliciesPerRole,
                platformRolesOnly,
                tables.stream().map(table -> ending(table, end)).toList(),
                roles,
                environments,
                environmentPolicies.stream()
                        .map(
                                set ->
                                        new PolicySet(
                                                set.use(),
                                                set.holders(),
                                                set.parts(),
                                                ending(set.tags(), end)))
                        .toList(),
                principals);
    }

    private static DesiredTable ending(DesiredTable table, Instant end) {
        TableSpec spec = table.spec();
        return new DesiredTable(
                table.logicalName(),
                table.address(),
                new TableSpec(
                        spec.definition(),
                        spec.billingMode(),
                        spec.throughput(),
                        spec.settings(),
                        ending(spec.tags(), end)),
                table.managementPolicies(),
                table.deletionPolicy(),
                table.adopt());
    }

    private static Map<String, String> ending(Map<String, String> tags, Instant end) {
        Map<String, String> ending = new LinkedHashMap<>(tags);
        if (tags.containsKey(Release.TTL_TAG)) {
            ending.put(Release.EXPIRES_TAG, end.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return ending;
    }

    /** Returns this state with these tables in place of its own. */
    public DesiredState withTables(List<DesiredTable> others) {
        return with(managementPolicies, others, roles);
    }

    private DesiredState with(
            ManagementPolicies management, List<DesiredTable> others, List<RoleAccess> access) {
        return new DesiredState(
                release,
                management,
                deletionPolicy,
                region,
                policyPath,
                maxPoliciesPerRole,
                platformRolesOnly,
                others,
                access,
                environments,
                environmentPolicies,
                principals);
    }

    /**
     * Checks what can be checked without a target.
     *
     * @throws ValuesException if the names that follow from the values break a rule of AWS
     */
    public static void check(Values values, Release release) throws ValuesException {
        var _ = of(values, release, AwsAccount.UNKNOWN, SourceTables.UNKNOWN);
    }

    /**
     * Works out what {@code values} ask for.
     *
     * @param account of the target; what the values say about the account wins
     * @throws ValuesException if the names that follow from the values break a rule of AWS
     * @throws IllegalArgumentException if an environment copies the tables of another release
     */
    public static DesiredState of(Values values, Release release, AwsAccount account)
            throws ValuesException {
        return of(
                values,
                release,
                account,
                like -> {
                    throw new IllegalArgumentException("the tables of " + like + " are not known");
                });
    }

    /**
     * Works out what {@code values} ask for.
     *
     * @param account of the target; what the values say about the account wins
     * @param sources of environments that copy the tables of another release
     * @throws ValuesException if the names that follow from the values break a rule of AWS
     */
    public static DesiredState of(
            Values values, Release release, AwsAccount account, SourceTables sources)
            throws ValuesException {
        AwsAccount named =
                new AwsAccount(
                        values.partition() == null ? account.partition() : values.partition(),
                        values.accountId() == null ? account.id() : values.accountId());
        List<DesiredTable> tables = new ArrayList<>();
        for (TableValues table : values.tables()) {
            tables.add(table(values, release, table));
        }
        List<RoleAccess> roles = new ArrayList<>();
        grants(values, release, named)
                .forEach((role, grants) -> roles.add(RoleAccess.of(release, role, grants)));
        checkNames(values, tables);
        Environments environments =
                new Environments(values, release, named, sources, sources(values, tables)).read();
        tables.addAll(environments.tables);
        checkAddresses(values, tables);
        DesiredState desired =
                new DesiredState(
                        release,
                        values.managementPolicies(),
                        values.deletionPolicy(),
                        values.region(),
                        values.policyPath(),
                        values.maxPoliciesPerRole(),
                        values.platformRolesOnly(),
                        tables,
                        roles,
                        environments.environments,
                        environments.policies,
                        environments.principals());
        checkPolicyNames(values, desired.policies());
        values.problems().throwIfAny();
        return desired;
    }

    /** Returns the tables of a file, for environments that are not in it. */
    public static List<SourceTable> sources(Values values, Release release) {
        return sources(
                values,
                values.tables().stream().map(table -> table(values, release, table)).toList());
    }

    private static List<SourceTable> sources(Values values, List<DesiredTable> tables) {
        List<SourceTable> sources = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            TableValues written = values.tables().get(i);
            DesiredTable table = tables.get(i);
            TableSpec spec = table.spec();
            sources.add(
                    new SourceTable(
                            table.logicalName(),
                            table.address().region(),
                            written.useIdpPrefix(),
                            spec.copy(values.tags(written)),
                            table.managementPolicies(),
                            table.deletionPolicy(),
                            table.adopt()));
        }
        return sources;
    }

    private static DesiredTable table(Values values, Release release, TableValues table) {
        TableAddress address = address(values, release, table);
        DeletionPolicy deletionPolicy = values.deletionPolicy(table);
        Settings settings = values.settings(table);
        Map<String, String> tags = new LinkedHashMap<>(values.tags(table));
        tags.putAll(TableSettings.tags(settings));
        tags.putAll(release.tableTags(table.name(), deletionPolicy, Set.copyOf(tags.keySet())));
        tags.putAll(SettingMemory.of(settings));
        TableSpec spec =
                new TableSpec(
                        definition(table),
                        table.billingMode(),
                        capacity(table.billingMode(), scaling(table).table(), table.capacity()),
                        settings,
                        tags);
        return new DesiredTable(
                table.name(),
                address,
                spec,
                values.managementPolicies(table),
                deletionPolicy,
                table.adopt());
    }

    private static TableAddress address(Values values, Release release, TableValues table) {
        return new TableAddress(
                values.region(table),
                table.externalName() == null
                        ? release.tableName(table.name(), table.useIdpPrefix())
                        : table.externalName());
    }

    private static TableDefinition definition(TableValues table) {
        Map<String, KeyType> attributes = new LinkedHashMap<>();
        for (AttributeValues attribute : table.attributes()) {
            attributes.put(attribute.name(), attribute.type());
        }
        List<IndexDefinition> indexes = new ArrayList<>();
        for (IndexValues index : table.localSecondaryIndex()) {
            indexes.add(index(index, Kind.LOCAL, table));
        }
        for (IndexValues index : table.globalSecondaryIndex()) {
            indexes.add(index(index, Kind.GLOBAL, table));
        }
        return new TableDefinition(key(table.hashKey(), table.rangeKey()), attributes, indexes);
    }

    private static IndexDefinition index(IndexValues index, Kind kind, TableValues table) {
        List<String> hash =
                kind == Kind.LOCAL ? List.of(table.hashKey()) : attributes(index.hash());
        return new IndexDefinition(
                index.name(),
                kind,
                new KeySchema(hash, attributes(index.range())),
                index.projection(),
                capacity(table.billingMode(), scaling(table).index(index.name()), index.capacity()),
                null);
    }

    private static List<String> attributes(List<KeyUse> keys) {
        return keys.stream().map(KeyUse::attribute).toList();
    }

    private static KeySchema key(String hashKey, @Nullable String rangeKey) {
        return new KeySchema(List.of(hashKey), rangeKey == null ? List.of() : List.of(rangeKey));
    }

    private static Throughput capacity(
            BillingMode mode, ScaledCapacity scaled, @Nullable Throughput capacity) {
        return mode == BillingMode.PAY_PER_REQUEST
                ? Throughput.ON_DEMAND
                : scaled.initial(capacity);
    }

    private static Autoscaling scaling(TableValues table) {
        Autoscaling scaling = table.settings().get(AutoscalingSetting.SCALING);
        return scaling == null ? Autoscaling.NONE : scaling;
    }

    /** Grants by role, each role's in the order of the tables. */
    private static Map<String, List<TableGrant>> grants(
            Values values, Release release, AwsAccount account) {
        Map<String, List<TableGrant>> grants = new TreeMap<>();
        for (TableValues table : values.tables()) {
            String arn = account.tableArn(address(values, release, table));
            SequencedMap<String, Grant> ofTable = new LinkedHashMap<>();
            table.readRoles().forEach(role -> ofTable.put(role, Grant.READ));
            table.writeRoles()
                    .forEach(
                            role ->
                                    ofTable.merge(
                                            role, Grant.WRITE, (_, _) -> Grant.READ_AND_WRITE));
            Encryption encryption = table.settings().get(EncryptionSetting.ENCRYPTION);
            String key = encryption == null ? null : encryption.kmsKeyArn();
            ofTable.forEach(
                    (role, grant) ->
                            grants.computeIfAbsent(role, _ -> new ArrayList<>())
                                    .add(new TableGrant(arn, grant, key)));
            table.streamRoles()
                    .forEach(
                            role ->
                                    grants.computeIfAbsent(role, _ -> new ArrayList<>())
                                            .add(new TableGrant(arn, Grant.STREAM, key)));
            table.searchRoles()
                    .forEach(
                            role ->
                                    grants.computeIfAbsent(role, _ -> new ArrayList<>())
                                            .add(new TableGrant(arn, Grant.SEARCH, key)));
        }
        return grants;
    }

    private static void checkNames(Values values, List<DesiredTable> tables) {
        for (int i = 0; i < tables.size(); i++) {
            String name = tables.get(i).address().name();
            if (name.length() > MAX_TABLE_NAME) {
                values.problems()
                        .add(
                                values.tables().get(i).path() + ".name",
                                "makes the AWS name "
                                        + name
                                        + " of "
                                        + name.length()
                                        + " characters",
                                "DynamoDB allows " + MAX_TABLE_NAME);
            }
        }
    }

    private static void checkAddresses(Values values, List<DesiredTable> tables) {
        Map<TableAddress, DesiredTable> seen = new HashMap<>();
        for (DesiredTable table : tables) {
            DesiredTable other = seen.putIfAbsent(table.address(), table);
            if (other != null) {
                values.problems()
                        .add(
                                "environments",
                                "the table "
                                        + table.address().name()
                                        + " would be "
                                        + words(table)
                                        + " and "
                                        + words(other),
                                "let their names in AWS differ (tableName)");
            }
        }
    }

    private static String words(DesiredTable table) {
        return table.logicalName()
                + Owner.environment(table.spec().tags())
                        .map(environment -> " of the environment " + environment)
                        .orElse(" of the file itself");
    }

    private static void checkPolicyNames(Values values, List<PolicySet> sets) {
        Map<String, PolicySet> owners = new HashMap<>();
        for (PolicySet set : sets) {
            for (PolicyPart part : set.parts()) {
                PolicySet other = owners.put(part.name().toLowerCase(Locale.ROOT), set);
                if (other != null) {
                    values.problems()
                            .add(
                                    "tables",
                                    "the policies of "
                                            + words(other)
                                            + " and "
                                            + words(set)
                                            + " would both be called "
                                            + part.name(),
                                    "rename one of the two");
                }
            }
        }
    }

    private static String words(PolicySet set) {
        return Owner.environment(set.tags())
                .map("environment "::concat)
                .orElseGet(() -> set.holders().getFirst().toString());
    }
}
