package dev.tablewright.bench;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.rocksdb.Durability;
import dev.tablewright.storage.rocksdb.RocksEngine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What point-in-time recovery costs a write: two tables of the same items side by side on RocksDB,
 * one with recovery, which take turns; the figure is the ratio of their throughputs. Without HTTP,
 * so what a client sees is less.
 *
 * <p>Arguments: {@code disk} or {@code os}, what an acknowledged write survives (disk); writers at
 * a time (16); seconds for each turn (1); pairs of turns (15); bytes of an item (1000).
 */
public final class RecoveryCost {
    private static final int ITEMS = 20_000;
    private static final int WARM_UP_PAIRS = 3;

    private final Database database;
    private final int writers;
    private final int bytes;

    private RecoveryCost(Database database, int writers, int bytes) {
        this.database = database;
        this.writers = writers;
        this.bytes = bytes;
    }

    /** Measures and prints. */
    public static void main(String[] args) throws Exception {
        Durability durability =
                Durability.valueOf((args.length > 0 ? args[0] : "disk").toUpperCase(Locale.ROOT));
        int writers = args.length > 1 ? Integer.parseInt(args[1]) : 16;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        int pairs = args.length > 3 ? Integer.parseInt(args[3]) : 15;
        int bytes = args.length > 4 ? Integer.parseInt(args[4]) : 1000;
        Path directory = Files.createTempDirectory("tablewright-recovery");
        try (var database =
                        Database.open(
                                RocksEngine.open(directory, durability),
                                InstantSource.system(),
                                new Random(1));
                var threads = Executors.newFixedThreadPool(writers)) {
            new RecoveryCost(database, writers, bytes).measure(threads, seconds, pairs);
        }
    }

    private void measure(ExecutorService threads, int seconds, int pairs)
            throws InterruptedException, ExecutionException {
        create("without");
        create("with");
        database.tables().updateRecovery(ref("with"), true, null);
        double[] ratios = new double[pairs];
        for (int i = -WARM_UP_PAIRS; i < pairs; i++) {
            // Each goes first as often as the other: what is flushed late falls on both.
            boolean first = i % 2 == 0;
            double one = turn(threads, first ? "with" : "without", seconds);
            double other = turn(threads, first ? "without" : "with", seconds);
            double with = first ? one : other;
            double without = first ? other : one;
            System.out.printf(
                    "with %,.0f/s  without %,.0f/s%s%n",
                    with, without, i < 0 ? "  (warming up)" : "");
            if (i >= 0) {
                ratios[i] = with / without;
            }
        }
        Arrays.sort(ratios);
        System.out.printf(
                "throughput, with of without recovery: median %.3f, quartiles %.3f and %.3f%n",
                ratios[pairs / 2], ratios[pairs / 4], ratios[pairs * 3 / 4]);
    }

    private static TableRef ref(String name) {
        return new TableRef("123456789012", Workplace.REGION, name);
    }

    private void create(String table) {
        database.tables()
                .create(
                        new NewTable(
                                ref(table),
                                List.of(new AttributeDeclaration("id", KeyType.S)),
                                List.of(new KeyElement("id", KeyElement.Role.HASH)),
                                null,
                                null,
                                BillingMode.PAY_PER_REQUEST,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                false,
                                Map.of()));
        database.tables().settle(ref(table));
        Random random = new Random(7);
        for (int i = 0; i < ITEMS / 10; i++) {
            put(table, random);
        }
    }

    /** Returns the writes in a second. */
    private double turn(ExecutorService threads, String table, int seconds)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Future<Integer>> counts =
                IntStream.range(0, writers)
                        .mapToObj(writer -> threads.submit(() -> putUntil(end, table, writer)))
                        .toList();
        int writes = 0;
        for (Future<Integer> count : counts) {
            writes += count.get();
        }
        return (double) writes / seconds;
    }

    private int putUntil(long end, String table, int writer) {
        Random random = new Random(writer);
        int writes = 0;
        while (System.nanoTime() < end) {
            put(table, random);
            writes++;
        }
        return writes;
    }

    private void put(String table, Random random) {
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes / 2) {
            text.append(Long.toHexString(random.nextLong()));
        }
        Item item =
                Item.of(
                        Map.of(
                                "id",
                                new AttributeValue.S("customer-" + random.nextInt(ITEMS)),
                                "text",
                                new AttributeValue.S(
                                        text + "x".repeat(Math.max(0, bytes - text.length())))));
        database.items().write(ref(table), new ItemWrite.Put(item, Condition.ALWAYS));
    }
}
