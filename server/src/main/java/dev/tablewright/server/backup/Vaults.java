package dev.tablewright.server.backup;

import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The vaults of every account and region. */
public final class Vaults {
    /** Most vaults of an account in a region. */
    static final int MAX_VAULTS = 300;

    private static final long LEAST_GRACE_DAYS = 3;
    private static final long MOST_DAYS = 36_500;

    private final Shelf<Vault> shelf;
    private final RecoveryPoints points;
    private final InstantSource clock;
    private final Object lock;

    private Vaults(Shelf<Vault> shelf, RecoveryPoints points, InstantSource clock, Object lock) {
        this.shelf = shelf;
        this.points = points;
        this.clock = clock;
        this.lock = lock;
    }

    static Vaults open(
            StorageEngine storage, RecoveryPoints points, InstantSource clock, Object lock) {
        return new Vaults(
                Shelf.open(
                        storage,
                        "vault",
                        Vault.class,
                        vault -> new Shelf.Label(vault.place(), vault.name())),
                points,
                clock,
                lock);
    }

    /** Returns the vaults of a place, by name. */
    public List<Vault> list(Place place) {
        return List.copyOf(shelf.in(place));
    }

    /** Returns the vaults of all places. */
    Collection<Vault> all() {
        return shelf.all();
    }

    /** Finds a vault, or null. */
    public @Nullable Vault find(Place place, String name) {
        return shelf.find(place, name);
    }

    /** Finds a vault by its ARN, or null. */
    @Nullable Vault byArn(Place place, String arn) {
        String prefix = place.arn("backup-vault", "");
        return arn.startsWith(prefix) ? find(place, arn.substring(prefix.length())) : null;
    }

    /**
     * Returns a vault.
     *
     * @throws BackupException if there is none
     */
    public Vault require(Place place, String name) {
        Vault vault = find(place, name);
        if (vault == null) {
            throw BackupException.notFound("Backup vault " + name + " not found");
        }
        return vault;
    }

    /**
     * Makes a vault.
     *
     * @param requestId a vault that was made under the same one is returned as it is
     * @param keyArn null for the account's key for AWS Backup
     * @throws BackupException if there is one of that name, or there would be too many
     */
    public Vault create(
            Place place,
            String name,
            @Nullable String requestId,
            @Nullable String keyArn,
            Map<String, String> tags) {
        synchronized (lock) {
            Vault present = find(place, name);
            if (present != null) {
                if (requestId != null && requestId.equals(present.requestId())) {
                    return present;
                }
                throw BackupException.exists(
                        "Backup vault with the same name already exists", present.arn());
            }
            if (shelf.in(place).size() >= MAX_VAULTS) {
                throw BackupException.tooMany(
                        "There can be at most " + MAX_VAULTS + " backup vaults");
            }
            TagRules.check(tags);
            String key = keyArn == null ? accountKey(place) : keyArn;
            var vault = new Vault(place, name, requestId, key, clock.instant(), tags, null, null);
            shelf.put(vault);
            return vault;
        }
    }

    /** The account's key for AWS Backup: one per account and region, always the same. */
    private static String accountKey(Place place) {
        String prefix = "arn:aws:kms:" + place.region() + ":" + place.account() + ":key/";
        byte[] name = (prefix + "alias/aws/backup").getBytes(StandardCharsets.UTF_8);
        return prefix + UUID.nameUUIDFromBytes(name);
    }

    /**
     * Removes an empty vault.
     *
     * @throws BackupException if there is none, or something is in it
     */
    public void delete(Place place, String name) {
        synchronized (lock) {
            Vault vault = require(place, name);
            if (points.count(place, name) > 0) {
                throw BackupException.refused(
                        "Backup vault cannot be deleted because it contains recovery points.");
            }
            shelf.remove(vault);
        }
    }

    /**
     * Sets or removes the access policy.
     *
     * @param policy checked already; null for none
     * @throws BackupException if there is no such vault
     */
    public void setPolicy(Place place, String name, @Nullable String policy) {
        synchronized (lock) {
            shelf.put(require(place, name).withPolicy(policy));
        }
    }

    /**
     * Locks a vault, or changes its lock.
     *
     * @param graceDays after so many days the lock cannot be changed any more; null for never
     * @throws BackupException if there is no such vault, its lock cannot be changed any more, or
     *     the days make no sense
     */
    public void lock(
            Place place,
            String name,
            @Nullable Long minDays,
            @Nullable Long maxDays,
            @Nullable Long graceDays) {
        synchronized (lock) {
            Vault vault = require(place, name);
            requireChangeable(vault, "modified");
            requireInOrder(minDays, maxDays, graceDays);
            Instant date =
                    graceDays == null ? null : clock.instant().plus(Duration.ofDays(graceDays));
            shelf.put(vault.withLock(new Vault.Lock(minDays, maxDays, date)));
        }
    }

    private static void requireInOrder(
            @Nullable Long minDays, @Nullable Long maxDays, @Nullable Long graceDays) {
        if (minDays != null && minDays < 1) {
            throw BackupException.invalid("MinRetentionDays must be at least 1 day");
        }
        if (maxDays != null && maxDays < 1) {
            throw BackupException.invalid("MaxRetentionDays must be at least 1 day");
        }
        if ((maxDays != null && maxDays > MOST_DAYS) || (minDays != null && minDays > MOST_DAYS)) {
            throw BackupException.invalid(
                    (maxDays != null && maxDays > MOST_DAYS
                                    ? "MaxRetentionDays"
                                    : "MinRetentionDays")
                            + " cannot exceed "
                            + MOST_DAYS
                            + " days");
        }
        if (minDays != null && maxDays != null && minDays > maxDays) {
            throw BackupException.invalid(
                    "MinRetentionDays cannot be greater than MaxRetentionDays");
        }
        if (graceDays != null && graceDays < LEAST_GRACE_DAYS) {
            throw BackupException.invalid(
                    "ChangeableForDays must be at least " + LEAST_GRACE_DAYS + " days");
        }
        if (graceDays != null && graceDays > MOST_DAYS) {
            throw BackupException.invalid("ChangeableForDays cannot exceed " + MOST_DAYS + " days");
        }
    }

    /**
     * Removes the lock of a vault; that it has none does no harm.
     *
     * @throws BackupException if there is no such vault, or its lock cannot be removed any more
     */
    public void unlock(Place place, String name) {
        synchronized (lock) {
            Vault vault = require(place, name);
            requireChangeable(vault, "deleted");
            shelf.put(vault.withLock(null));
        }
    }

    private void requireChangeable(Vault vault, String verb) {
        Vault.Lock held = vault.lock();
        if (held != null && held.sealedAt(clock.instant())) {
            throw BackupException.refused(
                    "Vault Lock configuration is immutable and cannot be " + verb);
        }
    }

    void replace(Vault vault) {
        shelf.put(vault);
    }
}
