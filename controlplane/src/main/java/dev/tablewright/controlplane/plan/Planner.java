package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.desired.DesiredEnvironment;
import dev.tablewright.controlplane.desired.DesiredQuota;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Regions;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.observed.PolicyRoom;
import dev.tablewright.controlplane.plan.Step.Await;
import dev.tablewright.controlplane.plan.Step.CreateTable;
import dev.tablewright.controlplane.plan.Step.DeleteTable;
import dev.tablewright.controlplane.plan.Step.Differs;
import dev.tablewright.controlplane.plan.Step.Keep;
import dev.tablewright.controlplane.plan.Step.Note;
import dev.tablewright.controlplane.plan.Step.Refuse;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.setting.Transition;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;
import dev.tablewright.model.IndexDefinition.Kind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Plans the way from observed to desired. Pure: the same two states give the same plan.
 *
 * <p>The order is safe to stop anywhere: first tables are created and changed, then access is
 * given, then access is taken, and deletions come last.
 */
public final class Planner {
    private static final int TABLES = 2_500;
    private static final int TABLES_ON_REQUEST = 10_000;

    private final DesiredState desired;
    private final ObservedState observed;
    private final Instant now;
    private final List<Step> steps = new ArrayList<>();

    private Planner(DesiredState desired, ObservedState observed, Instant now) {
        this.desired = desired;
        this.observed = observed;
        this.now = now;
    }

    /** Plans, without regard to when AWS allows what. */
    public static Plan plan(DesiredState desired, ObservedState observed) {
        return plan(desired, observed, Instant.MAX);
    }

    /**
     * Plans.
     *
     * @param now what AWS allows only later than this, waits
     */
    public static Plan plan(DesiredState desired, ObservedState observed, Instant now) {
        return new Planner(remembering(arranged(desired, observed), observed), observed, now)
                .plan();
    }

    private static DesiredState arranged(DesiredState desired, ObservedState observed) {
        Map<String, String> documents = new HashMap<>();
        Set<String> arns = new HashSet<>();
        for (ObservedPolicy policy : observed.policies().values()) {
            if (isOf(desired.release(), policy.tags())) {
                documents.put(policy.name(), policy.document());
                arns.add(policy.arn());
            }
        }
        return desired.arranged(
                documents,
                role -> {
                    Set<String> others =
                            new HashSet<>(PrincipalPlan.attached(observed, Principal.role(role)));
                    others.removeAll(arns);
                    return desired.maxPoliciesPerRole() - others.size();
                });
    }

    /** Each table says where the others are, and were. */
    private static DesiredState remembering(DesiredState desired, ObservedState observed) {
        Set<String> regions = new TreeSet<>();
        desired.tables().stream()
                .filter(table -> table.managementPolicies() == ManagementPolicies.CONTROL)
                .forEach(table -> regions.add(table.address().region()));
        for (ObservedTable table : observed.tables().values()) {
            if (isOf(desired.release(), table.spec().tags())) {
                regions.add(table.address().region());
                regions.addAll(Regions.remembered(table.spec().tags()));
            }
        }
        Map<String, String> memory = Regions.memory(regions);
        return desired.withTables(
                desired.tables().stream().map(table -> table.withMoreTags(memory)).toList());
    }

    private static boolean isOf(Release release, Map<String, String> tags) {
        return Owner.of(tags).equals(new Owner.OwnedBy(release));
    }

    private Plan plan() {
        List<DesiredTable> missing = new ArrayList<>();
        List<Step> changes = new ArrayList<>();
        for (DesiredTable table : desired.tables()) {
            ObservedTable have = observed.tables().get(table.address());
            if (have == null && table.managementPolicies() == ManagementPolicies.CONTROL) {
                missing.add(table);
            } else {
                changes.addAll(existing(table, have));
            }
        }
        create(missing);
        steps.addAll(changes);
        quotas();
        AccessPlan access = AccessPlan.of(desired, observed);
        steps.addAll(access.steps());
        departed();
        steps.addAll(access.lastSteps());
        room(missing);
        roomForPolicies();
        observed.unsearched()
                .forEach(
                        (region, answer) ->
                                steps.add(
                                        new Note(
                                                "region " + region,
                                                "was not searched for tables that left the"
                                                        + " values. AWS says: \""
                                                        + answer
                                                        + "\"")));
        return new Plan(
                steps,
                access.changes(),
                desired.managementPolicies() == ManagementPolicies.OBSERVE);
    }

    /** Before anybody gets access, so that nobody uses up more in between. */
    private void quotas() {
        Map<String, DesiredQuota> there = observed.quotas();
        Set<String> wanted = new HashSet<>();
        for (DesiredEnvironment environment : desired.environments()) {
            wanted.add(environment.name());
            DesiredQuota quota = environment.quota();
            if (quota == null) {
                continue;
            }
            if (there == null) {
                steps.add(
                        new Note(
                                "environment " + environment.name(),
                                "its quotas are not enforced here: only Tablewright's own server"
                                        + " can, and only an administrator may set them"));
            } else if (!quota.equals(there.get(environment.name()))) {
                quota(new Step.SetQuota(environment.name(), there.get(environment.name()), quota));
            }
        }
        if (there != null) {
            for (String name : departedEnvironments(wanted)) {
                DesiredQuota left = there.get(name);
                if (left != null) {
                    quota(new Step.DeleteQuota(name, left));
                }
            }
        }
    }

    private void quota(Step.OnQuota step) {
        if (desired.managementPolicies() == ManagementPolicies.CONTROL) {
            steps.add(step);
            return;
        }
        steps.add(
                switch (step) {
                    case Step.SetQuota(_, var from, var to) ->
                            new Differs(step.subject(), "quota", words(from), words(to));
                    case Step.DeleteQuota(_, var from) ->
                            new Differs(step.subject(), "quota", words(from), "none");
                });
    }

    private static String words(@Nullable DesiredQuota quota) {
        return quota == null
                ? "none"
                : StepText.words(quota.limits()) + " on " + String.join(", ", quota.prefixes());
    }

    private Set<String> departedEnvironments(Set<String> wanted) {
        Set<String> departed = new TreeSet<>();
        for (ObservedTable table : observed.tables().values()) {
            if (Owner.of(table.spec().tags()).equals(new Owner.OwnedBy(desired.release()))) {
                Owner.environment(table.spec().tags()).ifPresent(departed::add);
            }
        }
        departed.removeAll(wanted);
        return departed;
    }

    /** DynamoDB's number of tables in a region; more must be asked for. */
    private void room(List<DesiredTable> missing) {
        observed.tableCounts()
                .forEach(
                        (region, there) -> {
                            long made =
                                    missing.stream()
                                            .filter(t -> t.address().region().equals(region))
                                            .count();
                            int most = there > TABLES ? TABLES_ON_REQUEST : TABLES;
                            if (made > 0 && there + made > most) {
                                steps.add(
                                        new Refuse(
                                                "region " + region,
                                                "has "
                                                        + there
                                                        + " tables and would get "
                                                        + made
                                                        + " more; DynamoDB allows "
                                                        + most
                                                        + " in an account and region"));
                            }
                        });
    }

    /** Policies that go do so last. */
    private void roomForPolicies() {
        PolicyRoom room = observed.policyRoom();
        if (room == null) {
            return;
        }
        long made = steps.stream().filter(Step.CreatePolicy.class::isInstance).count();
        if (made > 0 && room.there() + made > room.most()) {
            steps.add(
                    new Refuse(
                            "policies",
                            "the account has "
                                    + room.there()
                                    + " customer managed policies and would get "
                                    + made
                                    + " more; its quota is "
                                    + room.most()
                                    + " (AWS raises it to 5,000 on request)"));
        }
    }

    /** All are created before the first is waited for: DynamoDB makes them side by side. */
    private void create(List<DesiredTable> missing) {
        missing.forEach(
                table -> {
                    steps.add(new CreateTable(table));
                    noteItemCollections(table);
                });
        for (DesiredTable table : missing) {
            steps.add(new Await(table.address()));
            for (Transition<?> transition : TableSettings.afterCreation(table.spec().settings())) {
                steps.add(new Step.Change(table.address(), transition));
                if (transition.setting().updatesTable()) {
                    steps.add(new Await(table.address()));
                }
            }
        }
    }

    private void noteItemCollections(DesiredTable table) {
        boolean local =
                table.spec().definition().indexes().stream()
                        .anyMatch(index -> index.kind() == Kind.LOCAL);
        if (local) {
            steps.add(
                    new Note(
                            "table " + table.address(),
                            "has local indexes: they cannot change later, and the items of one"
                                    + " partition key may take 10 GB at most, indexes included"));
        }
    }

    private List<Step> existing(DesiredTable table, @Nullable ObservedTable have) {
        String subject = "table " + table.address();
        if (table.managementPolicies() == ManagementPolicies.OBSERVE) {
            return have == null
                    ? List.of(new Differs(subject, "table", "absent", "present"))
                    : new TableChanges(table, have, now).differences();
        }
        if (have == null) {
            throw new IllegalStateException("a missing table is created: " + table.address());
        }
        if (have.status().equals("DELETING")) {
            return List.of(new Refuse(subject, "is being deleted; plan again when it is gone"));
        }
        return switch (Owner.of(have.spec().tags())) {
            case Owner.OwnedBy(var release) when isOurs(release, table, have) ->
                    new TableChanges(table, have, now).steps();
            case Owner.Nobody _ when table.adopt() -> {
                List<Step> steps = new ArrayList<>();
                steps.add(new Note(subject, "exists without an owner and is adopted"));
                steps.addAll(new TableChanges(table, have, now).steps());
                yield steps;
            }
            case Owner.Nobody _ ->
                    List.of(
                            new Refuse(
                                    subject,
                                    "exists, and no tag says that it belongs to this release;"
                                            + " write \"adopt: true\" at the table to take it"
                                            + " over"));
            case Owner.OwnedBy(var release) ->
                    List.of(
                            new Refuse(
                                    subject,
                                    "belongs to "
                                            + release
                                            + " as its table "
                                            + Owner.table(have.spec().tags()).orElse("?")
                                            + Owner.environment(have.spec().tags())
                                                    .map(name -> " of the environment " + name)
                                                    .orElse("")
                                            + "; rename one of the two"));
            case Owner.Unknown(var description) ->
                    List.of(
                            new Refuse(
                                    subject, "belongs to " + description + " and is left alone"));
        };
    }

    private boolean isOurs(Release release, DesiredTable table, ObservedTable have) {
        return release.equals(desired.release())
                && Owner.table(have.spec().tags()).map(table.logicalName()::equals).orElse(true)
                && Owner.environment(have.spec().tags())
                        .equals(Owner.environment(table.spec().tags()));
    }

    /** Tables of this release that are no longer in the values. */
    private void departed() {
        Set<TableAddress> wanted =
                desired.tables().stream().map(DesiredTable::address).collect(Collectors.toSet());
        for (ObservedTable table : observed.tables().values()) {
            boolean ours =
                    Owner.of(table.spec().tags()).equals(new Owner.OwnedBy(desired.release()));
            if (ours && !wanted.contains(table.address())) {
                Step departed = departed(table);
                if (departed instanceof DeleteTable) {
                    steps.addAll(leftBehind(table));
                }
                steps.add(departed);
            }
        }
    }

    /** What would stay when the table is gone, for the next one of that name. */
    private static List<Step> leftBehind(ObservedTable table) {
        List<Step> steps = new ArrayList<>();
        for (Transition<?> transition : TableSettings.leftBehind(table.spec().settings())) {
            steps.add(new Step.Change(table.address(), transition));
        }
        return steps;
    }

    private Step departed(ObservedTable table) {
        String subject = "table " + table.address();
        // Either may say that the table stays: the values now, or the values that last had it.
        if (desired.deletionPolicy() == DeletionPolicy.ORPHAN
                || Owner.deletionPolicy(table.spec().tags()) == DeletionPolicy.ORPHAN) {
            return new Keep(table.address());
        }
        if (desired.managementPolicies() == ManagementPolicies.OBSERVE) {
            return new Differs(subject, "table", "present", "absent");
        }
        if (table.status().equals("DELETING")) {
            return new Note(subject, "has left the values and is being deleted already");
        }
        if (Boolean.TRUE.equals(
                table.spec().settings().get(DeletionProtectionSetting.PROTECTION))) {
            return new Refuse(
                    subject,
                    "has left the values and would be deleted, but is protected: switch its"
                            + " deletion protection off, or write deletionPolicy: Orphan");
        }
        return new DeleteTable(table.address());
    }
}
