package dev.tablewright.server.backup;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.backup.BackupRef;
import dev.tablewright.engine.backup.Backups;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What is in the vaults. */
public final class RecoveryPoints {
    private final Shelf<RecoveryPoint> shelf;
    private final Object lock;

    private RecoveryPoints(Shelf<RecoveryPoint> shelf, Object lock) {
        this.shelf = shelf;
        this.lock = lock;
    }

    static RecoveryPoints open(StorageEngine storage, Object lock) {
        return new RecoveryPoints(
                Shelf.open(
                        storage,
                        "recovery-point",
                        RecoveryPoint.class,
                        point -> new Shelf.Label(point.place(), point.arn())),
                lock);
    }

    /** Finds a recovery point, or null. */
    public @Nullable RecoveryPoint find(Place place, String arn) {
        return shelf.find(place, arn);
    }

    /**
     * Returns a recovery point.
     *
     * @throws BackupException if there is none
     */
    public RecoveryPoint require(Place place, String arn) {
        RecoveryPoint point = find(place, arn);
        if (point == null) {
            throw BackupException.notFound("Recovery point not found: " + arn);
        }
        return point;
    }

    /**
     * Returns a recovery point of a vault.
     *
     * @throws BackupException if there is none, or it is in another vault
     */
    public RecoveryPoint require(Place place, String vault, String arn) {
        RecoveryPoint point = require(place, arn);
        if (!point.vault().equals(vault)) {
            throw BackupException.notFound(
                    "Recovery point not found in backup vault " + vault + ": " + arn);
        }
        return point;
    }

    /** Returns the recovery points of a place, newest first. */
    public List<RecoveryPoint> list(Place place) {
        return shelf.in(place).stream()
                .sorted(
                        Comparator.comparing(RecoveryPoint::created)
                                .reversed()
                                .thenComparing(RecoveryPoint::arn))
                .toList();
    }

    /** Returns how many a vault holds. */
    public long count(Place place, String vault) {
        return shelf.in(place).stream().filter(point -> point.vault().equals(vault)).count();
    }

    /** Returns all, of every place. */
    Collection<RecoveryPoint> all() {
        return shelf.all();
    }

    /**
     * Sets how long a recovery point is kept.
     *
     * @param vault what it is in
     * @throws BackupException if there is none such, or its vault is locked
     */
    public RecoveryPoint keep(Vault vault, String arn, Lifecycle lifecycle) {
        synchronized (lock) {
            RecoveryPoint point = require(vault.place(), vault.name(), arn);
            lifecycle.check();
            requireUnlocked(vault, "The lifecycle of a recovery point cannot be changed");
            requireState(point, RecoveryPoint.Status.COMPLETED, "changed");
            RecoveryPoint kept = point.kept(lifecycle);
            shelf.put(kept);
            return kept;
        }
    }

    /**
     * Deletes a recovery point: at once, or as soon as nobody restores from it any more.
     *
     * @param backups where its backup is
     * @throws BackupException if there is none such, it is being made, or its vault is locked
     */
    public void delete(Vault vault, String arn, Backups backups) {
        synchronized (lock) {
            RecoveryPoint point = require(vault.place(), vault.name(), arn);
            requireUnlocked(vault, "Recovery points cannot be deleted");
            if (point.status() == RecoveryPoint.Status.CREATING) {
                requireState(point, RecoveryPoint.Status.COMPLETED, "deleted");
            }
            shelf.put(point.deleting());
            var _ = remove(point, backups);
        }
    }

    private static void requireUnlocked(Vault vault, String what) {
        if (vault.lock() != null) {
            throw BackupException.refused(
                    what + " while backup vault " + vault.name() + " is locked");
        }
    }

    private static void requireState(RecoveryPoint point, RecoveryPoint.Status state, String verb) {
        if (point.status() != state) {
            throw new BackupException(
                    BackupException.Kind.INVALID_RESOURCE_STATE,
                    "Recovery point "
                            + point.arn()
                            + " is in state "
                            + point.status()
                            + " and cannot be "
                            + verb);
        }
    }

    void replace(RecoveryPoint point) {
        shelf.put(point);
    }

    /** Forgets a recovery point whose backup is gone. */
    void forget(RecoveryPoint point) {
        shelf.remove(point);
    }

    /**
     * Removes a recovery point with its backup.
     *
     * @return whether it is gone; not while it is being made or restored from
     */
    boolean remove(RecoveryPoint point, Backups backups) {
        BackupRef ref = BackupRef.of(point.arn());
        try {
            if (ref != null) {
                var _ = backups.delete(ref);
            }
        } catch (DatabaseException.BackupInUse later) {
            return false;
        } catch (DatabaseException.BackupNotFound gone) {
            // What is to be removed is not there: nothing to do but forget it.
        }
        forget(point);
        return true;
    }
}
