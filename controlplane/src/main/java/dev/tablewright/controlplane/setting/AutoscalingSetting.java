package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.target.AutoScaling;
import dev.tablewright.controlplane.target.AutoScaling.Capacity;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.ValueType;
import dev.tablewright.model.BillingMode;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Capacities that follow their use, by Application Auto Scaling: a target with bounds and a target
 * tracking policy for each. A capacity between the bounds is nobody's business here. A table whose
 * values name one anywhere has no others.
 *
 * <p>Targets go before their index or table does, and before capacity is billed by request; they
 * come when all of these are there. Cooldowns and the like, which the values do not name, stay as
 * they are found.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html">Managing
 *     throughput capacity automatically</a>
 */
public final class AutoscalingSetting implements Setting<Autoscaling> {
    /** The setting. */
    public static final AutoscalingSetting SCALING = new AutoscalingSetting();

    private static final String NAME = "autoscaling";

    /** What Application Auto Scaling may answer while it takes in what was said before. */
    private static final Set<String> SOON =
            Set.of("ConcurrentUpdateException", "ObjectNotFoundException");

    private static final Field<Long> MIN =
            Field.required(
                    "min", new ValueType.Whole(1, Long.MAX_VALUE), "least capacity units a second");
    private static final Field<Long> MAX =
            Field.required(
                    "max", new ValueType.Whole(1, Long.MAX_VALUE), "most capacity units a second");
    private static final Field<Long> TARGET =
            Field.optional(
                    "target",
                    new ValueType.Whole(20, 90),
                    70L,
                    "which percentage of the capacity shall be in use");
    private static final Field<ScalingBounds> READ = bounds("read", "readCapacity");
    private static final Field<ScalingBounds> WRITE = bounds("write", "writeCapacity");
    private static final ValueType<ScaledCapacity> BLOCK =
            new ValueType.Block<>(NAME, List.of(READ, WRITE), AutoscalingSetting::scaled);
    private static final Field<ScaledCapacity> FIELD =
            Field.optional(
                    NAME,
                    BLOCK,
                    "capacity that follows its use; PROVISIONED only; once named anywhere,"
                            + " whatever it does not name is not scaled");
    private static final Field<ScaledCapacity> INDEX_FIELD =
            Field.optional(NAME, BLOCK, "as at the table, for the index; PROVISIONED only");

    private AutoscalingSetting() {}

    private static Field<ScalingBounds> bounds(String name, String capacity) {
        return Field.optional(
                name,
                new ValueType.Block<>(
                        "autoscaling." + name,
                        List.of(MIN, MAX, TARGET),
                        AutoscalingSetting::bounds),
                "bounds; "
                        + capacity
                        + " is then the capacity to begin with, min when absent, and never set"
                        + " back");
    }

    private static ScalingBounds bounds(BlockReader in) {
        long min = in.get(MIN);
        long max = in.get(MAX);
        if (max < min && in.sound(MIN, MAX)) {
            in.add(MAX, max + " is less than min", "write " + min + " or more");
        }
        return new ScalingBounds(min, max, in.get(TARGET));
    }

    private static ScaledCapacity scaled(BlockReader in) {
        ScalingBounds read = in.find(READ);
        ScalingBounds write = in.find(WRITE);
        if (read == null && write == null && in.sound(READ, WRITE)) {
            in.add(READ, "is missing", "write read, write, or both");
        }
        return new ScaledCapacity(read, write);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "autoscaling";
    }

    @Override
    public Class<Autoscaling> type() {
        return Autoscaling.class;
    }

    /** The table has to be PROVISIONED by then, and every index there. */
    @Override
    public Phase phase() {
        return Phase.LAST;
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
    public @Nullable Autoscaling read(BlockReader table) {
        ScaledCapacity own = table.find(FIELD);
        Map<String, ScaledCapacity> indexes = IndexBlock.values(table, INDEX_FIELD);
        return own == null && indexes.isEmpty()
                ? null
                : new Autoscaling(own == null ? ScaledCapacity.NONE : own, indexes);
    }

    @Override
    public void check(Autoscaling value, TableValues table, BlockReader in) {
        if (table.billingMode() == BillingMode.PROVISIONED
                || !in.problems().sound(in.path() + ".billingMode")) {
            return;
        }
        refuseOnDemand(in, FIELD);
        for (IndexBlock index : IndexBlock.of(in)) {
            refuseOnDemand(index.in(), INDEX_FIELD);
        }
    }

    private static void refuseOnDemand(BlockReader in, Field<ScaledCapacity> field) {
        if (in.sound(field) && in.find(field) != null) {
            in.add(
                    field,
                    "has no meaning with billingMode PAY_PER_REQUEST",
                    "remove it, or write billingMode: PROVISIONED");
        }
    }

    @Override
    public boolean isFoundWith(BillingMode mode) {
        return mode == BillingMode.PROVISIONED;
    }

    @Override
    public Map<String, Object> written(Autoscaling value) {
        return value.table().equals(ScaledCapacity.NONE) ? Map.of() : written(value.table());
    }

    @Override
    public Map<String, Map<String, Object>> writtenAtIndexes(Autoscaling value) {
        Map<String, Map<String, Object>> indexes = new LinkedHashMap<>();
        value.indexes().forEach((index, scaled) -> indexes.put(index, written(scaled)));
        return indexes;
    }

    private static Map<String, Object> written(ScaledCapacity scaled) {
        Map<String, Object> block = new LinkedHashMap<>();
        if (scaled.read() != null) {
            block.put(READ.name(), written(scaled.read()));
        }
        if (scaled.write() != null) {
            block.put(WRITE.name(), written(scaled.write()));
        }
        return Map.of(NAME, block);
    }

    private static Map<String, Object> written(ScalingBounds bounds) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(MIN.name(), bounds.min());
        fields.put(MAX.name(), bounds.max());
        if (bounds.target() != 0) {
            fields.put(TARGET.name(), Autoscaling.number(bounds.target()));
        }
        return fields;
    }

    @Override
    public Autoscaling initial() {
        return Autoscaling.NONE;
    }

    @Override
    public boolean outlivesTable() {
        return true;
    }

    @Override
    public boolean hasOwnCall() {
        return true;
    }

    @Override
    public Autoscaling observe(TableSight sight) {
        List<String> indexes =
                sight.table().globalSecondaryIndexes().stream()
                        .map(index -> index.indexName())
                        .toList();
        AutoScaling service = sight.target().autoScaling(sight.address().region());
        return Served.ask(NAME, () -> observe(service, sight.address().name(), indexes));
    }

    private static Autoscaling observe(AutoScaling service, String table, List<String> indexes) {
        List<String> resources = new ArrayList<>();
        resources.add(resource(table, ""));
        indexes.forEach(index -> resources.add(resource(table, index)));
        List<AutoScaling.Bounds> bounds = service.bounds(resources);
        Map<Capacity, Double> targets = new LinkedHashMap<>();
        bounds.stream()
                .map(each -> each.capacity().resource())
                .distinct()
                .flatMap(resource -> service.policies(resource).stream())
                .filter(AutoscalingSetting::isOfDynamoDb)
                .forEach(policy -> targets.putIfAbsent(policy.capacity(), policy.target()));
        Map<Capacity, ScalingBounds> found = new LinkedHashMap<>();
        for (AutoScaling.Bounds each : bounds) {
            found.put(
                    each.capacity(),
                    new ScalingBounds(
                            each.min(), each.max(), targets.getOrDefault(each.capacity(), 0.0)));
        }
        Map<String, ScaledCapacity> ofIndexes = new LinkedHashMap<>();
        indexes.forEach(index -> ofIndexes.put(index, scaled(found, table, index)));
        return new Autoscaling(scaled(found, table, ""), ofIndexes);
    }

    private static ScaledCapacity scaled(
            Map<Capacity, ScalingBounds> found, String table, String index) {
        return new ScaledCapacity(
                found.get(capacity(table, index, Unit.READ)),
                found.get(capacity(table, index, Unit.WRITE)));
    }

    /** The empty name stands for the table. */
    private static String resource(String table, String index) {
        return "table/" + table + (index.isEmpty() ? "" : "/index/" + index);
    }

    private static Capacity capacity(String table, String index, Unit unit) {
        return new Capacity(
                resource(table, index),
                "dynamodb:" + (index.isEmpty() ? "table:" : "index:") + unit.dimension);
    }

    private enum Unit {
        READ("ReadCapacityUnits", "DynamoDBReadCapacityUtilization"),
        WRITE("WriteCapacityUnits", "DynamoDBWriteCapacityUtilization");

        private final String dimension;
        private final String metric;

        Unit(String dimension, String metric) {
            this.dimension = dimension;
            this.metric = metric;
        }

        private static Unit of(Capacity capacity) {
            return capacity.dimension().endsWith(READ.dimension) ? READ : WRITE;
        }
    }

    private static boolean isOfDynamoDb(AutoScaling.Policy policy) {
        return policy.metric().equals(Unit.of(policy.capacity()).metric);
    }

    @Override
    public Autoscaling cleared(Autoscaling is, Autoscaling wanted, Collection<String> staying) {
        Map<String, ScaledCapacity> left = new LinkedHashMap<>();
        is.indexes()
                .forEach(
                        (index, scaled) -> {
                            if (staying.contains(index)) {
                                left.put(index, scaled.alsoIn(wanted.index(index)));
                            }
                        });
        return new Autoscaling(is.table().alsoIn(wanted.table()), left);
    }

    @Override
    public List<String> operations() {
        return List.of(
                "RegisterScalableTarget",
                "DeregisterScalableTarget",
                "PutScalingPolicy",
                "DeleteScalingPolicy");
    }

    @Override
    public String words(Autoscaling value) {
        return value.words();
    }

    @Override
    public boolean updatesTable() {
        return false;
    }

    @Override
    public void change(TableCall call, Autoscaling from, Autoscaling to)
            throws NotDone, InterruptedException {
        change(call, "", from.table(), to.table());
        List<String> indexes = new ArrayList<>(from.indexes().keySet());
        to.indexes().keySet().stream()
                .filter(index -> !from.indexes().containsKey(index))
                .forEach(indexes::add);
        for (String index : indexes) {
            change(call, index, from.index(index), to.index(index));
        }
    }

    private static void change(TableCall call, String index, ScaledCapacity from, ScaledCapacity to)
            throws NotDone, InterruptedException {
        String table = call.table().name();
        change(call, capacity(table, index, Unit.READ), from.read(), to.read());
        change(call, capacity(table, index, Unit.WRITE), from.write(), to.write());
    }

    private static void change(
            TableCall call,
            Capacity capacity,
            @Nullable ScalingBounds from,
            @Nullable ScalingBounds to)
            throws NotDone, InterruptedException {
        AutoScaling service = call.target().autoScaling(call.table().region());
        if (to == null && from != null) {
            deregister(service, capacity);
        } else if (to != null && !to.equals(from)) {
            service.register(new AutoScaling.Bounds(capacity, to.min(), to.max()));
            follow(call, service, capacity, to.target());
        }
    }

    /** What is gone already has been done before. */
    private static void deregister(AutoScaling service, Capacity capacity) {
        try {
            service.deregister(capacity);
        } catch (AwsServiceException e) {
            if (!code(e).equals("ObjectNotFoundException")) {
                throw e;
            }
        }
    }

    /** A target that was just registered may not be known everywhere at once. */
    private static void follow(
            TableCall call, AutoScaling service, Capacity capacity, double target)
            throws NotDone, InterruptedException {
        List<String> hindrance = new ArrayList<>();
        call.until(
                () -> String.join("", hindrance),
                () -> {
                    try {
                        service.put(policy(service, capacity, target));
                        return true;
                    } catch (AwsServiceException e) {
                        if (!SOON.contains(code(e))) {
                            throw e;
                        }
                        hindrance.clear();
                        hindrance.add(Target.codeAndSentence(e));
                        return false;
                    }
                });
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
    }

    /** The policy that is there with another target, or a new one, called as AWS's console does. */
    private static AutoScaling.Policy policy(
            AutoScaling service, Capacity capacity, double target) {
        String metric = Unit.of(capacity).metric;
        AutoScaling.Policy present =
                service.policies(capacity.resource()).stream()
                        .filter(policy -> policy.capacity().equals(capacity))
                        .filter(AutoscalingSetting::isOfDynamoDb)
                        .findFirst()
                        .orElseGet(
                                () ->
                                        new AutoScaling.Policy(
                                                metric + ":" + capacity.resource(),
                                                capacity,
                                                Map.of(
                                                        "PredefinedMetricSpecification",
                                                        Map.of("PredefinedMetricType", metric))));
        Map<String, Object> configuration = new LinkedHashMap<>(present.configuration());
        configuration.put("TargetValue", target);
        return new AutoScaling.Policy(present.name(), capacity, configuration);
    }
}
