package dev.tablewright.server.operation.administration;

import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.metrics.UnitCounter;
import dev.tablewright.server.metrics.UnitCounter.Used;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * GetConsumption: the request units of the account's tables and global indexes since the server
 * began to serve, rounded up. Asked for on {@code arn:aws:tablewright::<account>:table/*}.
 *
 * <pre>
 * {} -> {"Since": 1763715600.0, "Tables": [{"TableArn": "arn:...", "ReadUnits": 12, "WriteUnits": 3,
 *        "Indexes": [{"IndexName": "ByDate", "ReadUnits": 1, "WriteUnits": 3}]}]}
 * </pre>
 */
final class GetConsumption
        implements AdministrationOperation<GetConsumption.Request, GetConsumption.Response> {
    private final UnitCounter counter;

    GetConsumption(UnitCounter counter) {
        this.counter = counter;
    }

    record Request(String account) {}

    record Response(Instant since, Map<String, Used> tables) {}

    @Override
    public String name() {
        return "GetConsumption";
    }

    @Override
    public Request decode(RequestReader in) {
        return new Request(in.account());
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                Access.to(
                        "tablewright:" + name(),
                        "arn:aws:tablewright::" + request.account() + ":table/*",
                        ConditionContext.EMPTY));
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        return new Response(counter.since(), counter.of(authorized.request().account()));
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.time("Since", response.since());
        out.objects(
                "Tables",
                response.tables().entrySet(),
                (each, table) -> {
                    each.string("TableArn", table.getKey());
                    units(each, table.getValue().onTable());
                    each.objects(
                            "Indexes",
                            table.getValue().onGlobalIndexes().entrySet(),
                            (one, index) -> {
                                one.string("IndexName", index.getKey());
                                units(one, index.getValue());
                            });
                });
    }

    private static void units(ResponseWriter out, Units units) {
        out.number("ReadUnits", (long) Math.ceil(units.read()));
        out.number("WriteUnits", (long) Math.ceil(units.write()));
    }
}
