package dev.tablewright.server.budget;

import dev.tablewright.engine.query.Page;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.query.QueryRequest;
import dev.tablewright.engine.query.ScanRequest;

import org.jspecify.annotations.Nullable;

/** Queries and scans within the budgets of their environments. */
final class BudgetedQueries implements Queries {
    private final Queries queries;
    private final EnvironmentBudgets budgets;

    BudgetedQueries(Queries queries, EnvironmentBudgets budgets) {
        this.queries = queries;
        this.budgets = budgets;
    }

    @Override
    public Page query(QueryRequest request) {
        Budget budget = budgets.forRead(request.table());
        return charged(budget, queries.query(request));
    }

    @Override
    public Page scan(ScanRequest request) {
        Budget budget = budgets.forRead(request.table());
        return charged(budget, queries.scan(request));
    }

    private Page charged(@Nullable Budget budget, Page page) {
        budgets.used(budget, page.consumed());
        return page;
    }
}
