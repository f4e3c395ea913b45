package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Export;
import dev.tablewright.engine.backup.Exports;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * ListExports: exports of the caller's account in the request's region, of the last 90 days, newest
 * first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListExports.html">ListExports</a>
 */
final class ListExports
        implements Operation<
                RequestReader, ResponseWriter, ListExports.Request, TransferPage<Export>> {
    private final Exports exports;
    private final Catalog tables;

    ListExports(Exports exports, Catalog tables) {
        this.exports = exports;
        this.tables = tables;
    }

    record Request(
            String account,
            String region,
            @Nullable TableRef table,
            @Nullable String before,
            int limit) {}

    @Override
    public String name() {
        return "ListExports";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = in.string("TableArn", Constraint.minLength(1), Constraint.maxLength(1024));
        Integer limit =
                in.integer(
                        "MaxResults", Constraint.atLeast(1), Constraint.atMost(TransferPage.MAX));
        String token = in.string("NextToken");
        in.requireValid();
        return new Request(
                in.account(),
                in.region(),
                arn == null ? null : in.tableOfArn(arn),
                TransferPage.idOf(token),
                limit == null ? TransferPage.MAX : limit);
    }

    @Override
    public List<Access> access(Request request) {
        TableRef table = request.table();
        return List.of(
                table == null
                        ? TableAccess.toText("ListExports", "*")
                        : new TableAccess(tables).to("ListExports", table));
    }

    @Override
    public TransferPage<Export> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        TableRef table = request.table();
        List<Export> found =
                exports.list(
                        table == null ? request.account() : table.account(),
                        request.region(),
                        table == null ? null : table.name(),
                        request.before(),
                        request.limit() + 1);
        return TransferPage.of(found, request.limit(), each -> each.ref().id());
    }

    @Override
    public void encode(TransferPage<Export> page, ResponseWriter out) {
        out.objects("ExportSummaries", page.transfers(), ExportDescription::writeSummary);
        page.writeNext(out);
    }
}
