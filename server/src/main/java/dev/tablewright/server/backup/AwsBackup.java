package dev.tablewright.server.backup;

import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * All that AWS Backup knows, of every account and region.
 *
 * <p>Safe for use by many threads: reading takes no lock, and every change takes the same one.
 */
public final class AwsBackup {
    private final Vaults vaults;
    private final Plans plans;
    private final RecoveryPoints points;
    private final Jobs jobs;
    private final Preferences preferences;
    private final Object lock;

    private AwsBackup(StorageEngine storage, InstantSource clock, RandomGenerator random) {
        this.lock = new Object();
        var ids = new Ids(random);
        this.points = RecoveryPoints.open(storage, lock);
        this.vaults = Vaults.open(storage, points, clock, lock);
        this.plans = Plans.open(storage, vaults, ids, clock, lock);
        this.preferences = Preferences.open(storage, lock);
        this.jobs = Jobs.open(storage, ids, clock, lock);
    }

    /**
     * Opens what is kept in {@code storage}; nothing at first.
     *
     * @param random makes ids
     */
    public static AwsBackup open(
            StorageEngine storage, InstantSource clock, RandomGenerator random) {
        return new AwsBackup(storage, clock, random);
    }

    /** The vaults. */
    public Vaults vaults() {
        return vaults;
    }

    /** The plans, with their selections. */
    public Plans plans() {
        return plans;
    }

    /** What is in the vaults. */
    public RecoveryPoints points() {
        return points;
    }

    /** What was, is and will be done. */
    public Jobs jobs() {
        return jobs;
    }

    /** What regions are set to. */
    public Preferences preferences() {
        return preferences;
    }

    /** What every change is made under. */
    Object lock() {
        return lock;
    }

    /** Returns the tags of a vault, a plan or a recovery point; null if there is none such. */
    public @Nullable Map<String, String> tagsOf(Place place, String arn) {
        Vault vault = vaults.byArn(place, arn);
        BackupPlan plan = vault == null ? plans.byArn(place, arn) : null;
        RecoveryPoint point = vault == null && plan == null ? points.find(place, arn) : null;
        if (vault != null) {
            return vault.tags();
        }
        if (plan != null) {
            return plan.tags();
        }
        return point == null ? null : point.tags();
    }

    /**
     * Changes the tags of a vault, a plan or a recovery point.
     *
     * @throws BackupException if there is none such, or it would have too many
     */
    public void retag(Place place, String arn, UnaryOperator<Map<String, String>> change) {
        synchronized (lock) {
            Map<String, String> present = tagsOf(place, arn);
            if (present == null) {
                throw noResource(arn);
            }
            Map<String, String> wanted = change.apply(new TreeMap<>(present));
            TagRules.check(wanted);
            Vault vault = vaults.byArn(place, arn);
            BackupPlan plan = plans.byArn(place, arn);
            if (vault != null) {
                vaults.replace(vault.withTags(wanted));
            } else if (plan != null) {
                plans.replace(plan.withTags(wanted));
            } else {
                points.replace(points.require(place, arn).withTags(wanted));
            }
        }
    }

    /** What an ARN that names nothing is answered with. */
    public static BackupException noResource(String arn) {
        return BackupException.notFound("Resource not found: " + arn);
    }
}
