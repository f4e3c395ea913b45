package dev.tablewright.server.budget;

import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All budgets at one moment, found by the names of tables. Immutable. */
final class BudgetImage {
    static final BudgetImage EMPTY = new BudgetImage(Map.of());

    /** What identifies a quota. */
    record Id(String account, String environment) {}

    private record Beginning(String account, String prefix) {}

    private final Map<Id, Budget> byId;
    private final Map<Beginning, Budget> byPrefix = new HashMap<>();

    /** The longest first. */
    private final int[] prefixLengths;

    private BudgetImage(Map<Id, Budget> byId) {
        this.byId = byId;
        for (Budget budget : byId.values()) {
            EnvironmentQuota quota = budget.quota();
            quota.prefixes()
                    .forEach(
                            prefix -> byPrefix.put(new Beginning(quota.account(), prefix), budget));
        }
        this.prefixLengths =
                byPrefix.keySet().stream()
                        .map(beginning -> beginning.prefix().length())
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    BudgetImage with(Budget budget) {
        Map<Id, Budget> changed = new HashMap<>(byId);
        changed.put(idOf(budget.quota()), budget);
        return new BudgetImage(changed);
    }

    BudgetImage without(Id id) {
        Map<Id, Budget> changed = new HashMap<>(byId);
        changed.remove(id);
        return new BudgetImage(changed);
    }

    @Nullable Budget find(Id id) {
        return byId.get(id);
    }

    /** Returns the budget that a table counts towards, or null. */
    @Nullable Budget of(TableRef table) {
        for (int length : prefixLengths) {
            if (length <= table.name().length()) {
                Budget budget =
                        byPrefix.get(
                                new Beginning(table.account(), table.name().substring(0, length)));
                if (budget != null) {
                    return budget;
                }
            }
        }
        return null;
    }

    /** Returns the environment that has a prefix already, or null. */
    @Nullable String holderOf(String account, String prefix) {
        Budget budget = byPrefix.get(new Beginning(account, prefix));
        return budget == null ? null : budget.quota().environment();
    }

    /** Returns an account's budgets in the order of their names. */
    Collection<Budget> of(String account) {
        Map<String, Budget> sorted = new TreeMap<>();
        byId.forEach(
                (id, budget) -> {
                    if (id.account().equals(account)) {
                        sorted.put(id.environment(), budget);
                    }
                });
        return List.copyOf(sorted.values());
    }

    static Id idOf(EnvironmentQuota quota) {
        return new Id(quota.account(), quota.environment());
    }
}
