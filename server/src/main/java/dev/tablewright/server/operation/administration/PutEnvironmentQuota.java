package dev.tablewright.server.operation.administration;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.budget.EnvironmentQuota;
import dev.tablewright.server.operation.Refusal;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * PutEnvironmentQuota: sets what an environment of the account may use, in place of what was set
 * before. A limit that is left out is none.
 *
 * <pre>
 * {"Environment": "koa-alice", "TablePrefixes": ["idp-koa-alice-", "Alice_"], "Tables": 10,
 *     "ControlPlaneOperations": 2, "StoredBytes": 1000000, "ReadUnits": 100, "WriteUnits": 50}
 *   -> {"EnvironmentQuota": the same}
 * </pre>
 *
 * <p>Refuses a prefix that another environment has: {@code PrefixTaken}.
 */
final class PutEnvironmentQuota
        implements AdministrationOperation<PutEnvironmentQuota.Request, EnvironmentQuota> {
    private static final Constraint PREFIX = Constraint.pattern("[a-zA-Z0-9_.-]{1,255}");
    private static final int MAX_PREFIXES = 50;

    private final EnvironmentBudgets budgets;

    PutEnvironmentQuota(EnvironmentBudgets budgets) {
        this.budgets = budgets;
    }

    record Request(EnvironmentName environment, EnvironmentQuota quota) {}

    @Override
    public String name() {
        return "PutEnvironmentQuota";
    }

    @Override
    public Request decode(RequestReader in) {
        EnvironmentName environment = EnvironmentName.read(in);
        List<String> prefixes =
                in.strings(
                        "TablePrefixes",
                        Constraint.minLength(1),
                        Constraint.maxLength(MAX_PREFIXES),
                        eachOf(PREFIX));
        if (prefixes == null) {
            in.note("TablePrefixes", "null", "Member must not be null");
        }
        var quota =
                new EnvironmentQuota(
                        environment.account(),
                        environment.name(),
                        Objects.requireNonNullElse(prefixes, List.of()),
                        limit(in, "Tables", 0),
                        limit(in, "ControlPlaneOperations", 1),
                        limit(in, "StoredBytes", 0),
                        limit(in, "ReadUnits", 1),
                        limit(in, "WriteUnits", 1));
        in.requireValid();
        return new Request(environment, quota);
    }

    private static @Nullable Long limit(RequestReader in, String member, long least) {
        return in.number(member, Constraint.atLeast(least));
    }

    private static Constraint eachOf(Constraint rule) {
        return new Constraint(
                "Member must satisfy constraint: [" + rule.text() + "]",
                value ->
                        value instanceof List<?> list
                                && list.stream().allMatch(each -> rule.holds().test(each)));
    }

    @Override
    public List<Access> access(Request request) {
        return request.environment().access(name());
    }

    @Override
    public EnvironmentQuota execute(Authorized<Request> authorized) {
        EnvironmentQuota quota = authorized.request().quota();
        try {
            budgets.put(quota);
        } catch (EnvironmentBudgets.PrefixTaken taken) {
            throw new Refusal("PrefixTaken", String.valueOf(taken.getMessage()));
        }
        return quota;
    }

    @Override
    public void encode(EnvironmentQuota quota, ResponseWriter out) {
        out.object("EnvironmentQuota", member -> EnvironmentQuotaJson.write(member, quota));
    }
}
