package dev.tablewright.server.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.ReplicaOverrides;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.server.autoscaling.AutoScaling.Registration;
import dev.tablewright.server.autoscaling.Capacity.Direction;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageEngine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Capacity follows load by the clock: a table with 100 reads and writes, an index with 50. */
class ScalerTest {
    private static final TableRef ORDERS = new TableRef("000000000000", "eu-west-1", "Orders");
    private static final Capacity READS = new Capacity(ORDERS, null, Direction.READ);
    private static final Capacity INDEX_WRITES = new Capacity(ORDERS, "byState", Direction.WRITE);

    private final StorageEngine storage = new InMemoryEngine();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Database database = Database.open(storage, () -> now, new Random(5));
    private final EnvironmentBudgets budgets =
            EnvironmentBudgets.open(new InMemoryEngine(), database, () -> now);
    private final AutoScaling state = AutoScaling.open(storage, () -> now, new Random(6));
    private final ConsumptionMeter meter = new ConsumptionMeter();
    private final Scaler scaler = new Scaler(state, database, budgets, meter);

    @BeforeEach
    void makeTable() {
        IndexProjection all = new IndexProjection(IndexProjection.Type.ALL, List.of());
        var id = new KeyElement("id", KeyElement.Role.HASH);
        var byState = new KeyElement("state", KeyElement.Role.HASH);
        database.tables()
                .create(
                        new NewTable(
                                ORDERS,
                                List.of(
                                        new AttributeDeclaration("id", KeyType.S),
                                        new AttributeDeclaration("state", KeyType.S)),
                                List.of(id),
                                null,
                                List.of(
                                        new IndexDeclaration(
                                                "byState",
                                                List.of(byState),
                                                all,
                                                new Throughput(50, 50),
                                                null,
                                                null)),
                                BillingMode.PROVISIONED,
                                new Throughput(100, 100),
                                null,
                                null,
                                null,
                                null,
                                null,
                                false,
                                Map.of()));
        database.tables().settle(ORDERS);
    }

    private void register(Capacity capacity, long min, long max) {
        state.register(new Registration(capacity, min, max, null, Map.of()));
        state.put(
                new ScalingPolicy(
                        capacity, "follow", "", 70, false, Duration.ZERO, Duration.ZERO, now));
    }

    private Throughput table() {
        return database.tables().describe(ORDERS).throughput();
    }

    private Throughput index() {
        return database.tables().describe(ORDERS).indexes().getFirst().definition().throughput();
    }

    /** A minute in which so many units a second are read from the table. */
    private void minute(double reads) {
        meter.note(ConsumedCapacity.onTable(ORDERS, new Units(reads * 60, 0)));
        now = now.plusSeconds(60);
        scaler.runOnce(now);
    }

    @Test
    void capacityOutsideOfItsBoundsIsMovedAtOnce() {
        register(READS, 5, 40);
        register(INDEX_WRITES, 60, 90);

        scaler.runOnce(now);

        assertThat(table()).isEqualTo(new Throughput(40, 100));
        assertThat(index()).isEqualTo(new Throughput(50, 60));
        assertThat(state.activities("000000000000", "eu-west-1"))
                .extracting(ScalingActivity::cause)
                .containsExactlyInAnyOrder(
                        "maximum capacity was set to 40", "minimum capacity was set to 60");
    }

    /** Every replica takes the writes of all: the load is theirs together. */
    @Test
    void writesOfAllReplicasCount() {
        Capacity writes = new Capacity(ORDERS, null, Direction.WRITE);
        register(writes, 5, 400);
        TableRef there = new TableRef(ORDERS.account(), "us-east-1", ORDERS.name());
        database.tables()
                .replicate(ORDERS, new ReplicaChange.Create("us-east-1", ReplicaOverrides.NONE));
        while (!database.tables().describe(there).usable()) {
            var _ = database.runOnce(now);
        }
        scaler.runOnce(now);
        for (int minute = 0; minute < 3; minute++) {
            meter.note(ConsumedCapacity.onTable(ORDERS, new Units(0, 60 * 60)));
            meter.note(ConsumedCapacity.onTable(there, new Units(0, 80 * 60)));
            now = now.plusSeconds(60);
            scaler.runOnce(now);
        }

        assertThat(table().write()).isEqualTo(200);
        assertThat(database.tables().describe(there).throughput().write()).isEqualTo(200);
    }

    @Test
    void capacityFollowsTheLoadUpAndDown() {
        register(READS, 5, 400);
        scaler.runOnce(now);

        minute(140);
        assertThat(table().read()).isEqualTo(100);
        minute(140);
        assertThat(table().read()).isEqualTo(200);

        for (int i = 0; i < 14; i++) {
            minute(7);
        }
        assertThat(table().read()).isEqualTo(200);
        minute(7);
        assertThat(table()).isEqualTo(new Throughput(10, 100));
    }

    /** A day has few decreases; what is refused is told and does not stop anything else. */
    @Test
    void refusedDecreaseIsAFailedActivity() {
        register(READS, 1, 400);
        for (long max = 90; max >= 50; max -= 10) {
            state.register(new Registration(READS, null, max, null, Map.of()));
            scaler.runOnce(now);
        }

        assertThat(table().read()).as("four decreases in the first hour").isEqualTo(60);
        ScalingActivity last = state.activities("000000000000", "eu-west-1").getFirst();
        assertThat(last.successful()).isFalse();
        assertThat(last.message()).contains("decrease");
    }

    @Test
    void targetGoesWithItsTable() {
        register(READS, 5, 400);
        database.tables().delete(ORDERS);
        database.tables().settle(ORDERS);

        scaler.runOnce(now);

        assertThat(state.targets()).isEmpty();
        assertThat(state.policies("000000000000", "eu-west-1")).isEmpty();
    }

    @Test
    void targetsAndPoliciesSurviveARestart() {
        register(READS, 5, 400);

        AutoScaling again = AutoScaling.open(storage, () -> now, new Random(7));

        assertThat(again.targets()).isEqualTo(state.targets());
        assertThat(again.policiesOf(READS)).isEqualTo(state.policiesOf(READS));
    }
}
