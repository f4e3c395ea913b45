package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.ValueType;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Upper limits of what an on-demand table and its indexes may cost. A table whose values name a
 * limit anywhere has no other limits.
 */
public final class OnDemandSetting implements Setting<OnDemandLimits> {
    /** The setting. */
    public static final OnDemandSetting LIMITS = new OnDemandSetting();

    private static final String NAME = "onDemandThroughput";
    private static final Field<Long> READ =
            Field.optional(
                    "maxReadRequestUnits",
                    new ValueType.Whole(1, Long.MAX_VALUE),
                    "most read request units a second; otherwise no limit");
    private static final Field<Long> WRITE =
            Field.optional(
                    "maxWriteRequestUnits",
                    new ValueType.Whole(1, Long.MAX_VALUE),
                    "most write request units a second; otherwise no limit");
    private static final ValueType<OnDemandLimit> BLOCK =
            new ValueType.Block<>(NAME, List.of(READ, WRITE), OnDemandSetting::limit);
    private static final Field<OnDemandLimit> FIELD =
            Field.optional(
                    NAME,
                    BLOCK,
                    "upper limits of the table; PAY_PER_REQUEST only; none when absent");
    private static final Field<OnDemandLimit> INDEX_FIELD =
            Field.optional(
                    NAME,
                    BLOCK,
                    "upper limits of the index; PAY_PER_REQUEST only; none when absent");

    private OnDemandSetting() {}

    private static OnDemandLimit limit(BlockReader in) {
        Long read = in.find(READ);
        Long write = in.find(WRITE);
        if (read == null && write == null && in.sound(READ, WRITE)) {
            in.add(READ, "is missing", "write a limit for reads, for writes, or for both");
        }
        return new OnDemandLimit(read == null ? -1 : read, write == null ? -1 : write);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "on-demand limits";
    }

    @Override
    public Class<OnDemandLimits> type() {
        return OnDemandLimits.class;
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
    public @Nullable OnDemandLimits read(BlockReader table) {
        OnDemandLimit own = table.find(FIELD);
        Map<String, OnDemandLimit> indexes = IndexBlock.values(table, INDEX_FIELD);
        return own == null && indexes.isEmpty()
                ? null
                : new OnDemandLimits(own == null ? OnDemandLimits.UNLIMITED : own, indexes);
    }

    @Override
    public Map<String, Object> written(OnDemandLimits value) {
        return value.table().equals(OnDemandLimits.UNLIMITED) ? Map.of() : written(value.table());
    }

    @Override
    public Map<String, Map<String, Object>> writtenAtIndexes(OnDemandLimits value) {
        Map<String, Map<String, Object>> indexes = new LinkedHashMap<>();
        value.indexes().forEach((index, limit) -> indexes.put(index, written(limit)));
        return indexes;
    }

    private static Map<String, Object> written(OnDemandLimit limit) {
        Map<String, Object> units = new LinkedHashMap<>();
        if (limit.maxRead() > 0) {
            units.put(READ.name(), limit.maxRead());
        }
        if (limit.maxWrite() > 0) {
            units.put(WRITE.name(), limit.maxWrite());
        }
        return Map.of(NAME, units);
    }

    @Override
    public void check(OnDemandLimits value, TableValues table, BlockReader in) {
        if (table.billingMode() == BillingMode.PAY_PER_REQUEST) {
            return;
        }
        String wrong = "has no meaning with billingMode PROVISIONED";
        String right = "remove it, or write billingMode: PAY_PER_REQUEST";
        if (in.find(FIELD) != null) {
            in.add(FIELD, wrong, right);
        }
        for (IndexBlock index : IndexBlock.of(in)) {
            if (index.in().find(INDEX_FIELD) != null) {
                index.in().add(INDEX_FIELD, wrong, right);
            }
        }
    }

    @Override
    public boolean appliesTo(BillingMode mode) {
        return mode == BillingMode.PAY_PER_REQUEST;
    }

    @Override
    public OnDemandLimits initial() {
        return OnDemandLimits.NONE;
    }

    @Override
    public OnDemandLimits within(OnDemandLimits value, Collection<String> indexes) {
        Map<String, OnDemandLimit> there = new LinkedHashMap<>(value.indexes());
        there.keySet().retainAll(indexes);
        return new OnDemandLimits(value.table(), there);
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
    public CreateTableRequest inCreation(CreateTableRequest request, OnDemandLimits value) {
        CreateTableRequest.Builder whole = request.toBuilder();
        if (!value.table().equals(OnDemandLimits.UNLIMITED)) {
            whole.onDemandThroughput(throughput(value.table()));
        }
        if (request.hasGlobalSecondaryIndexes()) {
            whole.globalSecondaryIndexes(
                    request.globalSecondaryIndexes().stream()
                            .map(
                                    index ->
                                            value.indexes().containsKey(index.indexName())
                                                    ? index.toBuilder()
                                                            .onDemandThroughput(
                                                                    throughput(
                                                                            value.index(
                                                                                    index
                                                                                            .indexName())))
                                                            .build()
                                                    : index)
                            .toList());
        }
        return whole.build();
    }

    @Override
    public CreateGlobalSecondaryIndexAction inIndexCreation(
            CreateGlobalSecondaryIndexAction index, OnDemandLimits value) {
        return value.indexes().containsKey(index.indexName())
                ? index.toBuilder()
                        .onDemandThroughput(throughput(value.index(index.indexName())))
                        .build()
                : index;
    }

    @Override
    public OnDemandLimits observe(TableSight sight) {
        Map<String, OnDemandLimit> indexes = new LinkedHashMap<>();
        sight.table()
                .globalSecondaryIndexes()
                .forEach(index -> indexes.put(index.indexName(), read(index.onDemandThroughput())));
        return new OnDemandLimits(read(sight.table().onDemandThroughput()), indexes);
    }

    private static OnDemandLimit read(@Nullable OnDemandThroughput found) {
        return found == null
                ? OnDemandLimits.UNLIMITED
                : new OnDemandLimit(
                        orNone(found.maxReadRequestUnits()), orNone(found.maxWriteRequestUnits()));
    }

    private static long orNone(@Nullable Long units) {
        return units == null ? -1 : units;
    }

    @Override
    public String words(OnDemandLimits value) {
        List<String> words = new ArrayList<>();
        if (!value.table().equals(OnDemandLimits.UNLIMITED)) {
            words.add(words(value.table()));
        }
        value.indexes().forEach((name, limit) -> words.add(name + " " + words(limit)));
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    private static String words(OnDemandLimit limit) {
        return words(limit.maxRead()) + "/" + words(limit.maxWrite());
    }

    private static String words(long units) {
        return units < 0 ? "-" : Long.toString(units);
    }

    @Override
    public void change(TableCall call, OnDemandLimits from, OnDemandLimits to)
            throws NotDone, InterruptedException {
        List<GlobalSecondaryIndexUpdate> indexes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(from.indexes().keySet());
        names.addAll(to.indexes().keySet());
        for (String name : names) {
            if (!from.index(name).equals(to.index(name))) {
                indexes.add(
                        GlobalSecondaryIndexUpdate.builder()
                                .update(
                                        index ->
                                                index.indexName(name)
                                                        .onDemandThroughput(
                                                                throughput(to.index(name))))
                                .build());
            }
        }
        call.update(
                request -> {
                    if (!from.table().equals(to.table())) {
                        request.onDemandThroughput(throughput(to.table()));
                    }
                    if (!indexes.isEmpty()) {
                        request.globalSecondaryIndexUpdates(indexes);
                    }
                });
    }

    private static OnDemandThroughput throughput(OnDemandLimit limit) {
        return OnDemandThroughput.builder()
                .maxReadRequestUnits(limit.maxRead())
                .maxWriteRequestUnits(limit.maxWrite())
                .build();
    }
}
