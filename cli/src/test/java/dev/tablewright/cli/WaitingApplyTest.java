package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Outcome;
import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.setting.NotYet;
import dev.tablewright.server.Installation;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Random;

/** What waits is left alone until its time has come, and is no failure. */
class WaitingApplyTest {
    private static final Instant OPENS = Instant.parse("2030-01-01T00:00:00Z");
    private static final String TABLE =
            "tables:\n  - {name: Orders, hashKey: Id, attributes: [{name: Id, type: S}]%s}\n";
    private static final String PLAIN = TABLE.formatted("");

    private static Applied at(Instant now, TestTarget target, Plan plan) throws Exception {
        return target.apply(
                plan,
                TestTarget.RELEASE,
                new Pace(() -> now, new Random(1), _ -> Thread.sleep(10), 4));
    }

    private static Plan waiting(Plan plan) {
        return plan.with(
                step ->
                        step instanceof Step.Change change
                                ? new Step.Wait(change, OPENS, "not yet")
                                : step);
    }

    /** As a saved plan may be, that is applied before the window opens and after. */
    @Test
    void aWaitIsDoneWhenItsTimeHasCome() throws Exception {
        String protectedTable = TABLE.formatted(", deletionProtectionEnabled: true");
        TestTarget.Counted counted = new TestTarget.Counted();
        try (Installation server = Installation.open(Installation.Settings.IN_MEMORY);
                TestTarget target = TestTarget.of(server, counted)) {
            assertThat(target.apply(target.plan(PLAIN)).isDone()).isTrue();
            counted.operations().clear();
            Plan plan = waiting(target.plan(protectedTable));

            Applied early = at(OPENS.minusSeconds(1), target, plan);

            assertThat(early.isDone()).isFalse();
            assertThat(early.isDoneButForWaiting()).isTrue();
            assertThat(early.only(Outcome.Waiting.class))
                    .extracting(Outcome.Waiting::opens)
                    .containsExactly(OPENS);
            assertThat(counted.operations()).doesNotContain("UpdateTable");

            assertThat(at(OPENS, target, plan).isDone()).isTrue();
            assertThat(counted.operations()).containsOnlyOnce("UpdateTable");
            assertThat(target.plan(protectedTable).steps()).isEmpty();
        }
    }

    /** The server, like AWS, takes one change an hour: off waits, and on waits along. */
    @Test
    void whatTheTargetRefusesForNowWaitsWithAllThatNeedsIt() throws Exception {
        try (Installation server = Installation.open(Installation.Settings.IN_MEMORY);
                TestTarget target = TestTarget.of(server, TestTarget.Calls.ALL)) {
            String ends = TABLE.formatted(", ttl: {enabled: true, attributeName: Ends}");
            String other =
                    TABLE.formatted(
                            ", ttl: {enabled: true, attributeName: Other}, tags: {team: a}");
            assertThat(target.apply(target.plan(ends)).isDone()).isTrue();

            Applied applied = target.apply(target.plan(other));

            assertThat(applied.isDoneButForWaiting()).isTrue();
            List<Outcome.Waiting> waiting = applied.only(Outcome.Waiting.class);
            assertThat(waiting).hasSize(2);
            assertThat(waiting.getLast().opens()).isEqualTo(waiting.getFirst().opens());
            assertThat(waiting.getLast().reason())
                    .isEqualTo("a change before it has to be made first");
            assertThat(NotYet.fullSecond(waiting.getFirst().opens()))
                    .isEqualTo(waiting.getFirst().opens());
            // The tags did not wait.
            assertThat(target.plan(other).only(Step.SetTags.class)).isEmpty();
        }
    }
}
