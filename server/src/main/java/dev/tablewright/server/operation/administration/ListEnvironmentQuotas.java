package dev.tablewright.server.operation.administration;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.budget.EnvironmentUsage;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * ListEnvironmentQuotas: the quotas of the account's environments, by name, and what is used of
 * them.
 *
 * <pre>
 * {} -> {"EnvironmentQuotas": [{"Environment": "koa-alice", "TablePrefixes": [...], "Tables": 10,
 *     "Usage": {"Tables": 4, "ControlPlaneOperations": 0, "StoredBytes": 4711, "Refused": 0}}]}
 * </pre>
 */
final class ListEnvironmentQuotas
        implements AdministrationOperation<EnvironmentName, List<EnvironmentUsage>> {
    private final EnvironmentBudgets budgets;

    ListEnvironmentQuotas(EnvironmentBudgets budgets) {
        this.budgets = budgets;
    }

    @Override
    public String name() {
        return "ListEnvironmentQuotas";
    }

    @Override
    public EnvironmentName decode(RequestReader in) {
        return EnvironmentName.all(in);
    }

    @Override
    public List<Access> access(EnvironmentName all) {
        return all.access(name());
    }

    @Override
    public List<EnvironmentUsage> execute(Authorized<EnvironmentName> authorized) {
        return budgets.usage(authorized.request().account());
    }

    @Override
    public void encode(List<EnvironmentUsage> usages, ResponseWriter out) {
        out.objects("EnvironmentQuotas", usages, ListEnvironmentQuotas::write);
    }

    private static void write(ResponseWriter out, EnvironmentUsage usage) {
        EnvironmentQuotaJson.write(out, usage.quota());
        out.object(
                "Usage",
                used -> {
                    used.number("Tables", usage.tables());
                    used.number("ControlPlaneOperations", usage.controlPlaneOperations());
                    used.number("StoredBytes", usage.storedBytes());
                    used.number("Refused", usage.refused());
                });
    }
}
