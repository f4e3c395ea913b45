package dev.tablewright.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class CatalogTest {
    private static final TableRef ORDERS = ref("Orders");

    private final StorageEngine storage = new InMemoryEngine();
    private Instant now = Instant.parse("2026-03-01T12:00:00.123Z");
    private final List<String> filled = new ArrayList<>();
    private @Nullable Key nextPiece;
    private Catalog catalog = open();

    private Catalog open() {
        return Catalog.open(
                storage, () -> now, new Random(7), new SequenceClock(() -> now), this::fill);
    }

    private @Nullable Key fill(Table table, SecondaryIndex index, @Nullable Key after) {
        filled.add(index.name() + (after == null ? "" : "+"));
        Key piece = nextPiece;
        nextPiece = null;
        return piece;
    }

    // Life and death

    @Test
    void newTableIsCreatingUntilTheNextRunAndCannotBeUsedBefore() {
        Table created = catalog.create(TableRequests.onDemand(ORDERS));

        assertThat(created.status()).isEqualTo(TableStatus.CREATING);
        assertThat(created.created()).isEqualTo(now);
        assertThatThrownBy(() -> catalog.require(ORDERS))
                .isInstanceOf(DatabaseException.ResourceNotFound.class)
                .hasMessage("Requested resource not found");

        catalog.runOnce(now);

        assertThat(catalog.require(ORDERS).status()).isEqualTo(TableStatus.ACTIVE);
    }

    @Test
    void tableIdIsAVersion4Uuid() {
        assertThat(catalog.create(TableRequests.onDemand(ORDERS)).id())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    /** Two tables of one space would read each other's items. */
    @Test
    void everyTableAndIndexHasASpaceOfItsOwnEvenAfterReopening() {
        Set<Long> spaces = new java.util.HashSet<>();
        for (int round = 0; round < 3; round++) {
            catalog.create(TableRequests.withIndexes(ORDERS));
            catalog.runOnce(now);
            Table table = catalog.require(ORDERS);
            assertThat(spaces.add(table.space())).isTrue();
            table.indexes().forEach(index -> assertThat(spaces.add(index.space())).isTrue());
            catalog.delete(ORDERS);
            catalog.runOnce(now);
            catalog = open();
        }
        assertThat(spaces).allMatch(space -> space >= Keyspace.FIRST_TABLE);
    }

    @Test
    void secondTableOfANameIsRefused() {
        catalog.create(TableRequests.onDemand(ORDERS));

        assertThatThrownBy(() -> catalog.create(TableRequests.onDemand(ORDERS)))
                .isInstanceOf(DatabaseException.ResourceInUse.class)
                .hasMessage("Table already exists: Orders");
    }

    @Test
    void oneNameInTwoAccountsOrRegionsIsTwoTables() {
        TableRef elsewhere = new TableRef("111122223333", "us-east-1", "Orders");
        catalog.create(TableRequests.onDemand(ORDERS));
        catalog.create(TableRequests.onDemand(elsewhere));
        catalog.runOnce(now);

        assertThat(catalog.require(ORDERS).space())
                .isNotEqualTo(catalog.require(elsewhere).space());
        assertThat(catalog.elsewhere(ORDERS)).containsExactly(elsewhere);
    }

    @Test
    void deletedTableIsGoneWithItsItemsAndItsNameIsFree() {
        Table table = active(TableRequests.withIndexes(ORDERS));
        Key item = new Key(table.space(), bytes("p"), bytes("s"));
        Key entry = new Key(table.indexes().getFirst().space(), bytes("p"), bytes("s"));
        put(item);
        put(entry);

        assertThat(catalog.delete(ORDERS).status()).isEqualTo(TableStatus.DELETING);
        assertThat(catalog.delete(ORDERS).status())
                .as("deleting what is being deleted")
                .isEqualTo(TableStatus.DELETING);
        assertThat(catalog.describe(ORDERS).status()).isEqualTo(TableStatus.DELETING);
        catalog.runOnce(now);

        assertThat(catalog.find(ORDERS)).isNull();
        try (ReadView view = storage.read()) {
            assertThat(view.get(item)).isNull();
            assertThat(view.get(entry)).isNull();
        }
        catalog.create(TableRequests.onDemand(ORDERS));
    }

    /** A crash between forgetting a table and dropping its items must not leak the items. */
    @Test
    void itemsOfADeletedTableAreDroppedAfterACrash() {
        Table table = active(TableRequests.onDemand(ORDERS));
        Key item = new Key(table.space(), bytes("p"), bytes("s"));
        put(item);
        catalog.delete(ORDERS);
        StorageEngine crashing =
                new ForwardingEngine(storage) {
                    @Override
                    public void dropSpace(long space) {
                        throw new IllegalStateException("crash");
                    }
                };
        Catalog doomed =
                Catalog.open(
                        crashing,
                        () -> now,
                        new Random(1),
                        new SequenceClock(() -> now),
                        this::fill);
        assertThatThrownBy(() -> doomed.runOnce(now)).hasMessage("crash");

        catalog = open();
        catalog.runOnce(now);

        assertThat(catalog.find(ORDERS)).isNull();
        try (ReadView view = storage.read()) {
            assertThat(view.get(item)).isNull();
        }
    }

    @Test
    void statesThatForbidAChangeSayWhichTheyAre() {
        catalog.create(TableRequests.onDemand(ORDERS));
        assertThatThrownBy(() -> catalog.delete(ORDERS))
                .isInstanceOf(DatabaseException.ResourceInUse.class)
                .hasMessage(
                        "Attempt to change a resource which is still in use: Table is being"
                                + " created: Orders");
        catalog.runOnce(now);
        catalog.update(TableRequests.change(ORDERS).tableClass(infrequent()).build());
        assertThatThrownBy(() -> catalog.delete(ORDERS))
                .isInstanceOf(DatabaseException.ResourceInUse.class)
                .hasMessage(
                        "Attempt to change a resource which is still in use: Table is being"
                                + " updated: Orders");
        catalog.runOnce(now);
        catalog.delete(ORDERS);
        assertThatThrownBy(() -> catalog.update(TableRequests.change(ORDERS).protect(true).build()))
                .isInstanceOf(DatabaseException.ResourceInUse.class)
                .hasMessage(
                        "Attempt to change a resource which is still in use: Table is being"
                                + " deleted: Orders");
    }

    private static TableClass infrequent() {
        return TableClass.STANDARD_INFREQUENT_ACCESS;
    }

    @Test
    void unknownTableIsNotFoundWithTheTextOfTableOperations() {
        assertThatThrownBy(() -> catalog.delete(ORDERS))
                .isInstanceOf(DatabaseException.ResourceNotFound.class)
                .hasMessage("Requested resource not found: Table: Orders not found");
        assertThatThrownBy(() -> catalog.describe(ORDERS))
                .isInstanceOf(DatabaseException.ResourceNotFound.class)
                .hasMessage("Requested resource not found: Table: Orders not found");
        assertThatThrownBy(() -> catalog.update(TableRequests.change(ORDERS).protect(true).build()))
                .isInstanceOf(DatabaseException.ResourceNotFound.class)
                .hasMessage("Requested resource not found: Table: Orders not found");
    }

    @Test
    void protectedTableIsNotDeletedUntilProtectionIsOff() {
        active(TableRequests.onDemand(ORDERS));
        Table guarded = catalog.update(TableRequests.change(ORDERS).protect(true).build());
        assertThat(guarded.status()).isEqualTo(TableStatus.ACTIVE);

        assertThatThrownBy(() -> catalog.delete(ORDERS))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Resource cannot be deleted as it is currently protected against"
                                + " deletion. Disable deletion protection first.");

        catalog.update(TableRequests.change(ORDERS).protect(false).build());
        assertThat(catalog.delete(ORDERS).status()).isEqualTo(TableStatus.DELETING);
    }

    // Reopening

    @Test
    void reopenedCatalogHasEveryTableAsItWas() {
        active(TableRequests.withEverything(ref("Everything")));
        catalog.create(TableRequests.withIndexes(ORDERS));
        catalog.updateTimeToLive(ref("Everything"), true, "expires");
        catalog.updateRecovery(ref("Everything"), true, 7);
        Table everything = catalog.describe(ref("Everything"));
        Table orders = catalog.describe(ORDERS);

        catalog = open();

        assertThat(catalog.describe(ref("Everything"))).isEqualTo(everything);
        assertThat(catalog.describe(ORDERS)).isEqualTo(orders);
    }

    @Test
    void whatWasUnderWayGoesOnAfterReopening() {
        catalog.create(TableRequests.onDemand(ref("Creating")));
        catalog = open();
        catalog.runOnce(now);
        assertThat(catalog.describe(ref("Creating")).status()).isEqualTo(TableStatus.ACTIVE);

        catalog.update(TableRequests.change(ref("Creating")).create("byB", "b").build());
        nextPiece = new Key(1, bytes("x"), bytes("y"));
        assertThat(catalog.runOnce(now)).as("more to fill").isTrue();
        catalog = open();
        assertThat(catalog.runOnce(now)).isFalse();
        assertThat(filled).containsExactly("byB", "byB");
        assertThat(catalog.describe(ref("Creating")).index("byB").orElseThrow().status())
                .isEqualTo(IndexStatus.ACTIVE);
    }

    // Several writers

    @Test
    void onlyOneOfManyConcurrentCreationsOfANameWins() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                outcomes.add(threads.submit(this::createOrders));
            }
            int won = 0;
            for (Future<Boolean> outcome : outcomes) {
                won += outcome.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    private boolean createOrders() {
        try {
            catalog.create(TableRequests.onDemand(ORDERS));
            return true;
        } catch (DatabaseException.ResourceInUse _) {
            return false;
        }
    }

    /** A second process on the same store: the loser decides again from what the winner left. */
    @Test
    void writerWithAnOldImageDecidesAgainOnTheNewState() {
        Catalog other = open();
        catalog.create(TableRequests.onDemand(ref("First")));

        other.create(TableRequests.onDemand(ORDERS));

        assertThat(other.describe(ORDERS).space())
                .isNotEqualTo(other.describe(ref("First")).space());
        assertThatThrownBy(() -> catalog.create(TableRequests.onDemand(ORDERS)))
                .isInstanceOf(DatabaseException.ResourceInUse.class);
    }

    /** What a write of an item relies on: any change of the table moves its version. */
    @Test
    void versionOfATableIsThatOfItsRecord() {
        Table table = active(TableRequests.onDemand(ORDERS));
        catalog.tag(ORDERS, Map.of("team", "koa"));

        assertThat(catalog.require(ORDERS).version()).isGreaterThan(table.version());
        try (ReadView view = storage.read()) {
            assertThat(view.get(Keyspace.table(ORDERS)))
                    .extracting(Stored::version)
                    .isEqualTo(catalog.require(ORDERS).version());
        }
    }

    // Listing

    @Test
    void namesAreListedInOrderPageByPage() {
        for (String name : List.of("b.b", "a_a", "B-B", "c00")) {
            catalog.create(TableRequests.onDemand(ref(name)));
        }
        catalog.create(
                TableRequests.onDemand(new TableRef(ORDERS.account(), "us-east-1", "other")));

        assertThat(catalog.list(ORDERS.account(), ORDERS.region(), null, 3))
                .isEqualTo(new Catalog.NamePage(List.of("B-B", "a_a", "b.b"), "b.b"));
        assertThat(catalog.list(ORDERS.account(), ORDERS.region(), "b.b", 3))
                .isEqualTo(new Catalog.NamePage(List.of("c00"), null));
        assertThat(catalog.list(ORDERS.account(), ORDERS.region(), null, 4).last())
                .as("no further page when the names just fit")
                .isNull();
        assertThat(catalog.list(ORDERS.account(), ORDERS.region(), "aa", 4).names())
                .as("the start need not exist")
                .containsExactly("b.b", "c00");
    }

    // Limits

    @Test
    void noMoreThan500TablesAreBusyAtOnce() {
        for (int i = 0; i < Catalog.MAX_BUSY_TABLES; i++) {
            catalog.create(TableRequests.onDemand(ref("busy-" + i)));
        }
        assertThatThrownBy(() -> catalog.create(TableRequests.onDemand(ORDERS)))
                .isInstanceOf(DatabaseException.LimitExceeded.class)
                .hasMessage(
                        "Subscriber limit exceeded: Only 500 tables can be created, updated, or"
                                + " deleted simultaneously");
        catalog.create(
                TableRequests.onDemand(new TableRef(ORDERS.account(), "us-east-1", "Orders")));
    }

    @Test
    void noMoreThan250TablesWithIndexesAreCreatedAtOnce() {
        for (int i = 0; i < Catalog.MAX_INDEXED_TABLES_IN_CREATION; i++) {
            catalog.create(TableRequests.withIndexes(ref("busy-" + i)));
        }
        assertThatThrownBy(() -> catalog.create(TableRequests.withIndexes(ORDERS)))
                .isInstanceOf(DatabaseException.LimitExceeded.class);
        catalog.create(TableRequests.onDemand(ORDERS));
    }

    @Test
    void noMoreThan2500TablesInAnAccountAndRegion() {
        for (int i = 0; i < Catalog.MAX_TABLES; i++) {
            catalog.create(TableRequests.onDemand(ref("table-" + i)));
            if (i % 400 == 0) {
                catalog.runOnce(now);
            }
        }
        catalog.runOnce(now);
        assertThatThrownBy(() -> catalog.create(TableRequests.onDemand(ORDERS)))
                .isInstanceOf(DatabaseException.LimitExceeded.class)
                .hasMessage(
                        "Subscriber limit exceeded: There is a limit of 2500 tables per"
                                + " subscriber");
    }

    // Tags, expiry, recovery

    @Test
    void tagsAreSetReplacedAndRemoved() {
        active(TableRequests.onDemand(ORDERS));
        catalog.tag(ORDERS, Map.of("team", "koa"));
        catalog.tag(ORDERS, Map.of("stage", "dev"));
        catalog.tag(ORDERS, Map.of("team", "moa"));
        assertThat(catalog.tags(ORDERS)).isEqualTo(Map.of("team", "moa", "stage", "dev"));

        catalog.untag(ORDERS, Set.of("team", "never-set"));
        assertThat(catalog.tags(ORDERS)).isEqualTo(Map.of("stage", "dev"));
    }

    @Test
    void moreThan50TagsAreRefusedAndNothingIsSet() {
        active(TableRequests.onDemand(ORDERS));
        for (int i = 0; i < 50; i++) {
            catalog.tag(ORDERS, Map.of("k" + i, "v"));
        }
        assertThatThrownBy(() -> catalog.tag(ORDERS, Map.of("k50", "v")))
                .isInstanceOf(ValidationException.class);
        assertThat(catalog.tags(ORDERS)).hasSize(50);
        catalog.tag(ORDERS, Map.of("k7", "other"));
    }

    @Test
    void tagsOfAnUnknownTable() {
        String arn = ORDERS.arn();
        assertThatThrownBy(() -> catalog.tag(ORDERS, Map.of("k", "v")))
                .isInstanceOf(DatabaseException.ResourceNotFound.class)
                .hasMessage("Requested resource not found: ResourcArn: " + arn + " not found");
        assertThatThrownBy(() -> catalog.untag(ORDERS, Set.of("k")))
                .isInstanceOf(DatabaseException.ResourceNotFound.class)
                .hasMessage("Requested resource not found");
    }

    @Test
    void timeToLiveIsSwitchedAtMostOnceAnHour() {
        active(TableRequests.onDemand(ORDERS));
        catalog.updateTimeToLive(ORDERS, true, "expires");
        assertThat(timeToLive().status()).isEqualTo(TimeToLive.Status.ENABLING);
        catalog.runOnce(now);
        assertThat(timeToLive().status()).isEqualTo(TimeToLive.Status.ENABLED);

        assertThatThrownBy(() -> catalog.updateTimeToLive(ORDERS, true, "expires"))
                .hasMessage("TimeToLive is already enabled");
        assertThatThrownBy(() -> catalog.updateTimeToLive(ORDERS, true, "other"))
                .hasMessage(
                        "TimeToLive is active on a different AttributeName: current AttributeName"
                                + " is expires");
        now = now.plus(Duration.ofMinutes(59));
        assertThatThrownBy(() -> catalog.updateTimeToLive(ORDERS, false, "expires"))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Time to live has been modified multiple times within a fixed interval");
        now = now.plus(Duration.ofMinutes(1));
        catalog.updateTimeToLive(ORDERS, false, "expires");
        assertThat(timeToLive().status()).isEqualTo(TimeToLive.Status.DISABLING);
        catalog.runOnce(now);
        assertThat(timeToLive().status()).isEqualTo(TimeToLive.Status.DISABLED);
        assertThatThrownBy(() -> catalog.updateTimeToLive(ORDERS, false, "expires"))
                .hasMessage("TimeToLive is already disabled");
    }

    private TimeToLive timeToLive() {
        return catalog.describe(ORDERS).settings().timeToLive();
    }

    @Test
    void recoveryKeepsItsBeginningWhenOnlyThePeriodChanges() {
        active(TableRequests.onDemand(ORDERS));
        assertThat(catalog.recovery(ORDERS).enabled()).isFalse();
        PointInTimeRecovery first = catalog.updateRecovery(ORDERS, true, null);
        assertThat(first.days()).isEqualTo(35);
        Instant begun = now;
        now = now.plus(Duration.ofDays(3));

        PointInTimeRecovery second = catalog.updateRecovery(ORDERS, true, 2);
        assertThat(second.since()).isEqualTo(begun);
        assertThat(second.earliest(now)).isEqualTo(now.minus(Duration.ofDays(2)));
        assertThat(second.latest(now)).isEqualTo(now);

        assertThat(catalog.updateRecovery(ORDERS, false, null).earliest(now)).isNull();
        assertThatThrownBy(() -> catalog.recovery(ref("Unknown")))
                .isInstanceOf(DatabaseException.TableNotFound.class)
                .hasMessage("Table not found: Unknown");
    }

    @Test
    void throughputChangesWhenTheUpdateIsDone() {
        active(TableRequests.provisioned(ORDERS, 5, 5));
        Table updating = catalog.update(TableRequests.change(ORDERS).throughput(10, 3).build());
        assertThat(updating.status()).isEqualTo(TableStatus.UPDATING);
        assertThat(updating.throughput()).isEqualTo(new Throughput(5, 5));
        assertThat(catalog.require(ORDERS)).as("usable while UPDATING").isEqualTo(updating);

        catalog.runOnce(now);

        Table updated = catalog.require(ORDERS);
        assertThat(updated.status()).isEqualTo(TableStatus.ACTIVE);
        assertThat(updated.throughput()).isEqualTo(new Throughput(10, 3));
        assertThat(updated.settings().capacity().lastIncrease()).isEqualTo(now);
        assertThat(updated.settings().capacity().lastDecrease()).isEqualTo(now);
        assertThat(updated.settings().capacity().decreasesToday(now)).isEqualTo(1);
    }

    @Test
    void onDemandTableShowsSinceWhenOnceItIsActive() {
        assertThat(catalog.create(TableRequests.onDemand(ORDERS)).settings().lastOnDemand())
                .isNull();
        catalog.runOnce(now);
        assertThat(catalog.require(ORDERS).settings().lastOnDemand()).isEqualTo(now);
        assertThat(catalog.require(ORDERS).billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    }

    @Test
    void newIndexIsFilledPieceByPieceThenActive() {
        active(TableRequests.onDemand(ORDERS));
        Table updating = catalog.update(TableRequests.change(ORDERS).create("byB", "b").build());
        IndexState created = updating.index("byB").orElseThrow();
        assertThat(updating.status()).isEqualTo(TableStatus.UPDATING);
        assertThat(created.status()).isEqualTo(IndexStatus.CREATING);
        assertThat(created.backfilling()).isFalse();
        assertThat(updating.definition().attributes()).containsEntry("b", KeyType.S);

        nextPiece = new Key(created.space(), bytes("x"), bytes("y"));
        assertThat(catalog.runOnce(now)).isTrue();
        IndexState filling = catalog.require(ORDERS).index("byB").orElseThrow();
        assertThat(filling.backfilling()).isTrue();
        assertThat(filling.status()).isEqualTo(IndexStatus.CREATING);
        assertThat(catalog.require(ORDERS).status()).isEqualTo(TableStatus.ACTIVE);

        assertThat(catalog.runOnce(now)).isFalse();
        assertThat(filled).containsExactly("byB", "byB+");
        IndexState done = catalog.require(ORDERS).index("byB").orElseThrow();
        assertThat(done.status()).isEqualTo(IndexStatus.ACTIVE);
        assertThat(done.backfilling()).isFalse();
    }

    @Test
    void deletedIndexIsGoneWithItsEntriesAndItsAttributes() {
        active(TableRequests.onDemand(ORDERS));
        catalog.update(TableRequests.change(ORDERS).create("byB", "b").build());
        catalog.runOnce(now);
        IndexState index = catalog.require(ORDERS).index("byB").orElseThrow();
        Key entry = new Key(index.space(), bytes("p"), bytes("s"));
        put(entry);

        Table updating = catalog.update(TableRequests.change(ORDERS).delete("byB").build());
        assertThat(updating.index("byB").orElseThrow().status()).isEqualTo(IndexStatus.DELETING);
        catalog.runOnce(now);

        Table updated = catalog.require(ORDERS);
        assertThat(updated.status()).isEqualTo(TableStatus.ACTIVE);
        assertThat(updated.indexes()).isEmpty();
        assertThat(updated.definition().indexes()).isEmpty();
        assertThat(updated.definition().attributes()).containsOnlyKeys("a");
        try (ReadView view = storage.read()) {
            assertThat(view.get(entry)).isNull();
        }
    }

    private Table active(NewTable wanted) {
        catalog.create(wanted);
        catalog.runOnce(now);
        return catalog.require(wanted.ref());
    }

    private void put(Key key) {
        storage.commit(new Commit(List.of(), List.of(new Commit.Write.Put(key, bytes("value")))));
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static TableRef ref(String name) {
        return new TableRef("000000000000", "eu-west-1", name);
    }

    /** Passes everything on; a test overrides what it wants to go wrong. */
    private static class ForwardingEngine implements StorageEngine {
        private final StorageEngine to;

        ForwardingEngine(StorageEngine to) {
            this.to = to;
        }

        @Override
        public ReadView read() {
            return to.read();
        }

        @Override
        public Commit.Result commit(Commit commit) {
            return to.commit(commit);
        }

        @Override
        public void dropSpace(long space) {
            to.dropSpace(space);
        }

        @Override
        public void close() {
            to.close();
        }
    }
}
