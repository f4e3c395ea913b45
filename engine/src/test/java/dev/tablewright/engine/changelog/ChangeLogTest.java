package dev.tablewright.engine.changelog;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.ref;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.StreamRequest;
import dev.tablewright.engine.catalog.StreamView;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableChange;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.changelog.ChangeLog.Limit;
import dev.tablewright.engine.changelog.ChangeLog.Page;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.query.ScanRequest;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

class ChangeLogTest {
    private static final TableRef ORDERS = ref("Orders");
    private static final Limit ALL = new Limit(Integer.MAX_VALUE, Long.MAX_VALUE, false);

    private final StorageEngine storage = new InMemoryEngine();
    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private Database database = open(storage);

    private Database open(StorageEngine engine) {
        return Database.open(engine, () -> now, new Random(1));
    }

    private static Table create(Database database, @Nullable StreamView view) {
        database.tables()
                .create(
                        new NewTable(
                                ORDERS,
                                List.of(new AttributeDeclaration("id", KeyType.S)),
                                List.of(new KeyElement("id", KeyElement.Role.HASH)),
                                null,
                                null,
                                BillingMode.PAY_PER_REQUEST,
                                null,
                                null,
                                null,
                                view == null ? null : new StreamRequest(true, view),
                                null,
                                null,
                                false,
                                Map.of()));
        database.tables().settle(ORDERS);
        return database.tables().require(ORDERS);
    }

    private void put(Object... namesAndValues) {
        put(database, item(namesAndValues));
    }

    private static void put(Database database, Item item) {
        database.items().write(ORDERS, new ItemWrite.Put(item, Condition.ALWAYS));
    }

    private void remove(String id) {
        database.items().write(ORDERS, new ItemWrite.Remove(item("id", id), Condition.ALWAYS));
    }

    private List<ChangeRecord> log(Table table) {
        return database.changes()
                .read(table.space(), ChangeLog.ALL_PARTS, 0, Long.MAX_VALUE, ALL)
                .records();
    }

    private void switchStream(@Nullable StreamView view) {
        database.tables()
                .update(
                        new TableChange(
                                ORDERS,
                                List.of(),
                                null,
                                null,
                                List.of(),
                                null,
                                null,
                                new StreamRequest(view != null, view),
                                null,
                                null,
                                null));
        database.tables().settle(ORDERS);
    }

    @Test
    void eachChangeIsRecordedWithBothImages() {
        Table table = create(database, StreamView.KEYS_ONLY);
        put("id", "a", "n", 1);
        now = now.plusSeconds(5);
        put("id", "a", "n", 2);
        remove("a");
        List<ChangeRecord> log = log(table);
        assertThat(log)
                .extracting(ChangeRecord::before)
                .containsExactly(null, item("id", "a", "n", 1), item("id", "a", "n", 2));
        assertThat(log)
                .extracting(ChangeRecord::after)
                .containsExactly(item("id", "a", "n", 1), item("id", "a", "n", 2), null);
        assertThat(log.get(1).time()).isEqualTo(now);
        assertThat(log).allMatch(ChangeRecord::inStream);
    }

    @Test
    void whatChangesNothingIsNotRecorded() {
        Table table = create(database, StreamView.KEYS_ONLY);
        put("id", "a", "n", 1, "m", 2);
        put("id", "a", "n", 1, "m", 2);
        put("m", 2, "n", 1, "id", "a");
        remove("b");
        assertThat(log(table)).hasSize(1);
    }

    @Test
    void tableWithoutStreamAndRecoveryKeepsNoLog() {
        Table table = create(database, null);
        put("id", "a");
        assertThat(log(table)).isEmpty();
        database.tables().updateRecovery(ORDERS, true, null);
        put("id", "b");
        assertThat(log(table)).hasSize(1).noneMatch(ChangeRecord::inStream);
        switchStream(StreamView.KEYS_ONLY);
        put("id", "c");
        Page page =
                database.changes()
                        .read(
                                table.space(),
                                ChangeLog.ALL_PARTS,
                                0,
                                Long.MAX_VALUE,
                                new Limit(10, 1_000_000, true));
        assertThat(page.records()).extracting(ChangeRecord::after).containsExactly(item("id", "c"));
    }

    @Test
    void expiryIsRecordedAsTheDatabasesOwn() {
        Table table = create(database, StreamView.KEYS_ONLY);
        database.tables().updateTimeToLive(ORDERS, true, "until");
        put("id", "a", "until", (int) now.getEpochSecond() + 10);
        now = now.plusSeconds(3600);
        while (database.runOnce(now)) {
            now = now.plusSeconds(1);
        }
        assertThat(log(table))
                .extracting(ChangeRecord::origin)
                .containsExactly(Origin.REQUEST, Origin.EXPIRY);
    }

    /** Without the block of numbers, a restore to a moment could see half of a transaction. */
    @Test
    void transactionHasOneTime() {
        Table table = create(database, StreamView.KEYS_ONLY);
        List<WriteElement> elements = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            elements.add(
                    new WriteElement(
                            ORDERS,
                            new ItemWrite.Put(item("id", "i" + i), Condition.ALWAYS),
                            false));
        }
        database.transactions().write(elements, null, new byte[0]);
        assertThat(log(table)).hasSize(100);
        assertThat(log(table)).extracting(ChangeRecord::time).containsOnly(now);
        assertThat(log(table)).extracting(ChangeRecord::sequence).doesNotHaveDuplicates();
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        Table table = create(database, StreamView.KEYS_ONLY);
        for (int i = 0; i < 50; i++) {
            put("id", "i" + i);
        }
        List<ChangeRecord> paged = new ArrayList<>();
        long after = 0;
        Page page;
        do {
            page =
                    database.changes()
                            .read(
                                    table.space(),
                                    ChangeLog.ALL_PARTS,
                                    after,
                                    Long.MAX_VALUE,
                                    new Limit(7, 1_000_000, true));
            paged.addAll(page.records());
            after = page.reached();
        } while (!page.records().isEmpty());
        assertThat(paged).isEqualTo(log(table)).hasSize(50);
        assertThat(after).isGreaterThanOrEqualTo(paged.getLast().sequence());
    }

    /**
     * The early writer has its number, and the late one is done; a reader who went on behind the
     * late one would never see the early one's change.
     */
    @Test
    void readerDoesNotPassAChangeThatIsStillUnderWay() {
        AtomicReference<Runnable> inBetween = new AtomicReference<>(() -> {});
        Database raced =
                open(
                        new ForwardingEngine(storage) {
                            @Override
                            public Commit.Result commit(Commit commit) {
                                inBetween.getAndSet(() -> {}).run();
                                return super.commit(commit);
                            }
                        });
        Table table = create(raced, StreamView.KEYS_ONLY);
        List<Page> seen = new ArrayList<>();
        inBetween.set(
                () -> {
                    put(raced, item("id", "late"));
                    seen.add(
                            raced.changes()
                                    .read(
                                            table.space(),
                                            ChangeLog.ALL_PARTS,
                                            0,
                                            Long.MAX_VALUE,
                                            ALL));
                });
        put(raced, item("id", "early"));
        assertThat(seen.getFirst().records()).isEmpty();
        assertThat(
                        raced.changes()
                                .read(
                                        table.space(),
                                        ChangeLog.ALL_PARTS,
                                        seen.getFirst().reached(),
                                        Long.MAX_VALUE,
                                        ALL)
                                .records())
                .hasSize(2);
    }

    /**
     * That an item is not there has no version. Without turns another one could come and go between
     * the number and the commit of the writer at work, and the log would end with its removal.
     */
    @Test
    void itemThatComesAndGoesMeanwhileIsNotPutBehindTheWriterAtWork() throws Exception {
        AtomicReference<Runnable> inBetween = new AtomicReference<>(() -> {});
        Database raced =
                open(
                        new ForwardingEngine(storage) {
                            @Override
                            public Commit.Result commit(Commit commit) {
                                inBetween.getAndSet(() -> {}).run();
                                return super.commit(commit);
                            }
                        });
        Table table = create(raced, StreamView.KEYS_ONLY);
        Thread rival =
                new Thread(
                        () -> {
                            put(raced, item("id", "a", "n", 1));
                            raced.items()
                                    .write(
                                            ORDERS,
                                            new ItemWrite.Remove(
                                                    item("id", "a"), Condition.ALWAYS));
                        });
        inBetween.set(
                () -> {
                    rival.start();
                    while (rival.isAlive() && rival.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                });
        put(raced, item("id", "a", "n", 2));
        rival.join();
        database = raced;
        Map<String, Item> replica = new HashMap<>();
        log(table).forEach(change -> apply(change, replica, 0));
        assertThat(replica).isEqualTo(items());
    }

    /** Everything that a stream, a replica or a restore rests on, with writers who compete. */
    @Test
    void readingAlongWhileManyWriteReplaysTheTable() throws Exception {
        long seed = System.nanoTime();
        Table table = create(database, StreamView.KEYS_ONLY);
        int writers = 4;
        Map<String, Item> replica = new HashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Random random = new Random(seed + i);
                running.add(threads.submit(() -> writeAtRandom(random, 500)));
            }
            long[] reached = new long[LogParts.COUNT];
            boolean done = false;
            while (!done) {
                done = running.stream().allMatch(Future::isDone);
                for (int part = 0; part < LogParts.COUNT; part++) {
                    reached[part] = replay(table, part, reached[part], replica, seed);
                }
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        }
        assertThat(replica).as("seed %d", seed).isEqualTo(items());
        // Again from the start, as one log, after a restart.
        database = open(storage);
        Map<String, Item> again = new HashMap<>();
        log(table).forEach(change -> apply(change, again, seed));
        assertThat(again).as("seed %d", seed).isEqualTo(items());
    }

    /** How many parts there are; the test names them one by one. */
    private static final class LogParts {
        static final int COUNT = ChangeLog.ALL_PARTS.size();
    }

    private long replay(Table table, int part, long after, Map<String, Item> replica, long seed) {
        Page page =
                database.changes()
                        .read(
                                table.space(),
                                List.of(part),
                                after,
                                Long.MAX_VALUE,
                                new Limit(20, 1_000_000, true));
        page.records().forEach(change -> apply(change, replica, seed));
        // A page that is full may leave some for the next call.
        return page.records().size() < 20
                ? page.reached()
                : replay(table, part, page.reached(), replica, seed);
    }

    private static void apply(ChangeRecord change, Map<String, Item> replica, long seed) {
        String id = String.valueOf(change.either().get("id"));
        assertThat(replica.get(id)).as("seed %d, %s", seed, change).isEqualTo(change.before());
        Item after = change.after();
        if (after == null) {
            replica.remove(id);
        } else {
            replica.put(id, after);
        }
    }

    private void writeAtRandom(Random random, int writes) {
        for (int i = 0; i < writes; i++) {
            switch (random.nextInt(4)) {
                case 0 -> remove("i" + random.nextInt(12));
                case 1 -> {
                    int first = random.nextInt(11);
                    database.transactions()
                            .write(
                                    List.of(element(first, random), element(first + 1, random)),
                                    null,
                                    new byte[0]);
                }
                default ->
                        database.items().write(ORDERS, element(random.nextInt(12), random).write());
            }
            now = now.plusMillis(random.nextInt(3) - 1);
        }
    }

    private static WriteElement element(int id, Random random) {
        Item item = item("id", "i" + id, "n", random.nextInt(5));
        return new WriteElement(ORDERS, new ItemWrite.Put(item, Condition.ALWAYS), false);
    }

    private Map<String, Item> items() {
        Map<String, Item> items = new HashMap<>();
        database.queries()
                .scan(new ScanRequest(ORDERS, null, null, null, null, null, null, true, 0, 1))
                .items()
                .forEach(item -> items.put(String.valueOf(item.get("id")), item));
        return items;
    }

    @Test
    void numbersGoOnBehindThoseOfBeforeThoughTheClockWentBack() {
        Table table = create(database, StreamView.KEYS_ONLY);
        put("id", "a", "n", 1);
        database = open(storage);
        now = now.minus(Duration.ofHours(1));
        put("id", "a", "n", 2);
        assertThat(log(table))
                .extracting(ChangeRecord::after)
                .containsExactly(item("id", "a", "n", 1), item("id", "a", "n", 2));
    }

    // Retention

    private void background() {
        while (database.runOnce(now)) {
            now = now.plusMillis(1);
        }
    }

    @Test
    void streamKeepsADayAndRecoveryItsPeriod() {
        Table table = create(database, StreamView.KEYS_ONLY);
        put("id", "a");
        now = now.plus(Duration.ofHours(24));
        put("id", "b");
        now = now.plus(Duration.ofHours(2));
        background();
        assertThat(log(table)).hasSize(1);
        database.tables().updateRecovery(ORDERS, true, 2);
        now = now.plus(Duration.ofHours(30));
        background();
        assertThat(log(table)).hasSize(1);
        now = now.plus(Duration.ofHours(30));
        background();
        assertThat(log(table)).isEmpty();
    }

    @Test
    void streamsThatEndedStayForADay() {
        create(database, StreamView.KEYS_ONLY);
        put("id", "a");
        switchStream(null);
        switchStream(StreamView.NEW_IMAGE);
        now = now.plusSeconds(1);
        put("id", "b");
        Table table = database.tables().require(ORDERS);
        database.tables().delete(ORDERS);
        database.tables().settle(ORDERS);
        database = open(storage);
        assertThat(database.tables().streams())
                .hasSize(2)
                .allMatch(stream -> stream.end() != null)
                .extracting(stream -> stream.view())
                .containsExactlyInAnyOrder(StreamView.KEYS_ONLY, StreamView.NEW_IMAGE);
        assertThat(log(table)).hasSize(2);
        now = now.plus(Duration.ofHours(23));
        background();
        assertThat(log(table)).hasSize(2);
        now = now.plus(Duration.ofHours(2));
        background();
        assertThat(database.tables().streams()).isEmpty();
        assertThat(database.tables().retiredLogs()).isEmpty();
        assertThat(log(table)).isEmpty();
    }

    /** The final backup of a table is made first, in the background; then the table goes. */
    @Test
    void logOfADeletedTableWithRecoveryStaysForThePeriod() {
        Table table = create(database, null);
        database.tables().updateRecovery(ORDERS, true, null);
        put("id", "a");
        database.tables().delete(ORDERS);
        database.tables().settle(ORDERS);
        background();
        now = now.plus(Duration.ofDays(34));
        background();
        assertThat(log(table)).hasSize(1);
        assertThat(database.tables().retiredLogs()).hasSize(1);
        now = now.plus(Duration.ofDays(2));
        background();
        assertThat(log(table)).isEmpty();
        assertThat(database.tables().retiredLogs()).isEmpty();
    }

    /** Passes everything on. */
    private static class ForwardingEngine implements StorageEngine {
        private final StorageEngine target;

        ForwardingEngine(StorageEngine target) {
            this.target = target;
        }

        @Override
        public ReadView read() {
            return target.read();
        }

        @Override
        public Commit.Result commit(Commit commit) {
            return target.commit(commit);
        }

        @Override
        public void dropSpace(long space) {
            target.dropSpace(space);
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
