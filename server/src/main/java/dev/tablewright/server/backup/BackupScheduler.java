package dev.tablewright.server.backup;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.backup.Backup;
import dev.tablewright.engine.backup.BackupRef;
import dev.tablewright.engine.backup.Backups;
import dev.tablewright.engine.catalog.Encryption;
import dev.tablewright.engine.catalog.EncryptionRequest;
import dev.tablewright.engine.catalog.Restoration;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.schedule.Schedule;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What AWS Backup does by itself: runs rules when they are due, takes jobs further, and removes
 * recovery points whose time has come. For one thread.
 *
 * <p>Everything it goes by is kept, so that a restart costs nothing: a run that was missed makes
 * its jobs later, and they still start if their window allows it. What a crash leaves between the
 * engine's backup and our record of it is put right by the first step after.
 */
public final class BackupScheduler {
    /** Most backups of an account in a region that are being made at a time. */
    static final int MAX_RUNNING = 50;

    private static final Logger LOG = LoggerFactory.getLogger(BackupScheduler.class);
    private static final Duration FORGETTING = Duration.ofHours(1);
    private static final String EXPIRED = "Backup job expired before it could start.";

    private final AwsBackup state;
    private final Database database;
    private final JobRights rights;
    private final EnvironmentBudgets budgets;
    private boolean begun;
    private Instant nextForgetting = Instant.MIN;

    /**
     * Creates the scheduler of {@code state}.
     *
     * @param budgets tables that are restored count for their environment
     */
    public BackupScheduler(
            AwsBackup state, Database database, JobRights rights, EnvironmentBudgets budgets) {
        this.state = state;
        this.database = database;
        this.rights = rights;
        this.budgets = budgets;
    }

    /** Does what is due at {@code now}. */
    public void runOnce(Instant now) {
        synchronized (state.lock()) {
            if (!begun) {
                putRight();
                begun = true;
            }
            for (RuleRun run : state.plans().runs()) {
                run(run, now);
            }
            backUp(now);
            for (RestoreJob job : state.jobs().allRestores()) {
                if (!job.over()) {
                    state.jobs().replace(restored(job, now));
                }
            }
            expire(now);
            if (!now.isBefore(nextForgetting)) {
                nextForgetting = now.plus(FORGETTING);
                state.jobs().forget(now);
            }
        }
    }

    // After a crash

    /** Lets go what was begun and is not on record. */
    private void putRight() {
        Set<String> underWay = new HashSet<>();
        for (BackupJob job : state.jobs().allBackups()) {
            if (job.ended() == null && job.recoveryPointArn() != null) {
                underWay.add(job.recoveryPointArn());
            }
        }
        for (RecoveryPoint point : state.points().all()) {
            if (point.status() == RecoveryPoint.Status.CREATING
                    && !underWay.contains(point.arn())) {
                state.points().replace(point.deleting());
            }
        }
        state.vaults().all().stream().map(Vault::place).distinct().forEach(this::letGoUnknown);
    }

    private void letGoUnknown(Place place) {
        var made = new Backups.Filter(null, null, null, Backup.Type.AWS_BACKUP);
        Backups.Page page =
                database.backups()
                        .list(place.account(), place.region(), made, null, Integer.MAX_VALUE - 1);
        for (Backup backup : page.backups()) {
            if (state.points().find(place, backup.ref().arn()) == null) {
                LOG.warn("backup {} is on nobody's record and goes", backup.ref().arn());
                state.points().replace(unknown(place, backup).deleting());
            }
        }
    }

    private static RecoveryPoint unknown(Place place, Backup backup) {
        return new RecoveryPoint(
                place,
                backup.ref().arn(),
                "",
                backup.ref().table(),
                "",
                RecoveryPoint.Status.CREATING,
                Lifecycle.FOR_GOOD,
                Map.of(),
                0,
                backup.created(),
                backup.created(),
                null,
                null,
                null,
                null);
    }

    // Rules

    private void run(RuleRun run, Instant now) {
        BackupPlan plan = state.plans().find(run.place(), run.planId());
        BackupPlan.Rule rule = plan == null ? null : ruleOf(plan, run.ruleId());
        Instant time = run.due();
        if (plan == null || rule == null || time == null || time.isAfter(now)) {
            return;
        }
        Schedule schedule = rule.when();
        Instant remembered = now.minus(Jobs.HISTORY);
        while (time != null && !time.isAfter(now)) {
            if (time.isBefore(remembered)) {
                // Its jobs would have been forgotten by now.
                time = schedule.next(run.started(), remembered);
            } else {
                makeJobs(plan, rule, time);
                state.plans().replace(run.dueAt(time));
                plan = plan.ranAt(time);
                time = schedule.next(run.started(), time);
            }
        }
        state.plans().replace(plan);
        state.plans().replace(run.dueAt(time));
    }

    private static BackupPlan.@Nullable Rule ruleOf(BackupPlan plan, String id) {
        return plan.current().rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private void makeJobs(BackupPlan plan, BackupPlan.Rule rule, Instant time) {
        List<Selection> selections = state.plans().selectionsOf(plan.place(), plan.id());
        if (selections.isEmpty() || !state.preferences().protectsDynamoDb(plan.place())) {
            return;
        }
        for (Table table : database.tables().tables()) {
            if (!plan.place().has(table.ref())) {
                continue;
            }
            for (Selection selection : selections) {
                if (selection.takes(table.ref().arn(), table.settings().tags())) {
                    state.jobs()
                            .backUp(wanted(rule, selection, table), time, Origin.of(plan, rule));
                    break;
                }
            }
        }
    }

    private static Jobs.Wanted wanted(BackupPlan.Rule rule, Selection selection, Table table) {
        return new Jobs.Wanted(
                selection.place(),
                null,
                rule.vault(),
                table.ref(),
                selection.roleArn(),
                rule.lifecycle(),
                rule.recoveryPointTags(),
                Duration.ofMinutes(rule.startMinutes()),
                Duration.ofMinutes(rule.completionMinutes()));
    }

    // Backup jobs

    private void backUp(Instant now) {
        Map<Place, Integer> running = new HashMap<>();
        List<BackupJob> waiting = new ArrayList<>();
        for (BackupJob job : state.jobs().allBackups()) {
            switch (job.state()) {
                case CREATED, PENDING -> waiting.add(job);
                case RUNNING -> {
                    watch(job, now);
                    running.merge(job.place(), 1, Integer::sum);
                }
                case ABORTING -> abort(job, now);
                case ABORTED, COMPLETED, FAILED, EXPIRED, PARTIAL -> {}
            }
        }
        waiting.sort(Comparator.comparing(BackupJob::created));
        for (BackupJob job : waiting) {
            if (now.isAfter(job.startBy())) {
                end(job, BackupJob.State.EXPIRED, EXPIRED, now);
            } else if (running.getOrDefault(job.place(), 0) < MAX_RUNNING) {
                start(job, now);
                running.merge(job.place(), 1, Integer::sum);
            }
        }
    }

    private void end(BackupJob job, BackupJob.State how, @Nullable String why, Instant now) {
        if (how != BackupJob.State.ABORTED) {
            LOG.warn("backup of {}, job {}: {}, {}", job.table().arn(), job.id(), how, why);
        }
        state.jobs().replace(job.ended(how, why, job.bytes(), now));
    }

    private void start(BackupJob job, Instant now) {
        String obstacle = obstacle(job, now);
        if (obstacle != null) {
            end(job, BackupJob.State.FAILED, obstacle, now);
            return;
        }
        Backup backup;
        try {
            backup =
                    database.backups()
                            .create(job.table(), "awsbackup-" + job.id(), Backup.Type.AWS_BACKUP);
        } catch (DatabaseException.TableInUse soon) {
            return;
        } catch (DatabaseException failed) {
            end(job, BackupJob.State.FAILED, failed.getMessage(), now);
            return;
        }
        String arn = backup.ref().arn();
        state.points()
                .replace(
                        new RecoveryPoint(
                                job.place(),
                                arn,
                                job.vault(),
                                job.table(),
                                job.roleArn(),
                                RecoveryPoint.Status.CREATING,
                                job.lifecycle(),
                                job.recoveryPointTags(),
                                0,
                                job.created(),
                                backup.created(),
                                null,
                                job.origin(),
                                keyOf(backup),
                                null));
        state.jobs().replace(job.started(arn, now));
    }

    private static @Nullable String keyOf(Backup backup) {
        Encryption encryption = backup.source().settings().encryption();
        return encryption == null ? null : encryption.keyArn();
    }

    private @Nullable String obstacle(BackupJob job, Instant now) {
        Vault vault = state.vaults().find(job.place(), job.vault());
        if (vault == null) {
            return "Backup vault " + job.vault() + " not found";
        }
        Vault.Lock lock = vault.lock();
        String complaint = lock == null ? null : lock.complaint(job.lifecycle());
        return complaint == null ? rights.refusal(job, now) : complaint;
    }

    private @Nullable Backup engineBackup(String arn) {
        BackupRef ref = BackupRef.of(arn);
        try {
            return ref == null ? null : database.backups().describe(ref);
        } catch (DatabaseException.BackupNotFound gone) {
            return null;
        }
    }

    private void watch(BackupJob job, Instant now) {
        String arn = String.valueOf(job.recoveryPointArn());
        RecoveryPoint point = state.points().find(job.place(), arn);
        Backup backup = engineBackup(arn);
        if (point == null || backup == null) {
            if (point != null) {
                state.points().forget(point);
            }
            end(
                    job,
                    BackupJob.State.FAILED,
                    "Table " + job.table().name() + " was deleted while it was backed up",
                    now);
        } else if (backup.status() == Backup.Status.AVAILABLE) {
            state.points().replace(point.completed(backup.bytes(), backup.created(), now));
            state.jobs().replace(job.ended(BackupJob.State.COMPLETED, null, backup.bytes(), now));
        } else if (now.isAfter(job.completeBy())) {
            state.jobs()
                    .replace(job.aborting("Backup job did not complete in its completion window."));
        }
    }

    private void abort(BackupJob job, Instant now) {
        String arn = String.valueOf(job.recoveryPointArn());
        RecoveryPoint point = state.points().find(job.place(), arn);
        if (point == null) {
            end(job, BackupJob.State.ABORTED, job.message(), now);
        } else if (point.status() != RecoveryPoint.Status.DELETING) {
            state.points().replace(point.deleting());
        }
    }

    // Restore jobs

    private RestoreJob restored(RestoreJob job, Instant now) {
        Table target = database.tables().find(job.target());
        boolean ours = target != null && isFrom(target, job);
        if (target != null && ours && target.usable()) {
            if (job.copyTags()) {
                copyTags(job);
            }
            RecoveryPoint point = state.points().find(job.place(), job.recoveryPointArn());
            if (point != null) {
                state.points().replace(point.restoredAt(now));
            }
            return job.as(RestoreJob.Status.COMPLETED, null, now);
        }
        if (job.status() == RestoreJob.Status.RUNNING) {
            return ours ? job : failed(job, "The restored table is gone", now);
        }
        return ours ? job.as(RestoreJob.Status.RUNNING, null, null) : begun(job, now);
    }

    /** Whether a table is the job's own, and not that of an earlier restore. */
    private static boolean isFrom(Table target, RestoreJob job) {
        Restoration from = target.settings().restoration();
        return from != null
                && job.recoveryPointArn().equals(from.backupArn())
                && !target.created().isBefore(job.created().truncatedTo(ChronoUnit.MILLIS));
    }

    private RestoreJob begun(RestoreJob job, Instant now) {
        String refusal = rights.refusal(job, now);
        BackupRef ref = BackupRef.of(job.recoveryPointArn());
        if (refusal != null || ref == null) {
            return failed(job, refusal, now);
        }
        EncryptionRequest encryption =
                switch (job.encryption()) {
                    case AS_WAS -> null;
                    case OWNED -> new EncryptionRequest(false, null);
                    case KMS -> new EncryptionRequest(true, job.keyId());
                };
        var overrides = new RestoreOverrides(null, null, null, null, null, encryption);
        try {
            var _ =
                    budgets.create(
                            job.target(),
                            () -> database.restores().fromBackup(ref, job.target(), overrides));
            return job.as(RestoreJob.Status.RUNNING, null, null);
        } catch (DatabaseException | ValidationException impossible) {
            return failed(job, impossible.getMessage(), now);
        }
    }

    private static RestoreJob failed(RestoreJob job, @Nullable String why, Instant now) {
        LOG.warn("restore to {}, job {}: {}", job.target().arn(), job.id(), why);
        return job.as(RestoreJob.Status.FAILED, why, now);
    }

    private void copyTags(RestoreJob job) {
        BackupRef ref = BackupRef.of(job.recoveryPointArn());
        Backup backup = ref == null ? null : engineBackup(ref.arn());
        Map<String, String> tags = backup == null ? Map.of() : backup.source().settings().tags();
        if (!tags.isEmpty()) {
            database.tables().tag(job.target(), tags);
        }
    }

    // Recovery points

    private void expire(Instant now) {
        for (RecoveryPoint point : state.points().all()) {
            Instant end = point.deleteAt();
            boolean over =
                    point.status() == RecoveryPoint.Status.COMPLETED
                            && end != null
                            && !end.isAfter(now);
            if (over) {
                state.points().replace(point.deleting());
            }
            if (over || point.status() == RecoveryPoint.Status.DELETING) {
                var _ = state.points().remove(point, database.backups());
            }
        }
    }
}
