package dev.tablewright.server;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.backup.DamagedExportException;
import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.autoscaling.Scaler;
import dev.tablewright.server.backup.BackupScheduler;
import dev.tablewright.server.http.TlsCertificate;
import dev.tablewright.server.identity.Identities;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The schedule of everything that goes on without being asked for. The audit has threads of its
 * own: compressing a file takes longer than a client waits for a table.
 */
final class BackgroundWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

    /** How long a new table stays CREATING at most: what clients wait for. */
    private static final Duration TABLES = Duration.ofMillis(20);

    private static final Duration IDENTITIES = Duration.ofSeconds(10);

    /** How soon a new target holds; the load is looked at once a minute. */
    private static final Duration SCALING = Duration.ofSeconds(1);

    /** How late a backup begins, or its end is noticed. */
    private static final Duration BACKUPS = Duration.ofMillis(200);

    /** How late a request may appear in the audit files. */
    private static final Duration AUDIT = Duration.ofMillis(50);

    /** How late a new certificate is seen. */
    private static final Duration CERTIFICATE = Duration.ofSeconds(30);

    private static final Duration AUDIT_FILES = Duration.ofSeconds(30);

    /** A task that fails at each of its many steps must not fill the log. */
    private static final Duration COMPLAINTS = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("background").daemon().factory());
    private final ScheduledExecutorService audits =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().name("audit-", 1).daemon().factory());

    BackgroundWork(
            Database database,
            Identities identities,
            Scaler scaler,
            BackupScheduler backups,
            AuditTrail audit,
            @Nullable TlsCertificate certificate,
            InstantSource clock) {
        this.clock = clock;
        repeat(executor, TABLES, () -> runTables(database));
        repeat(executor, IDENTITIES, () -> identities.runOnce(clock.instant()));
        repeat(executor, SCALING, () -> scaler.runOnce(clock.instant()));
        repeat(executor, BACKUPS, () -> backups.runOnce(clock.instant()));
        if (certificate != null) {
            repeat(executor, CERTIFICATE, certificate::refresh);
        }
        repeat(audits, AUDIT, audit::drain);
        repeat(audits, AUDIT_FILES, audit::tidy);
    }

    private void runTables(Database database) {
        boolean more = true;
        while (more && !executor.isShutdown()) {
            Instant now = clock.instant();
            more = database.runOnce(now);
        }
    }

    private void repeat(ScheduledExecutorService executor, Duration pause, Runnable work) {
        var _ =
                executor.scheduleWithFixedDelay(
                        new Logged(work),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Work that logs its failures: a schedule ends with the first exception, so none may leave. */
    private final class Logged implements Runnable {
        private final Runnable work;
        private Instant silentUntil = Instant.MIN;

        Logged(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                work.run();
            } catch (DamagedExportException damaged) {
                LOG.error("a restore has failed, and its table is gone: {}", damaged.getMessage());
            } catch (RuntimeException failed) {
                Instant now = clock.instant();
                if (!now.isBefore(silentUntil)) {
                    silentUntil = now.plus(COMPLAINTS);
                    LOG.error("background work failed; it is tried again", failed);
                }
            }
        }
    }

    /** Waits for the step at work, at most ten seconds. */
    @Override
    public void close() {
        executor.shutdown();
        audits.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)
                    || !audits.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("background work does not end");
            }
        } catch (InterruptedException stopNow) {
            Thread.currentThread().interrupt();
        }
    }
}
