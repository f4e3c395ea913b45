package dev.tablewright.server.budget;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;

import java.util.List;

/** Items within the budgets of their environments. */
final class BudgetedItems implements Items {
    private static final ConsumedCapacity.Units LEAST_WRITE = ConsumedCapacity.Units.writing(1);

    private final Items items;
    private final EnvironmentBudgets budgets;

    BudgetedItems(Items items, EnvironmentBudgets budgets) {
        this.items = items;
        this.budgets = budgets;
    }

    @Override
    public Found get(TableRef table, Item key, boolean consistent) {
        Budget budget = budgets.forRead(table);
        Found found = items.get(table, key, consistent);
        budgets.used(budget, found.consumed());
        return found;
    }

    @Override
    public List<Found> getAll(TableRef table, List<Item> keys, boolean consistent) {
        Budget budget = budgets.forRead(table);
        List<Found> found = items.getAll(table, keys, consistent);
        found.forEach(each -> budgets.used(budget, each.consumed()));
        return found;
    }

    @Override
    public Written write(TableRef table, ItemWrite write) {
        Budget budget = budgets.forWrite(table, isGrowing(write));
        try {
            Written written = items.write(table, write);
            budgets.used(budget, written.consumed());
            return written;
        } catch (DatabaseException.ConditionFailed refused) {
            // It was looked at as if for a write, which costs at least one unit.
            budgets.used(budget, ConsumedCapacity.onTable(table, LEAST_WRITE));
            throw refused;
        }
    }

    @Override
    public List<Written> writeAll(TableRef table, List<ItemWrite> writes) {
        Budget budget = budgets.forWrite(table, writes.stream().anyMatch(BudgetedItems::isGrowing));
        List<Written> written = items.writeAll(table, writes);
        written.forEach(each -> budgets.used(budget, each.consumed()));
        return written;
    }

    @Override
    public void requireWritable(TableRef table, ItemWrite write) {
        items.requireWritable(table, write);
    }

    /** A full environment must be able to make room. */
    static boolean isGrowing(ItemWrite write) {
        return write instanceof ItemWrite.Put || write instanceof ItemWrite.Change;
    }
}
