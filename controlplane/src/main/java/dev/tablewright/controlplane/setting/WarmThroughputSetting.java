package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.ValueType;
import dev.tablewright.model.BillingMode;

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

    /** What an on-demand table or index has from the beginning. */
    private static final WarmUnits ON_DEMAND = new WarmUnits(12_000, 4_000);

    private static final Field<Long> READ =
            Field.required(
                    "readUnitsPerSecond",
                    new ValueType.Whole(1, Long.MAX_VALUE),
                    "reads a second that are served at once; on demand at least 12,000");
    private static final Field<Long> WRITE =
            Field.required(
                    "writeUnitsPerSecond",
                    new ValueType.Whole(1, Long.MAX_VALUE),
                    "writes a second that are served at once; on demand at least 4,000");
    private static final ValueType<WarmUnits> BLOCK =
            new ValueType.Block<>(
                    NAME, List.of(READ, WRITE), in -> new WarmUnits(in.get(READ), in.get(WRITE)));
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
        Map<String, WarmUnits> indexes = IndexBlock.values(table, INDEX_FIELD);
        return own == null && indexes.isEmpty()
                ? null
                : new WarmThroughputs(own == null ? WarmUnits.NONE : own, indexes);
    }

    /** Below that, what is asked for is there already; AWS refuses to be asked. */
    @Override
    public void check(WarmThroughputs value, TableValues table, BlockReader in) {
        if (table.billingMode() != BillingMode.PAY_PER_REQUEST) {
            return;
        }
        check(value.table(), in, FIELD);
        for (IndexBlock index : IndexBlock.of(in)) {
            check(value.index(index.name()), index.in(), INDEX_FIELD);
        }
    }

    private static void check(WarmUnits units, BlockReader in, Field<WarmUnits> field) {
        if (!units.equals(WarmUnits.NONE) && in.sound(field)) {
            check(units.read(), ON_DEMAND.read(), in.path(field) + "." + READ.name(), in);
            check(units.write(), ON_DEMAND.write(), in.path(field) + "." + WRITE.name(), in);
        }
    }

    private static void check(long units, long least, String path, BlockReader in) {
        if (units < least) {
            in.problems()
                    .add(
                            path,
                            units + " is less than every on-demand table has",
                            "write " + least + " or more");
        }
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
        return units.read() + "/" + units.write();
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
        return WarmThroughput.builder()
                .readUnitsPerSecond(units.read())
                .writeUnitsPerSecond(units.write())
                .build();
    }
}
