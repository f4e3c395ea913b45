package dev.tablewright.server.backup;

import dev.tablewright.model.TableRef;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Backups and restores: what is to be done, what is being done, and what was, for a while. */
public final class Jobs {
    /** How long a job is remembered after its end. */
    public static final Duration HISTORY = Duration.ofDays(30);

    private final Shelf<BackupJob> backups;
    private final Shelf<RestoreJob> restores;
    private final Ids ids;
    private final InstantSource clock;
    private final Object lock;

    private Jobs(StorageEngine storage, Ids ids, InstantSource clock, Object lock) {
        this.backups =
                Shelf.open(
                        storage,
                        "backup-job",
                        BackupJob.class,
                        job -> new Shelf.Label(job.place(), job.id()));
        this.restores =
                Shelf.open(
                        storage,
                        "restore-job",
                        RestoreJob.class,
                        job -> new Shelf.Label(job.place(), job.id()));
        this.ids = ids;
        this.clock = clock;
        this.lock = lock;
    }

    static Jobs open(StorageEngine storage, Ids ids, InstantSource clock, Object lock) {
        return new Jobs(storage, ids, clock, lock);
    }

    /** Returns the backup jobs of a place, newest first. */
    public List<BackupJob> backups(Place place) {
        return backups.in(place).stream()
                .sorted(
                        Comparator.comparing(BackupJob::created)
                                .reversed()
                                .thenComparing(BackupJob::id))
                .toList();
    }

    /** Returns the restore jobs of a place, newest first. */
    public List<RestoreJob> restores(Place place) {
        return restores.in(place).stream()
                .sorted(
                        Comparator.comparing(RestoreJob::created)
                                .reversed()
                                .thenComparing(RestoreJob::id))
                .toList();
    }

    /**
     * Returns a backup job.
     *
     * @throws BackupException if there is none
     */
    public BackupJob requireBackup(Place place, String id) {
        BackupJob job = backups.find(place, id);
        if (job == null) {
            throw BackupException.notFound("Backup job " + id + " not found");
        }
        return job;
    }

    /**
     * Returns a restore job.
     *
     * @throws BackupException if there is none
     */
    public RestoreJob requireRestore(Place place, String id) {
        RestoreJob job = restores.find(place, id);
        if (job == null) {
            throw BackupException.notFound("Restore job " + id + " not found");
        }
        return job;
    }

    /** What somebody asks to be backed up. */
    public record Wanted(
            Place place,
            @Nullable String token,
            String vault,
            TableRef table,
            String roleArn,
            Lifecycle lifecycle,
            Map<String, String> recoveryPointTags,
            Duration startWindow,
            Duration completionWindow) {}

    /** Makes a backup job; the one there is, if it was asked for under the same token. */
    public BackupJob backUp(Wanted wanted) {
        synchronized (lock) {
            for (BackupJob job : backups.in(wanted.place())) {
                if (wanted.token() != null && wanted.token().equals(job.token())) {
                    return job;
                }
            }
            BackupJob job = job(ids.job(), wanted, clock.instant(), null);
            backups.put(job);
            return job;
        }
    }

    private static BackupJob job(
            String id, Wanted wanted, Instant created, @Nullable Origin origin) {
        return new BackupJob(
                wanted.place(),
                id,
                wanted.token(),
                BackupJob.State.CREATED,
                null,
                wanted.vault(),
                wanted.table(),
                wanted.roleArn(),
                wanted.lifecycle(),
                wanted.recoveryPointTags(),
                created,
                created.plus(wanted.startWindow()),
                created.plus(wanted.completionWindow()),
                null,
                0,
                null,
                null,
                origin);
    }

    /** Makes the job of a rule for a table, unless it is made already. */
    void backUp(Wanted wanted, Instant time, Origin origin) {
        String id = Ids.job(origin.ruleId(), time, wanted.table());
        if (backups.find(wanted.place(), id) == null) {
            backups.put(job(id, wanted, time, origin));
        }
    }

    /**
     * Makes a restore job; the one there is, if it was asked for under the same token.
     *
     * @param wanted its id and time are not used
     */
    public RestoreJob restore(RestoreJob wanted) {
        synchronized (lock) {
            for (RestoreJob job : restores.in(wanted.place())) {
                if (wanted.token() != null && wanted.token().equals(job.token())) {
                    return job;
                }
            }
            var job =
                    new RestoreJob(
                            wanted.place(),
                            ids.job(),
                            wanted.token(),
                            RestoreJob.Status.PENDING,
                            null,
                            wanted.recoveryPointArn(),
                            wanted.vaultArn(),
                            wanted.recoveryPointCreated(),
                            wanted.roleArn(),
                            wanted.metadata(),
                            wanted.copyTags(),
                            wanted.source(),
                            wanted.target(),
                            wanted.encryption(),
                            wanted.keyId(),
                            wanted.bytes(),
                            clock.instant(),
                            null);
            restores.put(job);
            return job;
        }
    }

    /**
     * Stops a backup job: at once if it has not started, else as soon as what it makes can go.
     *
     * @throws BackupException if there is none, or it is over
     */
    public void stop(Place place, String id) {
        synchronized (lock) {
            BackupJob job = requireBackup(place, id);
            switch (job.state()) {
                case CREATED, PENDING ->
                        backups.put(job.ended(BackupJob.State.ABORTED, null, 0, clock.instant()));
                case RUNNING -> backups.put(job.aborting("Stopped on request"));
                case ABORTING -> {}
                case ABORTED, COMPLETED, FAILED, EXPIRED, PARTIAL ->
                        throw BackupException.refused(
                                "Backup job "
                                        + id
                                        + " cannot be stopped: it is in state "
                                        + job.state());
            }
        }
    }

    Collection<BackupJob> allBackups() {
        return backups.all();
    }

    Collection<RestoreJob> allRestores() {
        return restores.all();
    }

    void replace(BackupJob job) {
        backups.put(job);
    }

    void replace(RestoreJob job) {
        restores.put(job);
    }

    /** Forgets what ended long ago. */
    void forget(Instant now) {
        Instant before = now.minus(HISTORY);
        for (BackupJob job : backups.all()) {
            if (job.ended() != null && job.ended().isBefore(before)) {
                backups.remove(job);
            }
        }
        for (RestoreJob job : restores.all()) {
            if (job.ended() != null && job.ended().isBefore(before)) {
                restores.remove(job);
            }
        }
    }
}
