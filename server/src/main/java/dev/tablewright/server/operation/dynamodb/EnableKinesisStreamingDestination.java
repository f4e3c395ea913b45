package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.KinesisDestination.Precision;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/**
 * EnableKinesisStreamingDestination: names a Kinesis data stream that the changes of a table are to
 * go to. The setting is kept and becomes ACTIVE; nothing is delivered, which the destination's
 * description says and the log says once for each table and stream.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html">EnableKinesisStreamingDestination</a>
 */
final class EnableKinesisStreamingDestination
        implements Operation<RequestReader, ResponseWriter, KinesisRequest, KinesisRequest.Answer> {
    private static final Logger LOG =
            LoggerFactory.getLogger(EnableKinesisStreamingDestination.class);
    private static final String CONFIGURATION = "EnableKinesisStreamingConfiguration";

    private final Catalog tables;

    EnableKinesisStreamingDestination(Catalog tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return "EnableKinesisStreamingDestination";
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
        Precision asked = request.precision();
        Precision precision = asked == null ? Precision.MILLISECOND : asked;
        KinesisRequest.Answer answer =
                request.store(
                        tables,
                        watchers -> watchers.enable(request.streamArn(), precision, request.now()));
        LOG.warn(
                "table {} has {} as a destination now: {}",
                request.table().name(),
                request.streamArn(),
                KinesisRequest.NOT_DELIVERED);
        return answer;
    }

    @Override
    public void encode(KinesisRequest.Answer answer, ResponseWriter out) {
        answer.write(out, CONFIGURATION);
    }
}
