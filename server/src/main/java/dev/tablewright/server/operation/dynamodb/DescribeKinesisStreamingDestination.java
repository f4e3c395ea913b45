package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.KinesisDestination;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DescribeKinesisStreamingDestination: the Kinesis data streams that the changes of a table are to
 * go to, with those that were switched off.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeKinesisStreamingDestination.html">DescribeKinesisStreamingDestination</a>
 */
final class DescribeKinesisStreamingDestination
        implements Operation<RequestReader, ResponseWriter, TableRef, Table> {
    private final Catalog tables;

    DescribeKinesisStreamingDestination(Catalog tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return "DescribeKinesisStreamingDestination";
    }

    @Override
    public TableRef decode(RequestReader in) {
        TableRef table = TableName.read(in);
        in.requireValid();
        return table;
    }

    @Override
    public List<Access> access(TableRef table) {
        return List.of(new TableAccess(tables).to(name(), table));
    }

    @Override
    public Table execute(Authorized<TableRef> authorized) {
        return tables.describe(authorized.request());
    }

    @Override
    public void encode(Table table, ResponseWriter out) {
        out.string("TableName", table.ref().name());
        out.objects(
                "KinesisDataStreamDestinations",
                table.settings().watchers().kinesis(),
                DescribeKinesisStreamingDestination::write);
    }

    private static void write(ResponseWriter out, KinesisDestination destination) {
        out.string("StreamArn", destination.streamArn());
        out.string("DestinationStatus", destination.status().name());
        out.string("DestinationStatusDescription", KinesisRequest.NOT_DELIVERED);
        out.string("ApproximateCreationDateTimePrecision", destination.precision().name());
    }
}
