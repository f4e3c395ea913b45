package dev.tablewright.operator.managed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.operator.managed.External.Observation.Present;
import dev.tablewright.operator.managed.External.Progress;
import dev.tablewright.operator.managed.External.State;
import dev.tablewright.operator.managed.External.Usable;
import dev.tablewright.operator.managed.External.Waits;
import dev.tablewright.operator.managed.Verdict.Kind;
import dev.tablewright.operator.managed.Verdict.Streak;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** Each rule of Crossplane's reconcile, and each improvement on it. */
final class ManagedReconcileTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Timing TIMING =
            new Timing(Duration.ofMinutes(10), Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final FakeExternal external = new FakeExternal();
    private final FakeStore store = new FakeStore();
    private final Map<String, String> annotations = new TreeMap<>();
    private final Map<String, Object> spec = new LinkedHashMap<>();
    private final Map<String, Object> status = new LinkedHashMap<>();
    private List<String> finalizers = List.of();
    private @Nullable Instant deleted;
    private Naming naming = Naming.BY_OBJECT;
    private Connector connector = _ -> external;
    private References references = References.NONE;
    private Streak streak = Streak.NONE;
    private Instant now = NOW;

    // ---- Pauses and policies ----

    @Test
    void aPausedObjectIsLeftAloneEvenWhenItIsDeleted() throws Exception {
        annotations.put(Annotations.PAUSED, "true");
        deleted = NOW;
        finalizers = List.of(Annotations.FINALIZER);

        Verdict verdict = reconcile();

        assertThat(external.calls).isEmpty();
        assertThat(store.writes).isEmpty();
        assertThat(said(verdict, "Synced")).isEqualTo("False/ReconcilePaused");
        assertThat(said(verdict, "UpToDate")).isEqualTo("Unknown/ReconcilePaused");
        assertThat(verdict.again()).isNull();
    }

    @Test
    void onlyTheExactWordPauses() throws Exception {
        annotations.put(Annotations.PAUSED, "True");

        assertThat(said(reconcile(), "Synced")).isEqualTo("True/ReconcileSuccess");
    }

    @Test
    void anEmptySetPauses() throws Exception {
        policies();

        assertThat(said(reconcile(), "Synced")).isEqualTo("False/ReconcilePaused");
        assertThat(store.events).containsExactly("ReconciliationPaused");
    }

    @Test
    void anUnsupportedSetDoesNothingAndWaitsForAnother() throws Exception {
        policies("Create");

        Verdict verdict = reconcile();

        assertThat(external.calls).isEmpty();
        assertThat(verdict.again()).isNull();
        assertThat(said(verdict, "Synced")).isEqualTo("False/ReconcileError");
        assertThat(message(verdict, "Synced"))
                .isEqualTo(
                        "`spec.managementPolicies` is set to a value([Create]) which is not"
                                + " supported. Check docs for supported policies");
        assertThat(store.events).containsExactly("CannotUseInvalidManagementPolicy");
    }

    // ---- Creation ----

    @Test
    void nameFinalizerAndMarkAreWrittenBeforeTheResourceIsMade() throws Exception {
        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe", "create");
        assertThat(store.writes).containsExactly("[" + Annotations.FINALIZER + "]");
        assertThat(store.annotationsWritten.getFirst())
                .containsEntry(Annotations.EXTERNAL_NAME, "orders")
                .containsEntry(Annotations.CREATE_PENDING, "2026-01-01T12:00:00Z")
                .doesNotContainKey(Annotations.CREATE_SUCCEEDED);
        assertThat(store.annotationsWritten.getLast())
                .containsEntry(Annotations.CREATE_SUCCEEDED, "2026-01-01T12:00:00Z");
        assertThat(said(verdict, "Ready")).isEqualTo("False/Creating");
        assertThat(said(verdict, "Synced")).isEqualTo("True/ReconcileSuccess");
        assertThat(verdict.kind()).isEqualTo(Kind.AT_WORK);
    }

    /** Otherwise two operators would make two. */
    @Test
    void nothingIsMadeWhenSomebodyElseHasWrittenTheObject() throws Exception {
        store.conflicts = true;

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(verdict.status()).isNull();
        assertThat(verdict.again()).isNotNull();
    }

    @Test
    void aCreationThatFailedIsMarkedAndTriedAgain() throws Exception {
        external.failure = "create";

        Verdict verdict = reconcile();

        assertThat(store.annotationsWritten.getLast())
                .containsEntry(Annotations.CREATE_FAILED, "2026-01-01T12:00:00Z");
        assertThat(message(verdict, "Synced")).isEqualTo("create failed: create is not allowed");
        assertThat(verdict.kind()).isEqualTo(Kind.FAILED);
    }

    @Test
    void aNameThatTheProviderGaveIsKept() throws Exception {
        naming = Naming.BY_PROVIDER;
        external.given = "plan-1";

        var _ = reconcile();

        assertThat(store.annotationsWritten.getFirst())
                .doesNotContainKey(Annotations.EXTERNAL_NAME);
        assertThat(store.annotationsWritten.getLast())
                .containsEntry(Annotations.EXTERNAL_NAME, "plan-1");
    }

    /** A second creation would make a second resource that nobody knows. */
    @Test
    void aCreationOfUnknownEndStopsWhereTheProviderGivesNames() throws Exception {
        naming = Naming.BY_PROVIDER;
        annotations.put(Annotations.CREATE_PENDING, "2026-01-01T11:00:00Z");

        Verdict verdict = reconcile();

        assertThat(external.calls).isEmpty();
        assertThat(verdict.again()).isNull();
        assertThat(message(verdict, "Synced"))
                .isEqualTo(
                        "cannot determine creation result - remove the"
                                + " crossplane.io/external-create-pending annotation if it is safe"
                                + " to proceed");
    }

    @Test
    void aCreationThatFailedIsNoneOfUnknownEnd() throws Exception {
        naming = Naming.BY_PROVIDER;
        annotations.put(Annotations.CREATE_PENDING, "2026-01-01T11:00:00Z");
        annotations.put(Annotations.CREATE_FAILED, "2026-01-01T11:00:00Z");

        var _ = reconcile();

        assertThat(external.calls).containsExactly("observe", "create");
    }

    @Test
    void aCreationOfUnknownEndDoesNoHarmWhereTheObjectGivesNames() throws Exception {
        annotations.put(Annotations.CREATE_PENDING, "2026-01-01T11:00:00Z");

        var _ = reconcile();

        assertThat(external.calls).containsExactly("observe", "create");
    }

    @Test
    void whatWasMadeAMomentAgoIsWaitedFor() throws Exception {
        annotations.put(Annotations.CREATE_SUCCEEDED, "2026-01-01T11:59:40Z");

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(store.events).containsExactly("PendingExternalResource");
        assertThat(verdict.kind()).isEqualTo(Kind.AT_WORK);
    }

    @Test
    void whatWasSeenSinceItsCreationAndIsGoneIsMadeAnewWithAWarning() throws Exception {
        annotations.put(Annotations.CREATE_SUCCEEDED, "2026-01-01T11:59:40Z");
        status.put("atProvider", Map.of("arn", "arn:x"));

        var _ = reconcile();

        assertThat(external.calls).containsExactly("observe", "create");
        assertThat(store.events).containsExactly("ExternalResourceLost", "CreatedExternalResource");
    }

    // ---- What is there ----

    @Test
    void whatIsAsItShouldBeIsLookedAtAgainAfterThePollInterval() throws Exception {
        external.seen = FakeExternal.like(State.UP_TO_DATE);

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(said(verdict, "Ready")).isEqualTo("True/Available");
        assertThat(said(verdict, "UpToDate")).isEqualTo("True/ObserveMatched");
        assertThat(status(verdict)).containsEntry("drift", "none");
        assertThat(verdict.again()).isBetween(Duration.ofSeconds(570), Duration.ofSeconds(630));
    }

    @Test
    void anObjectMayAskForAnotherInterval() throws Exception {
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        annotations.put(Annotations.POLL_INTERVAL, "1m");

        assertThat(reconcile().again()).isBetween(Duration.ofSeconds(57), Duration.ofSeconds(63));
    }

    @Test
    void anObjectMayNotAskTooOften() throws Exception {
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        annotations.put(Annotations.POLL_INTERVAL, "1ms");

        assertThat(reconcile().again()).isGreaterThan(Duration.ofSeconds(4));
    }

    @Test
    void aTokenAsksForAThoroughLookOnce() throws Exception {
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        annotations.put(Annotations.RECONCILE_REQUESTED, "today");

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe thoroughly");
        assertThat(status(verdict)).containsEntry("lastHandledReconcileAt", "today");

        status.putAll(status(verdict));
        var _ = reconcile();
        assertThat(external.calls).containsExactly("observe thoroughly", "observe");
    }

    @Test
    void whatDiffersIsUpdated() throws Exception {
        external.seen = FakeExternal.like(State.DIFFERS);

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe", "update");
        assertThat(said(verdict, "UpToDate")).isEqualTo("False/UpdateRequested");
        assertThat(status(verdict)).containsEntry("drift", "ttl");
        assertThat(store.events).containsExactly("UpdatedExternalResource");
    }

    @Test
    void aFailedUpdateSaysSoInBothConditions() throws Exception {
        external.seen = FakeExternal.like(State.DIFFERS);
        external.failure = "update";

        Verdict verdict = reconcile();

        assertThat(said(verdict, "UpToDate")).isEqualTo("False/UpdateFailed");
        assertThat(message(verdict, "Synced")).isEqualTo("update failed: update is not allowed");
        assertThat(said(verdict, "Ready")).isEqualTo("True/Available");
    }

    /** Crossplane says nothing at all here. */
    @Test
    void driftThatNobodyMayMendIsNamed() throws Exception {
        policies("Observe");
        external.seen = FakeExternal.like(State.DIFFERS);

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(said(verdict, "Synced")).isEqualTo("True/ReconcileSuccess");
        assertThat(said(verdict, "UpToDate")).isEqualTo("False/UpdateRestricted");
        assertThat(message(verdict, "UpToDate")).isEqualTo("ttl is off and should be by expires");
        assertThat(status(verdict))
                .containsEntry(
                        "differences",
                        List.of(Map.of("field", "ttl", "is", "off", "should", "by expires")));
    }

    /** What only a person may decide is no work to be tried again and again. */
    @Test
    void whatIsLeftToAPersonIsToldAndLookedAtAtThePollInterval() throws Exception {
        external.seen = FakeExternal.like(State.LEFT);

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(said(verdict, "Synced")).isEqualTo("True/ReconcileSuccess");
        assertThat(said(verdict, "UpToDate")).isEqualTo("False/UpdateRestricted");
        assertThat(message(verdict, "UpToDate")).isEqualTo("ttl is off and should be by expires");
        assertThat(verdict.again()).isGreaterThan(Duration.ofMinutes(9));
    }

    @Test
    void whatEndsBeforeTheNextPollIsLookedAtThen() throws Exception {
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        external.next = NOW.plusSeconds(90);
        assertThat(reconcile().again()).isEqualTo(Duration.ofSeconds(91));

        external.next = NOW.plus(Duration.ofDays(1));
        assertThat(reconcile().again()).isGreaterThan(Duration.ofMinutes(9));

        external.next = NOW.minusSeconds(5);
        assertThat(reconcile().again()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aMissingResourceIsAnErrorForWhoOnlyObserves() throws Exception {
        policies("Observe");

        Verdict verdict = reconcile();

        assertThat(message(verdict, "Synced"))
                .isEqualTo("observe failed: external resource does not exist");
        assertThat(verdict.again()).isGreaterThan(Duration.ofMinutes(9));
        assertThat(store.writes).isEmpty();
    }

    @Test
    void aMissingResourceThatMayNotBeMadeIsNoError() throws Exception {
        policies("Observe", "Delete");

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(said(verdict, "Synced")).isEqualTo("True/ReconcileSuccess");
        assertThat(said(verdict, "Ready")).isEqualTo("absent");
        assertThat(said(verdict, "UpToDate")).isEqualTo("False/UpdateRestricted");
    }

    @Test
    void aWindowThatIsClosedIsAConditionAndNoFailure() throws Exception {
        external.seen =
                present(
                        State.WAITS,
                        new Waits(NOW.plus(Duration.ofMinutes(3)), "one change an hour"),
                        null,
                        Map.of());

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(said(verdict, "Waiting")).isEqualTo("True/NotAllowedYet");
        assertThat(message(verdict, "Waiting"))
                .isEqualTo("waits until 2026-01-01T12:03:00Z: one change an hour");
        assertThat(said(verdict, "Synced")).isEqualTo("True/ReconcileSuccess");
        assertThat(verdict.again()).isEqualTo(Duration.ofSeconds(181));

        external.seen = FakeExternal.like(State.UP_TO_DATE);
        status.putAll(status(verdict));
        assertThat(said(reconcile(), "Waiting")).isEqualTo("absent");
    }

    @Test
    void stepsOfAChangeAreCounted() throws Exception {
        external.seen =
                present(State.DIFFERS, null, new Progress(2, 3, "create the index b"), Map.of());

        Verdict verdict = reconcile();

        assertThat(status(verdict))
                .containsEntry(
                        "progress", Map.of("step", 2, "steps", 3, "text", "create the index b"));
        assertThat(message(verdict, "UpToDate")).isEqualTo("step 2 of 3: create the index b");
    }

    @Test
    void whatTheProviderWorksOnIsNotDisturbed() throws Exception {
        external.seen = FakeExternal.like(State.AT_WORK);

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(verdict.kind()).isEqualTo(Kind.AT_WORK);
    }

    // ---- Late initialisation ----

    @Test
    void whatTheObjectDoesNotSayIsFilledIn() throws Exception {
        external.seen = present(State.UP_TO_DATE, null, null, Map.of("tableClass", "STANDARD"));
        ManagedObject object = object();

        var _ = reconcile(object);

        assertThat(object.forProvider()).containsEntry("tableClass", "STANDARD");
        assertThat(object.annotations()).containsEntry(Annotations.FILLED_IN, "tableClass");
    }

    @Test
    void nothingIsFilledInWhereThePolicyDoesNotSaySo() throws Exception {
        policies("Observe", "Create", "Update", "Delete");
        external.seen = present(State.UP_TO_DATE, null, null, Map.of("tableClass", "STANDARD"));
        ManagedObject object = object();

        var _ = reconcile(object);

        assertThat(object.forProvider()).doesNotContainKey("tableClass");
    }

    /** Otherwise the last index could not be removed by leaving the list out. */
    @Test
    void whatTheUserHasRemovedIsNotFilledInAgain() throws Exception {
        annotations.put(Annotations.NAMED, "globalSecondaryIndex");
        external.seen =
                present(State.UP_TO_DATE, null, null, Map.of("globalSecondaryIndex", List.of()));
        ManagedObject object = object();

        var _ = reconcile(object);

        assertThat(object.forProvider()).doesNotContainKey("globalSecondaryIndex");
        assertThat(object.removed()).containsExactly("globalSecondaryIndex");
    }

    /** What the operator filled in is not the user's: taking it away means nothing. */
    @Test
    void whatWasFilledInIsNotRememberedAsNamed() throws Exception {
        annotations.put(Annotations.FILLED_IN, "tableClass");
        Trees.map(spec.computeIfAbsent("forProvider", _ -> new LinkedHashMap<>()))
                .put("tableClass", "STANDARD");
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        ManagedObject object = object();

        var _ = reconcile(object);

        assertThat(object.annotations()).doesNotContainKey(Annotations.NAMED);
    }

    // ---- Deletion ----

    @Test
    void deletionAsksUntilTheResourceIsGoneAndThenLetsTheObjectGo() throws Exception {
        deleted = NOW;
        finalizers = List.of(Annotations.FINALIZER);
        external.seen = FakeExternal.like(State.UP_TO_DATE);

        Verdict first = reconcile();

        assertThat(external.calls).containsExactly("observe", "delete");
        assertThat(said(first, "Ready")).isEqualTo("False/Deleting");
        assertThat(store.writes).isEmpty();

        Verdict second = reconcile();

        assertThat(store.writes).containsExactly("[]");
        assertThat(second.again()).isNull();
    }

    @Test
    void whatIsStillNeededIsDeletedLater() throws Exception {
        deleted = NOW;
        finalizers = List.of(Annotations.FINALIZER);
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        external.kept = "waits until the role has it by another";

        Verdict first = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(message(first, "Ready")).isEqualTo("waits until the role has it by another");
        assertThat(said(first, "Synced")).startsWith("True");

        external.kept = null;
        var _ = reconcile();

        assertThat(external.calls).containsExactly("observe", "observe", "delete");
    }

    @Test
    void whatIsBeingDeletedIsNotDeletedTwice() throws Exception {
        deleted = NOW;
        finalizers = List.of(Annotations.FINALIZER);
        external.seen =
                new Present(
                        State.AT_WORK,
                        Usable.BEING_DELETED,
                        Map.of(),
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        null);

        var _ = reconcile();

        assertThat(external.calls).containsExactly("observe");
    }

    @Test
    void anOrphanIsLeftWithoutAWordToTheProvider() throws Exception {
        deleted = NOW;
        finalizers = List.of(Annotations.FINALIZER);
        policies("Observe", "Create", "Update");
        connector =
                _ -> {
                    throw new ExternalFailure("no credentials");
                };

        var _ = reconcile();

        assertThat(store.writes).containsExactly("[]");
        assertThat(external.calls).isEmpty();
    }

    @Test
    void otherFinalizersGoFirst() throws Exception {
        deleted = NOW;
        finalizers = List.of("else.example/one", Annotations.FINALIZER);
        external.seen = FakeExternal.like(State.UP_TO_DATE);

        Verdict verdict = reconcile();

        assertThat(external.calls).containsExactly("observe");
        assertThat(message(verdict, "Ready"))
                .isEqualTo("waits for other finalizers: else.example/one");
    }

    @Test
    void aDeletionThatFailsIsTriedAgain() throws Exception {
        deleted = NOW;
        finalizers = List.of(Annotations.FINALIZER);
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        external.failure = "delete";

        Verdict verdict = reconcile();

        assertThat(message(verdict, "Synced")).isEqualTo("delete failed: delete is not allowed");
        assertThat(verdict.kind()).isEqualTo(Kind.FAILED);
        assertThat(store.writes).isEmpty();
    }

    /** It was never reconciled, or is let go already. */
    @Test
    void anObjectWithoutOurFinalizerGoesAsItIs() throws Exception {
        deleted = NOW;
        finalizers = List.of("else.example/one");

        assertThat(reconcile().again()).isNull();
        assertThat(external.calls).isEmpty();
    }

    @Test
    void referencesAreNotLookedUpForWhatIsDeleted() throws Exception {
        deleted = NOW;
        finalizers = List.of(Annotations.FINALIZER);
        references =
                _ -> {
                    throw new ExternalFailure("the Policy is gone too");
                };

        var _ = reconcile();

        assertThat(store.writes).containsExactly("[]");
    }

    // ---- Failures ----

    @Test
    void pausesGrowWithFailuresUpToAMinute() throws Exception {
        external.failure = "observe";
        Duration before = Duration.ZERO;
        for (int i = 0; i < 7; i++) {
            Verdict verdict = reconcile();
            streak = streak.and(verdict.kind());
            Duration pause = Objects.requireNonNull(verdict.again());

            assertThat(pause)
                    .isGreaterThan(before.dividedBy(2))
                    .isLessThanOrEqualTo(Duration.ofMinutes(1));
            before = pause;
        }
        assertThat(before).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aFailureIsToldOnce() throws Exception {
        external.failure = "observe";

        status.putAll(status(reconcile()));
        var _ = reconcile();

        assertThat(store.events).containsExactly("CannotReconcile");
    }

    @Test
    void aMissingReferenceIsSaid() throws Exception {
        references =
                _ -> {
                    throw new ExternalFailure(
                            "referenced field was empty (referenced resource may not yet be"
                                    + " ready)");
                };

        assertThat(message(reconcile(), "Synced"))
                .isEqualTo(
                        "cannot resolve references: referenced field was empty (referenced"
                                + " resource may not yet be ready)");
    }

    @Test
    void theTimeOfAConditionMovesOnlyWithWhatItSays() throws Exception {
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        status.putAll(status(reconcile()));
        now = NOW.plus(Duration.ofHours(1));

        assertThat(condition(reconcile(), "Ready"))
                .containsEntry("lastTransitionTime", "2026-01-01T12:00:00Z");

        external.seen = FakeExternal.like(State.DIFFERS);
        assertThat(condition(reconcile(), "UpToDate"))
                .containsEntry("lastTransitionTime", "2026-01-01T13:00:00Z");
    }

    /** So that a poll of thousands of objects writes nothing. */
    @Test
    void aSecondLookAtTheSameChangesNothing() throws Exception {
        external.seen = FakeExternal.like(State.UP_TO_DATE);
        ManagedObject object = object();
        status.putAll(status(reconcile(object)));
        annotations.putAll(object.annotations());
        finalizers = List.of(Annotations.FINALIZER);
        store.writes.clear();
        now = NOW.plus(Duration.ofHours(1));

        Verdict verdict = reconcile();

        assertThat(store.writes).isEmpty();
        assertThat(status(verdict)).isEqualTo(status);
    }

    // ---- The test's own words ----

    private static Present present(
            State state,
            @Nullable Waits waits,
            @Nullable Progress progress,
            Map<String, Object> unnamed) {
        return new Present(state, Usable.YES, Map.of(), List.of(), unnamed, waits, progress, null);
    }

    private void policies(String... words) {
        spec.put("managementPolicies", List.of((Object[]) words));
    }

    private ManagedObject object() {
        Trees.map(spec.computeIfAbsent("forProvider", _ -> new LinkedHashMap<>()));
        return new ManagedObject(
                new ManagedObject.Identity("v1", "Table", "koa", "orders", "uid-1", null),
                1,
                deleted,
                Map.of(),
                annotations,
                finalizers,
                spec,
                status);
    }

    private Verdict reconcile() throws InterruptedException {
        return reconcile(object());
    }

    private Verdict reconcile(ManagedObject object) throws InterruptedException {
        return new ManagedReconcile(
                        naming, store, connector, references, TIMING, () -> now, new Random(7))
                .reconcile(object, streak);
    }

    private static Map<String, Object> status(Verdict verdict) {
        return Objects.requireNonNull(verdict.status());
    }

    private static Map<String, Object> condition(Verdict verdict, String type) {
        return Trees.maps(status(verdict).get("conditions")).stream()
                .filter(condition -> type.equals(condition.get("type")))
                .findFirst()
                .orElse(Map.of());
    }

    private static String said(Verdict verdict, String type) {
        Map<String, Object> condition = condition(verdict, type);
        return condition.isEmpty()
                ? "absent"
                : condition.get("status") + "/" + condition.get("reason");
    }

    private static @Nullable String message(Verdict verdict, String type) {
        return Trees.text(condition(verdict, type).get("message"));
    }
}
