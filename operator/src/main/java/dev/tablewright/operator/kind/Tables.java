package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Planner;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.setting.Transition;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ManagementPolicies;
import dev.tablewright.operator.managed.Action;
import dev.tablewright.operator.managed.Conditions;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tables: one object is a plan for one table, which never touches another.
 *
 * <p>A table that is as it should be costs one call a poll, DescribeTable, as long as that says
 * nothing new; each {@value #THOROUGH}th poll reads the rest too: tags, time to live, continuous
 * backups and the newest backup.
 */
final class Tables implements Connecting {
    /** So that a poll costs under two calls in the mean: (5 + 5) / 6. */
    static final int THOROUGH = 6;

    private final Steps steps;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    /** What the last thorough look at a table found, which was as it should be. */
    private record Look(
            long generation,
            TableDescription description,
            External.Observation.Present found,
            int polls) {}

    Tables(Steps steps) {
        this.steps = steps;
    }

    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        String name = Objects.requireNonNullElse(object.externalName(), object.identity().name());
        TableEntry entry = new TableEntry(object, name);
        return new Table(object, entry, provider.target(), new TableAddress(entry.region(), name));
    }

    @Override
    public void forget(ManagedObject.Identity object) {
        looks.remove(object.uid());
    }

    /** One table, for one reconcile. */
    private final class Table implements External {
        private final ManagedObject object;
        private final TableEntry entry;
        private final Target target;
        private final TableAddress address;
        private @Nullable Plan plan;
        private @Nullable Owner owner;

        Table(ManagedObject object, TableEntry entry, Target target, TableAddress address) {
            this.object = object;
            this.entry = entry;
            this.target = target;
            this.address = address;
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () -> {
                        try {
                            return look(thoroughly);
                        } catch (ResourceNotFoundException _) {
                            looks.remove(object.identity().uid());
                            return new Observation.Missing();
                        }
                    });
        }

        private Observation look(boolean thoroughly) throws ExternalFailure {
            TableDescription described =
                    target.dynamoDb(address.region())
                            .describeTable(request -> request.tableName(address.name()))
                            .table();
            if ("CREATING".equals(described.tableStatusAsString())) {
                // There is nothing to compare yet, and many tables may be in the making at once.
                return new Observation.Present(
                        State.AT_WORK,
                        Usable.BEING_MADE,
                        Map.of("id", address.name(), "arn", described.tableArn()),
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        null);
            }
            TableDescription lasting = lasting(described);
            String uid = object.identity().uid();
            Look before = looks.get(uid);
            if (before != null
                    && !thoroughly
                    && before.polls() + 1 < THOROUGH
                    && before.generation() == object.generation()
                    && before.description().equals(lasting)) {
                looks.put(
                        uid,
                        new Look(before.generation(), lasting, before.found(), before.polls() + 1));
                return before.found();
            }
            ObservedTable there =
                    Observer.read(target, address, described, TableView.ASKED::contains);
            Observation.Present found = compared(there);
            if (found.state() == State.UP_TO_DATE) {
                looks.put(uid, new Look(object.generation(), lasting, found, 0));
            } else {
                looks.remove(uid);
            }
            return found;
        }

        /** Without what moves by itself. */
        private TableDescription lasting(TableDescription table) {
            var lasting = table.toBuilder().itemCount(null).tableSizeBytes(null);
            lasting.globalSecondaryIndexes(
                    table.globalSecondaryIndexes().stream()
                            .map(i -> i.toBuilder().itemCount(null).indexSizeBytes(null).build())
                            .toList());
            lasting.localSecondaryIndexes(
                    table.localSecondaryIndexes().stream()
                            .map(i -> i.toBuilder().itemCount(null).indexSizeBytes(null).build())
                            .toList());
            return lasting.build();
        }

        private Observation.Present compared(ObservedTable there) throws ExternalFailure {
            List<Difference> differences;
            Plan made;
            try {
                made = plan(there, ManagementPolicies.CONTROL);
                differences =
                        plan(there, ManagementPolicies.OBSERVE).only(Step.Differs.class).stream()
                                .map(d -> new Difference(d.field(), d.is(), d.should()))
                                .toList();
            } catch (ExternalFailure e) {
                if (object.policies().allows(Action.UPDATE)) {
                    throw e;
                }
                // Who only looks need not say what should be.
                made = new Plan(List.of(), List.of());
                differences =
                        object.policies().onlyObserves()
                                ? List.of()
                                : List.of(
                                        new Difference(
                                                "forProvider",
                                                "not to be compared",
                                                String.valueOf(e.getMessage())));
            }
            plan = made;
            owner = Owner.of(there.spec().tags());
            State state = state(there, made, differences);
            return new Observation.Present(
                    state,
                    usable(there),
                    TableView.atProvider(there),
                    differences,
                    TableView.unnamed(there),
                    Steps.waits(made),
                    Steps.progress(
                            made,
                            Trees.map(object.status().get("progress")),
                            state == State.AT_WORK),
                    isLookedAtSoon(made, state) ? null : lastBackup());
        }

        private Plan plan(@Nullable ObservedTable there, ManagementPolicies policies)
                throws ExternalFailure {
            DesiredState desired = entry.desired(there, policies);
            return Planner.plan(
                    desired,
                    new ObservedState(
                            there == null ? Map.of() : Map.of(address, there), Map.of(), Map.of()),
                    steps.clock().instant());
        }

        private State state(ObservedTable there, Plan made, List<Difference> differences) {
            if (!object.policies().allows(Action.UPDATE)) {
                return differences.isEmpty() && there.isReady()
                        ? State.UP_TO_DATE
                        : there.isReady() ? State.DIFFERS : State.AT_WORK;
            }
            if (!made.refusals().isEmpty()) {
                return State.DIFFERS;
            }
            if (Steps.upToWaiting(made).stream().anyMatch(Step::isChange)) {
                return State.DIFFERS;
            }
            if (!there.isReady()) {
                return State.AT_WORK;
            }
            return made.hasWaits() ? State.WAITS : State.UP_TO_DATE;
        }

        /** Whether the table is going to be changed, as far as is known with success. */
        private boolean isLookedAtSoon(Plan made, State state) {
            return state == State.DIFFERS
                    && object.policies().allows(Action.UPDATE)
                    && made.refusals().isEmpty()
                    && !Conditions.has(object.status(), Conditions.SYNCED, "False");
        }

        private Usable usable(ObservedTable there) {
            return switch (there.status()) {
                case "ACTIVE", "UPDATING" -> Usable.YES;
                case "CREATING" -> Usable.BEING_MADE;
                case "DELETING" -> Usable.BEING_DELETED;
                default -> Usable.NO;
            };
        }

        private @Nullable Instant lastBackup() {
            try {
                @Nullable Instant newest = null;
                @Nullable String after = null;
                do {
                    @Nullable String from = after;
                    ListBackupsResponse page =
                            target.dynamoDb(address.region())
                                    .listBackups(
                                            r ->
                                                    r.tableName(address.name())
                                                            .backupType("ALL")
                                                            .exclusiveStartBackupArn(from));
                    for (BackupSummary backup : page.backupSummaries()) {
                        Instant made = backup.backupCreationDateTime();
                        newest = newest == null || made.isAfter(newest) ? made : newest;
                    }
                    after = page.lastEvaluatedBackupArn();
                } while (after != null);
                return newest;
            } catch (AwsServiceException _) {
                // Nice to know, and not everybody may ask.
                return null;
            }
        }

        @Override
        public @Nullable String create() throws ExternalFailure, InterruptedException {
            return Failures.translated(
                    () -> {
                        make(plan(null, ManagementPolicies.CONTROL));
                        return null;
                    });
        }

        @Override
        public void update() throws ExternalFailure, InterruptedException {
            Plan made = Objects.requireNonNull(plan, "observe comes first");
            Ownership.check(Objects.requireNonNull(owner), entry.release(), object);
            Failures.translated(
                    () -> {
                        make(made);
                        return true;
                    });
        }

        private void make(Plan made) throws ExternalFailure, InterruptedException {
            looks.remove(object.identity().uid());
            Steps.refuse(made);
            steps.make(target, entry.release(), Steps.upToWaiting(made));
        }

        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            looks.remove(object.identity().uid());
            Failures.translated(
                    () -> {
                        ObservedTable there =
                                Observer.read(target, address, TableView.ASKED::contains);
                        if (there != null) {
                            steps.make(target, entry.release(), deletion(there));
                        }
                        return true;
                    });
        }

        /** Replicas go first: they would go on without their table, each by itself. */
        private List<Step> deletion(ObservedTable there) throws ExternalFailure {
            List<Step> deletion = new ArrayList<>(taking(there));
            for (Transition<?> change : TableSettings.leftBehind(there.spec().settings())) {
                deletion.add(new Step.Change(address, change));
                deletion.add(new Step.Await(address));
            }
            deletion.add(new Step.DeleteTable(address));
            return deletion;
        }

        /** What is nobody's, and may be taken over, is ours before it is deleted. */
        private List<Step> taking(ObservedTable there) throws ExternalFailure {
            Owner now = Owner.of(there.spec().tags());
            Ownership.check(now, entry.release(), object);
            return now instanceof Owner.Nobody
                    ? List.of(
                            new Step.SetTags(
                                    address, there.arn(), Map.of(), entry.release().ownerTags()))
                    : List.of();
        }
    }
}
