package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stream of changes of a table. DynamoDB cannot change what a stream shows: it is switched off,
 * and once the table is ACTIVE again a new stream is switched on. Nothing else may ride in these
 * calls.
 */
public final class StreamSetting implements Setting<TableStream> {
    /** The setting. */
    public static final StreamSetting STREAM = new StreamSetting();

    private static final Field<Boolean> ENABLED =
            Field.optional(
                    "streamEnabled",
                    new ValueType.Flag(),
                    "whether changes are kept in a stream for 24 hours; switched off when it leaves"
                            + " the values");
    private static final Field<StreamViewType> VIEW =
            Field.optional(
                    "streamViewType",
                    new ValueType.Choice<>(views()),
                    "what a stream's records show of the item; needed when streamEnabled; another"
                            + " one means a new stream with a new ARN");

    private StreamSetting() {}

    private static Map<String, StreamViewType> views() {
        Map<String, StreamViewType> views = new LinkedHashMap<>();
        for (StreamViewType view :
                List.of(
                        StreamViewType.NEW_AND_OLD_IMAGES,
                        StreamViewType.NEW_IMAGE,
                        StreamViewType.OLD_IMAGE,
                        StreamViewType.KEYS_ONLY)) {
            views.put(view.name(), view);
        }
        return views;
    }

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String title() {
        return "stream";
    }

    @Override
    public Class<TableStream> type() {
        return TableStream.class;
    }

    @Override
    public Phase phase() {
        return Phase.STREAM;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(ENABLED, VIEW);
    }

    @Override
    public @Nullable TableStream read(BlockReader table) {
        Boolean enabled = table.find(ENABLED);
        StreamViewType view = table.find(VIEW);
        if (table.sound(ENABLED, VIEW)) {
            if (Boolean.TRUE.equals(enabled) && view == null) {
                table.add(
                        VIEW,
                        "is missing",
                        "streamEnabled needs it: write " + VIEW.type().expected());
            } else if (!Boolean.TRUE.equals(enabled) && view != null) {
                table.add(
                        VIEW,
                        "has no meaning without a stream",
                        "remove it, or write streamEnabled: true");
            }
        }
        if (enabled == null) {
            return null;
        }
        return enabled ? new TableStream(true, view) : TableStream.OFF;
    }

    @Override
    public Map<String, Object> written(TableStream value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ENABLED.name(), value.enabled());
        if (value.viewType() != null) {
            fields.put(VIEW.name(), value.viewType().toString());
        }
        return fields;
    }

    @Override
    public TableStream initial() {
        return TableStream.OFF;
    }

    @Override
    public boolean isCopied() {
        return true;
    }

    @Override
    public boolean isInCreateTable() {
        return true;
    }

    @Override
    public CreateTableRequest inCreation(CreateTableRequest request, TableStream value) {
        return value.enabled()
                ? request.toBuilder().streamSpecification(specification(value)).build()
                : request;
    }

    @Override
    public TableStream observe(TableSight sight) {
        StreamSpecification stream = sight.table().streamSpecification();
        return stream == null || !Boolean.TRUE.equals(stream.streamEnabled())
                ? TableStream.OFF
                : new TableStream(true, stream.streamViewType());
    }

    @Override
    public List<TableStream> way(TableStream is, TableStream wanted) {
        return is.enabled() && wanted.enabled()
                ? List.of(TableStream.OFF, wanted)
                : List.of(wanted);
    }

    @Override
    public List<String> warnings(TableStream is, TableStream wanted) {
        if (!is.enabled()) {
            return List.of();
        }
        return List.of(
                wanted.enabled()
                        ? "gets a new stream with a new ARN: readers have to move to it, and"
                                + " changes made in between are in neither"
                        : "loses its stream: what is in it can be read for 24 hours more, later"
                                + " changes are nowhere");
    }

    @Override
    public String words(TableStream value) {
        return value.viewType() == null ? "off" : value.viewType().toString();
    }

    @Override
    public void change(TableCall call, TableStream from, TableStream to)
            throws NotDone, InterruptedException {
        call.update(request -> request.streamSpecification(specification(to)));
    }

    private static StreamSpecification specification(TableStream value) {
        return StreamSpecification.builder()
                .streamEnabled(value.enabled())
                .streamViewType(value.viewType())
                .build();
    }
}
