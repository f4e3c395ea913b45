package dev.tablewright.server.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.model.TableRef;
import dev.tablewright.server.autoscaling.ScalableTarget.Suspension;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** When a capacity follows its load: 100 units, to be used at 70 per cent, between 5 and 400. */
class TargetTrackingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Capacity READS =
            new Capacity(
                    new TableRef("000000000000", "eu-west-1", "Orders"),
                    null,
                    Capacity.Direction.READ);

    private static ScalingPolicy policy(boolean scaleInDisabled) {
        return new ScalingPolicy(
                READS,
                "reads",
                "1",
                70,
                scaleInDisabled,
                Duration.ofSeconds(60),
                Duration.ofSeconds(300),
                NOW);
    }

    private static ScalableTarget target(Suspension suspension) {
        return new ScalableTarget(READS, "1", 5, 400, suspension, Map.of(), NOW);
    }

    private static long decide(List<Double> load) {
        return decide(load, null, null);
    }

    private static long decide(
            List<Double> load, @Nullable Instant lastOut, @Nullable Instant lastChange) {
        return TargetTracking.decide(
                policy(false),
                target(Suspension.NONE),
                new TargetTracking.Situation(100, load, lastOut, lastChange, NOW));
    }

    private static List<Double> quiet(int minutes, double load) {
        return Collections.nCopies(minutes, load);
    }

    @Test
    void growsAfterTwoMinutesOverTheTargetByWhatWouldMeetIt() {
        assertThat(decide(List.of(140.0))).as("one minute may be a peak").isEqualTo(100);
        assertThat(decide(List.of(140.0, 71.0))).isEqualTo(200);
        assertThat(decide(List.of(140.0, 70.0))).as("on target is not over it").isEqualTo(100);
        assertThat(decide(List.of(9000.0, 9000.0))).as("at most the maximum").isEqualTo(400);
    }

    @Test
    void shrinksAfterFifteenMinutesFarBelowTheTarget() {
        assertThat(decide(quiet(14, 7))).isEqualTo(100);
        assertThat(decide(quiet(15, 7))).isEqualTo(10);
        assertThat(decide(quiet(15, 50))).as("20 points below is the border").isEqualTo(100);
        assertThat(decide(quiet(15, 0))).as("at least the minimum").isEqualTo(5);
    }

    @Test
    void waitsForTheCooldowns() {
        List<Double> busy = List.of(140.0, 140.0);
        assertThat(decide(busy, NOW.minusSeconds(59), NOW)).isEqualTo(100);
        assertThat(decide(busy, NOW.minusSeconds(60), NOW)).isEqualTo(200);
        assertThat(decide(quiet(15, 7), null, NOW.minusSeconds(299))).isEqualTo(100);
        assertThat(decide(quiet(15, 7), null, NOW.minusSeconds(300))).isEqualTo(10);
    }

    @Test
    void doesNotDoWhatIsSuspendedOrDisabled() {
        var busy = new TargetTracking.Situation(100, List.of(140.0, 140.0), null, null, NOW);
        var idle = new TargetTracking.Situation(100, quiet(15, 7), null, null, NOW);
        ScalableTarget noOut = target(new Suspension(false, true, false));
        ScalableTarget noIn = target(new Suspension(true, false, false));

        assertThat(TargetTracking.decide(policy(false), noOut, busy)).isEqualTo(100);
        assertThat(TargetTracking.decide(policy(false), noOut, idle)).isEqualTo(10);
        assertThat(TargetTracking.decide(policy(false), noIn, idle)).isEqualTo(100);
        assertThat(TargetTracking.decide(policy(true), target(Suspension.NONE), idle))
                .isEqualTo(100);
    }
}
