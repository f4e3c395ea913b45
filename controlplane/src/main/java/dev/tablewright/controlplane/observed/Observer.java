package dev.tablewright.controlplane.observed;

import dev.tablewright.controlplane.desired.DesiredPrincipal;
import dev.tablewright.controlplane.desired.DesiredQuota;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.PolicySet;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Regions;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.SettingMemory;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.setting.TableSight;
import dev.tablewright.controlplane.target.EnvironmentQuotas;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.TableDefinition;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads the part of a target that a plan is about.
 *
 * <p>Calls: for each table one DescribeTable, one ListTagsOfResource and, for each setting that has
 * a call of its own and that the values or the table's memory name, that call, of up to 16 tables
 * at once; for each region, named or remembered, one ListTables for 100 tables, and where there are
 * environments these calls for every table of the region; for each policy of the release four
 * calls, for each role one, one ListPolicies for 1,000 policies of the account and, where a policy
 * is missing, one GetAccountSummary.
 */
public final class Observer {
    private final Target target;
    private final DesiredState desired;
    private final @Nullable Predicate<String> names;
    private final Map<TableAddress, Settings> named = new HashMap<>();
    private final Map<TableAddress, ObservedTable> tables = new LinkedHashMap<>();

    private Observer(Target target, DesiredState desired, @Nullable Predicate<String> names) {
        this.target = target;
        this.desired = desired;
        this.names = names;
    }

    /**
     * Reads everything that {@code desired} names, and everything that belongs to its release.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be reached,
     *     or does not allow the reading
     */
    public static ObservedState observe(Target target, DesiredState desired) {
        return new Observer(target, desired, null).observe();
    }

    /**
     * Reads everything that {@code desired} names, and what belongs to its release where it is
     * known how that is called, so that no other table of a region needs to be looked at.
     *
     * @param names which tables may be of the release, besides those that are named
     * @throws software.amazon.awssdk.core.exception.SdkException as {@link #observe(Target,
     *     DesiredState)} does
     */
    public static ObservedState observe(
            Target target, DesiredState desired, Predicate<String> names) {
        return new Observer(target, desired, names).observe();
    }

    private ObservedState observe() {
        desired.tables().forEach(table -> named.put(table.address(), table.spec().settings()));
        read(desired.tables().stream().map(DesiredTable::address).toList(), _ -> true);
        Map<String, ObservedPolicy> policies = policies();
        boolean environments =
                !desired.environments().isEmpty()
                        || policies.values().stream()
                                .anyMatch(p -> Owner.environment(p.tags()).isPresent());
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> unsearched = new LinkedHashMap<>();
        search(regions(), remembered(policies), environments, counts, unsearched);
        return new ObservedState(
                tables,
                policies,
                roles(policies),
                principals(policies),
                counts,
                environments ? quotas() : null,
                unsearched,
                room(policies.keySet()));
    }

    /** Asked for only where a policy is missing; not every target tells, nor everybody. */
    private @Nullable PolicyRoom room(Set<String> there) {
        boolean missing =
                desired.policies().stream()
                        .flatMap(set -> set.parts().stream())
                        .anyMatch(part -> !there.contains(part.name()));
        if (!missing) {
            return null;
        }
        try {
            Map<SummaryKeyType, Integer> summary = target.iam().getAccountSummary().summaryMap();
            Integer most = summary.get(SummaryKeyType.POLICIES_QUOTA);
            Integer count = summary.get(SummaryKeyType.POLICIES);
            return most == null || count == null ? null : new PolicyRoom(count, most);
        } catch (IamException _) {
            return null;
        }
    }

    private @Nullable Map<String, DesiredQuota> quotas() {
        var there = target.quotas().map(EnvironmentQuotas::list).orElse(null);
        if (there == null) {
            return null;
        }
        Map<String, DesiredQuota> quotas = new LinkedHashMap<>();
        there.forEach(
                (name, quota) ->
                        quotas.put(name, new DesiredQuota(quota.prefixes(), quota.limits())));
        return quotas;
    }

    private Set<String> regions() {
        Set<String> regions =
                desired.tables().stream()
                        .map(DesiredTable::address)
                        .map(TableAddress::region)
                        .collect(Collectors.toCollection(TreeSet::new));
        regions.add(desired.region());
        return regions;
    }

    /**
     * Tables that left the values are known by their tags only. Those of environments may have any
     * name.
     *
     * @return how many tables there are
     */
    private int ownTables(String region, boolean anyName) {
        int count = 0;
        List<TableAddress> candidates = new ArrayList<>();
        for (String name : target.dynamoDb(region).listTablesPaginator().tableNames()) {
            count++;
            TableAddress address = new TableAddress(region, name);
            if (mayBeOurs(name, anyName) && !tables.containsKey(address)) {
                candidates.add(address);
            }
        }
        read(candidates, this::isOurs);
        return count;
    }

    private boolean mayBeOurs(String name, boolean anyName) {
        return names == null ? anyName || desired.release().mayOwn(name) : names.test(name);
    }

    private boolean isOurs(ObservedTable table) {
        return Owner.of(table.spec().tags()).equals(new Owner.OwnedBy(desired.release()));
    }

    private void read(List<TableAddress> addresses, Predicate<ObservedTable> wanted) {
        for (Optional<ObservedTable> table :
                SideBySide.ask(
                        addresses,
                        address -> Optional.ofNullable(read(target, address, asked(address))))) {
            table.filter(wanted).ifPresent(found -> tables.put(found.address(), found));
        }
    }

    /** Regions that nothing in the values names, but where the release has had tables. */
    private Set<String> remembered(Map<String, ObservedPolicy> policies) {
        Set<String> regions = new TreeSet<>();
        for (ObservedPolicy policy : policies.values()) {
            if (Owner.of(policy.tags()).equals(new Owner.OwnedBy(desired.release()))) {
                regions.addAll(Regions.ofPolicy(policy.document()));
            }
        }
        return regions;
    }

    /** Each table found may lead to further regions. */
    private void search(
            Set<String> named,
            Set<String> remembered,
            boolean anyName,
            Map<String, Integer> counts,
            Map<String, String> unsearched) {
        for (String region : named) {
            counts.put(region, ownTables(region, anyName));
        }
        Set<String> open = new TreeSet<>(remembered);
        while (true) {
            tables.values().stream()
                    .filter(this::isOurs)
                    .forEach(table -> open.addAll(Regions.remembered(table.spec().tags())));
            open.removeAll(counts.keySet());
            open.removeAll(unsearched.keySet());
            if (open.isEmpty()) {
                return;
            }
            String region = open.iterator().next();
            try {
                counts.put(region, ownTables(region, anyName));
            } catch (DynamoDbException e) {
                // A region may have been closed to these credentials since; the plan says so.
                unsearched.put(region, Target.sentence(e));
            }
        }
    }

    private Predicate<Setting<?>> asked(TableAddress address) {
        return named.getOrDefault(address, Settings.NONE)::has;
    }

    /**
     * Reads one table; returns null if there is none.
     *
     * @param asked settings that a call of their own is made for, besides those that the table's
     *     memory names
     */
    public static @Nullable ObservedTable read(
            Target target, TableAddress address, Predicate<Setting<?>> asked) {
        return read(target, address, (setting, _) -> asked.test(setting), true);
    }

    /**
     * Reads one table with every setting that the target serves and such a table can have; returns
     * null if there is none.
     */
    public static @Nullable ObservedTable readWhole(Target target, TableAddress address) {
        return read(target, address, (setting, mode) -> setting.isFoundWith(mode), false);
    }

    private static @Nullable ObservedTable read(
            Target target,
            TableAddress address,
            BiPredicate<Setting<?>, BillingMode> asked,
            boolean needed) {
        DynamoDbClient dynamoDb = target.dynamoDb(address.region());
        try {
            TableDescription table =
                    dynamoDb.describeTable(request -> request.tableName(address.name())).table();
            BillingMode mode = TableReading.billingMode(table);
            return read(target, address, table, setting -> asked.test(setting, mode), needed);
        } catch (ResourceNotFoundException _) {
            return null;
        }
    }

    /**
     * Reads the rest of a table that was described a moment ago.
     *
     * @param asked as in {@link #read(Target, TableAddress, Predicate)}
     * @throws ResourceNotFoundException if it has been deleted since
     */
    public static ObservedTable read(
            Target target,
            TableAddress address,
            TableDescription table,
            Predicate<Setting<?>> asked) {
        return read(target, address, table, asked, true);
    }

    private static ObservedTable read(
            Target target,
            TableAddress address,
            TableDescription table,
            Predicate<Setting<?>> asked,
            boolean needed) {
        Map<String, String> tags = tags(target.dynamoDb(address.region()), table.tableArn());
        return new ObservedTable(
                address,
                table.tableArn(),
                table.tableStatusAsString(),
                TableReading.indexesReady(table),
                new TableSpec(
                        TableReading.definition(table),
                        TableReading.billingMode(table),
                        TableReading.throughput(table),
                        TableSettings.observe(
                                new TableSight(target, address, table),
                                asked.or(SettingMemory.remembered(tags)::contains),
                                _ -> needed),
                        tags),
                TableReading.moves(table));
    }

    /** Whether the table and all its indexes are ACTIVE, that is, take changes. */
    public static boolean isReady(TableDescription table) {
        return "ACTIVE".equals(table.tableStatusAsString()) && TableReading.indexesReady(table);
    }

    /** Returns the shape of a table that was described. */
    public static TableDefinition definition(TableDescription table) {
        return TableReading.definition(table);
    }

    /** Reads all tags of a table. */
    public static Map<String, String> tags(DynamoDbClient dynamoDb, String tableArn) {
        Map<String, String> tags = new LinkedHashMap<>();
        String token = null;
        do {
            var page = dynamoDb.listTagsOfResource(request(tableArn, token));
            page.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            token = page.nextToken();
        } while (token != null);
        return tags;
    }

    private static ListTagsOfResourceRequest request(String tableArn, @Nullable String token) {
        return ListTagsOfResourceRequest.builder().resourceArn(tableArn).nextToken(token).build();
    }

    /**
     * Reads policies of environments, of whatever release.
     *
     * @param names which policies to look at
     */
    public static List<ObservedPolicy> environmentPolicies(Target target, Predicate<String> names) {
        List<ObservedPolicy> policies = new ArrayList<>();
        for (var policy : target.iam().listPoliciesPaginator(r -> r.scope("Local")).policies()) {
            if (policy.policyName().startsWith(Release.POLICY_NAME_PREFIX)
                    && names.test(policy.policyName())) {
                ObservedPolicy observed = PolicyReading.read(target.iam(), policy);
                if (Owner.environment(observed.tags()).isPresent()) {
                    policies.add(observed);
                }
            }
        }
        return policies;
    }

    /** Reads a user, a group or a role. */
    public static ObservedPrincipal principal(Target target, Principal principal) {
        return PolicyReading.principal(target.iam(), principal);
    }

    private Map<String, ObservedPolicy> policies() {
        Set<String> wanted = new HashSet<>();
        for (PolicySet set : desired.policies()) {
            set.parts().stream().map(PolicyPart::name).forEach(wanted::add);
        }
        List<Policy> candidates = new ArrayList<>();
        for (var policy : target.iam().listPoliciesPaginator(r -> r.scope("Local")).policies()) {
            boolean mayBeOurs = desired.release().mayOwnPolicy(policy.policyName());
            if (wanted.contains(policy.policyName()) || mayBeOurs) {
                candidates.add(policy);
            }
        }
        Map<String, ObservedPolicy> policies = new LinkedHashMap<>();
        for (ObservedPolicy policy :
                SideBySide.ask(candidates, one -> PolicyReading.read(target.iam(), one))) {
            boolean ours = Owner.of(policy.tags()).equals(new Owner.OwnedBy(desired.release()));
            if (ours || wanted.contains(policy.name())) {
                policies.put(policy.name(), policy);
            }
        }
        return policies;
    }

    private Map<Principal, ObservedPrincipal> principals(Map<String, ObservedPolicy> policies) {
        Set<Principal> names = new TreeSet<>();
        for (DesiredPrincipal principal : desired.principals()) {
            names.add(principal.principal());
            principal.members().forEach(member -> names.add(Principal.user(member)));
        }
        for (ObservedPolicy policy : policies.values()) {
            if (Owner.environment(policy.tags()).isPresent()) {
                names.addAll(policy.attachedTo());
                names.addAll(policy.boundaryOf());
                Owner.principal(policy.tags()).ifPresent(names::add);
            }
        }
        Map<Principal, ObservedPrincipal> found = new LinkedHashMap<>();
        for (Principal name : names) {
            found.put(name, PolicyReading.principal(target.iam(), name));
        }
        // A user that left the values may be known to a group only.
        for (ObservedPrincipal group : List.copyOf(found.values())) {
            if (group instanceof ObservedPrincipal.Present present) {
                for (String member : present.members()) {
                    found.computeIfAbsent(
                            Principal.user(member),
                            user -> PolicyReading.principal(target.iam(), user));
                }
            }
        }
        return found;
    }

    private Map<String, ObservedRole> roles(Map<String, ObservedPolicy> policies) {
        Set<String> names = new TreeSet<>();
        desired.roles().stream().map(RoleAccess::role).forEach(names::add);
        policies.values().stream()
                .filter(policy -> Owner.environment(policy.tags()).isEmpty())
                .map(policy -> Owner.role(policy.tags()))
                .flatMap(Optional::stream)
                .forEach(names::add);
        Map<String, ObservedRole> roles = new LinkedHashMap<>();
        List<String> asked = List.copyOf(names);
        List<ObservedRole> answers =
                SideBySide.ask(asked, name -> PolicyReading.role(target.iam(), name));
        for (int i = 0; i < asked.size(); i++) {
            roles.put(asked.get(i), answers.get(i));
        }
        return roles;
    }
}
