package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.KinesisDestination.Precision;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * UpdateKinesisStreamingDestination: changes the precision of the time in the records for a Kinesis
 * data stream.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateKinesisStreamingDestination.html">UpdateKinesisStreamingDestination</a>
 */
final class UpdateKinesisStreamingDestination
        implements Operation<RequestReader, ResponseWriter, KinesisRequest, KinesisRequest.Answer> {
    private static final String CONFIGURATION = "UpdateKinesisStreamingConfiguration";

    private final Catalog tables;

    UpdateKinesisStreamingDestination(Catalog tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return "UpdateKinesisStreamingDestination";
    }

    @Override
    public KinesisRequest decode(RequestReader in) {
        return KinesisRequest.read(in, CONFIGURATION);
    }

    @Override
    public List<Access> access(KinesisRequest request) {
        return List.of(new TableAccess(tables).to(name(), request.table()));
    }

    @Override
    public KinesisRequest.Answer execute(Authorized<KinesisRequest> authorized) {
        KinesisRequest request = authorized.request();
        Precision precision = request.precision();
        if (precision == null) {
            throw new ValidationException(
                    "Streaming destination cannot be updated with given parameters:"
                            + " UpdateKinesisStreamingConfiguration cannot be null or contain only"
                            + " null values");
        }
        String tableId = tables.describe(request.table()).id();
        return request.change(
                tables, destination -> destination.update(precision, tableId, request.now()));
    }

    @Override
    public void encode(KinesisRequest.Answer answer, ResponseWriter out) {
        answer.write(out, CONFIGURATION);
    }
}
