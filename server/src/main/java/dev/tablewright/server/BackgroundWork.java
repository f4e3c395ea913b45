package dev.tablewright.server;

import dev.tablewright.engine.Database;
import dev.tablewright.server.identity.Identities;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The schedule of everything that goes on without being asked for. One thread. */
final class BackgroundWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

    /** How long a new table stays CREATING at most: what clients wait for. */
    private static final Duration TABLES = Duration.ofMillis(20);

    private static final Duration IDENTITIES = Duration.ofSeconds(10);

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("background").daemon().factory());

    BackgroundWork(Database database, Identities identities, InstantSource clock) {
        repeat(TABLES, () -> runTables(database, clock));
        repeat(IDENTITIES, () -> identities.runOnce(clock.instant()));
    }

    private void runTables(Database database, InstantSource clock) {
        boolean more = true;
        while (more && !executor.isShutdown()) {
            Instant now = clock.instant();
            more = database.runOnce(now);
        }
    }

    private void repeat(Duration pause, Runnable work) {
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
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("background work does not end");
            }
        } catch (InterruptedException stopNow) {
            Thread.currentThread().interrupt();
        }
    }
}
