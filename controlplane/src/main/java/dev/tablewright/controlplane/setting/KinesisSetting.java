package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ApproximateCreationDateTimePrecision;
import software.amazon.awssdk.services.dynamodb.model.DestinationStatus;
import software.amazon.awssdk.services.dynamodb.model.KinesisDataStreamDestination;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * The Kinesis data stream that the changes of a table go to. The stream is nobody's here: it has to
 * be there. Another one is enabled after the one before was disabled.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html">EnableKinesisStreamingDestination</a>
 */
public final class KinesisSetting implements Setting<KinesisStreams> {
    /** The setting. */
    public static final KinesisSetting KINESIS = new KinesisSetting();

    private static final String NAME = "kinesisStreamingDestination";
    private static final ApproximateCreationDateTimePrecision MILLISECOND =
            ApproximateCreationDateTimePrecision.MILLISECOND;
    private static final Field<String> STREAM =
            Field.required(
                    "streamArn",
                    new ValueType.Text(
                            Pattern.compile(
                                    "arn:aws[a-z-]*:kinesis:[a-z0-9-]+:[0-9]{12}:stream/[a-zA-Z0-9_.-]{1,128}"),
                            37,
                            1024,
                            "write the ARN of a Kinesis data stream:"
                                    + " arn:aws:kinesis:REGION:ACCOUNT:stream/NAME"),
                    "the ARN of the stream, in the table's region");
    private static final Field<ApproximateCreationDateTimePrecision> PRECISION =
            Field.optional(
                    "precision",
                    new ValueType.Choice<>(precisions()),
                    "of the time in the records; otherwise MILLISECOND");
    private static final Field<KinesisStreams> FIELD =
            Field.optional(
                    NAME,
                    new ValueType.Block<>(NAME, List.of(STREAM, PRECISION), KinesisSetting::of),
                    "the Kinesis data stream that changes go to; disabled when it leaves the"
                            + " values");

    private KinesisSetting() {}

    private static Map<String, ApproximateCreationDateTimePrecision> precisions() {
        Map<String, ApproximateCreationDateTimePrecision> precisions = new LinkedHashMap<>();
        precisions.put("MILLISECOND", MILLISECOND);
        precisions.put("MICROSECOND", ApproximateCreationDateTimePrecision.MICROSECOND);
        return precisions;
    }

    private static KinesisStreams of(BlockReader in) {
        ApproximateCreationDateTimePrecision precision = in.find(PRECISION);
        return new KinesisStreams(
                Map.of(in.get(STREAM), precision == null ? MILLISECOND : precision));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "kinesis destination";
    }

    @Override
    public Class<KinesisStreams> type() {
        return KinesisStreams.class;
    }

    @Override
    public Phase phase() {
        return Phase.BESIDE;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable KinesisStreams read(BlockReader table) {
        return table.find(FIELD);
    }

    /** The values have one; of several the first. */
    @Override
    public Map<String, Object> written(KinesisStreams value) {
        return value.active().entrySet().stream()
                .findFirst()
                .map(
                        stream ->
                                Map.<String, Object>of(
                                        NAME,
                                        Map.of(
                                                STREAM.name(),
                                                stream.getKey(),
                                                PRECISION.name(),
                                                stream.getValue().toString())))
                .orElse(Map.of());
    }

    @Override
    public KinesisStreams initial() {
        return KinesisStreams.NONE;
    }

    @Override
    public boolean hasOwnCall() {
        return true;
    }

    @Override
    public KinesisStreams observe(TableSight sight) {
        Map<String, ApproximateCreationDateTimePrecision> active = new LinkedHashMap<>();
        Served.ask(NAME, () -> destinations(sight.dynamoDb(), sight.address().name()))
                .forEach(
                        destination -> {
                            if (isOn(destination)) {
                                active.put(destination.streamArn(), precision(destination));
                            }
                        });
        return new KinesisStreams(active);
    }

    private static List<KinesisDataStreamDestination> destinations(
            DynamoDbClient dynamoDb, String table) {
        return dynamoDb.describeKinesisStreamingDestination(request -> request.tableName(table))
                .kinesisDataStreamDestinations();
    }

    private static boolean isOn(KinesisDataStreamDestination destination) {
        return switch (destination.destinationStatus()) {
            case ACTIVE, ENABLING, UPDATING -> true;
            case DISABLED, DISABLING, ENABLE_FAILED, UNKNOWN_TO_SDK_VERSION -> false;
        };
    }

    private static ApproximateCreationDateTimePrecision precision(
            KinesisDataStreamDestination destination) {
        ApproximateCreationDateTimePrecision precision =
                destination.approximateCreationDateTimePrecision();
        return precision == null ? MILLISECOND : precision;
    }

    @Override
    public List<String> warnings(KinesisStreams is, KinesisStreams wanted) {
        return is.active().keySet().stream()
                .filter(stream -> !wanted.active().containsKey(stream))
                .map(stream -> "sends its changes no more to " + stream)
                .toList();
    }

    @Override
    public List<String> operations() {
        return List.of(
                "EnableKinesisStreamingDestination",
                "UpdateKinesisStreamingDestination",
                "DisableKinesisStreamingDestination");
    }

    @Override
    public String words(KinesisStreams value) {
        if (value.active().isEmpty()) {
            return "off";
        }
        return String.join(
                ", ",
                value.active().entrySet().stream()
                        .map(stream -> stream.getKey() + " (" + stream.getValue() + ")")
                        .toList());
    }

    @Override
    public boolean updatesTable() {
        return false;
    }

    @Override
    public void change(TableCall call, KinesisStreams from, KinesisStreams to)
            throws NotDone, InterruptedException {
        String table = call.table().name();
        for (String stream : from.active().keySet()) {
            if (!to.active().containsKey(stream)) {
                var _ =
                        call.dynamoDb()
                                .disableKinesisStreamingDestination(
                                        request -> request.tableName(table).streamArn(stream));
                await(call, stream, DestinationStatus.DISABLED);
            }
        }
        for (var stream : to.active().entrySet()) {
            var present = from.active().get(stream.getKey());
            if (present == null) {
                var _ =
                        call.dynamoDb()
                                .enableKinesisStreamingDestination(
                                        request ->
                                                request.tableName(table)
                                                        .streamArn(stream.getKey())
                                                        .enableKinesisStreamingConfiguration(
                                                                wanted ->
                                                                        wanted
                                                                                .approximateCreationDateTimePrecision(
                                                                                        stream
                                                                                                .getValue())));
            } else if (present != stream.getValue()) {
                var _ =
                        call.dynamoDb()
                                .updateKinesisStreamingDestination(
                                        request ->
                                                request.tableName(table)
                                                        .streamArn(stream.getKey())
                                                        .updateKinesisStreamingConfiguration(
                                                                wanted ->
                                                                        wanted
                                                                                .approximateCreationDateTimePrecision(
                                                                                        stream
                                                                                                .getValue())));
            }
            await(call, stream.getKey(), DestinationStatus.ACTIVE);
        }
    }

    private static void await(TableCall call, String stream, DestinationStatus wanted)
            throws NotDone, InterruptedException {
        AtomicReference<String> seen = new AtomicReference<>("");
        call.until(
                () -> "its Kinesis destination is still " + seen.get(),
                () -> {
                    for (KinesisDataStreamDestination each :
                            destinations(call.dynamoDb(), call.table().name())) {
                        if (each.streamArn().equals(stream)) {
                            seen.set(each.destinationStatusAsString());
                            if (each.destinationStatus() == DestinationStatus.ENABLE_FAILED) {
                                throw new NotDone(
                                        "AWS could not enable "
                                                + stream
                                                + ": "
                                                + each.destinationStatusDescription());
                            }
                            return each.destinationStatus() == wanted;
                        }
                    }
                    return wanted == DestinationStatus.DISABLED;
                });
    }
}
