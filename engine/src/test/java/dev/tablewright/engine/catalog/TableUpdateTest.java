package dev.tablewright.engine.catalog;

import static dev.tablewright.engine.catalog.TableRequests.hash;
import static dev.tablewright.engine.catalog.TableRequests.index;
import static dev.tablewright.engine.catalog.TableRequests.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.changelog.SequenceClock;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.Key;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** What one UpdateTable may ask for, and what becomes of it. */
class TableUpdateTest {
    private static final TableRef T = new TableRef("000000000000", "eu-west-1", "Orders");
    private static final String INVALID = "One or more parameter values were invalid: ";

    private Instant now = Instant.parse("2026-03-01T00:30:00Z");
    private @Nullable Key nextPiece;
    private final Catalog catalog =
            Catalog.open(
                    new InMemoryEngine(),
                    () -> now,
                    new Random(11),
                    new SequenceClock(() -> now),
                    (_, _, _) -> nextPiece);

    private void onDemand() {
        make(TableRequests.onDemand(T));
    }

    private void provisioned() {
        make(TableRequests.provisioned(T, 10, 10));
    }

    private void make(NewTable wanted) {
        catalog.create(wanted);
        catalog.settle(T);
    }

    private static TableRequests.Change change() {
        return TableRequests.change(T);
    }

    private Table update(TableRequests.Change wanted) {
        catalog.update(wanted.build());
        catalog.settle(T);
        return catalog.describe(T);
    }

    private void refused(TableRequests.Change wanted, String message) {
        Table before = catalog.find(T);
        assertThatThrownBy(() -> catalog.update(wanted.build()))
                .isInstanceOf(ValidationException.class)
                .hasMessage(message);
        assertThat(catalog.find(T)).isEqualTo(before);
    }

    private void limited(TableRequests.Change wanted, String message) {
        assertThatThrownBy(() -> catalog.update(wanted.build()))
                .isInstanceOf(DatabaseException.LimitExceeded.class)
                .hasMessage("Subscriber limit exceeded: " + message);
    }

    @Test
    void emptyUpdateIsRefused() {
        onDemand();
        refused(
                change().attribute("a", KeyType.S),
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
                        + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is"
                        + " required");
    }

    // Capacity

    @Test
    void throughputMustChange() {
        provisioned();
        refused(
                change().throughput(10, 10),
                "The provisioned throughput for the table will not change. The requested value"
                        + " equals the current value. Current ReadCapacityUnits provisioned for the"
                        + " table: 10. Requested ReadCapacityUnits: 10. Current WriteCapacityUnits"
                        + " provisioned for the table: 10. Requested WriteCapacityUnits: 10. Refer"
                        + " to the Amazon DynamoDB Developer Guide for current limits and how to"
                        + " request higher limits.");
    }

    @Test
    void throughputIsForProvisionedTables() {
        onDemand();
        refused(
                change().throughput(1, 1),
                INVALID
                        + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when"
                        + " BillingMode is PAY_PER_REQUEST");
        refused(
                change().billing(BillingMode.PROVISIONED),
                INVALID
                        + "ProvisionedThroughput must be specified when BillingMode is"
                        + " PROVISIONED");
        limited(
                change().billing(BillingMode.PROVISIONED).throughput(1, 40_001),
                "Provisioned throughput of a table or index is limited to 40000 read and 40000"
                        + " write capacity units");
    }

    @Test
    void billingModeTakesGlobalIndexesAlong() {
        make(TableRequests.withIndexes(T));
        refused(
                change().billing(BillingMode.PROVISIONED).throughput(5, 6),
                INVALID + "ProvisionedThroughput must be specified for index: global");

        Table provisioned =
                update(
                        change().billing(BillingMode.PROVISIONED)
                                .throughput(5, 6)
                                .indexThroughput("global", 7, 8));
        assertThat(provisioned.billingMode()).isEqualTo(BillingMode.PROVISIONED);
        assertThat(provisioned.throughput()).isEqualTo(new Throughput(5, 6));
        assertThat(global(provisioned).definition().throughput()).isEqualTo(new Throughput(7, 8));
        assertThat(provisioned.definition().index("global").orElseThrow().throughput())
                .as("the definition says the same as the state")
                .isEqualTo(new Throughput(7, 8));

        Table onDemand = update(change().billing(BillingMode.PAY_PER_REQUEST));
        assertThat(onDemand.throughput()).isEqualTo(Throughput.ON_DEMAND);
        assertThat(global(onDemand).definition().throughput()).isEqualTo(Throughput.ON_DEMAND);
        assertThat(global(onDemand).status()).isEqualTo(IndexStatus.ACTIVE);
        assertThat(onDemand.settings().lastOnDemand()).isEqualTo(now);
    }

    private static IndexState global(Table table) {
        return table.index("global").orElseThrow();
    }

    @Test
    void tableBecomesOnDemandAtMostFourTimesIn24Hours() {
        provisioned();
        for (int i = 0; i < 4; i++) {
            update(change().billing(BillingMode.PAY_PER_REQUEST));
            update(change().billing(BillingMode.PROVISIONED).throughput(5, 5));
            now = now.plus(Duration.ofHours(1));
        }
        limited(
                change().billing(BillingMode.PAY_PER_REQUEST),
                "Update to PayPerRequest mode are limited to 4 times in 1 day(s). Last update at"
                        + " Sun Mar 01 03:30:00 UTC 2026. Next update can be made at Mon Mar 02"
                        + " 00:30:00 UTC 2026");
        now = Instant.parse("2026-03-02T00:30:00Z");
        update(change().billing(BillingMode.PAY_PER_REQUEST));
    }

    /** Four at once, then one for each hour without any; the count starts anew at midnight UTC. */
    @Test
    void throughputDecreasesAreRationed() {
        provisioned();
        for (int read = 9; read >= 6; read--) {
            update(change().throughput(read, 10));
        }
        limited(
                change().throughput(5, 10),
                "Provisioned throughput decreases are limited within a given UTC day. After the"
                    + " first 4 decreases, each subsequent decrease in the same UTC day can be"
                    + " performed at most once every 3600 seconds. Number of decreases today: 4."
                    + " Last decrease at Sunday, March 1, 2026 12:30:00 AM UTC. Next decrease can"
                    + " be made at Sunday, March 1, 2026 1:30:00 AM UTC");
        update(change().throughput(20, 20));
        now = now.plus(Duration.ofHours(1));
        assertThat(update(change().throughput(5, 10)).settings().capacity().decreasesToday(now))
                .isEqualTo(5);
        now = Instant.parse("2026-03-02T00:00:00Z");
        assertThat(update(change().throughput(4, 10)).settings().capacity().decreasesToday(now))
                .isEqualTo(1);
    }

    @Test
    void onDemandLimitsAreForOnDemandTables() {
        onDemand();
        assertThat(update(change().limit(5, -1)).settings().onDemandLimit())
                .isEqualTo(new OnDemandLimit(5, -1));
        refused(
                change().limit(0, 5),
                INVALID
                        + "Requested MaxReadRequestUnits for OnDemandThroughput for table is"
                        + " outside of valid range");
        assertThat(
                        update(change().billing(BillingMode.PROVISIONED).throughput(1, 1))
                                .settings()
                                .onDemandLimit())
                .isNull();
    }

    @Test
    void warmThroughputOnlyGrows() {
        onDemand();
        assertThatThrownBy(() -> update(change().warm(11_999, 4_000)))
                .isInstanceOf(ValidationException.class);
        assertThat(update(change().warm(20_000, 4_000)).settings().warmThroughput())
                .isEqualTo(new WarmThroughput(20_000, 4_000));
        assertThatThrownBy(() -> update(change().warm(19_000, 4_000)))
                .isInstanceOf(ValidationException.class);
        assertThat(update(change().warm(0, 6_000)).settings().warmThroughput())
                .as("one alone leaves the other")
                .isEqualTo(new WarmThroughput(20_000, 6_000));
    }

    // Indexes

    @Test
    void oneIndexComesOrGoesPerCall() {
        make(TableRequests.withIndexes(T));
        String oneAtATime =
                "Only 1 online index can be created or deleted simultaneously per table";
        limited(change().delete("global").create("byX", "x"), oneAtATime);
        limited(change().create("byX", "x").create("byY", "y"), oneAtATime);
        refused(
                change().delete("global").delete("global"),
                INVALID
                        + "Only one global secondary index update per index is allowed"
                        + " simultaneously. Index: global");
    }

    @Test
    void newIndexHasANameAndAttributesOfItsOwn() {
        make(TableRequests.withIndexes(T));
        refused(
                change().create("global", "c"),
                "Attempting to create an index which already exists");
        refused(
                change().create("local", "c"),
                "Attempting to create an index which already exists");
        refused(
                change().index(new IndexChange.Create(index("byX", hash("x")))),
                INVALID
                        + "Some index key attributes are not defined in AttributeDefinitions. Keys:"
                        + " [x], AttributeDefinitions: []");
        refused(
                change().create("byX", "x").attribute("y", KeyType.S),
                INVALID
                        + "Some AttributeDefinitions are not used. AttributeDefinitions: [x, y],"
                        + " keys used: [a, b, c, x]");
        refused(
                change().attribute("c", KeyType.N)
                        .index(new IndexChange.Create(index("byC", hash("c")))),
                "invalid attribute, SchemaElement redefined should be of same type as previously"
                        + " defined");
    }

    @Test
    void newIndexOfAProvisionedTableNamesItsThroughput() {
        provisioned();
        refused(
                change().create("byX", "x"),
                INVALID + "ProvisionedThroughput is not specified for index: byX");
    }

    @Test
    void tableHasAtMostTwentyGlobalIndexes() {
        IndexDeclaration[] twenty = new IndexDeclaration[20];
        java.util.Arrays.setAll(twenty, i -> index("index" + i, hash("a")));
        make(TableRequests.create(T).global(twenty).build());
        refused(
                change().create("byX", "x"),
                INVALID + "GlobalSecondaryIndex count exceeds the per-table limit of 20");
    }

    @Test
    void onlyGlobalIndexesGo() {
        make(TableRequests.withIndexes(T));
        for (String name : List.of("nope", "local")) {
            assertThatThrownBy(() -> catalog.update(change().delete(name).build()))
                    .isInstanceOf(DatabaseException.ResourceNotFound.class)
                    .hasMessage("Requested resource not found");
            refused(change().indexThroughput(name, 1, 1), "Invalid global secondary index name");
        }
    }

    @Test
    void throughputOfAnIndexChangesOnItsOwn() {
        make(
                TableRequests.create(T)
                        .attributes("a", "c")
                        .throughput(1, 1)
                        .global(
                                new IndexDeclaration(
                                        "global",
                                        List.of(hash("c")),
                                        new IndexProjection(IndexProjection.Type.ALL, List.of()),
                                        new Throughput(2, 2),
                                        null,
                                        null))
                        .build());
        assertThatThrownBy(() -> update(change().indexThroughput("global", 2, 2)))
                .hasMessageStartingWith(
                        "The provisioned throughput for the index global will not change.");

        catalog.update(change().indexThroughput("global", 3, 1).build());
        IndexState updating = global(catalog.describe(T));
        assertThat(updating.status()).isEqualTo(IndexStatus.UPDATING);
        assertThat(updating.definition().throughput()).isEqualTo(new Throughput(2, 2));
        catalog.settle(T);
        IndexState updated = global(catalog.describe(T));
        assertThat(updated.status()).isEqualTo(IndexStatus.ACTIVE);
        assertThat(updated.definition().throughput()).isEqualTo(new Throughput(3, 1));
        assertThat(updated.capacity().decreasesToday(now)).isEqualTo(1);
    }

    /** AWS: while an index is being filled it may be removed, but nothing else may come or go. */
    @Test
    void indexThatIsBeingFilledMayOnlyBeRemoved() {
        make(TableRequests.withIndexes(T));
        nextPiece =
                new Key(
                        0,
                        dev.tablewright.storage.Bytes.EMPTY,
                        dev.tablewright.storage.Bytes.EMPTY);
        catalog.update(change().create("byX", "x").build());
        assertThat(catalog.describe(T).status()).isEqualTo(TableStatus.UPDATING);
        catalog.runOnce(now);
        assertThat(catalog.describe(T).index("byX").orElseThrow().backfilling()).isTrue();

        limited(
                change().create("byY", "y"),
                "Only 1 online index can be created or deleted simultaneously per table");
        limited(
                change().delete("global"),
                "Only 1 online index can be created or deleted simultaneously per table");
        assertThatThrownBy(
                        () ->
                                catalog.update(
                                        change().index(
                                                        new IndexChange.Update(
                                                                "byX",
                                                                null,
                                                                new OnDemandLimit(5, 5),
                                                                null))
                                                .build()))
                .isInstanceOf(DatabaseException.ResourceInUse.class);

        Table without = update(change().delete("byX"));
        assertThat(without.index("byX")).isEmpty();
        assertThat(without.definition().attributes()).containsOnlyKeys("a", "b", "c");
    }

    // Everything else

    @Test
    void streamIsSwitchedOnAndOffAndKeepsItsLabel() {
        onDemand();
        refused(change().stream(false, null), "Table has no stream to disable: TableName: Orders");
        StreamSettings on = update(change().stream(true, StreamView.NEW_IMAGE)).settings().stream();
        assertThat(on.label()).isEqualTo("2026-03-01T00:30:00.000");
        refused(
                change().stream(true, StreamView.NEW_IMAGE),
                "Table already has an enabled stream: TableName: Orders");
        StreamSettings off = update(change().stream(false, null)).settings().stream();
        assertThat(off.view()).isNull();
        assertThat(off.label()).isEqualTo(on.label());
    }

    @Test
    void streamAndThroughputAreNotChangedTogether() {
        provisioned();
        refused(
                change().stream(true, StreamView.KEYS_ONLY).throughput(20, 20),
                "You cannot modify stream status while updating table IOPS");
    }

    @Test
    void encryptionIsKeptAndShown() {
        onDemand();
        Encryption encryption = update(change().encrypt(true)).settings().encryption();
        assertThat(encryption)
                .extracting(Encryption::keyArn)
                .asString()
                .matches("arn:aws:kms:eu-west-1:000000000000:key/[0-9a-f-]{36}");
        assertThat(update(change().encrypt(false)).settings().encryption()).isNull();
    }

    @Test
    void classChangesTwiceIn30Days() {
        onDemand();
        update(change().tableClass(TableClass.STANDARD_INFREQUENT_ACCESS));
        update(change().tableClass(TableClass.STANDARD));
        assertThat(catalog.update(change().tableClass(TableClass.STANDARD).build()).status())
                .as("the class it has already")
                .isEqualTo(TableStatus.ACTIVE);
        assertThatThrownBy(() -> update(change().tableClass(TableClass.STANDARD_INFREQUENT_ACCESS)))
                .isInstanceOf(DatabaseException.LimitExceeded.class);
        now = now.plus(Duration.ofDays(30));
        update(change().tableClass(TableClass.STANDARD_INFREQUENT_ACCESS));
    }

    @Test
    void localIndexStaysAsItIs() {
        make(
                TableRequests.create(T)
                        .attributes("a", "b", "c")
                        .key(hash("a"), range("b"))
                        .local(index("local", hash("a"), range("c")))
                        .throughput(5, 5)
                        .build());
        Table onDemand = update(change().billing(BillingMode.PAY_PER_REQUEST));
        assertThat(onDemand.index("local").orElseThrow().status()).isEqualTo(IndexStatus.ACTIVE);
    }
}
