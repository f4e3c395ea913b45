package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.comparison.ComparisonFailed;
import dev.tablewright.controlplane.comparison.Items;
import dev.tablewright.controlplane.comparison.Watch;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Watches two tables, and says how they stand: at every look that finds something, and once a
 * minute.
 */
final class WatchLines {
    private static final int DIFFERENT = 2;
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final Console console;
    private final boolean json;
    private final Duration interval;
    private Instant spoken = Instant.EPOCH;

    WatchLines(Console console, boolean json, Duration interval) {
        this.console = console;
        this.json = json;
        this.interval = interval;
    }

    /**
     * Watches.
     *
     * @param time how long; null for ever
     * @return 0 when the tables agreed at the last look, else 2
     */
    int watch(Target target, TableAddress one, TableAddress second, @Nullable Duration time)
            throws ComparisonFailed, InterruptedException {
        Instant end = time == null ? Instant.MAX : Instant.now().plus(time);
        Items first = new Items(target, one, Sleeper.REAL);
        Items other = new Items(target, second, Sleeper.REAL);
        try (Watch watch = new Watch(target, first, other, InstantSource.system())) {
            console.say(
                    "watching "
                            + one.name()
                            + " and "
                            + second.name()
                            + (watch.hasStreams()
                                    ? " by their streams"
                                    : " by reading both again and again, as not both have a"
                                            + " stream"));
            while (true) {
                Watch.Standing standing = watch.look();
                show(standing);
                if (!Instant.now().plus(interval).isBefore(end)) {
                    return standing.isInStep() ? 0 : DIFFERENT;
                }
                Sleeper.REAL.sleep(interval);
            }
        }
    }

    private void show(Watch.Standing standing) {
        Instant now = Instant.now();
        boolean news = !standing.isInStep() || !standing.lag().isZero();
        if (news || Duration.between(spoken, now).compareTo(LONGEST_SILENCE) >= 0) {
            spoken = now;
            console.print(json ? json(standing, now) : text(standing, now));
        }
    }

    private static String text(Watch.Standing standing, Instant now) {
        StringBuilder line = new StringBuilder();
        line.append(now.truncatedTo(ChronoUnit.SECONDS)).append("  ");
        if (standing.isInStep()) {
            line.append("in step");
        } else {
            line.append(Spans.count(standing.different())).append(" different, the oldest for ");
            line.append(Spans.exact(standing.oldest())).append(": ");
            line.append(
                    standing.samples().stream()
                            .map(DiffText::key)
                            .collect(Collectors.joining("; ")));
        }
        if (!standing.lag().isZero()) {
            line.append(", lag ").append(Spans.exact(standing.lag()));
        }
        if (standing.writes() > 0) {
            line.append(", ").append(Spans.count(standing.writes(), "write")).append(" seen");
        }
        return line.append('\n').toString();
    }

    private static String json(Watch.Standing standing, Instant now) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", 1);
        members.put("time", now.toString());
        members.put("inStep", standing.isInStep());
        members.put("different", standing.different());
        members.put("oldestMillis", standing.oldest().toMillis());
        members.put("lagMillis", standing.lag().toMillis());
        members.put("writes", standing.writes());
        return JsonMapper.shared().writeValueAsString(members) + "\n";
    }
}
