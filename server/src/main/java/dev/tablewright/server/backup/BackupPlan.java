package dev.tablewright.server.backup;

import dev.tablewright.server.schedule.Schedule;
import dev.tablewright.server.schedule.ScheduleException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A plan with all its versions, the newest last.
 *
 * @param requestId CreatorRequestId; the request can be repeated under it
 * @param deleted null while it is in force
 * @param lastRun when a rule of it last ran; null for never
 */
public record BackupPlan(
        Place place,
        String id,
        @Nullable String requestId,
        Map<String, String> tags,
        List<Version> versions,
        @Nullable Instant deleted,
        @Nullable Instant lastRun) {
    /** Copies tags and versions. */
    public BackupPlan {
        tags = Map.copyOf(tags);
        versions = List.copyOf(versions);
    }

    /** What a plan said from a moment on. */
    public record Version(
            String id, Instant created, String name, List<Rule> rules, List<Option> options) {
        /** Copies the lists. */
        public Version {
            rules = List.copyOf(rules);
            options = List.copyOf(options);
        }

        /** Whether it says what another version says; ids and times aside. */
        boolean says(Version other) {
            return name.equals(other.name)
                    && options.equals(other.options)
                    && anonymous(rules).equals(anonymous(other.rules));
        }

        private static List<Rule> anonymous(List<Rule> rules) {
            return rules.stream().map(rule -> rule.withId("")).toList();
        }
    }

    /** An AdvancedBackupSetting: it concerns resources that we have none of, and is kept only. */
    public record Option(String resourceType, Map<String, String> options) {
        /** Copies the options. */
        public Option {
            options = Map.copyOf(options);
        }
    }

    /**
     * A rule of a plan.
     *
     * @param id made by us; a rule keeps it from version to version as long as it has its name
     * @param schedule as it was sent
     * @param startMinutes how late a job may start
     * @param completionMinutes how long after its time a job may end
     */
    public record Rule(
            String id,
            String name,
            String vault,
            String schedule,
            String zone,
            long startMinutes,
            long completionMinutes,
            Lifecycle lifecycle,
            Map<String, String> recoveryPointTags) {
        /** Backups can be made once in so long at most. */
        private static final Duration LEAST_DISTANCE = Duration.ofHours(1);

        /** How many runs are looked at to see whether they are far enough from each other. */
        private static final int LOOKED_AT = 50;

        /** Copies the tags. */
        public Rule {
            recoveryPointTags = Map.copyOf(recoveryPointTags);
        }

        Rule withId(String other) {
            return new Rule(
                    other,
                    name,
                    vault,
                    schedule,
                    zone,
                    startMinutes,
                    completionMinutes,
                    lifecycle,
                    recoveryPointTags);
        }

        /** Returns the moments at which it runs. */
        public Schedule when() {
            try {
                return Schedule.parse(schedule, zone);
            } catch (ScheduleException e) {
                throw BackupException.invalid(
                        "Invalid ScheduleExpression"
                                + (e.isOfZone() ? "Timezone: " : ": ")
                                + e.getMessage());
            }
        }

        /** Requires that runs are not closer to each other than AWS Backup can make backups. */
        void requireFarEnoughApart(Instant now) {
            Schedule runs = when();
            Instant last = runs.next(now, now);
            for (int i = 0; last != null && i < LOOKED_AT; i++) {
                Instant following = runs.next(now, last);
                if (following != null
                        && Duration.between(last, following).compareTo(LEAST_DISTANCE) < 0) {
                    throw BackupException.invalid(
                            "Invalid ScheduleExpression: backups can be at most hourly");
                }
                last = following;
            }
        }
    }

    /** Returns the plan's ARN. */
    public String arn() {
        return place.arn("backup-plan", id);
    }

    /** Returns what the plan says now. */
    public Version current() {
        return versions.getLast();
    }

    BackupPlan withTags(Map<String, String> other) {
        return new BackupPlan(place, id, requestId, other, versions, deleted, lastRun);
    }

    BackupPlan withVersion(Version added) {
        List<Version> all = new ArrayList<>(versions);
        all.add(added);
        return new BackupPlan(place, id, requestId, tags, all, deleted, lastRun);
    }

    BackupPlan deletedAt(Instant now) {
        return new BackupPlan(place, id, requestId, tags, versions, now, lastRun);
    }

    BackupPlan ranAt(Instant time) {
        return new BackupPlan(place, id, requestId, tags, versions, deleted, time);
    }
}
