package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.DesiredEnvironment;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTable;
import dev.tablewright.controlplane.environment.EnvironmentLook;
import dev.tablewright.controlplane.environment.LiveEnvironment;
import dev.tablewright.controlplane.environment.LiveEnvironments;
import dev.tablewright.controlplane.environment.LiveSources;
import dev.tablewright.controlplane.environment.LiveTable;
import dev.tablewright.controlplane.environment.Reconciliation;
import dev.tablewright.controlplane.environment.Teardown;
import dev.tablewright.controlplane.observed.ObservedPrincipal;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.operator.managed.Action;
import dev.tablewright.operator.managed.Difference;
import dev.tablewright.operator.managed.External;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.provider.Provider;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Environments: copies of a namespace's tables, empty, and policies that give them to their users
 * and roles and to nobody else. Made, changed and torn down as {@code tablewright env} does it.
 *
 * <p>No table is deleted by a change of what it copies: a source that is away for a moment, because
 * it is promoted, must not take the copies along.
 */
final class Environments implements Connecting {
    /** Many environments copy the same tables, and one that is being made is looked at often. */
    private static final Duration SOURCES_KEPT = Duration.ofMinutes(5);

    private final Steps steps;
    private final Namespaces namespaces;
    private final Map<Sources, Copied> sources = new ConcurrentHashMap<>();

    private record Sources(Target target, String region, String like) {}

    private record Copied(Instant at, List<SourceTable> tables) {}

    Environments(Steps steps, Namespaces namespaces) {
        this.steps = steps;
        this.namespaces = namespaces;
    }

    @Override
    public External connect(ManagedObject object, Provider provider) throws ExternalFailure {
        String region = EnvironmentSpec.region(object);
        Release release = EnvironmentSpec.release(object);
        Instant now = steps.clock().instant();
        if (object.isDeleted()) {
            // Whatever its spec says by now.
            return new Ending(object, provider.target(), region, release, null);
        }
        EnvironmentBorder border =
                new EnvironmentBorder(EnvironmentSpec.namespace(object), namespaces);
        EnvironmentSpec spec = new EnvironmentSpec(object, border);
        Instant end = spec.end(now);
        return end != null && !now.isBefore(end)
                ? new Ending(object, provider.target(), region, release, end)
                : new Standing(object, provider, spec, border, release, end);
    }

    private List<SourceTable> sources(Target target, EnvironmentSpec spec, boolean anew) {
        Instant now = steps.clock().instant();
        sources.values().removeIf(one -> !now.isBefore(one.at().plus(SOURCES_KEPT)));
        Sources asked = new Sources(target, spec.region(), spec.like());
        Copied before = sources.get(asked);
        if (before != null && !anew) {
            return before.tables();
        }
        List<SourceTable> read = new LiveSources(target, spec.region()).of(spec.like());
        sources.put(asked, new Copied(now, read));
        return read;
    }

    /** One object whose environments are to be there, for one reconcile. */
    private final class Standing implements External {
        private final ManagedObject object;
        private final Provider provider;
        private final Target target;
        private final EnvironmentSpec spec;
        private final EnvironmentBorder border;
        private final Release release;
        private final @Nullable Instant end;
        private @Nullable EnvironmentLook look;

        Standing(
                ManagedObject object,
                Provider provider,
                EnvironmentSpec spec,
                EnvironmentBorder border,
                Release release,
                @Nullable Instant end) {
            this.object = object;
            this.provider = provider;
            this.target = provider.target();
            this.spec = spec;
            this.border = border;
            this.release = release;
            this.end = end;
        }

        @Override
        public String externalName() {
            return spec.entry().name();
        }

        @Override
        public @Nullable Instant nextLook() {
            return end;
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            return Failures.translated(() -> compared(thoroughly));
        }

        private Observation compared(boolean thoroughly) throws ExternalFailure {
            List<SourceTable> copied = new ArrayList<>(sources(target, spec, thoroughly));
            EnvironmentLook found = look(copied);
            if (!found.sourceless().isEmpty()) {
                // They stay as they are, and stay their users': only what they copied is gone.
                found.sourceless().forEach(table -> keep(table, copied));
                found = lookAgain(copied, found);
            }
            look = found;
            if (!found.exists()
                    && !(object.policies().onlyObserves() && !found.tables().isEmpty())) {
                return new Observation.Missing();
            }
            return present(found);
        }

        private EnvironmentLook look(List<SourceTable> copied) throws ExternalFailure {
            Reconciliation reconciliation = new Reconciliation(target, desired(copied));
            border.names(reconciliation.desired());
            border.hold();
            ObservedState observed = reconciliation.observe(spec::mayOwn);
            if (spec.mayChange()) {
                border.principals(spec.entry(), reconciliation.desired(), observed.principals());
                border.hold();
            }
            return EnvironmentLook.of(reconciliation.desired(), observed, steps.clock().instant());
        }

        private EnvironmentLook lookAgain(List<SourceTable> copied, EnvironmentLook first)
                throws ExternalFailure {
            Reconciliation reconciliation = new Reconciliation(target, desired(copied));
            EnvironmentLook second =
                    EnvironmentLook.of(
                            reconciliation.desired(),
                            reconciliation.observe(spec::mayOwn),
                            steps.clock().instant());
            return new EnvironmentLook(
                    second.desired(),
                    second.observed(),
                    second.plan(),
                    second.differences(),
                    second.departed(),
                    first.sourceless(),
                    second.renamed());
        }

        private DesiredState desired(List<SourceTable> copied) throws ExternalFailure {
            DesiredState desired = spec.desired(provider.account(), copied);
            return end == null ? desired : desired.ending(end);
        }

        private static void keep(ObservedTable table, List<SourceTable> copied) {
            SourceTable kept = LiveSources.source(table, table.address().name().startsWith("idp-"));
            if (copied.stream().noneMatch(one -> one.logicalName().equals(kept.logicalName()))) {
                copied.add(kept);
            }
        }

        private Observation.Present present(EnvironmentLook found) {
            State state = state(found);
            return new Observation.Present(
                    state,
                    found.isComplete() ? Usable.YES : Usable.BEING_MADE,
                    atProvider(found),
                    differences(found),
                    Map.of(),
                    Steps.waits(found.plan()),
                    Steps.progress(
                            found.plan(),
                            Trees.map(object.status().get("progress")),
                            state == State.AT_WORK),
                    null);
        }

        private State state(EnvironmentLook found) {
            boolean ready = found.tables().stream().allMatch(ObservedTable::isReady);
            if (!object.policies().allows(Action.UPDATE)) {
                if (!differences(found).isEmpty()) {
                    return State.DIFFERS;
                }
                return ready ? State.UP_TO_DATE : State.AT_WORK;
            }
            boolean toDo =
                    !found.plan().refusals().isEmpty()
                            || !found.renamed().isEmpty()
                            || (!found.departed().isEmpty() && object.deletesExternal())
                            || Steps.upToWaiting(found.plan()).stream().anyMatch(Step::isChange);
            if (toDo) {
                return State.DIFFERS;
            }
            if (!ready) {
                return State.AT_WORK;
            }
            if (found.plan().hasWaits()) {
                return State.WAITS;
            }
            return differences(found).isEmpty() ? State.UP_TO_DATE : State.LEFT;
        }

        private List<Difference> differences(EnvironmentLook found) {
            List<Difference> differences = new ArrayList<>();
            for (Step.Differs one : found.differences()) {
                // Of the thing as a whole there is no field to name.
                boolean whole =
                        one.field().equals("itself") || one.subject().startsWith(one.field() + " ");
                differences.add(
                        new Difference(
                                whole ? one.subject() : one.subject() + " " + one.field(),
                                one.is(),
                                one.should()));
            }
            found.sourceless()
                    .forEach(
                            table ->
                                    differences.add(
                                            new Difference(
                                                    "table " + table.address(),
                                                    "there",
                                                    "gone, as it copies nothing that "
                                                            + spec.like()
                                                            + " has")));
            found.renamed()
                    .forEach(
                            table ->
                                    differences.add(
                                            new Difference(
                                                    "table " + table.address(),
                                                    "there",
                                                    "called otherwise")));
            found.departed()
                    .forEach(
                            name ->
                                    differences.add(
                                            new Difference(
                                                    "environment " + name, "there", "gone")));
            return differences;
        }

        private Map<String, Object> atProvider(EnvironmentLook found) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("name", spec.entry().name());
            view.put("like", spec.like());
            view.put(
                    "environments",
                    found.desired().environments().stream().map(DesiredEnvironment::name).toList());
            view.put(
                    "tables",
                    found.tables().stream().map(table -> table.address().name()).toList());
            Set<Principal> wanted =
                    found.desired().principals().stream()
                            .map(one -> one.principal())
                            .collect(Collectors.toSet());
            view.put(
                    "principals",
                    found.observed().principals().entrySet().stream()
                            .filter(one -> wanted.contains(one.getKey()))
                            .filter(one -> one.getValue() instanceof ObservedPrincipal.Present)
                            .map(one -> one.getKey().toString())
                            .toList());
            view.put(
                    "policies",
                    found.observed().policies().values().stream()
                            .filter(
                                    policy ->
                                            Owner.of(policy.tags())
                                                    .equals(new Owner.OwnedBy(release)))
                            .map(policy -> policy.name())
                            .sorted()
                            .toList());
            if (end != null) {
                view.put("expires", end.toString());
            }
            return view;
        }

        @Override
        public @Nullable String create() throws ExternalFailure, InterruptedException {
            make();
            return spec.entry().name();
        }

        @Override
        public void update() throws ExternalFailure, InterruptedException {
            make();
        }

        private void make() throws ExternalFailure, InterruptedException {
            EnvironmentLook found = Objects.requireNonNull(look, "observe comes first");
            Steps.refuse(found.plan());
            if (!found.renamed().isEmpty()) {
                throw Failures.replacement("tableName");
            }
            Failures.translated(
                    () -> {
                        claim(found.unmade());
                        List<String> kept = depart(found.departed());
                        steps.make(target, release, Steps.upToWaiting(found.plan()));
                        stays(kept);
                        return true;
                    });
        }

        /** A name is of whoever was first. */
        private void claim(List<String> names) throws ExternalFailure {
            for (String name : names) {
                LiveEnvironment there =
                        LiveEnvironments.named(target, spec.region(), name).orElse(null);
                if (there == null) {
                    continue;
                }
                for (Owner owner : there.owners()) {
                    switch (owner) {
                        case Owner.OwnedBy(var other) when other.equals(release) -> {}
                        case Owner.OwnedBy(var other) -> throw taken(name, other.toString());
                        case Owner.Unknown(var description) -> throw taken(name, description);
                        // The plan asks whether it may be taken over.
                        case Owner.Nobody _ -> {}
                    }
                }
            }
        }

        private ExternalFailure taken(String name, String owner) {
            return new ExternalFailure(
                    "the environment " + name + " belongs to " + owner + "; choose another name");
        }

        /** Environments that the object asks for no more. */
        private List<String> depart(Set<String> names) {
            if (names.isEmpty() || !object.deletesExternal()) {
                return List.of();
            }
            Map<String, LiveEnvironment> live =
                    LiveEnvironments.of(target, spec.region(), release, spec::mayOwn);
            live.keySet().retainAll(names);
            return tornDown(target, live.values());
        }

        @Override
        public void delete() {
            throw new IllegalStateException("what is deleted is not standing");
        }
    }

    /** One object whose environments are to be gone, for one reconcile. */
    private static final class Ending implements External {
        private final ManagedObject object;
        private final Target target;
        private final String region;
        private final Release release;
        private final @Nullable Instant end;
        private Map<String, LiveEnvironment> live = Map.of();

        /**
         * Prepares.
         *
         * @param end that has come; null where the object is deleted
         */
        Ending(
                ManagedObject object,
                Target target,
                String region,
                Release release,
                @Nullable Instant end) {
            this.object = object;
            this.target = target;
            this.region = region;
            this.release = release;
            this.end = end;
        }

        @Override
        public Observation observe(boolean thoroughly)
                throws ExternalFailure, InterruptedException {
            live =
                    Failures.translated(
                            () -> LiveEnvironments.of(target, region, release, release::mayOwn));
            Map<String, LiveEnvironment> left = new TreeMap<>();
            live.forEach((name, one) -> left.put(name, one.without(Ending::isToStay)));
            left.values().removeIf(LiveEnvironment::isEmpty);
            if (left.isEmpty()) {
                return end == null
                        ? new Observation.Missing()
                        : seen(State.UP_TO_DATE, Usable.EXPIRED, List.of());
            }
            boolean going =
                    left.values().stream().allMatch(one -> one.without(Ending::isGoing).isEmpty());
            return seen(
                    going ? State.AT_WORK : State.DIFFERS,
                    end != null ? Usable.EXPIRED : going ? Usable.BEING_DELETED : Usable.NO,
                    left.values().stream()
                            .map(
                                    one ->
                                            new Difference(
                                                    "environment " + one.name(), "there", "gone"))
                            .toList());
        }

        private static boolean isToStay(LiveTable table) {
            return Owner.deletionPolicy(table.tags()) == DeletionPolicy.ORPHAN;
        }

        private static boolean isGoing(LiveTable table) {
            return table.status().equals("DELETING");
        }

        private Observation.Present seen(State state, Usable usable, List<Difference> differences) {
            Map<String, Object> view = new LinkedHashMap<>();
            @Nullable String name = object.externalName();
            if (name != null) {
                view.put("name", name);
            }
            view.put("environments", List.copyOf(live.keySet()));
            view.put(
                    "tables",
                    live.values().stream()
                            .flatMap(one -> one.tables().stream())
                            .map(table -> table.address().name())
                            .toList());
            view.put(
                    "policies",
                    live.values().stream()
                            .flatMap(one -> one.policies().stream())
                            .map(policy -> policy.name())
                            .toList());
            if (end != null) {
                view.put("expires", end.toString());
            }
            return new Observation.Present(
                    state, usable, view, differences, Map.of(), null, null, null);
        }

        @Override
        public String create() {
            throw new IllegalStateException("what has ended is not made");
        }

        @Override
        public void update() throws ExternalFailure, InterruptedException {
            delete();
        }

        @Override
        public void delete() throws ExternalFailure, InterruptedException {
            stays(
                    Failures.translated(
                            () ->
                                    tornDown(
                                            target,
                                            live.values().stream()
                                                    .map(one -> one.without(Ending::isGoing))
                                                    .toList())));
        }
    }

    /** Tears environments down, and returns what had to stay against their will. */
    private static List<String> tornDown(Target target, Collection<LiveEnvironment> environments) {
        List<String> kept = new ArrayList<>();
        for (LiveEnvironment one : environments) {
            new Teardown(target, _ -> {})
                    .delete(one).stream()
                            .filter(thing -> !thing.asWanted())
                            .forEach(thing -> kept.add(thing.text()));
        }
        return kept;
    }

    private static void stays(List<String> kept) throws ExternalFailure {
        if (!kept.isEmpty()) {
            throw new ExternalFailure("this has to stay: " + String.join("; ", kept));
        }
    }
}
