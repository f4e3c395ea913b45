package dev.tablewright.server.operation.administration;

import dev.tablewright.engine.Database;
import dev.tablewright.server.audit.AuditTrail;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.metrics.UnitCounter;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The list of our own operations: a new one is served as soon as it stands here. */
public final class AdministrationOperations {
    private AdministrationOperations() {}

    /**
     * Returns every operation. What is about the whole server is for the account that runs it.
     *
     * @param started when the server began to serve
     */
    public static List<Operation<RequestReader, ResponseWriter, ?, ?>> on(
            Identities identities,
            Database database,
            AuditTrail audit,
            EnvironmentBudgets budgets,
            UnitCounter consumption,
            InstantSource clock,
            Instant started) {
        Supplier<String> owner = () -> ownerOf(identities);
        List<AdministrationOperation<?, ?>> operations =
                List.of(
                        new CreateAccount(identities),
                        new ExplainRequest(audit),
                        new FlushAudit(audit),
                        new GetConsumption(consumption),
                        new GetStatus(audit, started),
                        new DeleteEnvironmentQuota(budgets),
                        new IssueSession(identities, clock),
                        new ListAccounts(identities, database),
                        new ListEnvironmentQuotas(budgets),
                        new PutEnvironmentQuota(budgets));
        return operations.stream()
                .<Operation<RequestReader, ResponseWriter, ?, ?>>map(
                        operation -> new OwnersOnly<>(operation, owner))
                .toList();
    }

    private static String ownerOf(Identities identities) {
        AccountImage owner = identities.image().owner();
        if (owner == null) {
            throw new IllegalStateException("a request came before there was an account");
        }
        return owner.id();
    }
}
