package dev.tablewright.controlplane.setting;

/**
 * Between which bounds a capacity follows its use.
 *
 * @param min capacity units a second, 1 or more
 * @param max capacity units a second, no less than {@code min}
 * @param target which percentage of the capacity shall be in use; 0 if nothing makes it follow
 */
public record ScalingBounds(long min, long max, double target) {
    /** Whether nothing is to be done about a capacity of {@code units}. */
    public boolean admit(long units) {
        return min <= units && units <= max;
    }

    /** Returns the capacity within the bounds that is nearest to {@code units}. */
    public long nearest(long units) {
        return Math.clamp(units, min, max);
    }

    String words() {
        return min
                + " to "
                + max
                + (target == 0 ? " by nothing" : " at " + Autoscaling.number(target) + "%");
    }
}
