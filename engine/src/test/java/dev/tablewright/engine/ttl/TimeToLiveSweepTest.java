package dev.tablewright.engine.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.ReplicaOverrides;
import dev.tablewright.engine.catalog.TableSizes;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.changelog.ChangeLog;
import dev.tablewright.engine.changelog.ChangeRecord;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.query.ScanRequest;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.InMemoryEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class TimeToLiveSweepTest {
    private static final TableRef SESSIONS = new TableRef("000000000000", "eu-west-1", "Sessions");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Database database = Database.open(new InMemoryEngine(), () -> now, new Random(3));

    @BeforeEach
    void createTable() {
        database.tables()
                .create(
                        new NewTable(
                                SESSIONS,
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
        database.tables().settle(SESSIONS);
        database.tables().updateTimeToLive(SESSIONS, true, "expires");
        database.tables().settle(SESSIONS);
    }

    @ParameterizedTest(name = "{0} seconds from now: {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -1         | gone | it has expired
                    0          | gone | the second has come
                    1          | kept | not yet
                    -157000000 | gone | a little less than five years ago
                    -158000000 | kept | more than five years ago: hardly meant as a date
                    0.5        | kept | half a second to go
                    -0.5       | gone | a fraction does not save it
                    """)
    void itemIsDeletedWhenItsSecondHasCome(String seconds, String expected, String reason) {
        put("a", new AttributeValue.N(epochSecond().add(new BigDecimal(seconds))));

        sweep();

        assertThat(exists("a")).as(reason).isEqualTo(expected.equals("kept"));
    }

    @Test
    void onlyNumbersOfSecondsAreDates() {
        put("text", new AttributeValue.S("1"));
        put("millis", new AttributeValue.N(epochSecond().multiply(new BigDecimal(1000))));
        put("none", null);

        sweep();

        assertThat(exists("text")).isTrue();
        assertThat(exists("millis")).isTrue();
        assertThat(exists("none")).isTrue();
    }

    /** The deletion is marked as one of the database in one region, as on AWS. */
    @Test
    void itemOfATableWithReplicasExpiresInOneOfThem() {
        TableRef there = new TableRef(SESSIONS.account(), "us-east-1", SESSIONS.name());
        database.tables()
                .replicate(SESSIONS, new ReplicaChange.Create("us-east-1", ReplicaOverrides.NONE));
        put("a", new AttributeValue.N(epochSecond().subtract(BigDecimal.ONE)));

        sweep();

        assertThat(exists("a")).isFalse();
        assertThat(origins(SESSIONS)).containsExactly(Origin.REQUEST, Origin.EXPIRY);
        assertThat(origins(there)).doesNotContain(Origin.EXPIRY).contains(Origin.REPLICATION);
    }

    private List<Origin> origins(TableRef table) {
        return database
                .changes()
                .read(
                        database.tables().describe(table).space(),
                        ChangeLog.ALL_PARTS,
                        0,
                        Long.MAX_VALUE,
                        new ChangeLog.Limit(10, Long.MAX_VALUE, false))
                .records()
                .stream()
                .map(ChangeRecord::origin)
                .toList();
    }

    @Test
    void nothingExpiresWhileItIsSwitchedOff() {
        now = now.plus(Duration.ofHours(2));
        database.tables().updateTimeToLive(SESSIONS, false, "expires");
        database.tables().settle(SESSIONS);
        put("a", new AttributeValue.N(epochSecond().subtract(BigDecimal.TEN)));

        sweep();

        assertThat(exists("a")).isTrue();
    }

    @Test
    void tablesLargerThanAChunkAreSweptWhole() {
        for (int i = 0; i < 50; i++) {
            put("item-" + i, new AttributeValue.N(epochSecond().subtract(BigDecimal.ONE)));
        }
        var sweep =
                new TimeToLiveSweep(
                        database.tables(),
                        database.queries(),
                        (table, key, expired) ->
                                database.items().write(table, new ItemWrite.Remove(key, expired)),
                        7);
        int steps = 1;
        while (sweep.runOnce(now)) {
            steps++;
        }

        assertThat(steps).isBetween(7, 9);
        var everything = new ScanRequest(SESSIONS, null, null, null, null, null, null, true, 0, 1);
        assertThat(database.queries().scan(everything).count()).isZero();
    }

    @Test
    void nextRoundComesAfterAPause() {
        sweep();
        put("a", new AttributeValue.N(epochSecond().subtract(BigDecimal.ONE)));

        sweep();
        assertThat(exists("a")).as("in the pause").isTrue();
        now = now.plus(Duration.ofSeconds(10));
        sweep();
        assertThat(exists("a")).isFalse();
    }

    @Test
    void sizesAreCountedInTheBackground() {
        long space = database.tables().require(SESSIONS).space();
        Item item = put("a", new AttributeValue.N(epochSecond().add(BigDecimal.TEN)));
        assertThat(database.sizes().of(space)).isEqualTo(new TableSizes.Size(0, 0));

        sweep();

        assertThat(database.sizes().of(space)).isEqualTo(new TableSizes.Size(1, item.sizeBytes()));
    }

    private void sweep() {
        boolean more = true;
        while (more) {
            more = database.runOnce(now);
        }
    }

    private BigDecimal epochSecond() {
        return BigDecimal.valueOf(now.getEpochSecond());
    }

    private Item put(String id, @Nullable AttributeValue expires) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>(key(id).attributes());
        if (expires != null) {
            attributes.put("expires", expires);
        }
        Item item = Item.of(attributes);
        database.items().write(SESSIONS, new ItemWrite.Put(item, Condition.ALWAYS));
        return item;
    }

    private boolean exists(String id) {
        return database.items().get(SESSIONS, key(id), true).item() != null;
    }

    private static Item key(String id) {
        return Item.of(Map.of("id", new AttributeValue.S(id)));
    }
}
