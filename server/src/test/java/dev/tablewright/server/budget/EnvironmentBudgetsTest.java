package dev.tablewright.server.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.AttributeDeclaration;
import dev.tablewright.engine.catalog.KeyElement;
import dev.tablewright.engine.catalog.NewTable;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.server.identity.MovableClock;
import dev.tablewright.storage.InMemoryEngine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Environments in one account: each within its own budget, and none at the cost of another. */
class EnvironmentBudgetsTest {
    private static final String ACCOUNT = "000000000000";

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final InMemoryEngine storage = new InMemoryEngine();
    private final Database database = Database.open(storage, clock, new Random(3));
    private EnvironmentBudgets budgets = EnvironmentBudgets.open(storage, database, clock);

    // Units

    @Test
    void unitsOfASecondAreSpentAndFillAgain() {
        quota("alice", null, null, null, null, 5L);
        TableRef table = table("alice-orders");
        Items items = budgets.items();

        for (int i = 0; i < 5; i++) {
            put(items, table, i);
        }
        assertThatThrownBy(() -> put(items, table, 6))
                .isInstanceOf(DatabaseException.ThroughputExceeded.class)
                .hasMessage(
                        "The level of configured throughput for the environment alice was exceeded:"
                                + " 5 write units a second. Retry after a pause, or raise the"
                                + " environment's quota.");
        assertThat(read(items, table, 1)).as("reads have a budget of their own").isNotNull();

        clock.advance(Duration.ofMillis(200));
        put(items, table, 6);
        assertThatExceptionOfType(DatabaseException.ThroughputExceeded.class)
                .isThrownBy(() -> put(items, table, 7));
        assertThat(budgets.usage(ACCOUNT).getFirst().refused()).isEqualTo(2);
    }

    /** What a request takes too much is owed, so a large one cannot outwit the budget. */
    @Test
    void largeReadIsPaidOff() {
        quota("alice", null, null, null, 10L, null);
        TableRef table = table("alice-orders");
        Items items = budgets.items();
        items.write(
                table,
                new ItemWrite.Put(
                        Item.of(
                                Map.of(
                                        "id", new AttributeValue.S("0"),
                                        "text", new AttributeValue.S("x".repeat(160_000)))),
                        Condition.ALWAYS));

        assertThat(items.get(table, key(0), true).consumed().total().read()).isEqualTo(40);
        clock.advance(Duration.ofSeconds(3));
        assertThatExceptionOfType(DatabaseException.ThroughputExceeded.class)
                .isThrownBy(() -> read(items, table, 0));
        clock.advance(Duration.ofMillis(1));
        assertThat(read(items, table, 0)).isNotNull();
    }

    /**
     * One environment under load, far beyond its budget, from several threads; another one and a
     * table of none, at the same moment, get all that they ask for.
     */
    @Test
    void environmentThatIsOutOfUnitsSlowsNobodyElse() throws Exception {
        quota("alice", null, null, null, null, 10L);
        quota("bob", null, null, null, null, 1_000L);
        TableRef greedy = table("alice-orders");
        TableRef modest = table("bob-orders");
        TableRef free = table("common-orders");
        Items items = budgets.items();
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Integer>> load = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                load.add(() -> done(items, greedy, 500));
                load.add(() -> done(items, modest, 200));
                load.add(() -> done(items, free, 200));
            }
            List<Integer> done = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(load)) {
                done.add(each.get());
            }
            // Two threads may both be admitted by the last unit.
            assertThat(done.get(0) + done.get(3)).isBetween(10, 11);
            assertThat(done.subList(1, 3)).containsExactly(200, 200);
            assertThat(done.subList(4, 6)).containsExactly(200, 200);
        }
    }

    private static int done(Items items, TableRef table, int requests) {
        int done = 0;
        for (int i = 0; i < requests; i++) {
            try {
                put(items, table, i);
                done++;
            } catch (DatabaseException.ThroughputExceeded overBudget) {
                // Asks again at once, as a bad neighbour does.
            }
        }
        return done;
    }

    @Test
    void refusedWritesAndTransactionsArePaidForToo() {
        quota("alice", null, null, null, null, 4L);
        TableRef table = table("alice-orders");
        var transactions = budgets.transactions();

        transactions.write(
                List.of(
                        new WriteElement(table, putOf(1), false),
                        new WriteElement(table, putOf(2), false)),
                null,
                new byte[0]);

        assertThatExceptionOfType(DatabaseException.ThroughputExceeded.class)
                .isThrownBy(() -> put(budgets.items(), table, 3));
    }

    // Tables and changes of tables

    @Test
    void tablesOfAnEnvironmentAreCountedTogether() {
        quota("alice", 2L, null, null, null, null);
        table("alice-1");
        table("alice-2");

        assertThatThrownBy(() -> table("alice-3"))
                .isInstanceOf(DatabaseException.LimitExceeded.class)
                .hasMessage(
                        "Subscriber limit exceeded: There is a limit of 2 tables for the"
                                + " environment alice");
        assertThat(database.tables().find(ref("alice-3"))).isNull();
        assertThatExceptionOfType(DatabaseException.ResourceInUse.class)
                .as("a table that exists is told so")
                .isThrownBy(() -> table("alice-2"));
        table("bob-1");
        assertThat(budgets.usage(ACCOUNT).getFirst().tables()).isEqualTo(2);
    }

    /** Else two creations at the same moment would both find the last place free. */
    @Test
    void lastPlaceIsGivenOnce() throws Exception {
        quota("alice", 5L, null, null, null, null);
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<@Nullable Object>> creations = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String name = "alice-" + i;
                creations.add(
                        () -> {
                            try {
                                return table(name);
                            } catch (DatabaseException.LimitExceeded full) {
                                return null;
                            }
                        });
            }
            for (Future<@Nullable Object> each : threads.invokeAll(creations)) {
                each.get();
            }
        }

        assertThat(budgets.usage(ACCOUNT).getFirst().tables()).isEqualTo(5);
    }

    @Test
    void changesUnderWayAreLimitedForEachEnvironment() {
        quota("alice", null, 2L, null, null, null);
        TableRef first = table("alice-1");
        TableRef second = table("alice-2");
        TableRef third = table("alice-3");

        String inner =
                budgets.change(
                        first,
                        () ->
                                budgets.change(
                                        second,
                                        () -> {
                                            assertThatThrownBy(
                                                            () ->
                                                                    budgets.change(
                                                                            third, () -> "third"))
                                                    .hasMessage(
                                                            "Subscriber limit exceeded: Only 2"
                                                                    + " tables can be created, updated,"
                                                                    + " or deleted simultaneously in"
                                                                    + " the environment alice");
                                            return budgets.change(table("bob-1"), () -> "bob");
                                        }));

        assertThat(inner).isEqualTo("bob");
        assertThat(budgets.change(third, () -> "third")).isEqualTo("third");
    }

    /** A table that is not ready yet is under way, whoever made it. */
    @Test
    void tablesThatAreBusyCount() {
        quota("alice", null, 1L, null, null, null);
        Table creating = database.tables().create(newTable("alice-1"));

        assertThatExceptionOfType(DatabaseException.LimitExceeded.class)
                .isThrownBy(() -> table("alice-2"));
        database.tables().settle(creating.ref());
        assertThat(table("alice-2")).isNotNull();
    }

    // Bytes

    @Test
    void fullEnvironmentReadsAndDeletesButDoesNotGrow() {
        TableRef table = table("alice-orders");
        Items items = budgets.items();
        for (int i = 0; i < 10; i++) {
            put(items, table, i);
        }
        while (database.runOnce(clock.instant())) {
            // Counts the bytes.
        }
        quota("alice", null, null, 20L, null, null);

        assertThatThrownBy(() -> put(items, table, 11))
                .isInstanceOf(DatabaseException.LimitExceeded.class)
                .hasMessage(
                        "Subscriber limit exceeded: There is a limit of 20 bytes of stored data for"
                                + " the environment alice");
        assertThat(read(items, table, 1)).isNotNull();
        for (int i = 0; i < 10; i++) {
            items.write(table, new ItemWrite.Remove(key(i), Condition.ALWAYS));
        }
        clock.advance(Duration.ofMinutes(1));
        while (database.runOnce(clock.instant())) {
            // Counts again.
        }
        put(items, table, 11);
    }

    // Names

    @Test
    void longestPrefixCounts() {
        put("koa", List.of("koa-"), 1L);
        put("koa-alice", List.of("koa-alice-", "Alice_"), 2L);

        table("koa-alice-1");
        table("Alice_Products");
        table("koa-bob");

        assertThat(budgets.usage(ACCOUNT))
                .extracting(usage -> usage.quota().environment(), EnvironmentUsage::tables)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("koa", 1L),
                        org.assertj.core.groups.Tuple.tuple("koa-alice", 2L));
        assertThatExceptionOfType(DatabaseException.LimitExceeded.class)
                .isThrownBy(() -> table("koa-carol"));
    }

    @Test
    void prefixBelongsToOneEnvironment() {
        put("alice", List.of("Alice_"), 1L);

        assertThatThrownBy(() -> put("bob", List.of("Bob_", "Alice_"), 1L))
                .hasMessage("The prefix Alice_ belongs to the environment alice already");
        put("alice", List.of("Alice_", "alice-"), 1L);
        assertThat(budgets.usage(ACCOUNT)).hasSize(1);
    }

    @Test
    void quotasSurviveARestartAndEndWhenDeleted() {
        put("alice", List.of("alice-"), 0L);
        EnvironmentQuota before = budgets.usage(ACCOUNT).getFirst().quota();

        budgets = EnvironmentBudgets.open(storage, database, clock);

        assertThat(budgets.usage(ACCOUNT).getFirst().quota()).isEqualTo(before);
        assertThat(budgets.usage("999988887777")).isEmpty();
        assertThatExceptionOfType(DatabaseException.LimitExceeded.class)
                .isThrownBy(() -> table("alice-1"));
        assertThat(budgets.delete(ACCOUNT, "alice")).isTrue();
        assertThat(budgets.delete(ACCOUNT, "alice")).isFalse();
        table("alice-1");
        assertThat(EnvironmentBudgets.open(storage, database, clock).usage(ACCOUNT)).isEmpty();
    }

    // Making and asking

    private void quota(
            String environment,
            @Nullable Long tables,
            @Nullable Long changes,
            @Nullable Long bytes,
            @Nullable Long reads,
            @Nullable Long writes) {
        budgets.put(
                new EnvironmentQuota(
                        ACCOUNT,
                        environment,
                        List.of(environment + "-"),
                        tables,
                        changes,
                        bytes,
                        reads,
                        writes));
    }

    private void put(String environment, List<String> prefixes, Long tables) {
        budgets.put(
                new EnvironmentQuota(
                        ACCOUNT, environment, prefixes, tables, null, null, null, null));
    }

    private static TableRef ref(String name) {
        return new TableRef(ACCOUNT, "eu-west-1", name);
    }

    private TableRef table(String name) {
        return budgets.create(
                ref(name),
                () -> {
                    database.tables().create(newTable(name));
                    database.tables().settle(ref(name));
                    return ref(name);
                });
    }

    private static NewTable newTable(String name) {
        return new NewTable(
                ref(name),
                List.of(new AttributeDeclaration("id", dev.tablewright.model.KeyType.S)),
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
                Map.of());
    }

    private static Item key(int id) {
        return Item.of(Map.of("id", new AttributeValue.S(Integer.toString(id))));
    }

    private static ItemWrite putOf(int id) {
        return new ItemWrite.Put(key(id), Condition.ALWAYS);
    }

    private static void put(Items items, TableRef table, int id) {
        var _ = items.write(table, putOf(id));
    }

    private static @Nullable Item read(Items items, TableRef table, int id) {
        return items.get(table, key(id), false).item();
    }
}
