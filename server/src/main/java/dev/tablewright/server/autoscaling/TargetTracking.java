package dev.tablewright.server.autoscaling;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * When a capacity follows its load, and how far: up as soon as the target was passed for two
 * minutes, down when use stayed 20 percentage points or more below the target for fifteen.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html">Managing
 *     throughput capacity automatically with DynamoDB auto scaling</a>
 */
final class TargetTracking {
    /** Minutes over the target before an increase. */
    static final int OUT_MINUTES = 2;

    /** Minutes below the target before a decrease. */
    static final int IN_MINUTES = 15;

    private static final double MARGIN = 20;

    private TargetTracking() {}

    /**
     * What is known of a capacity.
     *
     * @param units provisioned now
     * @param load units a second in each of the last minutes, oldest first; at most {@link
     *     #IN_MINUTES}
     * @param lastOut when it was last increased; null before the first time
     * @param lastChange when it was last increased or decreased; null before the first time
     */
    record Situation(
            long units,
            List<Double> load,
            @Nullable Instant lastOut,
            @Nullable Instant lastChange,
            Instant now) {
        private List<Double> last(int minutes) {
            return load.subList(Math.max(0, load.size() - minutes), load.size());
        }
    }

    /** Decides the capacity that the policy wants; the present one where nothing is to change. */
    static long decide(ScalingPolicy policy, ScalableTarget target, Situation situation) {
        long units = situation.units();
        List<Double> recent = situation.last(OUT_MINUTES);
        double high = units * policy.utilization() / 100;
        if (recent.size() == OUT_MINUTES && recent.stream().allMatch(load -> load > high)) {
            return target.suspension().out() || cooling(situation.lastOut(), policy, situation)
                    ? units
                    : Math.max(units, target.bound(needed(recent, policy)));
        }
        List<Double> long15 = situation.last(IN_MINUTES);
        double low = units * Math.max(0, policy.utilization() - MARGIN) / 100;
        if (long15.size() == IN_MINUTES && long15.stream().allMatch(load -> load < low)) {
            return mayShrink(policy, target, situation)
                    ? Math.min(units, target.bound(needed(long15, policy)))
                    : units;
        }
        return units;
    }

    private static boolean cooling(
            @Nullable Instant last, ScalingPolicy policy, Situation situation) {
        return last != null && situation.now().isBefore(last.plus(policy.outCooldown()));
    }

    private static boolean mayShrink(
            ScalingPolicy policy, ScalableTarget target, Situation situation) {
        Instant last = situation.lastChange();
        return !policy.scaleInDisabled()
                && !target.suspension().in()
                && (last == null || !situation.now().isBefore(last.plus(policy.inCooldown())));
    }

    /** Returns the capacity of which the largest of these loads is the wanted part. */
    private static long needed(List<Double> loads, ScalingPolicy policy) {
        double most = loads.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return Math.max(1, (long) Math.ceil(most * 100 / policy.utilization()));
    }
}
