package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.backup.Import;
import dev.tablewright.engine.backup.Imports;
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
 * ListImports: imports of the caller's account in the request's region, of the last 90 days, newest
 * first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListImports.html">ListImports</a>
 */
final class ListImports
        implements Operation<
                RequestReader, ResponseWriter, ListImports.Request, TransferPage<Import>> {
    private final Imports imports;
    private final Catalog tables;

    ListImports(Imports imports, Catalog tables) {
        this.imports = imports;
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
        return "ListImports";
    }

    @Override
    public Request decode(RequestReader in) {
        String arn = in.string("TableArn", Constraint.minLength(1), Constraint.maxLength(1024));
        Integer limit =
                in.integer("PageSize", Constraint.atLeast(1), Constraint.atMost(TransferPage.MAX));
        String token =
                in.string(
                        "NextToken",
                        Constraint.pattern("([0-9a-f]{16})+"),
                        Constraint.minLength(112),
                        Constraint.maxLength(1024));
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
                        ? TableAccess.toText("ListImports", "*")
                        : new TableAccess(tables).to("ListImports", table));
    }

    @Override
    public TransferPage<Import> execute(Authorized<Request> authorized) {
        Request request = authorized.request();
        TableRef table = request.table();
        List<Import> found =
                imports.list(
                        table == null ? request.account() : table.account(),
                        request.region(),
                        table == null ? null : table.name(),
                        request.before(),
                        request.limit() + 1);
        return TransferPage.of(found, request.limit(), each -> each.ref().id());
    }

    @Override
    public void encode(TransferPage<Import> page, ResponseWriter out) {
        out.objects("ImportSummaryList", page.transfers(), ImportDescription::writeSummary);
        page.writeNext(out);
    }
}
