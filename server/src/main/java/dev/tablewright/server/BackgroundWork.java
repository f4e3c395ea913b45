package dev.tablewright.server;

import dev.tablewright.engine.Database;
import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.identity.Identities;

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

    /** How late a request may appear in the audit files. */
    private static final Duration AUDIT = Duration.ofMillis(50);

    private static final Duration AUDIT_FILES = Duration.ofSeconds(30);

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("background").daemon().factory());
    private final ScheduledExecutorService audits =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().name("audit-", 1).daemon().factory());

    BackgroundWork(
            Database database, Identities identities, AuditTrail audit, InstantSource clock) {
        repeat(executor, TABLES, () -> runTables(database, clock));
        repeat(executor, IDENTITIES, () -> identities.runOnce(clock.instant()));
        repeat(audits, AUDIT, audit::drain);
        repeat(audits, AUDIT_FILES, audit::tidy);
    }

    private void runTables(Database database, InstantSource clock) {
        boolean more = true;
        while (more && !executor.isShutdown()) {
            Instant now = clock.instant();
            more = database.runOnce(now);
        }
    }

    private static void repeat(ScheduledExecutorService executor, Duration pause, Runnable work) {
        var _ =
                executor.scheduleWithFixedDelay(
                        () -> runLogged(work),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** A schedule ends with the first exception, so none may leave. */
    private static void runLogged(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            LOG.error("background work failed; it is tried again", failed);
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
