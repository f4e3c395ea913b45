package dev.tablewright.engine.stream;

import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.StreamRef;
import dev.tablewright.engine.catalog.StreamRequest;
import dev.tablewright.engine.catalog.StreamView;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableChange;
import dev.tablewright.engine.catalog.TableStream;
import dev.tablewright.engine.changelog.ChangeRecord;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.query.ScanRequest;
import dev.tablewright.engine.stream.Streams.RecordPage;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.InMemoryEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

class StreamsTest {
    private static final TableRef ORDERS = ref("Orders");

    private final InMemoryEngine storage = new InMemoryEngine();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private Database database = open();

    private Database open() {
        return Database.open(storage, () -> now, new Random(1));
    }

    private StreamRef create(BillingMode billing) {
        database.tables()
                .create(
                        new NewTable(
                                ORDERS,
                                List.of(new AttributeDeclaration("id", KeyType.S)),
                                List.of(new KeyElement("id", KeyElement.Role.HASH)),
                                null,
                                null,
                                billing,
                                billing == BillingMode.PROVISIONED ? new Throughput(5, 5) : null,
                                null,
                                null,
                                new StreamRequest(true, StreamView.NEW_AND_OLD_IMAGES),
                                null,
                                null,
                                false,
                                Map.of()));
        database.tables().settle(ORDERS);
        return latest();
    }

    private StreamRef latest() {
        Table table = database.tables().require(ORDERS);
        return new StreamRef(ORDERS, Objects.requireNonNull(table.settings().stream().label()));
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

    private void put(String id, int n) {
        database.items().write(ORDERS, new ItemWrite.Put(item("id", id, "n", n), Condition.ALWAYS));
    }

    private Streams streams() {
        return database.streams();
    }

    private List<Shard> shards(StreamRef ref) {
        return streams().shards(streams().require(ref, now), now);
    }

    private List<ChangeRecord> readAll(Shard shard) {
        List<ChangeRecord> all = new ArrayList<>();
        Long position = streams().oldest(shard, now);
        RecordPage page;
        do {
            page = streams().read(shard, position, 3, now);
            all.addAll(page.records());
            position = page.next();
        } while (position != null && !page.records().isEmpty());
        return all;
    }

    @Test
    void smallProvisionedTableHasOneShardAndOnDemandTableFour() {
        assertThat(shards(create(BillingMode.PROVISIONED))).hasSize(1);
        database.tables().delete(ORDERS);
        database.tables().settle(ORDERS);
        now = now.plusSeconds(1);
        assertThat(shards(create(BillingMode.PAY_PER_REQUEST))).hasSize(4);
    }

    /**
     * What a consumer does that follows shards to their children: it gets every change, those of
     * one item in order, though shards roll, the stream ends and the server restarts.
     */
    @Test
    void followingTheShardsReplaysTheTable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StreamRef ref = create(BillingMode.PAY_PER_REQUEST);
        for (int i = 0; i < 400; i++) {
            String id = "i" + random.nextInt(30);
            if (random.nextInt(4) == 0) {
                database.items()
                        .write(ORDERS, new ItemWrite.Remove(item("id", id), Condition.ALWAYS));
            } else {
                put(id, random.nextInt(1000));
            }
            now = now.plusSeconds(random.nextInt(300));
        }
        switchStream(null);
        put("unseen", 1);
        database = open();
        Map<String, Item> replica = new HashMap<>();
        Set<String> read = new HashSet<>();
        List<Shard> shards = shards(ref);
        assertThat(shards).as("seed %d", seed).hasSizeGreaterThan(12);
        for (Shard shard : shards) {
            // The order of ids puts parents before their children.
            assertThat(shard.parentId() == null || read.contains(shard.parentId())).isTrue();
            assertThat(shard.end()).isNotNull();
            read.add(shard.id());
            readAll(shard).forEach(change -> apply(change, replica, seed));
        }
        replica.put("S[value=unseen]", item("id", "unseen", "n", 1));
        assertThat(replica).as("seed %d", seed).isEqualTo(items());
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

    private Map<String, Item> items() {
        Map<String, Item> items = new HashMap<>();
        database.queries()
                .scan(new ScanRequest(ORDERS, null, null, null, null, null, null, true, 0, 1))
                .items()
                .forEach(item -> items.put(String.valueOf(item.get("id")), item));
        return items;
    }

    @Test
    void openShardGoesOnAndClosedShardEnds() {
        Shard open = shards(create(BillingMode.PROVISIONED)).getFirst();
        put("a", 1);
        RecordPage page = streams().read(open, streams().oldest(open, now), 10, now);
        assertThat(page.records()).hasSize(1);
        Long next = Objects.requireNonNull(page.next());
        put("b", 1);
        now = now.plus(Shard.OPEN_FOR).plusSeconds(1);
        List<Shard> rolled = shards(latest());
        assertThat(rolled).hasSize(2);
        assertThat(rolled.getFirst().id()).isEqualTo(open.id());
        assertThat(rolled.getLast().parentId()).isEqualTo(open.id());
        RecordPage last = streams().read(rolled.getFirst(), next, 10, now);
        assertThat(last.records()).hasSize(1);
        assertThat(last.next()).isNull();
    }

    @Test
    void latestBeginsAfterWhatIsThere() {
        Shard shard = shards(create(BillingMode.PROVISIONED)).getFirst();
        put("a", 1);
        long latest = streams().newest(shard);
        put("a", 2);
        assertThat(streams().read(shard, latest, 10, now).records())
                .extracting(ChangeRecord::after)
                .containsExactly(item("id", "a", "n", 2));
    }

    @Test
    void numbersNamePositions() {
        Shard shard = shards(create(BillingMode.PROVISIONED)).getFirst();
        put("a", 1);
        put("b", 2);
        long first = readAll(shard).getFirst().sequence();
        Long at = Objects.requireNonNull(streams().position(shard, first, true, now));
        Long after = Objects.requireNonNull(streams().position(shard, first, false, now));
        assertThat(streams().read(shard, at, 10, now).records()).hasSize(2);
        assertThat(streams().read(shard, after, 10, now).records()).hasSize(1);
        assertThat(streams().position(shard, shard.start(), true, now)).isNull();
        assertThat(streams().position(shard, Long.MAX_VALUE, true, now)).isNull();
        assertThat(streams().position(shard, shard.start() + 1, true, now))
                .as("a shard's first number is a position, though no record has it")
                .isEqualTo(shard.start());
    }

    @Test
    void whatIsOlderThanADayIsTrimmed() {
        StreamRef ref = create(BillingMode.PROVISIONED);
        Shard old = shards(ref).getFirst();
        put("a", 1);
        long sequence = readAll(old).getFirst().sequence();
        now = now.plus(Duration.ofHours(23));
        put("b", 1);
        assertThat(shards(ref)).contains(streams().requireShard(stream(ref), old.id(), now));
        now = now.plus(Duration.ofHours(2));
        Shard half = streams().requireShard(stream(ref), old.id(), now);
        assertThatThrownBy(() -> streams().position(half, sequence, true, now))
                .isInstanceOf(DatabaseException.TrimmedData.class);
        assertThat(readAll(half)).isEmpty();
        now = now.plus(Duration.ofHours(4));
        assertThatThrownBy(() -> streams().requireShard(stream(ref), old.id(), now))
                .isInstanceOf(DatabaseException.ResourceNotFound.class);
        assertThat(shards(ref).stream().mapToInt(shard -> readAll(shard).size()).sum())
                .isEqualTo(1);
    }

    private TableStream stream(StreamRef ref) {
        return streams().require(ref, now);
    }

    @Test
    void streamSwitchedOnAgainIsAnotherOne() {
        StreamRef first = create(BillingMode.PROVISIONED);
        put("a", 1);
        switchStream(null);
        put("a", 2);
        switchStream(StreamView.KEYS_ONLY);
        put("a", 3);
        StreamRef second = latest();
        assertThat(second).isNotEqualTo(first);
        assertThat(readAll(shards(first).getFirst()))
                .extracting(ChangeRecord::after)
                .containsExactly(item("id", "a", "n", 1));
        assertThat(readAll(shards(second).getFirst()))
                .extracting(ChangeRecord::after)
                .containsExactly(item("id", "a", "n", 3));
        assertThat(streams().list(ORDERS.account(), ORDERS.region(), "Orders", null, 1).streams())
                .extracting(TableStream::ref)
                .containsExactly(second);
        assertThat(streams().list(ORDERS.account(), ORDERS.region(), null, second, 1).streams())
                .extracting(TableStream::ref)
                .containsExactly(first);
        now = now.plus(Duration.ofHours(25));
        assertThatThrownBy(() -> stream(first))
                .isInstanceOf(DatabaseException.ResourceNotFound.class)
                .hasMessage("Requested resource not found: Stream: " + first.arn() + " not found");
    }
}
