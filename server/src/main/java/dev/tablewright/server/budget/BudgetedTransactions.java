package dev.tablewright.server.budget;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.transaction.Transactions;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Transactions within the budgets of the environments that they touch. */
final class BudgetedTransactions implements Transactions {
    /** A transaction prepares, and then does. */
    private static final ConsumedCapacity.Units LEAST_WRITE =
            ConsumedCapacity.Units.writing(1).twice();

    private final Transactions transactions;
    private final EnvironmentBudgets budgets;

    BudgetedTransactions(Transactions transactions, EnvironmentBudgets budgets) {
        this.transactions = transactions;
        this.budgets = budgets;
    }

    @Override
    public WriteResult write(
            List<WriteElement> elements, @Nullable String token, byte[] fingerprint) {
        for (WriteElement element : elements) {
            var _ = budgets.forWrite(element.table(), BudgetedItems.isGrowing(element.write()));
        }
        try {
            WriteResult result = transactions.write(elements, token, fingerprint);
            result.consumed().forEach(this::charge);
            return result;
        } catch (DatabaseException.TransactionCanceled canceled) {
            elements.forEach(
                    element -> charge(ConsumedCapacity.onTable(element.table(), LEAST_WRITE)));
            throw canceled;
        }
    }

    @Override
    public ReadResult read(List<ReadElement> elements) {
        for (ReadElement element : elements) {
            var _ = budgets.forRead(element.table());
        }
        ReadResult result = transactions.read(elements);
        result.consumed().forEach(this::charge);
        return result;
    }

    private void charge(ConsumedCapacity consumed) {
        budgets.used(budgets.of(consumed.table()), consumed);
    }
}
