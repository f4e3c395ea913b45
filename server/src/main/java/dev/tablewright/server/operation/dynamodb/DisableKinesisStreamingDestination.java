package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * DisableKinesisStreamingDestination: takes a Kinesis data stream from a table again.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DisableKinesisStreamingDestination.html">DisableKinesisStreamingDestination</a>
 */
final class DisableKinesisStreamingDestination
        implements Operation<RequestReader, ResponseWriter, KinesisRequest, KinesisRequest.Answer> {
    private static final String CONFIGURATION = "EnableKinesisStreamingConfiguration";

    private final Catalog tables;

    DisableKinesisStreamingDestination(Catalog tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return "DisableKinesisStreamingDestination";
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
        return request.change(tables, destination -> destination.disable(request.now()));
    }

    @Override
    public void encode(KinesisRequest.Answer answer, ResponseWriter out) {
        answer.write(out, CONFIGURATION);
    }
}
