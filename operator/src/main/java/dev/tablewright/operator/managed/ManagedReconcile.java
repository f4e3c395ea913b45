package dev.tablewright.operator.managed;

import dev.tablewright.operator.managed.External.Observation;
import dev.tablewright.operator.managed.External.Observation.Missing;
import dev.tablewright.operator.managed.External.Observation.Present;
import dev.tablewright.operator.managed.External.State;
import dev.tablewright.operator.managed.External.Usable;
import dev.tablewright.operator.managed.External.Waits;
import dev.tablewright.operator.managed.Store.Conflict;
import dev.tablewright.operator.managed.Store.Severity;
import dev.tablewright.operator.managed.Verdict.Kind;
import dev.tablewright.operator.managed.Verdict.Streak;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One reconcile of a managed resource, step by step as Crossplane's runtime does it.
 *
 * <p>What differs from Crossplane, each to be seen by the user: finalizer, name and the mark of a
 * begun creation are written in one write; {@code UpToDate} tells drift also where nothing may be
 * changed; what the provider allows only later is a condition and not a failure.
 *
 * <p>Safe for use by several threads, each with an object of its own.
 */
public final class ManagedReconcile {
    /** What was made a moment ago may not be known everywhere at the provider. */
    private static final Duration CREATION_GRACE = Duration.ofSeconds(30);

    private static final int MOST_NAMES = 5;
    private static final String EXPIRED = "its time is over; another ttl makes it anew, and empty";

    private final Naming naming;
    private final Store store;
    private final Connector connector;
    private final References references;
    private final Timing timing;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** Makes the reconcile of one kind. */
    public ManagedReconcile(
            Naming naming,
            Store store,
            Connector connector,
            References references,
            Timing timing,
            InstantSource clock,
            RandomGenerator random) {
        this.naming = naming;
        this.store = store;
        this.connector = connector;
        this.references = references;
        this.timing = timing;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Reconciles.
     *
     * @param object as it was read last; changed in place as it is written
     * @param streak of the verdicts before, on the same object
     */
    public Verdict reconcile(ManagedObject object, Streak streak) throws InterruptedException {
        try {
            return new Run(object, streak).verdict();
        } catch (Conflict _) {
            // Somebody else has written: what was decided rests on an object that is no more.
            return new Verdict(null, soon(Kind.AT_WORK, streak), Kind.AT_WORK);
        }
    }

    private Duration soon(Kind kind, Streak streak) {
        return timing.soon(kind, streak.of(kind), random);
    }

    /** One reconcile of one object. */
    private final class Run {
        private final ManagedObject object;
        private final Streak streak;
        private final ManagementPolicies policies;
        private final Instant now = clock.instant();
        private final Map<String, Object> status;
        private final Conditions conditions;
        private final Map<String, String> annotationsBefore;
        private final Map<String, Object> specBefore;

        Run(ManagedObject object, Streak streak) {
            this.object = object;
            this.streak = streak;
            this.policies = object.policies();
            this.status = new LinkedHashMap<>(object.status());
            this.conditions = new Conditions(status, object.generation(), now);
            this.annotationsBefore = Map.copyOf(object.annotations());
            this.specBefore = Trees.copy(object.spec());
        }

        Verdict verdict() throws Conflict, InterruptedException {
            if ("true".equals(object.annotations().get(Annotations.PAUSED))
                    || policies.isPaused()) {
                return paused();
            }
            boolean requested = requested();
            if (!policies.isSupported()) {
                return unsupported();
            }
            if (object.isDeleted()) {
                if (!object.finalizers().contains(Annotations.FINALIZER)) {
                    return Verdict.NOTHING;
                }
                if (!object.deletesExternal()) {
                    // Without a word to the provider: works with broken credentials too.
                    return released();
                }
            }
            if (naming == Naming.BY_OBJECT && object.externalName() == null) {
                object.annotations().put(Annotations.EXTERNAL_NAME, object.identity().name());
            }
            if (naming == Naming.BY_PROVIDER && creationIsOpen()) {
                return stopped(
                        "cannot determine creation result - remove the "
                                + Annotations.CREATE_PENDING
                                + " annotation if it is safe to proceed");
            }
            String doing = "cannot resolve references";
            try {
                if (!object.isDeleted()) {
                    references.resolve(object);
                }
                doing = "connect failed";
                External external = connector.connect(object);
                doing = "observe failed";
                Observation observation = external.observe(requested);
                return decide(external, observation);
            } catch (ExternalFailure e) {
                return failed(doing, e);
            }
        }

        private Verdict paused() {
            if (conditions.set(Conditions.SYNCED, "False", "ReconcilePaused", null)) {
                store.tell(
                        object,
                        Severity.NORMAL,
                        "ReconciliationPaused",
                        "Reconciliation is paused via the pause annotation or an empty"
                                + " managementPolicies");
            }
            conditions.set(Conditions.UP_TO_DATE, "Unknown", "ReconcilePaused", null);
            return ends(null, Kind.SETTLED);
        }

        private boolean requested() {
            String token = object.annotations().get(Annotations.RECONCILE_REQUESTED);
            if (token == null || token.equals(status.get("lastHandledReconcileAt"))) {
                return false;
            }
            status.put("lastHandledReconcileAt", token);
            return true;
        }

        private Verdict unsupported() {
            String message =
                    "`spec.managementPolicies` is set to a value("
                            + policies
                            + ") which is not supported. Check docs for supported policies";
            if (conditions.set(Conditions.SYNCED, "False", "ReconcileError", message)) {
                store.tell(object, Severity.WARNING, "CannotUseInvalidManagementPolicy", message);
            }
            return ends(null, Kind.SETTLED);
        }

        /** A creation was begun and nobody knows how it ended. */
        private boolean creationIsOpen() {
            Instant pending = time(Annotations.CREATE_PENDING);
            return pending != null
                    && isBefore(time(Annotations.CREATE_SUCCEEDED), pending)
                    && isBefore(time(Annotations.CREATE_FAILED), pending);
        }

        private static boolean isBefore(@Nullable Instant one, Instant other) {
            return one == null || one.isBefore(other);
        }

        private @Nullable Instant time(String annotation) {
            String written = object.annotations().get(annotation);
            try {
                return written == null ? null : Instant.parse(written);
            } catch (DateTimeException _) {
                return null;
            }
        }

        private Verdict decide(External external, Observation observation)
                throws Conflict, InterruptedException {
            if (observation instanceof Missing) {
                if (policies.onlyObserves()) {
                    return absentButObserved();
                }
                Instant made = time(Annotations.CREATE_SUCCEEDED);
                // What has been seen since its creation is known, and missing now.
                boolean seen = status.containsKey("atProvider");
                if (!seen && made != null && now.isBefore(made.plus(CREATION_GRACE))) {
                    store.tell(
                            object,
                            Severity.NORMAL,
                            "PendingExternalResource",
                            "Waiting for external resource existence to be confirmed");
                    return beingMade();
                }
            }
            if (object.isDeleted()) {
                return delete(external, observation);
            }
            boolean creates = observation instanceof Missing && policies.allows(Action.CREATE);
            object.rememberNamed();
            object.finalizers().add(Annotations.FINALIZER);
            @Nullable String name = external.externalName();
            if (name != null && observation instanceof Present) {
                object.annotations().put(Annotations.EXTERNAL_NAME, name);
            }
            if (creates) {
                object.annotations().put(Annotations.CREATE_PENDING, timestamp());
            }
            writeIfChanged();
            return switch (observation) {
                case Missing _ when creates -> create(external);
                case Missing _ -> absentAndStaysSo();
                case Present present -> present(external, present);
            };
        }

        private Verdict absentButObserved() {
            conditions.set(
                    Conditions.SYNCED,
                    "False",
                    "ReconcileError",
                    "observe failed: external resource does not exist");
            noDrift();
            conditions.set(Conditions.UP_TO_DATE, "False", "UpdateRestricted", "it does not exist");
            conditions.set(Conditions.READY, "False", "Unavailable", "it does not exist");
            return ends(timing.poll(object, random), Kind.SETTLED);
        }

        private Verdict absentAndStaysSo() {
            succeeded();
            noDrift();
            conditions.set(
                    Conditions.UP_TO_DATE,
                    "False",
                    "UpdateRestricted",
                    "it does not exist, and managementPolicies do not let it be made");
            return ends(timing.poll(object, random), Kind.SETTLED);
        }

        private Verdict delete(External external, Observation observation)
                throws Conflict, InterruptedException {
            if (!object.othersFinalizers().isEmpty()) {
                conditions.set(
                        Conditions.READY,
                        "False",
                        "Deleting",
                        "waits for other finalizers: "
                                + String.join(", ", object.othersFinalizers()));
                succeeded();
                return ends(soon(Kind.AT_WORK, streak), Kind.AT_WORK);
            }
            if (!(observation instanceof Present present)) {
                return released();
            }
            conditions.set(Conditions.READY, "False", "Deleting", null);
            if (present.usable() != Usable.BEING_DELETED) {
                try {
                    String kept = external.keptFor();
                    if (kept != null) {
                        conditions.set(Conditions.READY, "False", "Deleting", kept);
                        succeeded();
                        return ends(soon(Kind.AT_WORK, streak), Kind.AT_WORK);
                    }
                    external.delete();
                } catch (ExternalFailure e) {
                    return failed("delete failed", e);
                }
                store.tell(
                        object,
                        Severity.NORMAL,
                        "DeletedExternalResource",
                        "Successfully requested deletion of external resource");
            }
            succeeded();
            return ends(soon(Kind.AT_WORK, streak), Kind.AT_WORK);
        }

        private Verdict released() throws Conflict {
            object.finalizers().remove(Annotations.FINALIZER);
            store.write(object);
            return Verdict.NOTHING;
        }

        private Verdict create(External external) throws InterruptedException {
            if (annotationsBefore.containsKey(Annotations.CREATE_SUCCEEDED)) {
                store.tell(
                        object,
                        Severity.WARNING,
                        "ExternalResourceLost",
                        "The external resource was made before and is gone; it is made anew, and"
                                + " empty");
            }
            @Nullable String name;
            try {
                name = external.create();
            } catch (ExternalFailure e) {
                store.annotate(object, Map.of(Annotations.CREATE_FAILED, timestamp()));
                conditions.set(Conditions.READY, "False", "Creating", null);
                return failed("create failed", e);
            }
            Map<String, String> made = new LinkedHashMap<>();
            made.put(Annotations.CREATE_SUCCEEDED, timestamp());
            if (name != null) {
                made.put(Annotations.EXTERNAL_NAME, name);
            }
            store.annotate(object, made);
            status.remove("atProvider");
            store.tell(
                    object,
                    Severity.NORMAL,
                    "CreatedExternalResource",
                    "Successfully requested creation of external resource");
            return beingMade();
        }

        private Verdict beingMade() {
            succeeded();
            conditions.set(Conditions.READY, "False", "Creating", null);
            conditions.set(Conditions.UP_TO_DATE, "False", "UpdateRequested", "it is being made");
            return ends(soon(Kind.AT_WORK, streak), Kind.AT_WORK);
        }

        private Verdict present(External external, Present present)
                throws Conflict, InterruptedException {
            lateInitialize(present);
            describe(present);
            if (present.state() == State.UP_TO_DATE) {
                succeeded();
                conditions.set(Conditions.UP_TO_DATE, "True", "ObserveMatched", null);
                return ends(poll(external), Kind.SETTLED);
            }
            if (!policies.allows(Action.UPDATE) || present.state() == State.LEFT) {
                succeeded();
                restricted(present);
                boolean works = present.state() == State.AT_WORK;
                return works
                        ? ends(soon(Kind.AT_WORK, streak), Kind.AT_WORK)
                        : ends(poll(external), Kind.SETTLED);
            }
            return switch (present.state()) {
                case AT_WORK -> atWork(present);
                case WAITS -> waits(present);
                case DIFFERS, UP_TO_DATE, LEFT -> update(external, present);
            };
        }

        private Duration poll(External external) {
            Duration poll = timing.poll(object, random);
            Instant next = external.nextLook();
            if (next == null || !next.isBefore(now.plus(poll))) {
                return poll;
            }
            // A moment later, so that it has come.
            return next.isAfter(now)
                    ? Duration.between(now, next).plusSeconds(1)
                    : Duration.ofSeconds(1);
        }

        private void lateInitialize(Present present) throws Conflict {
            if (!policies.allows(Action.LATE_INITIALIZE)) {
                return;
            }
            Map<String, Object> unsaid = new LinkedHashMap<>(present.unnamed());
            unsaid.keySet().removeAll(object.forProvider().keySet());
            unsaid.keySet().removeAll(object.removed());
            if (!unsaid.isEmpty()) {
                object.fillIn(unsaid);
                store.write(object);
            }
        }

        private void describe(Present present) {
            status.put("atProvider", present.atProvider());
            List<Difference> differences = present.differences();
            status.put("drift", summary(differences));
            if (differences.isEmpty()) {
                status.remove("differences");
            } else {
                status.put(
                        "differences",
                        differences.stream()
                                .map(
                                        d ->
                                                Map.<String, Object>of(
                                                        "field",
                                                        d.field(),
                                                        "is",
                                                        d.is(),
                                                        "should",
                                                        d.should()))
                                .toList());
            }
            if (present.lastBackup() != null) {
                status.put(
                        "lastBackup",
                        present.lastBackup().truncatedTo(ChronoUnit.SECONDS).toString());
            }
            External.Progress progress = present.progress();
            if (progress == null || present.state() == State.UP_TO_DATE) {
                status.remove("progress");
            } else {
                status.put(
                        "progress",
                        Map.of(
                                "step", progress.step(),
                                "steps", progress.steps(),
                                "text", progress.text()));
            }
            if (present.waits() == null) {
                conditions.remove(Conditions.WAITING);
            } else {
                conditions.set(Conditions.WAITING, "True", "NotAllowedYet", words(present.waits()));
            }
            switch (present.usable()) {
                case YES -> conditions.set(Conditions.READY, "True", "Available", null);
                case BEING_MADE -> conditions.set(Conditions.READY, "False", "Creating", null);
                case BEING_DELETED -> conditions.set(Conditions.READY, "False", "Deleting", null);
                case EXPIRED -> expired();
                case NO -> conditions.set(Conditions.READY, "False", "Unavailable", null);
            }
        }

        private void expired() {
            if (conditions.set(Conditions.READY, "False", "Expired", EXPIRED)) {
                store.tell(object, Severity.NORMAL, "Expired", EXPIRED);
            }
        }

        private void noDrift() {
            status.remove("drift");
            status.remove("differences");
            status.remove("progress");
        }

        private static String summary(List<Difference> differences) {
            if (differences.isEmpty()) {
                return "none";
            }
            String names =
                    differences.stream()
                            .limit(MOST_NAMES)
                            .map(Difference::field)
                            .collect(Collectors.joining(", "));
            int more = differences.size() - MOST_NAMES;
            return names + (more > 0 ? " and " + more + " more" : "");
        }

        private static String words(Waits waits) {
            return "waits until "
                    + waits.until().truncatedTo(ChronoUnit.SECONDS)
                    + ": "
                    + waits.reason();
        }

        private void restricted(Present present) {
            conditions.set(
                    Conditions.UP_TO_DATE,
                    "False",
                    "UpdateRestricted",
                    words(present.differences()));
        }

        private static @Nullable String words(List<Difference> differences) {
            return differences.isEmpty()
                    ? null
                    : differences.stream()
                            .map(Difference::toString)
                            .collect(Collectors.joining("; "));
        }

        private Verdict atWork(Present present) {
            succeeded();
            conditions.set(Conditions.UP_TO_DATE, "False", "UpdateRequested", said(present));
            return ends(soon(Kind.AT_WORK, streak), Kind.AT_WORK);
        }

        private Verdict waits(Present present) {
            succeeded();
            Waits waits = Objects.requireNonNull(present.waits());
            conditions.set(Conditions.UP_TO_DATE, "False", "UpdateRestricted", words(waits));
            Duration left = Duration.between(now, waits.until()).plusSeconds(1);
            Duration poll = timing.poll(object, random);
            return ends(left.compareTo(poll) < 0 && !left.isNegative() ? left : poll, Kind.SETTLED);
        }

        private Verdict update(External external, Present present) throws InterruptedException {
            try {
                external.update();
            } catch (ExternalFailure e) {
                conditions.set(
                        Conditions.UP_TO_DATE,
                        "False",
                        "UpdateFailed",
                        words(present.differences()));
                return failed("update failed", e);
            }
            if (conditions.set(Conditions.UP_TO_DATE, "False", "UpdateRequested", said(present))) {
                store.tell(
                        object,
                        Severity.NORMAL,
                        "UpdatedExternalResource",
                        "Successfully requested update of external resource");
            }
            succeeded();
            return ends(soon(Kind.AT_WORK, streak), Kind.AT_WORK);
        }

        private static @Nullable String said(Present present) {
            External.Progress progress = present.progress();
            return progress == null
                    ? words(present.differences())
                    : "step %d of %d: %s"
                            .formatted(progress.step(), progress.steps(), progress.text());
        }

        private void succeeded() {
            conditions.set(Conditions.SYNCED, "True", "ReconcileSuccess", null);
        }

        private Verdict stopped(String message) {
            conditions.set(Conditions.SYNCED, "False", "ReconcileError", message);
            return ends(null, Kind.SETTLED);
        }

        private Verdict failed(String doing, ExternalFailure failure) {
            String message = doing + ": " + failure.getMessage();
            if (conditions.set(Conditions.SYNCED, "False", "ReconcileError", message)) {
                store.tell(object, Severity.WARNING, "CannotReconcile", message);
            }
            return ends(soon(Kind.FAILED, streak), Kind.FAILED);
        }

        private Verdict ends(@Nullable Duration again, Kind kind) {
            status.put("conditions", conditions.list());
            status.put("observedGeneration", object.generation());
            return new Verdict(status, again, kind);
        }

        private String timestamp() {
            return now.truncatedTo(ChronoUnit.SECONDS).toString();
        }

        private void writeIfChanged() throws Conflict {
            boolean changed =
                    !object.annotations().equals(annotationsBefore)
                            || !object.spec().equals(specBefore)
                            || object.hasNewFinalizer();
            if (changed) {
                store.write(object);
            }
        }
    }
}
