package dev.tablewright.server.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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

import org.jspecify.annotations.Nullable;
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

    private ScheduledAction schedule(
            String name, String schedule, @Nullable Long min, @Nullable Long max) {
        return state.put(
                new ActionRequest(
                        READS,
                        name,
                        schedule,
                        null,
                        null,
                        null,
                        new ActionRequest.Bounds(min, max)));
    }

    private long readsAfter(Duration time) {
        now = now.plus(time);
        scaler.runOnce(now);
        return table().read();
    }

    @Test
    void scheduledActionsMoveTheBoundsAtTheirTimes() {
        register(READS, 5, 400);
        schedule("up", "cron(0 13 * * ? *)", 200L, null);
        schedule("down", "cron(0 14 * * ? *)", 10L, 20L);

        assertThat(readsAfter(Duration.ofMinutes(59))).isEqualTo(100);
        assertThat(readsAfter(Duration.ofMinutes(1))).isEqualTo(200);
        assertThat(state.find(READS)).extracting(ScalableTarget::max).isEqualTo(400L);
        assertThat(readsAfter(Duration.ofHours(1))).isEqualTo(20);
        assertThat(state.activities("000000000000", "eu-west-1"))
                .filteredOn(activity -> activity.cause().startsWith("scheduled"))
                .extracting(ScalingActivity::cause, ScalingActivity::message)
                .containsExactly(
                        tuple(
                                "scheduled action name down was triggered",
                                "Successfully set min capacity to 10 and max capacity to 20"),
                        tuple(
                                "scheduled action name up was triggered",
                                "Successfully set min capacity to 200"));
    }

    /** After a start, a run that was missed is made up for, the latest one last. */
    @Test
    void scheduledActionsAreKeptAndMadeUpFor() {
        register(READS, 5, 400);
        schedule("down", "cron(0 14 * * ? *)", null, 20L);
        schedule("up", "cron(0 13 * * ? *)", 10L, 400L);
        AutoScaling again = AutoScaling.open(storage, () -> now, new Random(7));
        assertThat(again.actions("000000000000", "eu-west-1"))
                .isEqualTo(state.actions("000000000000", "eu-west-1"));

        now = now.plus(Duration.ofDays(3));
        new Scaler(again, database, budgets, meter).runOnce(now);
        assertThat(again.find(READS)).extracting(ScalableTarget::max).isEqualTo(20L);
        assertThat(table().read()).isEqualTo(20);
    }

    @Test
    void scheduledActionRunsOnceOrWithinItsTimesOrNotWhileSuspended() {
        register(READS, 5, 400);
        schedule("once", "at(2026-03-01T13:00:00)", null, 50L);
        assertThat(readsAfter(Duration.ofHours(1))).isEqualTo(50);
        state.register(new Registration(READS, 5L, 400L, null, Map.of()));
        assertThat(readsAfter(Duration.ofDays(1))).isEqualTo(50);

        Instant start = now.plus(Duration.ofHours(2));
        state.put(
                new ActionRequest(
                        READS,
                        "within",
                        "rate(1 hour)",
                        null,
                        start,
                        start.plus(Duration.ofHours(1)),
                        new ActionRequest.Bounds(60L, null)));
        assertThat(readsAfter(Duration.ofMinutes(179))).isEqualTo(50);
        assertThat(readsAfter(Duration.ofMinutes(1))).isEqualTo(60);
        state.register(new Registration(READS, 5L, 40L, null, Map.of()));
        assertThat(readsAfter(Duration.ofHours(1))).isEqualTo(40);

        schedule("suspended", "rate(1 minute)", 90L, 400L);
        state.register(
                new Registration(
                        READS,
                        null,
                        null,
                        new ScalableTarget.Suspension(false, false, true),
                        Map.of()));
        assertThat(readsAfter(Duration.ofMinutes(2))).isEqualTo(40);
    }

    @Test
    void scheduledActionIsChangedInPartAndGoesWithItsTarget() {
        assertThatThrownBy(() -> schedule("early", "rate(1 hour)", 1L, null))
                .isInstanceOf(ScalingException.class)
                .hasMessageContaining("No scalable target found");
        register(READS, 5, 400);
        assertThatThrownBy(() -> schedule("bad", "rate(1 hours)", 1L, null))
                .hasMessage("Invalid schedule expression: rate(1 hours)");
        assertThatThrownBy(() -> schedule("bad", "at(2026-03-01T11:00:00)", 1L, null))
                .hasMessageContaining("in the past");
        assertThatThrownBy(() -> schedule("bad", "rate(1 hour)", 9L, 8L))
                .hasMessageContaining("cannot be less");
        assertThatThrownBy(() -> schedule("bad", "rate(1 hour)", null, null))
                .hasMessageContaining("ScalableTargetAction");

        ScheduledAction made = schedule("some", "rate(1 hour)", 7L, null);
        ScheduledAction changed =
                state.put(
                        new ActionRequest(READS, "some", "rate(2 hours)", null, null, null, null));
        assertThat(changed.arn()).isEqualTo(made.arn());
        assertThat(changed.min()).isEqualTo(7);
        assertThat(changed.schedule()).isEqualTo("rate(2 hours)");
        assertThat(state.actions("000000000000", "eu-west-1")).containsExactly(changed);

        state.deregister(READS);
        assertThat(state.actions("000000000000", "eu-west-1")).isEmpty();
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
