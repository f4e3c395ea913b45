package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.DatabaseException.TransactionCanceled;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.partiql.SelectPlan;
import dev.tablewright.engine.partiql.Statement;
import dev.tablewright.engine.partiql.Statement.Returning;
import dev.tablewright.engine.partiql.WritePlan;
import dev.tablewright.engine.transaction.Transactions;
import dev.tablewright.engine.transaction.Transactions.ReadElement;
import dev.tablewright.engine.transaction.Transactions.ReadResult;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.dynamodb.ConditionMembers.OnFailure;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * ExecuteTransaction: up to 100 statements about one item each, all of them reads or all writes and
 * checks; all are done, or none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html">ExecuteTransaction</a>
 */
final class ExecuteTransaction
        implements Operation<
                RequestReader,
                ResponseWriter,
                ExecuteTransaction.Request,
                ExecuteTransaction.Response> {
    private final Tables tables;
    private final Transactions transactions;

    ExecuteTransaction(Tables tables, Transactions transactions) {
        this.tables = tables;
        this.transactions = transactions;
    }

    /**
     * A transaction.
     *
     * @param fingerprint of the request; the same token with another one is refused
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(
            List<StatementMembers> statements,
            @Nullable String token,
            byte[] fingerprint,
            Returned returned) {
        boolean reads() {
            return statements.getFirst().statement().isRead();
        }
    }

    /**
     * What a transaction came to.
     *
     * @param items one for each statement that reads; empty where they write
     */
    record Response(Request request, List<@Nullable Item> items, List<ConsumedCapacity> consumed) {}

    @Override
    public String name() {
        return "ExecuteTransaction";
    }

    @Override
    public Request decode(RequestReader in) {
        List<RequestReader> members =
                in.requiredStructures(
                        "TransactStatements",
                        "ParameterizedStatement",
                        Constraint.minLength(1),
                        Constraint.maxLength(TransactWriteItems.MAX_ELEMENTS));
        List<StatementMembers.Undecoded> undecoded =
                members.stream().map(StatementMembers::read).toList();
        String token =
                in.string("ClientRequestToken", Constraint.minLength(1), Constraint.maxLength(36));
        Returned returned = Returned.read(in);
        in.requireValid();
        List<StatementMembers> statements =
                undecoded.stream().map(StatementMembers.Undecoded::decode).toList();
        if (statements.stream().map(each -> each.statement().isRead()).distinct().count() > 1) {
            throw new ValidationException(
                    "ExecuteTransaction API does not support both read and write operations in the"
                            + " same request.");
        }
        for (int i = 0; i < statements.size(); i++) {
            requireNothingReturned(i, statements.get(i).statement());
        }
        return new Request(statements, token, in.fingerprint(), returned);
    }

    private static void requireNothingReturned(int index, Statement statement) {
        Returning returning =
                switch (statement) {
                    case Statement.Update update -> update.returning();
                    case Statement.Delete delete -> delete.returning();
                    case Statement.Select _, Statement.Insert _, Statement.Exists _ ->
                            Returning.NONE;
                };
        if (returning != Returning.NONE) {
            throw failed(index, "RETURNING clause is not supported in ExecuteTransaction.");
        }
    }

    private static ValidationException failed(int index, @Nullable String reason) {
        return new ValidationException(
                "Validation failed in TransactStatements[" + index + "]: " + reason);
    }

    /** There is no action of this name: each statement needs its own. */
    @Override
    public List<Access> access(Request request) {
        return request.statements().stream()
                .map(statement -> statement.access(tables, request.returned(), name()))
                .toList();
    }

    @Override
    public Response execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        return request.reads() ? read(request) : write(request, authorized.caller().account());
    }

    private Response read(Request request) {
        List<SelectPlan> plans = new ArrayList<>();
        List<ReadElement> elements = new ArrayList<>();
        for (int i = 0; i < request.statements().size(); i++) {
            StatementMembers statement = request.statements().get(i);
            if (statement.statement() instanceof Statement.Select select) {
                SelectPlan plan = SelectPlan.of(select, tables.require(statement.ref()));
                Item key = plan.itemKey();
                if (key == null || plan.isConditional()) {
                    throw failed(
                            i,
                            "Select statements within ExecuteTransaction must specify the primary"
                                    + " key in the where clause.");
                }
                plans.add(plan);
                elements.add(new ReadElement(statement.ref(), key));
            }
        }
        ReadResult result = transactions.read(elements);
        List<@Nullable Item> shown = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Item item = result.items().get(i);
            shown.add(item == null ? null : plans.get(i).shown(item));
        }
        return new Response(request, shown, result.consumed());
    }

    private Response write(Request request, String account) {
        List<WriteElement> elements = new ArrayList<>();
        for (int i = 0; i < request.statements().size(); i++) {
            elements.add(element(i, request.statements().get(i)));
        }
        String token = request.token();
        // Tokens are the caller's own: two accounts may well choose the same.
        String scoped = token == null ? null : account + "/" + token;
        try {
            return new Response(
                    request,
                    List.of(),
                    transactions.write(elements, scoped, request.fingerprint()).consumed());
        } catch (TransactionCanceled canceled) {
            throw new TransactionCanceled(reasons(elements, canceled.reasons()));
        }
    }

    private WriteElement element(int index, StatementMembers statement) {
        try {
            WritePlan plan = WritePlan.of(statement.statement(), tables.require(statement.ref()));
            return new WriteElement(
                    statement.ref(), plan.write(), statement.onFailure() == OnFailure.ALL_OLD);
        } catch (ValidationException fault) {
            throw failed(index, fault.getMessage());
        }
    }

    /** An insert whose item was there already has a reason of its own. */
    private static List<TransactionCanceled.Reason> reasons(
            List<WriteElement> elements, List<TransactionCanceled.Reason> reasons) {
        List<TransactionCanceled.Reason> told = new ArrayList<>();
        for (int i = 0; i < reasons.size(); i++) {
            TransactionCanceled.Reason reason = reasons.get(i);
            boolean duplicate =
                    reason.code().equals("ConditionalCheckFailed")
                            && elements.get(i).write() instanceof ItemWrite.Put;
            told.add(
                    duplicate
                            ? new TransactionCanceled.Reason(
                                    "DuplicateItem",
                                    DatabaseException.DuplicateItem.MESSAGE,
                                    reason.item())
                            : reason);
        }
        return told;
    }

    @Override
    public void encode(Response response, ResponseWriter out) {
        out.objects(
                "Responses",
                response.items(),
                (element, item) -> {
                    if (item != null) {
                        element.item("Item", item);
                    }
                });
        Request request = response.request();
        request.returned()
                .write(
                        out,
                        TransactWriteItems.uses(
                                request.statements().stream().map(StatementMembers::table).toList(),
                                response.consumed()),
                        request.reads() ? Returned.Detail.READ : Returned.Detail.WRITE);
    }
}
