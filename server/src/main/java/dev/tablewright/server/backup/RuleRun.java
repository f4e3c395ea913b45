package dev.tablewright.server.backup;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * When a rule runs next. Kept, so that a run that was missed while the server was down is known.
 *
 * @param started when the rule came into force as it is; rates count from here
 * @param due the next run; null for none ever
 */
record RuleRun(Place place, String planId, String ruleId, Instant started, @Nullable Instant due) {
    RuleRun dueAt(@Nullable Instant next) {
        return new RuleRun(place, planId, ruleId, started, next);
    }
}
