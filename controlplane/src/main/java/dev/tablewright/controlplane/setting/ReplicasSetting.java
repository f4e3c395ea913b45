package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.BlockReader;
import dev.tablewright.controlplane.values.Field;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.controlplane.values.Problems;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.ValueType;
import dev.tablewright.model.BillingMode;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughputOverride;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputOverride;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ReplicaStatus;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableClass;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Replicas of a table in other regions: a global table of version 2019.11.21 with eventual
 * consistency. One is made, changed or removed in each UpdateTable, and waited for.
 *
 * <p>A replica that this makes has the table's own tags, deletion protection and point-in-time
 * recovery, and {@value OwnReplicas#MADE_FROM}; where it has them otherwise, that is a difference.
 * One without that tag was made by somebody else: it is as good as ours where the values name it,
 * and never changed in these or removed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html">Global
 *     tables</a>
 */
public final class ReplicasSetting implements Setting<Replicas> {
    /** The setting. */
    public static final ReplicasSetting REPLICAS = new ReplicasSetting();

    private static final String NAME = "replicas";
    private static final Field<String> REGION =
            Field.required(
                    "region",
                    new ValueType.Text(
                            Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+"),
                            5,
                            32,
                            "write a region of AWS, such as eu-central-1"),
                    "where the replica is; not the table's own region");
    private static final Field<Long> READ =
            Field.optional(
                    "readCapacity",
                    new ValueType.Whole(1, Long.MAX_VALUE),
                    "read capacity units, if other than the table's; PROVISIONED only");
    private static final Field<Long> MAX_READ =
            Field.optional(
                    "maxReadRequestUnits",
                    new ValueType.Whole(1, Long.MAX_VALUE),
                    "upper limit of reads, if other than the table's; PAY_PER_REQUEST only");
    private static final Field<TableClass> CLASS =
            Field.optional(
                    "tableClass",
                    new ValueType.Choice<>(classes()),
                    "the replica's class, if other than the table's");
    private static final Field<String> KEY =
            Field.optional(
                    "kmsKeyArn",
                    new ValueType.Text(
                            Pattern.compile(
                                    "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]+"),
                            20,
                            2048,
                            "write the ARN of a key in the replica's region,"
                                    + " arn:aws:kms:<region>:<account>:key/<id>"),
                    "ARN of a key of your own in that region; otherwise the account's key of"
                            + " DynamoDB. Only with serverSideEncryption");
    private static final Field<List<Named>> FIELD =
            Field.optional(
                    NAME,
                    new ValueType.ListOf<>(
                            new ValueType.Block<>(
                                    NAME,
                                    List.of(REGION, READ, MAX_READ, CLASS, KEY),
                                    ReplicasSetting::named),
                            0,
                            Integer.MAX_VALUE,
                            false),
                    "replicas in other regions, with all items, that send each other their changes,"
                            + " the later one wins; the table gets a stream of new and old images."
                            + " Tags, deletion protection and point-in-time recovery are the"
                            + " table's. Removed with their items when they leave the values; never"
                            + " while the table is protected");

    private ReplicasSetting() {}

    /** One entry of the list. */
    private record Named(String region, Replica replica) {}

    private static Map<String, TableClass> classes() {
        Map<String, TableClass> classes = new LinkedHashMap<>();
        for (TableClass one : List.of(TableClass.STANDARD, TableClass.STANDARD_INFREQUENT_ACCESS)) {
            classes.put(one.name(), one);
        }
        return classes;
    }

    private static Named named(BlockReader in) {
        return new Named(
                in.get(REGION),
                new Replica(in.find(READ), in.find(MAX_READ), in.find(CLASS), in.find(KEY)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "replicas";
    }

    @Override
    public Class<Replicas> type() {
        return Replicas.class;
    }

    /** Capacity that follows its use, and every index, are there by then. */
    @Override
    public Phase phase() {
        return Phase.LAST;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(FIELD);
    }

    @Override
    public @Nullable Replicas read(BlockReader table) {
        List<Named> named = table.find(FIELD);
        if (named == null) {
            return null;
        }
        Map<String, Replica> regions = new LinkedHashMap<>();
        named.forEach(one -> regions.put(one.region(), one.replica()));
        return Replicas.of(regions);
    }

    @Override
    public void check(Replicas value, TableValues table, BlockReader in) {
        checkEntries(table, in);
        if (value.regions().isEmpty()) {
            return;
        }
        checkStream(table, in);
        checkCapacity(table, in);
    }

    private static void checkEntries(TableValues table, BlockReader in) {
        Set<String> seen = new HashSet<>();
        boolean known = sound(in, "billingMode");
        boolean provisioned = table.billingMode() == BillingMode.PROVISIONED;
        Encryption encryption = table.settings().get(EncryptionSetting.ENCRYPTION);
        boolean unencrypted =
                (encryption == null || !encryption.enabled()) && sound(in, "serverSideEncryption");
        for (BlockReader one : in.elements(NAME)) {
            if (one.sound(REGION) && !seen.add(one.text(REGION.name()))) {
                one.add(
                        REGION,
                        "\"" + one.text(REGION.name()) + "\" has a replica already",
                        "name each region once");
            }
            refuse(one, READ, known && !provisioned, "billingMode PAY_PER_REQUEST");
            refuse(one, MAX_READ, known && provisioned, "billingMode PROVISIONED");
            refuse(one, KEY, unencrypted, "the key that AWS owns");
        }
    }

    /** Whether other fields of the table are as they should be; else they are told of first. */
    private static boolean sound(BlockReader table, String... fields) {
        for (String field : fields) {
            if (!table.problems().sound(table.path() + "." + field)) {
                return false;
            }
        }
        return true;
    }

    private static void refuse(BlockReader in, Field<?> field, boolean meaningless, String with) {
        if (meaningless && in.sound(field) && in.find(field) != null) {
            in.add(field, "has no meaning with " + with, "remove it");
        }
    }

    private static void checkStream(TableValues table, BlockReader in) {
        TableStream stream = table.settings().get(StreamSetting.STREAM);
        if (stream != null
                && stream.viewType() != StreamViewType.NEW_AND_OLD_IMAGES
                && sound(in, "streamEnabled", "streamViewType")) {
            in.add(
                    FIELD,
                    "needs a stream of new and old images",
                    "write streamEnabled: true and streamViewType: NEW_AND_OLD_IMAGES, or neither");
        }
    }

    /** AWS refuses a replica of a table whose write capacity does not follow its use. */
    private static void checkCapacity(TableValues table, BlockReader in) {
        if (table.billingMode() != BillingMode.PROVISIONED
                || !sound(in, "billingMode", "autoscaling", "globalSecondaryIndex")) {
            return;
        }
        Autoscaling scaling =
                Objects.requireNonNullElse(
                        table.settings().get(AutoscalingSetting.SCALING), Autoscaling.NONE);
        List<String> fixed = new ArrayList<>();
        if (scaling.table().write() == null) {
            fixed.add("autoscaling.write of the table");
        }
        table.globalSecondaryIndex().stream()
                .filter(index -> scaling.index(index.name()).write() == null)
                .forEach(index -> fixed.add("autoscaling.write of the index " + index.name()));
        if (!fixed.isEmpty()) {
            in.add(
                    FIELD,
                    "needs " + String.join(" and ", fixed),
                    "write it, or billingMode: PAY_PER_REQUEST");
        }
    }

    /**
     * Tells of a replica in the table's own region, which only the whole file knows.
     *
     * @param region the table's
     */
    public static void checkRegion(TableValues table, String region, Problems problems) {
        Replicas replicas = table.settings().get(REPLICAS);
        if (replicas == null || !replicas.regions().containsKey(region)) {
            return;
        }
        int place = List.copyOf(replicas.regions().keySet()).indexOf(region);
        String path = table.path() + "." + NAME + "[" + place + "]." + REGION.name();
        if (problems.sound(path)) {
            problems.add(path, "is the table's own region", "name another one, or remove it");
        }
    }

    @Override
    public Map<String, Object> written(Replicas value) {
        List<Object> list = new ArrayList<>();
        value.regions()
                .forEach(
                        (region, replica) -> {
                            Map<String, Object> block = new LinkedHashMap<>();
                            block.put(REGION.name(), region);
                            put(block, READ, replica.readCapacity());
                            put(block, MAX_READ, replica.maxReadRequestUnits());
                            put(block, CLASS, replica.tableClass());
                            put(block, KEY, replica.kmsKeyArn());
                            list.add(block);
                        });
        return Map.of(NAME, list);
    }

    private static void put(Map<String, Object> block, Field<?> field, @Nullable Object value) {
        if (value != null) {
            block.put(field.name(), value instanceof TableClass word ? word.toString() : value);
        }
    }

    @Override
    public Replicas initial() {
        return Replicas.NONE;
    }

    /** They would go on without their table, each by itself. */
    @Override
    public boolean outlivesTable() {
        return true;
    }

    /** Whose a replica is stands in its region. */
    @Override
    public boolean hasOwnCall() {
        return true;
    }

    @Override
    public Replicas observe(TableSight sight) {
        Map<String, Replica> regions = new LinkedHashMap<>();
        for (ReplicaDescription replica : sight.table().replicas()) {
            String region = replica.regionName();
            // Some implementations name the table's own region among them.
            if (OwnReplicas.isThere(replica) && !region.equals(sight.address().region())) {
                regions.put(region, replica(replica));
            }
        }
        if (regions.isEmpty()) {
            return Replicas.NONE;
        }
        Likeness likeness = Likeness.of(sight);
        Set<String> foreign = new TreeSet<>();
        Map<String, String> unlike = new LinkedHashMap<>();
        for (String region : regions.keySet()) {
            switch (likeness.in(region)) {
                case Likeness.Found.Foreign _ -> foreign.add(region);
                case Likeness.Found.Ours(var different) when different.isEmpty() -> {}
                case Likeness.Found.Ours(var different) ->
                        unlike.put(region, String.join(", ", different));
            }
        }
        return new Replicas(regions, foreign, unlike);
    }

    private static Replica replica(ReplicaDescription replica) {
        ProvisionedThroughputOverride throughput = replica.provisionedThroughputOverride();
        OnDemandThroughputOverride limit = replica.onDemandThroughputOverride();
        return new Replica(
                throughput == null ? null : throughput.readCapacityUnits(),
                limit == null ? null : limit.maxReadRequestUnits(),
                replica.replicaTableClassSummary() == null
                        ? null
                        : replica.replicaTableClassSummary().tableClass(),
                replica.kmsMasterKeyId());
    }

    @Override
    public boolean satisfies(Replicas is, Replicas wanted) {
        return is.satisfy(wanted);
    }

    /** One replica after the other: first those that go, so that what was ours makes room. */
    @Override
    public List<Replicas> way(Replicas is, Replicas wanted) {
        List<Replicas> way = new ArrayList<>();
        Replicas now = is;
        for (String region : is.goneFor(wanted)) {
            now = now.without(region);
            way.add(now);
        }
        for (var replica : wanted.regions().entrySet()) {
            Replica present = now.regions().get(replica.getKey());
            if (present == null
                    || !present.has(replica.getValue())
                    || now.unlike().containsKey(replica.getKey())) {
                now = now.with(replica.getKey(), replica.getValue());
                way.add(now);
            }
        }
        return way;
    }

    /** A protected table has protected replicas, which AWS would refuse to remove in mid-apply. */
    @Override
    public @Nullable String refusalWhileProtected(Replicas is, Replicas wanted) {
        List<String> gone = is.goneFor(wanted);
        return gone.isEmpty()
                ? null
                : "would lose its replica in "
                        + String.join(", ", gone)
                        + ", but is protected: write deletionProtectionEnabled: false";
    }

    @Override
    public List<String> warnings(Replicas is, Replicas wanted) {
        return is.goneFor(wanted).stream()
                .map(region -> "loses its replica in " + region + ", with all items there")
                .toList();
    }

    @Override
    public String words(Replicas value) {
        return value.words();
    }

    /** The latter in the replica's region. */
    @Override
    public List<String> operations() {
        return List.of("UpdateTable", "DeleteTable");
    }

    @Override
    public boolean isMovedElsewhere() {
        return true;
    }

    @Override
    public void change(TableCall call, Replicas from, Replicas to)
            throws NotDone, InterruptedException {
        for (String region : from.goneFor(to)) {
            update(call, one -> one.delete(gone -> gone.regionName(region)));
            await(call, region, null);
        }
        for (var replica : to.regions().entrySet()) {
            String region = replica.getKey();
            Replica present = from.regions().get(region);
            if (present == null) {
                // Whoever breaks off from here on finds it as ours, and not yet as its table.
                OwnReplicas.mark(call, region);
                update(call, one -> create(one, region, replica.getValue()));
                await(call, region, ReplicaStatus.ACTIVE);
                own(call, region);
            } else if (!present.has(replica.getValue())) {
                update(call, one -> change(one, region, replica.getValue()));
                await(call, region, ReplicaStatus.ACTIVE);
            }
            if (present != null
                    && from.unlike().containsKey(region)
                    && !to.unlike().containsKey(region)) {
                await(call, region, ReplicaStatus.ACTIVE);
                own(call, region);
            }
        }
    }

    private static void update(TableCall call, Consumer<ReplicationGroupUpdate.Builder> one)
            throws NotDone, InterruptedException {
        ReplicationGroupUpdate.Builder update = ReplicationGroupUpdate.builder();
        one.accept(update);
        call.update(request -> request.replicaUpdates(update.build()));
    }

    private static void create(ReplicationGroupUpdate.Builder one, String region, Replica wanted) {
        one.create(
                made ->
                        made.regionName(region)
                                .kmsMasterKeyId(wanted.kmsKeyArn())
                                .tableClassOverride(wanted.tableClass())
                                .provisionedThroughputOverride(throughput(wanted))
                                .onDemandThroughputOverride(limit(wanted)));
    }

    private static void change(ReplicationGroupUpdate.Builder one, String region, Replica wanted) {
        one.update(
                changed ->
                        changed.regionName(region)
                                .kmsMasterKeyId(wanted.kmsKeyArn())
                                .tableClassOverride(wanted.tableClass())
                                .provisionedThroughputOverride(throughput(wanted))
                                .onDemandThroughputOverride(limit(wanted)));
    }

    private static @Nullable ProvisionedThroughputOverride throughput(Replica wanted) {
        Long read = wanted.readCapacity();
        return read == null
                ? null
                : ProvisionedThroughputOverride.builder().readCapacityUnits(read).build();
    }

    private static @Nullable OnDemandThroughputOverride limit(Replica wanted) {
        Long maxRead = wanted.maxReadRequestUnits();
        return maxRead == null
                ? null
                : OnDemandThroughputOverride.builder().maxReadRequestUnits(maxRead).build();
    }

    /** Waits until a replica is as it should be; null until it is gone. */
    private static void await(TableCall call, String region, @Nullable ReplicaStatus wanted)
            throws NotDone, InterruptedException {
        AtomicReference<String> seen = new AtomicReference<>("");
        call.until(
                () -> "its replica in " + region + " is still " + seen.get(),
                () -> {
                    ReplicaDescription replica = find(call, region);
                    seen.set(replica == null ? "absent" : replica.replicaStatusAsString());
                    if (replica == null) {
                        return wanted == null;
                    }
                    if (replica.replicaStatus() == ReplicaStatus.CREATION_FAILED) {
                        throw new NotDone(
                                "AWS could not make its replica in "
                                        + region
                                        + ": "
                                        + replica.replicaStatusDescription());
                    }
                    return replica.replicaStatus() == wanted;
                });
    }

    private static @Nullable ReplicaDescription find(TableCall call, String region) {
        return described(call).replicas().stream()
                .filter(replica -> replica.regionName().equals(region))
                .findFirst()
                .orElse(null);
    }

    /** Gives a replica what its table has and DynamoDB does not carry; and says whose it is. */
    private static void own(TableCall call, String region) throws NotDone, InterruptedException {
        OwnReplicas made = OwnReplicas.made(call, region);
        made.own();
        made.tag(OwnReplicas.tags(call.dynamoDb(), call.arn()));
        TableSight table = new TableSight(call.target(), call.table(), described(call));
        TableSight replica = table.in(region);
        PointInTimeRecovery wanted = PointInTimeRecoverySetting.RECOVERY.observe(table);
        PointInTimeRecovery is = PointInTimeRecoverySetting.RECOVERY.observe(replica);
        if (wanted != null
                && is != null
                && !PointInTimeRecoverySetting.RECOVERY.satisfies(is, wanted)) {
            made.recover(call, wanted);
        }
        // Changes nothing where it is so already.
        made.protect(call, DeletionProtectionSetting.PROTECTION.observe(table));
        OwnReplicas.unmark(call);
    }

    private static TableDescription described(TableCall call) {
        return call.dynamoDb()
                .describeTable(request -> request.tableName(call.table().name()))
                .table();
    }
}
