package dev.tablewright.controlplane.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.plan.Step;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** How long an apply waits, on a clock that only its own pauses move. */
final class PatienceTest {
    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
    private static final Step STEP = new Step.Await(new TableAddress("eu-west-1", "orders"));

    private Instant now = BEGIN;
    private final Patience patience =
            new Patience(() -> now, time -> now = now.plus(time), Progress.SILENT);

    @Test
    void whatSucceedsAtLastIsWaitedFor() throws Exception {
        AtomicInteger tries = new AtomicInteger();

        patience.until(STEP, "the table is not ACTIVE", () -> tries.incrementAndGet() == 20);

        assertThat(tries).hasValue(20);
    }

    @Test
    void whatMayStillComeIsWaitedForAnHour() {
        assertThatThrownBy(() -> patience.until(STEP, "the table is not ACTIVE", () -> false))
                .isInstanceOf(StepFailed.class)
                .hasMessage(
                        "the table is not ACTIVE after 60 minutes; it may still come: plan again"
                                + " later");
        assertThat(Duration.between(BEGIN, now)).isBetween(Duration.ofHours(1), hourAnd(5));
    }

    @Test
    void aLimitThatMayBeOfANumberOfTablesIsNotWaitedForLong() {
        assertThatThrownBy(() -> patience.untilRoom(STEP, () -> "refused (full)", () -> false))
                .isInstanceOf(StepFailed.class)
                .hasMessage("refused (full) after 2 minutes");
    }

    private static Duration hourAnd(int seconds) {
        return Duration.ofHours(1).plusSeconds(seconds);
    }
}
