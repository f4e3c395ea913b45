package dev.tablewright.controlplane.comparison;

import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two tables again and again while both are written. Both are read whole once; after that,
 * where both have a stream, only what the streams name, else all again. A key that differs stays
 * under watch until both tables agree about it; how long that takes is the lag.
 */
public final class Watch implements AutoCloseable {
    /** More differences than this are not followed one by one. */
    private static final int MOST_FOLLOWED = 10_000;

    /** How many are read again at one look. */
    private static final int MOST_LOOKED_AT = 500;

    private final Items one;
    private final Items other;
    private final InstantSource clock;
    private final List<StreamTail> tails = new ArrayList<>();
    private final Map<ByteBuffer, Instant> open = new LinkedHashMap<>();
    private boolean compared;
    private long writes;
    private long missed;

    /**
     * Begins to listen; nothing is read yet.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the target refuses
     */
    public Watch(Target target, Items one, Items other, InstantSource clock) {
        this.one = one;
        this.other = other;
        this.clock = clock;
        String first = stream(one);
        String second = stream(other);
        if (first != null && second != null) {
            tails.add(new StreamTail(target.streams(one.table().region()), first));
            tails.add(new StreamTail(target.streams(other.table().region()), second));
        }
    }

    private static @Nullable String stream(Items items) {
        var table = items.client().describeTable(r -> r.tableName(items.table().name())).table();
        StreamSpecification stream = table.streamSpecification();
        return stream == null || !Boolean.TRUE.equals(stream.streamEnabled())
                ? null
                : table.latestStreamArn();
    }

    /** Whether both tables have a stream, so that they need not be read whole again. */
    public boolean hasStreams() {
        return !tails.isEmpty();
    }

    /**
     * How the tables stand.
     *
     * @param different keys about which they do not agree
     * @param oldest for how long they have not agreed about one of them; zero when they agree
     * @param lag how long it took, of those that came to agree since the last look, at most
     * @param writes that the streams have named so far; 0 without streams
     * @param samples some of the keys, the longest first
     */
    public record Standing(
            long different,
            Duration oldest,
            Duration lag,
            long writes,
            List<Map<String, AttributeValue>> samples) {
        /** Copies the list. */
        public Standing {
            samples = List.copyOf(samples);
        }

        /** Whether the tables agree. */
        public boolean isInStep() {
            return different == 0;
        }
    }

    /** Looks. Without streams, and the first time, both tables are read whole. */
    public Standing look() throws ComparisonFailed, InterruptedException {
        for (StreamTail tail : tails) {
            compared &= tail.poll(this::written);
        }
        if (!compared || tails.isEmpty()) {
            missed = 0;
            var _ = new Comparison(one, other, true, _ -> {}).compare(d -> follow(d.key()));
            compared = true;
        }
        return lookAgain();
    }

    private void written(Map<String, AttributeValue> key) {
        writes++;
        follow(key);
    }

    private void follow(Map<String, AttributeValue> key) {
        ByteBuffer written = ByteBuffer.wrap(ItemDigest.key(key, one.key()));
        if (open.size() < MOST_FOLLOWED) {
            open.putIfAbsent(written, clock.instant());
        } else if (!open.containsKey(written)) {
            missed++;
            // What is not followed is found by reading all again.
            compared = false;
        }
    }

    private Standing lookAgain() throws InterruptedException {
        Duration lag = Duration.ZERO;
        int looked = 0;
        for (var entry : List.copyOf(open.entrySet())) {
            if (looked++ == MOST_LOOKED_AT) {
                break;
            }
            ByteBuffer key = entry.getKey();
            Instant since = entry.getValue();
            open.remove(key);
            if (differs(ItemDigest.key(key, one.key()))) {
                // At the end: the next look begins with those that were not looked at.
                open.put(key, since);
            } else {
                Duration took = Duration.between(since, clock.instant());
                lag = took.compareTo(lag) > 0 ? took : lag;
            }
        }
        return standing(lag);
    }

    private boolean differs(Map<String, AttributeValue> key) throws InterruptedException {
        Map<String, AttributeValue> mine = one.get(key);
        Map<String, AttributeValue> theirs = other.get(key);
        if (mine == null || theirs == null) {
            return mine != null || theirs != null;
        }
        return !ItemDigest.same(mine, theirs);
    }

    private Standing standing(Duration lag) {
        List<Map.Entry<ByteBuffer, Instant>> oldest =
                open.entrySet().stream().sorted(Map.Entry.comparingByValue()).limit(3).toList();
        Duration age =
                oldest.isEmpty()
                        ? Duration.ZERO
                        : Duration.between(oldest.getFirst().getValue(), clock.instant());
        return new Standing(
                open.size() + missed,
                age,
                lag,
                writes,
                oldest.stream().map(each -> ItemDigest.key(each.getKey(), one.key())).toList());
    }

    @Override
    public void close() {
        tails.forEach(StreamTail::close);
    }
}
