package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.ValueType;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.WarmThroughput;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table and its indexes can serve at once. AWS raises it by itself as traffic grows and
 * never lowers it, so it is only ever raised here, and more than was asked for is no difference.
 */
public final class WarmThroughputSetting implements Setting<WarmThroughputs> {
    /** The setting. */
    public static final WarmThroughputSetting WARM = new WarmThroughputSetting();

    private static final String NAME = "warmThroughput";
    private static final Field<Long> READ =
            Field.optional(
                    "readUnitsPerSecond",
                    new ValueType.Whole(1, Long.MAX_VALUE),
                    "reads a second that are served at once; on demand at least 12,000");
    private static final Field<Long> WRITE =
            Field.optional(
                    "writeUnitsPerSecond",
                    new ValueType.Whole(1, Long.MAX_VALUE),
                    "writes a second that are served at once; on demand at least 4,000");
    private static final ValueType<WarmUnits> BLOCK =
            new ValueType.Block<>(NAME, List.of(READ, WRITE), WarmThroughputSetting::units);
    private static final Field<WarmUnits> FIELD =
            Field.optional(
                    NAME,
                    BLOCK,
                    "what the table can serve at once; raised if it is less, never lowered, paid"
                            + " for once");
    private static final Field<WarmUnits> INDEX_FIELD =
            Field.optional(
                    NAME,
                    BLOCK,
                    "what the index can serve at once; raised if it is less, never lowered, paid"
                            + " for once");

    private WarmThroughputSetting() {}

    private static WarmUnits units(BlockReader in) {
        Long read = in.find(READ);
        Long write = in.find(WRITE);
        if (read == null && write == null && in.sound(READ, WRITE)) {
            in.add(READ, "is missing", "say something of reads, of writes, or of both");
        }
        return new WarmUnits(read == null ? 0 : read, write == null ? 0 : write);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "warm throughput";
    }

    @Override
    public Class<WarmThroughputs> type() {
        return WarmThroughputs.class;
    }

    @Override
    public Phase phase() {
        return Phase.THROUGHPUT;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public List<Field<?>> indexFields() {
        return List.of(INDEX_FIELD);
    }

    @Override
    public @Nullable WarmThroughputs read(BlockReader table) {
        WarmUnits own = table.find(FIELD);
        Map<String, WarmUnits> indexes = new LinkedHashMap<>();
        for (IndexBlock index : IndexBlock.of(table)) {
            WarmUnits units = index.in().find(INDEX_FIELD);
            if (units != null) {
                indexes.put(index.name(), units);
            }
        }
        return own == null && indexes.isEmpty()
                ? null
                : new WarmThroughputs(own == null ? WarmUnits.NONE : own, indexes);
    }

    @Override
    public Map<String, Object> written(WarmThroughputs value) {
        return value.table().equals(WarmUnits.NONE) ? Map.of() : written(value.table());
    }

    @Override
    public Map<String, Map<String, Object>> writtenAtIndexes(WarmThroughputs value) {
        Map<String, Map<String, Object>> indexes = new LinkedHashMap<>();
        value.indexes().forEach((index, units) -> indexes.put(index, written(units)));
        return indexes;
    }

    private static Map<String, Object> written(WarmUnits units) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (units.read() > 0) {
            fields.put(READ.name(), units.read());
        }
        if (units.write() > 0) {
            fields.put(WRITE.name(), units.write());
        }
        return Map.of(NAME, fields);
    }

    @Override
    public WarmThroughputs initial() {
        return new WarmThroughputs(WarmUnits.NONE, Map.of());
    }

    /** It cannot be lowered. */
    @Override
    public @Nullable WarmThroughputs takenBack() {
        return null;
    }

    @Override
    public WarmThroughputs within(WarmThroughputs value, Collection<String> indexes) {
        Map<String, WarmUnits> there = new LinkedHashMap<>(value.indexes());
        there.keySet().retainAll(indexes);
        return new WarmThroughputs(value.table(), there);
    }

    @Override
    public boolean isInCreateTable() {
        return true;
    }

    @Override
    public CreateTableRequest inCreation(CreateTableRequest request, WarmThroughputs value) {
        CreateTableRequest.Builder whole = request.toBuilder();
        if (!value.table().equals(WarmUnits.NONE)) {
            whole.warmThroughput(throughput(value.table()));
        }
        if (request.hasGlobalSecondaryIndexes()) {
            whole.globalSecondaryIndexes(
                    request.globalSecondaryIndexes().stream()
                            .map(
                                    index -> {
                                        WarmUnits units = value.index(index.indexName());
                                        return units.equals(WarmUnits.NONE)
                                                ? index
                                                : index.toBuilder()
                                                        .warmThroughput(throughput(units))
                                                        .build();
                                    })
                            .toList());
        }
        return whole.build();
    }

    @Override
    public CreateGlobalSecondaryIndexAction inIndexCreation(
            CreateGlobalSecondaryIndexAction index, WarmThroughputs value) {
        WarmUnits units = value.index(index.indexName());
        return units.equals(WarmUnits.NONE)
                ? index
                : index.toBuilder().warmThroughput(throughput(units)).build();
    }

    @Override
    public @Nullable WarmThroughputs observe(TableSight sight) {
        var own = sight.table().warmThroughput();
        if (own == null) {
            return null;
        }
        Map<String, WarmUnits> indexes = new LinkedHashMap<>();
        sight.table()
                .globalSecondaryIndexes()
                .forEach(
                        index -> {
                            var units = index.warmThroughput();
                            if (units != null) {
                                indexes.put(
                                        index.indexName(),
                                        units(
                                                units.readUnitsPerSecond(),
                                                units.writeUnitsPerSecond()));
                            }
                        });
        return new WarmThroughputs(
                units(own.readUnitsPerSecond(), own.writeUnitsPerSecond()), indexes);
    }

    private static WarmUnits units(@Nullable Long read, @Nullable Long write) {
        return new WarmUnits(read == null ? 0 : read, write == null ? 0 : write);
    }

    @Override
    public boolean satisfies(WarmThroughputs is, WarmThroughputs wanted) {
        return is.table().covers(wanted.table())
                && wanted.indexes().entrySet().stream()
                        .allMatch(index -> is.index(index.getKey()).covers(index.getValue()));
    }

    @Override
    public String words(WarmThroughputs value) {
        List<String> words = new ArrayList<>();
        if (!value.table().equals(WarmUnits.NONE)) {
            words.add(words(value.table()));
        }
        value.indexes().forEach((name, units) -> words.add(name + " " + words(units)));
        return words.isEmpty() ? "as it is" : String.join(", ", words);
    }

    private static String words(WarmUnits units) {
        return words(units.read()) + "/" + words(units.write());
    }

    private static String words(long units) {
        return units == 0 ? "-" : Long.toString(units);
    }

    @Override
    public void change(TableCall call, WarmThroughputs from, WarmThroughputs to)
            throws NotDone, InterruptedException {
        List<GlobalSecondaryIndexUpdate> indexes = new ArrayList<>();
        to.indexes()
                .forEach(
                        (name, units) -> {
                            if (!from.index(name).covers(units)) {
                                indexes.add(
                                        GlobalSecondaryIndexUpdate.builder()
                                                .update(
                                                        index ->
                                                                index.indexName(name)
                                                                        .warmThroughput(
                                                                                throughput(units)))
                                                .build());
                            }
                        });
        call.update(
                request -> {
                    if (!from.table().covers(to.table())) {
                        request.warmThroughput(throughput(to.table()));
                    }
                    if (!indexes.isEmpty()) {
                        request.globalSecondaryIndexUpdates(indexes);
                    }
                });
    }

    private static WarmThroughput throughput(WarmUnits units) {
        WarmThroughput.Builder warm = WarmThroughput.builder();
        if (units.read() > 0) {
            warm.readUnitsPerSecond(units.read());
        }
        if (units.write() > 0) {
            warm.writeUnitsPerSecond(units.write());
        }
        return warm.build();
    }
}
