package dev.tablewright.server.budget;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.transaction.Transactions;
import dev.tablewright.engine.vector.Found;
import dev.tablewright.engine.vector.Searches;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The quotas of environments, kept in a storage engine, and all that holds them: the database is
 * used through this. As long as there is no quota, that costs nothing.
 *
 * <p>A quota holds from the next request on. Safe for use by many threads.
 */
public final class EnvironmentBudgets {
    private final StorageEngine storage;
    private final Database database;
    private final InstantSource clock;
    private volatile BudgetImage image = BudgetImage.EMPTY;
    private volatile Consumer<ConsumedCapacity> meter = _ -> {};

    private EnvironmentBudgets(StorageEngine storage, Database database, InstantSource clock) {
        this.storage = storage;
        this.database = database;
        this.clock = clock;
    }

    /** Opens the quotas kept in {@code storage}; none at first. */
    public static EnvironmentBudgets open(
            StorageEngine storage, Database database, InstantSource clock) {
        var budgets = new EnvironmentBudgets(storage, database, clock);
        for (EnvironmentQuota quota : QuotaRecords.load(storage)) {
            budgets.image = budgets.image.with(new Budget(quota, clock.instant()));
        }
        return budgets;
    }

    // Quotas

    /**
     * Sets the quota of an environment, in place of the one it has.
     *
     * @throws PrefixTaken if another environment has one of the prefixes
     */
    public synchronized void put(EnvironmentQuota quota) {
        for (String prefix : quota.prefixes()) {
            String holder = image.holderOf(quota.account(), prefix);
            if (holder != null && !holder.equals(quota.environment())) {
                throw new PrefixTaken(prefix, holder);
            }
        }
        store(
                new Commit.Write.Put(
                        QuotaRecords.keyOf(BudgetImage.idOf(quota)), QuotaRecords.encode(quota)));
        image = image.with(new Budget(quota, clock.instant()));
    }

    /** A table would belong to two environments. */
    public static final class PrefixTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PrefixTaken(String prefix, String holder) {
            super(
                    "The prefix " + prefix + " belongs to the environment " + holder + " already",
                    null,
                    false,
                    false);
        }
    }

    /**
     * Removes the quota of an environment.
     *
     * @return false if there was none
     */
    public synchronized boolean delete(String account, String environment) {
        var id = new BudgetImage.Id(account, environment);
        if (image.find(id) == null) {
            return false;
        }
        store(new Commit.Write.Delete(QuotaRecords.keyOf(id)));
        image = image.without(id);
        return true;
    }

    private void store(Commit.Write write) {
        if (storage.commit(new Commit(List.of(), List.of(write)))
                instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("a write without checks met a conflict");
        }
    }

    /** Returns the quotas of an account with what is used of them, by name. */
    public List<EnvironmentUsage> usage(String account) {
        BudgetImage now = image;
        return now.of(account).stream().map(budget -> usage(budget, now)).toList();
    }

    private EnvironmentUsage usage(Budget budget, BudgetImage now) {
        Set<TableRef> changing = new HashSet<>(busy(budget, now));
        changing.addAll(budget.atWork());
        return new EnvironmentUsage(
                budget.quota(),
                tables(budget, now).count(),
                changing.size(),
                bytes(budget, now),
                budget.refused());
    }

    private Stream<Table> tables(Budget budget, BudgetImage now) {
        return database.tables().tables().stream()
                .filter(table -> budget.equals(now.of(table.ref())));
    }

    private Set<TableRef> busy(Budget budget, BudgetImage now) {
        return tables(budget, now)
                .filter(EnvironmentBudgets::isBusy)
                .map(Table::ref)
                .collect(Collectors.toSet());
    }

    private static boolean isBusy(Table table) {
        return table.status() != TableStatus.ACTIVE
                || table.allIndexes().stream()
                        .anyMatch(index -> index.status() != IndexStatus.ACTIVE);
    }

    private long bytes(Budget budget, BudgetImage now) {
        return tables(budget, now)
                .mapToLong(
                        table ->
                                database.sizes().of(table.space()).bytes()
                                        + table.allIndexes().stream()
                                                .mapToLong(
                                                        index ->
                                                                database.sizes()
                                                                        .of(index.space())
                                                                        .bytes())
                                                .sum())
                .sum();
    }

    // What holds them

    /**
     * Creates a table within its environment's budget.
     *
     * @param work creates it
     * @throws dev.tablewright.engine.DatabaseException.LimitExceeded if the environment has as many
     *     tables, or as many under way, as it may
     */
    public <T> T create(TableRef table, Supplier<T> work) {
        BudgetImage now = image;
        Budget budget = now.of(table);
        if (budget == null) {
            return work.get();
        }
        return change(
                table,
                () -> {
                    // Two creations at once must not both find the last place free.
                    synchronized (budget) {
                        if (database.tables().find(table) == null) {
                            budget.requireTable(tables(budget, now).count());
                        }
                        return work.get();
                    }
                });
    }

    /**
     * Changes or deletes a table within its environment's budget of control-plane operations.
     *
     * @param work does it
     * @throws dev.tablewright.engine.DatabaseException.LimitExceeded if the environment has as many
     *     tables under way as it may
     */
    public <T> T change(TableRef table, Supplier<T> work) {
        BudgetImage now = image;
        Budget budget = now.of(table);
        if (budget == null) {
            return work.get();
        }
        budget.begin(table, busy(budget, now));
        try {
            return work.get();
        } finally {
            budget.end(table);
        }
    }

    /** Returns the database's items, within the budgets. */
    public Items items() {
        return new BudgetedItems(database.items(), this);
    }

    /** Returns the database's queries and scans, within the budgets. */
    public Queries queries() {
        return new BudgetedQueries(database.queries(), this);
    }

    /** Returns the database's searches in vector indexes, within the budgets. */
    public Searches searches() {
        return request -> {
            Budget budget = forRead(request.table());
            Found found = database.searches().search(request);
            if (budget != null) {
                Units units = Units.reading(found.searchBytes(), false);
                budget.charge(ConsumedCapacity.onTable(request.table(), units));
            }
            return found;
        };
    }

    /** Returns the database's transactions, within the budgets. */
    public Transactions transactions() {
        return new BudgetedTransactions(database.transactions(), this);
    }

    /**
     * Lets {@code meter} know of everything that is used from now on, whether there is a quota or
     * not. It is called by every request, and must be quick.
     */
    public void measuredBy(Consumer<ConsumedCapacity> meter) {
        this.meter = meter;
    }

    /** Notes what a request used; {@code budget} is null where there is none to charge. */
    void used(@Nullable Budget budget, ConsumedCapacity consumed) {
        meter.accept(consumed);
        if (budget != null) {
            budget.charge(consumed);
        }
    }

    /** Returns the budget that a table counts towards, or null. */
    @Nullable Budget of(TableRef table) {
        BudgetImage now = image;
        return now.isEmpty() ? null : now.of(table);
    }

    /** Returns the budget that a read of {@code table} is to be charged to, or null. */
    @Nullable Budget forRead(TableRef table) {
        Budget budget = of(table);
        if (budget != null) {
            budget.requireReadUnits(clock.instant());
        }
        return budget;
    }

    /**
     * Returns the budget that a write to {@code table} is to be charged to, or null.
     *
     * @param growing whether it may take room
     */
    @Nullable Budget forWrite(TableRef table, boolean growing) {
        Budget budget = of(table);
        if (budget != null) {
            Instant now = clock.instant();
            budget.requireWriteUnits(now);
            if (growing) {
                budget.requireBytes(now, () -> bytes(budget, image));
            }
        }
        return budget;
    }
}
