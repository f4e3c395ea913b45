package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeGlobalTableSettings: tells of the capacities in each region of a global table of version
 * 2017.11.29.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTableSettings.html">DescribeGlobalTableSettings</a>
 */
final class DescribeGlobalTableSettings
        implements Operation<RequestReader, ResponseWriter, TableRef, LegacyGlobalTable> {
    private final Catalog tables;
    private final GlobalTableSettings settings;

    DescribeGlobalTableSettings(Catalog tables, GlobalTableSettings settings) {
        this.tables = tables;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "DescribeGlobalTableSettings";
    }

    @Override
    public TableRef decode(RequestReader in) {
        TableRef name = GlobalTableMembers.name(in);
        in.requireValid();
        return name;
    }

    @Override
    public List<Access> access(TableRef name) {
        return LegacyAccess.toGlobal(name(), name);
    }

    @Override
    public LegacyGlobalTable execute(Authorized<TableRef> authorized) {
        TableRef name = authorized.request();
        return tables.requireLegacy(name.account(), name.name());
    }

    @Override
    public void encode(LegacyGlobalTable global, ResponseWriter out) {
        settings.write(out, global);
    }
}
