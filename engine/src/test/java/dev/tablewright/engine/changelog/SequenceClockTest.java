package dev.tablewright.engine.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.changelog.SequenceClock.Moment;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class SequenceClockTest {
    private Instant now = Instant.parse("2026-11-21T12:00:00.500Z");
    private final SequenceClock clock = new SequenceClock(() -> now);

    @Test
    void numberIsATime() {
        assertThat(SequenceClock.timeOf(clock.next())).isEqualTo(now);
        assertThat(SequenceClock.at(now)).isLessThanOrEqualTo(clock.next());
    }

    /** A clock set back would otherwise put a change before the one that it overwrote. */
    @Test
    void numbersGrowThoughTheClockGoesBack() {
        long before = clock.next();
        now = now.minusSeconds(60);
        assertThat(clock.next()).isGreaterThan(before);
        assertThat(clock.settled()).isGreaterThan(before);
    }

    /** A restore to a millisecond would otherwise cut a transaction in two. */
    @Test
    void blockOfOneCommitIsWithinOneMillisecond() {
        clock.resumeAfter(SequenceClock.at(now) + (1 << 20) - 50);
        try (Moment moment = clock.begin(100)) {
            assertThat(SequenceClock.timeOf(moment.first()))
                    .isEqualTo(SequenceClock.timeOf(moment.first() + 99))
                    .isEqualTo(now.plusMillis(1));
        }
    }

    @Test
    void nothingIsSettledThatIsUnderWayOrStillToCome() {
        Moment early = clock.begin(2);
        Moment late = clock.begin(1);
        late.close();
        assertThat(clock.settled()).isLessThan(early.first());
        early.close();
        assertThat(clock.settled()).isGreaterThanOrEqualTo(late.first());
        now = now.plusSeconds(10);
        long settled = clock.settled();
        assertThat(settled).isGreaterThanOrEqualTo(SequenceClock.at(now) - 1);
        now = now.minusSeconds(10);
        assertThat(clock.begin(1).first()).isGreaterThan(settled);
    }
}
