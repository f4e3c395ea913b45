package dev.tablewright.engine.catalog;

import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.SequenceClock;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Forgets changes that nobody may look at any more: what a stream shows after a day, what
 * point-in-time recovery needs after its period, whichever is later. For one thread at a time.
 */
public final class LogRetention {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** A day, and as long as a reader may take who asked in time. */
    private static final Duration STREAMED = TableStream.RETENTION.plusHours(1);

    private final Catalog catalog;
    private final ChangeLog log;
    private final ToLongFunction<Table> needed;
    private final int chunk;
    private Instant nextLook = Instant.MIN;

    /**
     * Creates the task.
     *
     * @param needed the number behind which a table's replicas still need its changes
     * @param chunk most records of one table to remove in one step
     */
    public LogRetention(Catalog catalog, ChangeLog log, ToLongFunction<Table> needed, int chunk) {
        this.needed = needed;
        this.catalog = catalog;
        this.log = log;
        this.chunk = chunk;
    }

    /**
     * Removes the next records of every log; looks once a minute, however often it is asked.
     *
     * @return whether there is more to remove at once
     */
    public boolean runOnce(Instant now) {
        if (now.isBefore(nextLook)) {
            return false;
        }
        // In this order: a log that is begun after we looked has larger numbers only.
        long settled = log.settled();
        catalog.streams().stream().filter(stream -> stream.isGoneAt(now)).forEach(catalog::forget);
        Set<Long> streamed =
                catalog.streams().stream().map(TableStream::space).collect(Collectors.toSet());
        boolean more = false;
        for (Table table : catalog.tables()) {
            Duration kept = kept(table, streamed.contains(table.space()));
            long before = Math.min(SequenceClock.at(now.minus(kept)), settled + 1);
            if (table.replication() != null) {
                before = Math.min(before, needed.applyAsLong(table) + 1);
            }
            more |= log.prune(table.space(), before, chunk);
        }
        for (RetiredLog retired : catalog.retiredLogs()) {
            more |= retire(retired, now);
        }
        nextLook = more ? now : now.plus(PAUSE);
        return more;
    }

    private static Duration kept(Table table, boolean streamed) {
        PointInTimeRecovery recovery = table.settings().recovery();
        if (recovery.enabled()) {
            return Duration.ofDays(recovery.days());
        }
        return streamed ? STREAMED : Duration.ZERO;
    }

    private boolean retire(RetiredLog retired, Instant now) {
        if (now.isBefore(retired.keepUntil())) {
            return false;
        }
        if (log.prune(retired.space(), Long.MAX_VALUE, chunk)) {
            return true;
        }
        catalog.forget(retired);
        return false;
    }
}
