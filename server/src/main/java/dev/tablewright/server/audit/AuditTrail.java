package dev.tablewright.server.audit;

import dev.tablewright.model.json.JsonWriter;
import dev.tablewright.server.audit.AuditSettings.Level;
import dev.tablewright.server.authorization.Denied;
import dev.tablewright.server.authorization.Enforcement;
import dev.tablewright.server.authorization.RequestContext;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Where every request ends up. {@link #note} takes entries from the threads that serve and never
 * waits; {@link #drain}, called every few milliseconds, does all the work.
 *
 * <p>When more come than can be written, data events are dropped, counted, and the count is written
 * and logged; management events are never dropped. Safe for use by many threads.
 */
public final class AuditTrail implements AutoCloseable {
    /**
     * The name of the sessions of roles that are issued to prove what roles may do. What they try
     * is recorded like everything else, but is neither a use nor a need of the role.
     */
    public static final String PROVING_SESSION = "tablewright-prove";

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    /** How long a count of uses may be missing from the files, for instance after a crash. */
    static final Duration USAGE_INTERVAL = Duration.ofMinutes(1);

    private static final int MOST_WAITING = 16_384;

    /** Records are worked out from policies; a flood of denials must not cost a whole core. */
    private static final int MOST_EXPLAINED_AT_ONCE = 50;

    private static final int WRITE_BYTES = 256 << 10;

    private final Level level;
    private final Enforcement enforcement;
    private final InstantSource clock;
    private final KeyValues keys;
    private final @Nullable AuditFiles files;
    private final @Nullable AuditLog log;

    private final ConcurrentLinkedQueue<AuditEntry> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger droppableWaiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final Usage usage = new Usage();

    private final JsonWriter out = new JsonWriter(WRITE_BYTES);
    private final CloudTrailEvent events;
    private final RecentDenials recent = new RecentDenials();
    private final Map<SoftCount.Subject, Long> letThrough = new HashMap<>();
    private long droppedBefore;
    private Instant usageWritten;

    private AuditTrail(
            AuditSettings settings,
            Enforcement enforcement,
            InstantSource clock,
            KeyValues keys,
            @Nullable AuditFiles files,
            @Nullable AuditLog log,
            RandomGenerator random) {
        this.level = files == null ? Level.OFF : settings.level();
        this.enforcement = enforcement;
        this.clock = clock;
        this.keys = keys;
        this.files = files;
        this.log = log;
        this.events =
                new CloudTrailEvent(
                        out,
                        keys,
                        RandomGeneratorFactory.of("L64X128MixRandom").create(random.nextLong()));
        this.usageWritten = clock.instant();
    }

    /** A trail that remembers the newest denials and writes no files. */
    public static AuditTrail inMemory(
            Enforcement enforcement, InstantSource clock, RandomGenerator random) {
        return new AuditTrail(
                AuditSettings.DEFAULT, enforcement, clock, KeyValues.hidden(), null, null, random);
    }

    /**
     * A trail that writes files.
     *
     * @param directory made where it is missing
     * @throws IOException if it cannot be written
     */
    public static AuditTrail in(
            Path directory,
            AuditSettings settings,
            KeyValues keys,
            Enforcement enforcement,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        var trail =
                new AuditTrail(
                        settings,
                        enforcement,
                        clock,
                        keys,
                        new AuditFiles(directory, settings),
                        new AuditLog(directory),
                        random);
        trail.writeNote(
                "AuditStarted",
                Map.of(
                        "level", lower(settings.level()),
                        "keys", lower(keys.form()),
                        "enforcement", lower(enforcement)));
        return trail;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether policies are enforced; if not, denials here are what would be denied. */
    public Enforcement enforcement() {
        return enforcement;
    }

    /** Takes over an ended entry. Never waits; costs nearly nothing for what is not written. */
    public void note(AuditEntry entry) {
        boolean data = ApiCall.isData(entry.service(), entry.operation());
        RequestContext context = entry.context();
        if (level != Level.OFF && data && context != null && !entry.used().isEmpty()) {
            usage.note(context, entry.used());
        }
        if (!isWanted(entry, data)) {
            return;
        }
        boolean droppable = isDroppable(entry, data);
        if (droppable && droppableWaiting.incrementAndGet() > MOST_WAITING) {
            droppableWaiting.decrementAndGet();
            dropped.increment();
            return;
        }
        waiting.add(entry);
    }

    private boolean isWanted(AuditEntry entry, boolean data) {
        if (entry.denied() != null) {
            return true;
        }
        return level == Level.ALL || (level == Level.MANAGEMENT && !(data && entry.succeeded()));
    }

    /** Whoever sends what is not signed must not be able to fill our memory. */
    private static boolean isDroppable(AuditEntry entry, boolean data) {
        return data || entry.context() == null;
    }

    /** Does what waits: remembers denials, writes events. */
    public synchronized void drain() {
        int explained = 0;
        for (AuditEntry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
            if (isDroppable(entry, ApiCall.isData(entry.service(), entry.operation()))) {
                droppableWaiting.decrementAndGet();
            }
            Denied denied = entry.denied();
            if (denied != null) {
                remember(entry, denied);
                explained++;
            }
            if (level != Level.OFF) {
                events.write(entry, clock.instant(), explained <= MOST_EXPLAINED_AT_ONCE);
                endLine();
            }
        }
        Instant now = clock.instant();
        if (!now.isBefore(usageWritten.plus(USAGE_INTERVAL))) {
            writeUsage(now);
        }
        tellDropped(now);
        write();
    }

    private void remember(AuditEntry entry, Denied denied) {
        recent.add(entry, denied);
        if (entry.letThrough()) {
            var subject =
                    new SoftCount.Subject(
                            Identity.arn(denied.context().caller()), denied.missing().action());
            letThrough.merge(subject, 1L, Long::sum);
        }
    }

    private void writeUsage(Instant now) {
        usageWritten = now;
        for (Usage.Use use : usage.take()) {
            events.writeUse(use, now);
            endLine();
        }
    }

    private void tellDropped(Instant now) {
        long count = dropped.sum() - droppedBefore;
        if (count > 0) {
            droppedBefore += count;
            LOG.error("{} audit events were dropped: more came than could be written", count);
            if (level != Level.OFF) {
                events.writeNote("EventsDropped", now, Map.of("count", String.valueOf(count)));
                endLine();
            }
        }
    }

    private void writeNote(String name, Map<String, String> details) {
        events.writeNote(name, clock.instant(), details);
        endLine();
        write();
    }

    private void endLine() {
        out.endLine();
        if (out.length() > WRITE_BYTES / 2) {
            write();
        }
    }

    private void write() {
        try {
            if (files != null && out.length() > 0) {
                files.append(out.array(), out.length(), clock.instant());
            }
        } catch (IOException failed) {
            LOG.error("{} bytes of audit events are lost", out.length(), failed);
        } finally {
            out.clear();
        }
    }

    /** Writes everything that is known, also the counts of uses. */
    public synchronized void flush() {
        drain();
        writeUsage(clock.instant());
        write();
    }

    /** Compresses finished files, and deletes those that are due. May take seconds. */
    public void tidy() {
        try {
            if (files != null) {
                files.tidy(clock.instant());
            }
        } catch (IOException failed) {
            LOG.error("cannot tidy up the audit files", failed);
        }
    }

    /**
     * Returns the record of a denial, as {@link DecisionRecord} has it; of one long ago from the
     * files.
     *
     * @param requestId null for the newest denial
     */
    public Optional<String> decisionRecord(@Nullable String requestId) {
        synchronized (this) {
            drain();
            AuditEntry entry = requestId == null ? recent.newest() : recent.find(requestId);
            Denied denied = entry == null ? null : entry.denied();
            if (entry != null && denied != null) {
                JsonWriter record = new JsonWriter();
                DecisionRecord.write(entry, denied, keys, record);
                return Optional.of(record.toString());
            }
        }
        return log == null ? Optional.empty() : keptRecord(log, requestId);
    }

    /** Returns the record of a denial from the files of {@code log}. */
    public static Optional<String> keptRecord(AuditLog log, @Nullable String requestId) {
        String record = "\"decisionRecord\":{";
        return (requestId == null
                        ? log.newest(record)
                        : log.newest(record, "\"requestID\":\"" + requestId + "\""))
                .map(
                        line -> {
                            JsonNode event = JsonMapper.shared().readTree(line);
                            return event.path("additionalEventData")
                                    .path("decisionRecord")
                                    .toString();
                        });
    }

    /**
     * How the trail does.
     *
     * @param dropped events that were lost since the start
     * @param letThrough what soft mode let through since the start, the most frequent first
     */
    public record Status(
            Enforcement enforcement, Level level, long dropped, List<SoftCount> letThrough) {}

    /**
     * Requests that policy would have stopped.
     *
     * @param identity ARN of a user or role
     */
    public record SoftCount(String identity, String action, long count) {
        private record Subject(String identity, String action) {}
    }

    /** Returns how the trail does. */
    public synchronized Status status() {
        drain();
        List<SoftCount> counts = new ArrayList<>();
        letThrough.forEach(
                (subject, count) ->
                        counts.add(new SoftCount(subject.identity(), subject.action(), count)));
        counts.sort(
                Comparator.comparingLong(SoftCount::count)
                        .reversed()
                        .thenComparing(SoftCount::identity)
                        .thenComparing(SoftCount::action));
        return new Status(enforcement, level, dropped.sum(), List.copyOf(counts));
    }

    /** Writes everything and ends the file. */
    @Override
    public synchronized void close() throws IOException {
        flush();
        if (files != null) {
            writeNote("AuditStopped", Map.of());
            files.close();
        }
    }
}
