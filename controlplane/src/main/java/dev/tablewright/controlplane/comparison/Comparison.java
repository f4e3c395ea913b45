package dev.tablewright.controlplane.comparison;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Compares the items of two tables with the same key. Both are read once, by several scans at the
 * same time. Of each item its key and a digest go to temporary files; nothing is sorted, and memory
 * holds a sixty-fourth of the keys of one table.
 *
 * <p>Tables that are written meanwhile are compared as each item was when it was read.
 */
public final class Comparison {
    private final Items one;
    private final Items other;
    private final boolean consistent;
    private final LongConsumer progress;

    /**
     * Prepares a comparison.
     *
     * @param consistent whether everything written before is seen, at twice the price
     * @param progress hears how many items of both tables were read; by several threads
     */
    public Comparison(Items one, Items other, boolean consistent, LongConsumer progress) {
        this.one = one;
        this.other = other;
        this.consistent = consistent;
        this.progress = progress;
    }

    /** Hears of a key that differs, by one thread. */
    @FunctionalInterface
    public interface Found {
        /** Takes a difference. */
        void difference(Difference difference) throws InterruptedException;
    }

    /**
     * Compares.
     *
     * @throws ComparisonFailed if the keys of the tables are called otherwise, or there is no room
     *     for temporary files
     * @throws software.amazon.awssdk.core.exception.SdkException if a table cannot be read
     */
    public Outcome compare(Found found) throws ComparisonFailed, InterruptedException {
        if (!one.key().equals(other.key())) {
            throw new ComparisonFailed(
                    "the tables have other keys: "
                            + one.table().name()
                            + " has "
                            + String.join(" + ", one.key())
                            + ", "
                            + other.table().name()
                            + " has "
                            + String.join(" + ", other.key()));
        }
        try {
            Path directory = Files.createTempDirectory("tablewright-diff-");
            Path first = Files.createDirectory(directory.resolve("one"));
            Path second = Files.createDirectory(directory.resolve("other"));
            try (Spill left = new Spill(first);
                    Spill right = new Spill(second)) {
                return compare(left, right, found);
            } finally {
                Files.deleteIfExists(first);
                Files.deleteIfExists(second);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new ComparisonFailed("temporary files cannot be written: " + e.getMessage());
        }
    }

    private Outcome compare(Spill left, Spill right, Found found)
            throws IOException, ComparisonFailed, InterruptedException {
        AtomicLong read = new AtomicLong();
        Checksum leftSum = new Checksum();
        Checksum rightSum = new Checksum();
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<Future<?>> sides = new ArrayList<>();
            sides.add(both.submit(() -> read(one, left, leftSum, read)));
            sides.add(both.submit(() -> read(other, right, rightSum, read)));
            try {
                for (Future<?> side : sides) {
                    side.get();
                }
            } catch (ExecutionException e) {
                both.shutdownNow();
                throw ComparisonFailed.of(e.getCause(), "the comparison");
            } catch (InterruptedException e) {
                both.shutdownNow();
                throw e;
            }
        }
        Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
        for (int part = 0; part < Spill.PARTS; part++) {
            compare(left, right, part, counts, found);
        }
        return new Outcome(
                leftSum.count(),
                rightSum.count(),
                counts.getOrDefault(Difference.Kind.ADDED, 0L),
                counts.getOrDefault(Difference.Kind.CHANGED, 0L),
                counts.getOrDefault(Difference.Kind.REMOVED, 0L),
                leftSum.text(),
                rightSum.text());
    }

    private @Nullable Void read(Items items, Spill spill, Checksum sum, AtomicLong read)
            throws IOException, ComparisonFailed, InterruptedException {
        List<ItemDigest> digests = new ArrayList<>();
        List<Checksum> sums = new ArrayList<>();
        for (int i = 0; i < Items.SEGMENTS; i++) {
            digests.add(new ItemDigest());
            sums.add(new Checksum());
        }
        items.scan(
                consistent,
                (segment, page) -> {
                    for (var item : page) {
                        byte[] digest = digests.get(segment).of(item);
                        sums.get(segment).add(digest);
                        spill.add(ItemDigest.key(item, items.key()), digest);
                    }
                    progress.accept(read.addAndGet(page.size()));
                });
        spill.finish();
        sums.forEach(sum::add);
        return null;
    }

    private void compare(
            Spill left, Spill right, int part, Map<Difference.Kind, Long> counts, Found found)
            throws IOException, InterruptedException {
        Map<ByteBuffer, ByteBuffer> open = left.load(part);
        right.read(
                part,
                (key, digest) -> {
                    ByteBuffer mine = open.remove(key);
                    if (mine == null) {
                        report(Difference.Kind.ADDED, key, null, counts, found);
                    } else if (!mine.equals(digest)) {
                        report(Difference.Kind.CHANGED, key, mine, counts, found);
                    }
                });
        for (var rest : open.entrySet()) {
            report(Difference.Kind.REMOVED, rest.getKey(), rest.getValue(), counts, found);
        }
    }

    private void report(
            Difference.Kind kind,
            ByteBuffer key,
            @Nullable ByteBuffer seen,
            Map<Difference.Kind, Long> counts,
            Found found)
            throws InterruptedException {
        counts.merge(kind, 1L, Long::sum);
        found.difference(new Difference(kind, ItemDigest.key(key, one.key()), seen));
    }
}
