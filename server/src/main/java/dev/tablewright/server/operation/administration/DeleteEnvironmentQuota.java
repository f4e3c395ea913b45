package dev.tablewright.server.operation.administration;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.operation.Refusal;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DeleteEnvironmentQuota: an environment of the account may use what the account may.
 *
 * <pre>
 * {"Environment": "koa-alice"} -> {}
 * </pre>
 *
 * <p>Refuses an environment without a quota: {@code NoSuchQuota}.
 */
final class DeleteEnvironmentQuota
        implements AdministrationOperation<EnvironmentName, EnvironmentName> {
    private final EnvironmentBudgets budgets;

    DeleteEnvironmentQuota(EnvironmentBudgets budgets) {
        this.budgets = budgets;
    }

    @Override
    public String name() {
        return "DeleteEnvironmentQuota";
    }

    @Override
    public EnvironmentName decode(RequestReader in) {
        EnvironmentName environment = EnvironmentName.read(in);
        in.requireValid();
        return environment;
    }

    @Override
    public List<Access> access(EnvironmentName environment) {
        return environment.access(name());
    }

    @Override
    public EnvironmentName execute(Authorized<EnvironmentName> authorized) {
        EnvironmentName environment = authorized.request();
        if (!budgets.delete(environment.account(), environment.name())) {
            throw new Refusal(
                    "NoSuchQuota", "The environment " + environment.name() + " has no quota");
        }
        return environment;
    }

    @Override
    public void encode(EnvironmentName environment, ResponseWriter out) {
        // An empty object.
    }
}
