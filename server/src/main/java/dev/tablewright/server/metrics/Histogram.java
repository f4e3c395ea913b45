package dev.tablewright.server.metrics;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** How often something took how long, in buckets from 100 microseconds to 10 seconds. */
final class Histogram {
    private static final long[] BOUNDS_MICROS = {
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        10_000_000
    };

    private final LongAdder[] buckets = new LongAdder[BOUNDS_MICROS.length + 1];
    private final LongAdder sumMicros = new LongAdder();

    Histogram() {
        Arrays.setAll(buckets, _ -> new LongAdder());
    }

    void observe(long micros) {
        int at = Arrays.binarySearch(BOUNDS_MICROS, micros);
        buckets[at < 0 ? -at - 1 : at].increment();
        sumMicros.add(micros);
    }

    /** Writes it; a bucket counts all that took at most as long as it says. */
    void writeTo(MetricsText out, String name, String... labels) {
        String[] withBound = Arrays.copyOf(labels, labels.length + 2);
        withBound[labels.length] = "le";
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += buckets[i].sum();
            withBound[labels.length + 1] =
                    i < BOUNDS_MICROS.length ? seconds(BOUNDS_MICROS[i]) : "+Inf";
            out.sample(name + "_bucket", count, withBound);
        }
        out.sample(name + "_sum", seconds(sumMicros.sum()), labels);
        out.sample(name + "_count", count, labels);
    }

    private static String seconds(long micros) {
        BigDecimal seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return seconds.toPlainString();
    }
}
