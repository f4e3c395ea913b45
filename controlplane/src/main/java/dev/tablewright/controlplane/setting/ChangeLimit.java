package dev.tablewright.controlplane.setting;

import java.time.Duration;

/**
 * How often AWS lets something change.
 *
 * @param changes that are allowed
 * @param within any stretch of this length
 */
public record ChangeLimit(int changes, Duration within) {
    /** Says so: "AWS allows 2 changes in 30 days". */
    public String words() {
        String time =
                within.toDays() > 1
                        ? within.toDays() + " days"
                        : within.toHours() == 1 ? "an hour" : within.toHours() + " hours";
        return "AWS allows " + (changes == 1 ? "one change" : changes + " changes") + " in " + time;
    }
}
