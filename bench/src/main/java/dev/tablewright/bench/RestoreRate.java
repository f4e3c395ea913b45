package dev.tablewright.bench;

import com.sun.management.OperatingSystemMXBean;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.backup.Backup;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.objects.DirectoryObjects;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.rocksdb.Durability;
import dev.tablewright.storage.rocksdb.RocksEngine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Backs a table of 1 KB items up, and restores it twice: from the backup, and to a moment after
 * which every tenth item was changed or deleted. On RocksDB, with every commit synced to the disk.
 * Give it {@code -Xmx512m}: memory does not grow with the table. Processor time is that of the
 * whole process, with what RocksDB does in the background; other processes disturb it less.
 *
 * <p>Arguments: items (1,000,000).
 */
public final class RestoreRate {
    private static final String ACCOUNT = "123456789012";
    private static final int WRITERS = 2;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final int items;

    private RestoreRate(int items) {
        this.items = items;
    }

    /** When a measurement began, by the clock and by what the process has worked. */
    private record Start(long nanos, long work) {
        static Start now() {
            return new Start(System.nanoTime(), PROCESS.getProcessCpuTime());
        }
    }

    /** Measures and prints. */
    public static void main(String[] args) throws Exception {
        int items = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path directory = Files.createTempDirectory("tablewright-restore");
        var rate = new RestoreRate(items);
        // The items are there sooner without a sync for each.
        Instant full;
        try (Database database = open(directory, Durability.OS)) {
            create(database);
            full = rate.fill(database);
        }
        try (Database database = open(directory, Durability.DISK)) {
            rate.measure(database, full);
        }
    }

    private static Database open(Path directory, Durability durability) throws IOException {
        return Database.open(
                RocksEngine.open(directory.resolve("store"), durability),
                DirectoryObjects.in(directory.resolve("backups")),
                InstantSource.system(),
                new Random(1));
    }

    private static TableRef ref(String name) {
        return new TableRef(ACCOUNT, Workplace.REGION, name);
    }

    private static void create(Database database) {
        database.tables()
                .create(
                        new NewTable(
                                ref("source"),
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
        database.tables().settle(ref("source"));
    }

    /** Returns a moment at which everything was there, and nothing changed yet. */
    private Instant fill(Database database) throws InterruptedException, ExecutionException {
        Start start = Start.now();
        write(database, 1, "a");
        print("written", items, start);
        database.tables().updateRecovery(ref("source"), true, null);
        Thread.sleep(5);
        Instant full = Instant.now();
        Thread.sleep(5);
        Start changes = Start.now();
        write(database, 10, "b");
        print("changed", items / 10, changes);
        return full;
    }

    private void write(Database database, int every, String version)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writers =
                    IntStream.range(0, WRITERS)
                            .<Future<?>>mapToObj(
                                    writer ->
                                            threads.submit(
                                                    () -> write(database, writer, every, version)))
                            .toList();
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    private void write(Database database, int writer, int every, String version) {
        Random random = new Random(writer);
        for (int i = writer * every; i < items; i += WRITERS * every) {
            var put = new ItemWrite.Put(item(i, version, random), Condition.ALWAYS);
            database.items().write(ref("source"), put);
        }
    }

    /** About 1 KB, half of which does not compress. */
    private static Item item(int number, String version, Random random) {
        StringBuilder noise = new StringBuilder();
        while (noise.length() < 480) {
            noise.append(Long.toHexString(random.nextLong()));
        }
        return Item.of(
                Map.of(
                        "id", new AttributeValue.S("customer-" + number),
                        "version", new AttributeValue.S(version),
                        "text", new AttributeValue.S("The quick brown fox jumps. ".repeat(18)),
                        "noise", new AttributeValue.S(noise.toString())));
    }

    private void measure(Database database, Instant full) {
        Start start = Start.now();
        Backup backup = database.backups().create(ref("source"), "bench");
        while (database.backups().describe(backup.ref()).status() != Backup.Status.AVAILABLE) {
            var _ = database.runOnce(Instant.now());
        }
        print("backed up", items, start);
        start = Start.now();
        database.restores().fromBackup(backup.ref(), ref("from-backup"), RestoreOverrides.NONE);
        await(database, ref("from-backup"));
        print("restored from the backup", items, start);
        start = Start.now();
        database.restores().toMoment(ref("source"), full, ref("then"), RestoreOverrides.NONE);
        await(database, ref("then"));
        print("restored to a moment, a tenth changed since", items, start);
    }

    private static void await(Database database, TableRef table) {
        while (database.tables().describe(table).status() != TableStatus.ACTIVE) {
            var _ = database.runOnce(Instant.now());
        }
    }

    private static void print(String what, int items, Start start) {
        double seconds = (System.nanoTime() - start.nanos()) / 1e9;
        double micros = (PROCESS.getProcessCpuTime() - start.work()) / 1e3;
        System.out.printf(
                "%s: %,d items in %.1f s, %,.0f/s; %.1f us of processor time each%n",
                what, items, seconds, items / seconds, micros / items);
    }
}
