package dev.tablewright.cli;

import dev.tablewright.controlplane.environment.Teardown;
import dev.tablewright.controlplane.target.Target;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tears down environments whose time has come, as long as the server runs. It calls the server like
 * anyone, as the administrator that {@code up} makes; on a directory where there was no {@code up}
 * there is none, and nothing is torn down.
 */
final class ExpirySchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpirySchedule.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final DataDirectory directory;
    private final URI endpoint;
    private final InstantSource clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("expiry").factory());

    ExpirySchedule(DataDirectory directory, URI endpoint, InstantSource clock) {
        this.directory = directory;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    ExpirySchedule start() {
        var _ =
                thread.scheduleWithFixedDelay(
                        this::run, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    private void run() {
        try {
            runOnce(clock.instant());
        } catch (RuntimeException e) {
            // The next round tries again; an exception would end the schedule.
            LOG.warn("expired environments could not be torn down: {}", e.getMessage());
        }
    }

    /**
     * Tears down what has expired.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the server refuses; what was
     *     begun goes on with the next call
     */
    void runOnce(Instant now) {
        Keys keys = directory.userKeys(Administrator.USER).orElse(null);
        if (keys == null) {
            return;
        }
        for (String region : directory.regions()) {
            try (Target target = Administrator.target(endpoint, keys, region)) {
                new Teardown(target, LOG::info)
                        .deleteExpired(region, now)
                        .forEach(kept -> LOG.warn("kept: {}", kept));
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            // A call that is under way must not meet a closed server.
            var _ = thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
