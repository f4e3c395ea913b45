package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.KinesisDestination;
import dev.tablewright.engine.catalog.KinesisDestination.Precision;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Watchers;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the operations that change a Kinesis destination are asked.
 *
 * @param precision null where the request says nothing of it
 */
record KinesisRequest(
        TableRef table, String streamArn, @Nullable Precision precision, Instant now) {
    /** As every answer that describes a destination says it: nobody may think otherwise. */
    static final String NOT_DELIVERED =
            "The setting is kept; records are not delivered, because this server has no Kinesis.";

    private static final Pattern STREAM =
            Pattern.compile(
                    "arn:aws[a-z-]*:kinesis:([a-z0-9-]+):[0-9]{12}:stream/[a-zA-Z0-9_.-]{1,128}");

    private static final String PRECISION = "ApproximateCreationDateTimePrecision";

    /**
     * Reads a request.
     *
     * @param configuration the member that may carry a precision
     */
    static KinesisRequest read(RequestReader in, String configuration) {
        TableRef table = TableName.read(in);
        String arn =
                in.requiredString(
                        "StreamArn", Constraint.minLength(37), Constraint.maxLength(1024));
        RequestReader wanted = in.structure(configuration, configuration);
        Precision precision =
                wanted == null
                        ? null
                        : wanted.choice(
                                PRECISION, List.of(Precision.MILLISECOND, Precision.MICROSECOND));
        in.requireValid();
        if (!STREAM.matcher(arn).matches()) {
            throw new ValidationException("Invalid StreamArn: " + arn);
        }
        return new KinesisRequest(table, arn, precision, in.context().time());
    }

    /** Changes the destination, which must be there. */
    Answer change(Catalog tables, UnaryOperator<KinesisDestination> change) {
        return store(
                tables,
                watchers -> {
                    requireDestination(watchers);
                    return watchers.withDestination(streamArn, change);
                });
    }

    /** Changes what watches the table, and lets it settle. */
    Answer store(Catalog tables, UnaryOperator<Watchers> change) {
        Table after = tables.watch(table, change);
        KinesisDestination destination = after.settings().watchers().find(streamArn);
        if (destination == null) {
            throw new IllegalStateException("no destination " + streamArn);
        }
        tables.settle(table);
        return new Answer(this, destination);
    }

    private void requireDestination(Watchers watchers) {
        if (watchers.find(streamArn) == null) {
            throw new ValidationException(
                    "Table is not in a valid state to disable Kinesis Streaming Destination: No"
                            + " streaming destination with streamArn: "
                            + streamArn
                            + " found for table with tableName: "
                            + table.name());
        }
    }

    /** The destination just after the change. */
    record Answer(KinesisRequest request, KinesisDestination destination) {
        /**
         * Writes the members that all answers have.
         *
         * @param configuration the member for the precision; it is written where the request had
         *     one
         */
        void write(ResponseWriter out, String configuration) {
            out.string("TableName", request.table().name());
            out.string("StreamArn", destination.streamArn());
            out.string("DestinationStatus", destination.status().name());
            if (request.precision() != null) {
                out.object(
                        configuration,
                        inner -> inner.string(PRECISION, destination.precision().name()));
            }
        }
    }
}
