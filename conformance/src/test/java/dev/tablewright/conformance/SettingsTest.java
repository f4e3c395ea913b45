package dev.tablewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Applier;
import dev.tablewright.controlplane.apply.Outcome;
import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.apply.Progress;
import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.draft.LiveDraft;
import dev.tablewright.controlplane.draft.LiveReading;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Planner;
import dev.tablewright.controlplane.plan.SavedPlan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.plan.StepText;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every setting of a table, through values, plan and apply, against our server and AWS's local one:
 * what was applied needs nothing more; a change takes exactly the expected steps; what leaves the
 * values is taken back as its rule says. A plan of it can be saved, and an import says it.
 */
class SettingsTest {
    private static final Release RELEASE = new Release("koa-dev", "dynamo-tables");
    private static final AwsAccount ACCOUNT = new AwsAccount("aws", "123456789012");
    private static final String AWAIT = "wait until it is ACTIVE";
    private static final String FORGET = "remove tags idp/settings=";

    private static MovingClock clock;
    private static Ours ours;
    private static DynamoDbLocal local;
    private static TagsInFront tagged;
    private static Target onOurs;
    private static Target onLocal;

    @BeforeAll
    static void serve() throws Exception {
        clock = new MovingClock();
        ours = new Ours(clock);
        local = new DynamoDbLocal();
        tagged = new TagsInFront(local.endpoint().uri());
        onOurs = target(ours.endpoint(), ours.endpoint().uri());
        onLocal = target(local.endpoint(), tagged.uri());
    }

    @AfterAll
    static void stop() {
        onOurs.close();
        onLocal.close();
        ours.close();
        tagged.close();
        local.close();
    }

    private static Target target(Endpoint endpoint, URI uri) {
        return new Target(
                uri,
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                                endpoint.credentials().accessKeyId(),
                                endpoint.credentials().secretAccessKey())),
                "eu-west-1");
    }

    /**
     * A way that a setting goes.
     *
     * @param setting whose way it is
     * @param before fields of the table at first
     * @param after fields of the table later
     * @param steps from the one to the other
     * @param removal steps once the fields have left the values
     */
    record Way(
            String setting,
            String name,
            String before,
            String after,
            List<String> steps,
            List<String> removal) {
        /** Whether AWS takes the way back only later than the way there. */
        boolean returnsLater() {
            return TableSettings.find(setting)
                    .map(Setting::limit)
                    .filter(limit -> limit.changes() == 1)
                    .isPresent();
        }

        @Override
        public String toString() {
            return setting + ": " + name;
        }
    }

    private static final String INDEXES =
            """
                globalSecondaryIndex:
                  - {name: ByState, hashKey: State, projectionType: KEYS_ONLY%s}
            """;

    private static final String PROVISIONED =
            """
                billingMode: PROVISIONED
                readCapacity: 1
                writeCapacity: 2
            """;
    private static final String SCALED_INDEX =
            """
                globalSecondaryIndex:
                  - name: ByState
                    hashKey: State
                    projectionType: %s
                    writeCapacity: 1
                    autoscaling: {read: {min: 1, max: 2}}
            """;
    private static final String VECTORS =
            """
                  - name: %s
                    vectorAttribute: Embedding
                    dimensions: %d
                    distanceFunction: COSINE
                    projectionType: ALL
            """;
    private static final String KINESIS = "arn:aws:kinesis:eu-west-1:123456789012:stream/";
    private static final String POLICY =
            "resourcePolicy: {Version: '2012-10-17', Statement: {Effect: Allow, Principal: {AWS:"
                    + " '123456789012'}, Action: 'dynamodb:%s'}}";

    static Stream<Way> ways() {
        return Stream.of(
                new Way(
                        "globalSecondaryIndex",
                        "an index of several attributes is replaced by one of others",
                        """
                        billingMode: PAY_PER_REQUEST
                            globalSecondaryIndex:
                              - name: ByState
                                keySchema:
                                  - {attributeName: State, keyType: HASH}
                                  - {attributeName: Id, keyType: HASH}
                                projectionType: ALL
                        """
                                .strip(),
                        """
                        billingMode: PAY_PER_REQUEST
                            globalSecondaryIndex:
                              - name: ByState
                                keySchema:
                                  - {attributeName: State, keyType: HASH}
                                  - {attributeName: Id, keyType: RANGE}
                                projectionType: ALL
                              - {name: ByState2, hashKey: State, projectionType: ALL}
                        """
                                .strip(),
                        List.of(
                                "replaces the index ByState: queries on it fail until the new one"
                                        + " is filled",
                                "delete the global index ByState",
                                AWAIT,
                                "create the global index ByState: State (S) + Id (S), ALL",
                                AWAIT,
                                "create the global index ByState2: State (S), ALL",
                                AWAIT),
                        List.of(
                                "replaces the index ByState: queries on it fail until the new one"
                                        + " is filled",
                                "delete the global index ByState",
                                AWAIT,
                                "delete the global index ByState2",
                                AWAIT,
                                "create the global index ByState: State (S), KEYS_ONLY",
                                AWAIT)),
                new Way(
                        "billingMode",
                        "billing carries every index into PROVISIONED",
                        INDEXES.formatted("").strip(),
                        "billingMode: PROVISIONED\n"
                                + "    readCapacity: 1\n"
                                + "    writeCapacity: 2\n"
                                + INDEXES.formatted(", readCapacity: 3, writeCapacity: 4"),
                        List.of(
                                "capacity PAY_PER_REQUEST -> PROVISIONED 1/2, also of the indexes"
                                        + " [ByState]",
                                AWAIT),
                        List.of("capacity PROVISIONED 1/2 -> PAY_PER_REQUEST", AWAIT)),
                new Way(
                        "deletionProtectionEnabled",
                        "deletion protection stays, so that a lost line loses no table",
                        "deletionProtectionEnabled: false",
                        "deletionProtectionEnabled: true",
                        List.of("deletion protection off -> on", AWAIT),
                        List.of()),
                new Way(
                        "stream",
                        "the stream's view changes by way of off",
                        "streamEnabled: true\n    streamViewType: KEYS_ONLY",
                        "streamEnabled: true\n    streamViewType: NEW_IMAGE",
                        List.of(
                                "gets a new stream with a new ARN: readers have to move to it, and"
                                        + " changes made in between are in neither",
                                "stream KEYS_ONLY -> off",
                                AWAIT,
                                "stream off -> NEW_IMAGE",
                                AWAIT),
                        List.of(
                                "loses its stream: what is in it can be read for 24 hours more,"
                                        + " later changes are nowhere",
                                "stream NEW_IMAGE -> off",
                                AWAIT,
                                FORGET + "stream")),
                new Way(
                        "ttl",
                        "goes on and off",
                        "ttl: {enabled: false}",
                        "ttl: {attributeName: expires}",
                        List.of("time to live off -> by expires"),
                        List.of("time to live by expires -> off", FORGET + "ttl")));
    }

    static Stream<Way> waysOfOurs() {
        return Stream.concat(
                ways(),
                Stream.of(
                        new Way(
                                "tableClass",
                                "the class",
                                "tableClass: STANDARD",
                                "tableClass: STANDARD_INFREQUENT_ACCESS",
                                List.of(
                                        "table class STANDARD -> STANDARD_INFREQUENT_ACCESS",
                                        AWAIT),
                                List.of(
                                        "table class STANDARD_INFREQUENT_ACCESS -> STANDARD",
                                        AWAIT,
                                        FORGET + "tableClass")),
                        new Way(
                                "warmThroughput",
                                "warm throughput is only raised",
                                "warmThroughput: {readUnitsPerSecond: 13000, writeUnitsPerSecond:"
                                        + " 4000}\n"
                                        + INDEXES.formatted(""),
                                "warmThroughput: {readUnitsPerSecond: 14000, writeUnitsPerSecond:"
                                        + " 4000}\n"
                                        + INDEXES.formatted(
                                                ", warmThroughput: {readUnitsPerSecond: 15000,"
                                                        + " writeUnitsPerSecond: 5000}"),
                                List.of(
                                        "warm throughput 13000/4000, ByState 12000/4000 ->"
                                                + " 14000/4000, ByState 15000/5000",
                                        AWAIT),
                                List.of()),
                        new Way(
                                "onDemandThroughput",
                                "limits of table and index",
                                "onDemandThroughput: {maxReadRequestUnits: 10}\n"
                                        + INDEXES.formatted(
                                                ", onDemandThroughput: {maxWriteRequestUnits: 5}"),
                                "onDemandThroughput: {maxReadRequestUnits: 20}\n"
                                        + INDEXES.formatted(
                                                ", onDemandThroughput: {maxWriteRequestUnits: 6}"),
                                List.of(
                                        "on-demand limits 10/-, ByState -/5 -> 20/-, ByState -/6",
                                        AWAIT),
                                List.of(
                                        "on-demand limits 20/-, ByState -/6 -> none",
                                        AWAIT,
                                        FORGET + "onDemandThroughput")),
                        new Way(
                                "pointInTimeRecovery",
                                "recovery",
                                "pointInTimeRecovery: {recoveryPeriodInDays: 20}",
                                "pointInTimeRecovery: {enabled: false}",
                                List.of(
                                        "can afterwards not be restored to any past moment; the"
                                                + " record kept so far is lost for good",
                                        "point-in-time recovery 20 days -> off"),
                                List.of("point-in-time recovery off -> 35 days")),
                        new Way(
                                "serverSideEncryption",
                                "encryption",
                                "serverSideEncryption: {enabled: false}",
                                "serverSideEncryption: {enabled: true, kmsKeyArn:"
                                        + " 'arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012'}",
                                List.of(
                                        "encryption by the key that AWS owns -> by"
                                                + " arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012",
                                        AWAIT),
                                List.of(
                                        "encryption by"
                                                + " arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012"
                                                + " -> by the key that AWS owns",
                                        AWAIT,
                                        FORGET + "serverSideEncryption")),
                        new Way(
                                "backup",
                                "a backup is a tag",
                                "backup: {}",
                                "backup: {schedule: 'cron(0 4 ? * SUN,MON *)', deleteAfterDays: 9}",
                                List.of(
                                        "set tags idp-backup=cron 0 4 . _ SUN:MON _ keep 9d (was"
                                                + " nightly)"),
                                List.of(
                                        "remove tags idp-backup=cron 0 4 . _ SUN:MON _ keep 9d,"
                                                + " idp/tags=O8Qoe")),
                        new Way(
                                "onDemandThroughput",
                                "limits go with the billing mode they belong to",
                                "onDemandThroughput: {maxReadRequestUnits: 10}\n"
                                        + INDEXES.formatted(""),
                                "billingMode: PROVISIONED\n"
                                        + "    readCapacity: 1\n"
                                        + "    writeCapacity: 2\n"
                                        + INDEXES.formatted(", readCapacity: 3, writeCapacity: 4"),
                                List.of(
                                        "capacity PAY_PER_REQUEST -> PROVISIONED 1/2, also of the"
                                                + " indexes [ByState]",
                                        AWAIT,
                                        FORGET + "onDemandThroughput"),
                                List.of("capacity PROVISIONED 1/2 -> PAY_PER_REQUEST", AWAIT)),
                        new Way(
                                "resourcePolicy",
                                "another one takes the place of the first",
                                POLICY.formatted("GetItem"),
                                POLICY.formatted("Query"),
                                List.of("resource policy {GetItem} -> {Query}"),
                                List.of(
                                        "loses its resource policy: what it denied is denied no"
                                                + " more",
                                        "resource policy {Query} -> none",
                                        FORGET + "resourcePolicy")),
                        new Way(
                                "kinesisStreamingDestination",
                                "one stream takes the place of another",
                                "kinesisStreamingDestination: {streamArn: '" + KINESIS + "one'}",
                                "kinesisStreamingDestination: {streamArn: '" + KINESIS + "two'}",
                                List.of(
                                        "sends its changes no more to " + KINESIS + "one",
                                        "kinesis destination "
                                                + KINESIS
                                                + "one (MILLISECOND) -> "
                                                + KINESIS
                                                + "two (MILLISECOND)"),
                                List.of(
                                        "sends its changes no more to " + KINESIS + "two",
                                        "kinesis destination "
                                                + KINESIS
                                                + "two (MILLISECOND) -> off",
                                        FORGET + "kinesisStreamingDestination")),
                        new Way(
                                "contributorInsights",
                                "an index gets them as it is made",
                                "contributorInsights: {}",
                                "contributorInsights: {mode: THROTTLED_KEYS}\n"
                                        + INDEXES.formatted(
                                                ", contributorInsights: {mode: THROTTLED_KEYS}"),
                                List.of(
                                        "create the global index ByState: State (S), KEYS_ONLY",
                                        AWAIT,
                                        "contributor insights ACCESSED_AND_THROTTLED_KEYS ->"
                                                + " THROTTLED_KEYS, ByState THROTTLED_KEYS"),
                                List.of(
                                        "contributor insights THROTTLED_KEYS, ByState"
                                                + " THROTTLED_KEYS -> off",
                                        FORGET + "contributorInsights")),
                        new Way(
                                "vectorIndexes",
                                "one is replaced, one goes, one comes; those that go are first",
                                "vectorIndexes:\n"
                                        + VECTORS.formatted("ByMeaning", 3)
                                        + VECTORS.formatted("ByAccident", 3),
                                INDEXES.formatted("").strip()
                                        + "\n    vectorIndexes:\n"
                                        + VECTORS.formatted("ByMeaning", 4)
                                        + "      - name: OfTenant\n"
                                        + "        vectorAttribute: Picture\n"
                                        + "        dimensions: 2\n"
                                        + "        distanceFunction: EUCLIDEAN\n"
                                        + "        searchSchema:\n"
                                        + "          - {attributeName: State,"
                                        + " searchSchemaElementType: HASH}\n"
                                        + "          - {attributeName: Price,"
                                        + " searchSchemaElementType: INLINE_FILTER}\n"
                                        + "        projectionType: INCLUDE\n"
                                        + "        nonKeyAttributes: [Title]\n",
                                List.of(
                                        "replaces the vector index ByMeaning: searches in it fail"
                                                + " until the new one is filled",
                                        "delete the vector index ByMeaning",
                                        AWAIT,
                                        "delete the vector index ByAccident",
                                        AWAIT,
                                        "create the global index ByState: State (S), KEYS_ONLY",
                                        AWAIT,
                                        "create the vector index ByMeaning: Embedding of 4"
                                                + " dimensions by COSINE, ALL",
                                        AWAIT,
                                        "create the vector index OfTenant: Picture of 2 dimensions"
                                                + " by EUCLIDEAN, selected by State (HASH), Price"
                                                + " (INLINE_FILTER), INCLUDE [Title]",
                                        AWAIT),
                                List.of(
                                        "delete the vector index ByMeaning",
                                        AWAIT,
                                        "delete the vector index OfTenant",
                                        AWAIT,
                                        FORGET + "vectorIndexes")),
                        new Way(
                                "autoscaling",
                                "bounds move, an index follows too, and capacity comes along",
                                PROVISIONED.strip() + "\n    autoscaling: {read: {min: 1, max: 9}}",
                                "billingMode: PROVISIONED\n"
                                        + "    autoscaling:\n"
                                        + "      read: {min: 4, max: 9, target: 50}\n"
                                        + "      write: {min: 2, max: 3}\n"
                                        + INDEXES.formatted(
                                                ", readCapacity: 3, autoscaling: {write: {min: 7,"
                                                        + " max: 8}}"),
                                List.of(
                                        "capacity PROVISIONED 1/2 -> PROVISIONED 4/2",
                                        AWAIT,
                                        "create the global index ByState: State (S), KEYS_ONLY",
                                        AWAIT,
                                        "autoscaling read 1 to 9 at 70% -> read 4 to 9 at 50%,"
                                                + " write 2 to 3 at 70%, ByState write 7 to 8 at"
                                                + " 70%"),
                                List.of(
                                        "autoscaling read 4 to 9 at 50%, write 2 to 3 at 70%,"
                                                + " ByState write 7 to 8 at 70% -> none",
                                        "capacity PROVISIONED 4/2 -> PAY_PER_REQUEST",
                                        AWAIT,
                                        FORGET + "autoscaling")),
                        new Way(
                                "autoscaling",
                                "a replaced index is scaled again",
                                PROVISIONED.strip() + "\n" + SCALED_INDEX.formatted("KEYS_ONLY"),
                                PROVISIONED.strip() + "\n" + SCALED_INDEX.formatted("ALL"),
                                List.of(
                                        "autoscaling ByState read 1 to 2 at 70% -> none",
                                        "replaces the index ByState: queries on it fail until the"
                                                + " new one is filled",
                                        "delete the global index ByState",
                                        AWAIT,
                                        "create the global index ByState: State (S), ALL",
                                        AWAIT,
                                        "autoscaling none -> ByState read 1 to 2 at 70%"),
                                List.of(
                                        "autoscaling ByState read 1 to 2 at 70% -> none",
                                        "replaces the index ByState: queries on it fail until the"
                                                + " new one is filled",
                                        "delete the global index ByState",
                                        AWAIT,
                                        "capacity PROVISIONED 1/2 -> PAY_PER_REQUEST",
                                        AWAIT,
                                        "create the global index ByState: State (S), KEYS_ONLY",
                                        AWAIT,
                                        FORGET + "autoscaling")),
                        new Way(
                                "replicas",
                                "one goes before another comes",
                                "replicas: [{region: eu-central-1}]",
                                "replicas: [{region: us-east-1, tableClass:"
                                        + " STANDARD_INFREQUENT_ACCESS}]",
                                List.of(
                                        "loses its replica in eu-central-1, with all items there",
                                        "replicas eu-central-1 -> none",
                                        AWAIT,
                                        "replicas none -> us-east-1 (STANDARD_INFREQUENT_ACCESS)",
                                        AWAIT),
                                List.of(
                                        "loses its replica in us-east-1, with all items there",
                                        "replicas us-east-1 (STANDARD_INFREQUENT_ACCESS) -> none",
                                        AWAIT,
                                        FORGET + "replicas")),
                        new Way(
                                "vectorIndexes",
                                "they are gone before billing changes",
                                "vectorIndexes:\n" + VECTORS.formatted("ByMeaning", 3),
                                PROVISIONED.strip(),
                                List.of(
                                        "delete the vector index ByMeaning",
                                        AWAIT,
                                        "capacity PAY_PER_REQUEST -> PROVISIONED 1/2",
                                        AWAIT,
                                        FORGET + "vectorIndexes"),
                                List.of("capacity PROVISIONED 1/2 -> PAY_PER_REQUEST", AWAIT))));
    }

    /** What AWS's local engine has no notion of, or takes without keeping it. */
    private static final Set<String> NOT_OF_LOCAL =
            Set.of(
                    "pointInTimeRecovery",
                    "backup",
                    "serverSideEncryption",
                    "tableClass",
                    "onDemandThroughput",
                    "autoscaling",
                    "warmThroughput",
                    "resourcePolicy",
                    "kinesisStreamingDestination",
                    "contributorInsights",
                    "replicas",
                    "vectorIndexes");

    /** A setting that is new has to be tried before it is served. */
    @Test
    void everySettingHasAWay() {
        List<String> all = TableSettings.ALL.stream().map(Setting::name).toList();
        assertThat(waysOfOurs().map(Way::setting)).containsAll(all);
        Set<String> ofLocal = ways().map(Way::setting).collect(Collectors.toSet());
        assertThat(all).allMatch(name -> ofLocal.contains(name) != NOT_OF_LOCAL.contains(name));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysOfOurs")
    void onOurServer(Way way) throws Exception {
        goes(way, onOurs, "Ours" + Integer.toUnsignedString(way.name().hashCode()));
    }

    /** A table that was there before has settings that the values never named. */
    @SuppressWarnings("unchecked") // the SDK's variable arguments are generic
    @Test
    void whatAnAdoptedTableHasOtherwiseStays() throws Exception {
        String table = "koa-dev-Adopted";
        onOurs.dynamoDb("eu-west-1")
                .createTable(
                        request ->
                                request.tableName(table)
                                        .billingMode("PAY_PER_REQUEST")
                                        .keySchema(k -> k.attributeName("Id").keyType("HASH"))
                                        .attributeDefinitions(
                                                a -> a.attributeName("Id").attributeType("S"))
                                        .tableClass("STANDARD_INFREQUENT_ACCESS")
                                        .streamSpecification(
                                                s ->
                                                        s.streamEnabled(true)
                                                                .streamViewType("KEYS_ONLY")));
        onOurs.dynamoDb("eu-west-1").waiter().waitUntilTableExists(r -> r.tableName(table));
        String adopted =
                values("Adopted", "adopt: true\n    pointInTimeRecovery: {enabled: false}");

        assertThat(words(plan(adopted, onOurs)))
                .containsExactly("exists without an owner and is adopted");
        apply(adopted, onOurs);
        assertThat(words(plan(adopted, onOurs))).isEmpty();
        assertThat(drift(adopted, onOurs)).isEmpty();
    }

    /** Autoscaling's whole point: what it did is no drift, and is not undone. */
    @Test
    void capacityBetweenItsBoundsIsLeftAlone() throws Exception {
        String values =
                values(
                        "Scaled",
                        PROVISIONED.strip() + "\n    autoscaling: {read: {min: 1, max: 9}}");
        apply(values, onOurs);
        setCapacity("koa-dev-Scaled", 7, 2);
        assertThat(words(plan(values, onOurs))).isEmpty();
        assertThat(drift(values, onOurs)).isEmpty();

        String another = values.replace("writeCapacity: 2", "writeCapacity: 3");
        assertThat(words(plan(another, onOurs)))
                .containsExactly("capacity PROVISIONED 7/2 -> PROVISIONED 7/3", AWAIT);
        Plan planned = plan(another, onOurs);
        setCapacity("koa-dev-Scaled", 8, 2);
        Pace pace = new Pace(clock, new Random(1), clock::pass, 4);
        Applied applied = new Applier(onOurs, RELEASE, pace, Progress.SILENT).apply(planned);
        assertThat(applied.isDone()).as("%s", applied).isTrue();
        var now = onOurs.dynamoDb("eu-west-1").describeTable(r -> r.tableName("koa-dev-Scaled"));
        assertThat(now.table().provisionedThroughput().readCapacityUnits()).isEqualTo(8);
        assertThat(now.table().provisionedThroughput().writeCapacityUnits()).isEqualTo(3);

        String fixed =
                another.replaceAll("autoscaling.*", "")
                        .replace("readCapacity: 1", "readCapacity: 6");
        assertThat(words(plan(fixed, onOurs)))
                .containsExactly(
                        "autoscaling read 1 to 9 at 70% -> none",
                        "capacity PROVISIONED 8/3 -> PROVISIONED 6/3",
                        AWAIT,
                        FORGET + "autoscaling");
    }

    private static void setCapacity(String table, long read, long write) {
        var dynamoDb = onOurs.dynamoDb("eu-west-1");
        var _ =
                dynamoDb.updateTable(
                        request ->
                                request.tableName(table)
                                        .provisionedThroughput(
                                                units ->
                                                        units.readCapacityUnits(read)
                                                                .writeCapacityUnits(write)));
        dynamoDb.waiter().waitUntilTableExists(r -> r.tableName(table));
    }

    /** A table of that name, made later, would be scaled by nobody's wish. */
    @Test
    void targetsGoBeforeTheirTable() throws Exception {
        apply(
                values(
                        "Leaving",
                        PROVISIONED.strip() + "\n    autoscaling: {write: {min: 2, max: 9}}"),
                onOurs);
        DesiredState desired = desired("tables: []");
        TableAddress table = new TableAddress("eu-west-1", "koa-dev-Leaving");
        Map<TableAddress, ObservedTable> there = new LinkedHashMap<>();
        there.put(table, Observer.read(onOurs, table, _ -> false));
        assertThat(words(Planner.plan(desired, new ObservedState(there, Map.of(), Map.of()))))
                .containsExactly(
                        "autoscaling write 2 to 9 at 70% -> none", "delete, with all items");
    }

    @Test
    void aTableThatBreaksTheRuleOfNamesIsKnownByItsExternalName() throws Exception {
        String values = values("External", "externalName: Legacy.Orders_2019");
        apply(values, onOurs);

        assertThat(onOurs.dynamoDb("eu-west-1").listTables().tableNames())
                .contains("Legacy.Orders_2019");
        assertThat(words(plan(values, onOurs))).isEmpty();
    }

    /** It knows time to live, and neither warm throughput nor classes nor limits of tables. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void onDynamoDbLocal(Way way) throws Exception {
        goes(way, onLocal, "Local" + Integer.toUnsignedString(way.name().hashCode()));
    }

    private static void goes(Way way, Target target, String table) throws Exception {
        apply(values(table, way.before()), target);
        assertThat(words(plan(values(table, way.before()), target))).isEmpty();

        String changed = values(table, way.after());
        assertThat(words(plan(changed, target))).isEqualTo(way.steps());
        assertItCanBeSaved(plan(changed, target));
        apply(changed, target);
        assertThat(words(plan(changed, target))).isEmpty();
        assertThat(drift(changed, target)).isEmpty();
        assertImportSaysIt(changed, target);

        String bare =
                values(table, way.after().contains("ByState") ? INDEXES.formatted("").strip() : "");
        assertThat(words(plan(bare, target))).isEqualTo(way.removal());
        if (way.returnsLater() && target == onOurs) {
            assertItWaits(bare, target);
            assertThat(words(plan(bare, target))).isEqualTo(way.removal());
        } else {
            apply(bare, target);
            assertThat(words(plan(bare, target))).isEmpty();
        }
    }

    private static void assertItCanBeSaved(Plan plan) throws Exception {
        SavedPlan saved =
                new SavedPlan(
                        SavedPlan.VERSION, "", "eu-west-1", ACCOUNT, RELEASE, List.of(), "", plan);
        assertThat(SavedPlan.read(saved.write())).isEqualTo(saved);
    }

    /** What is there can be said, and by what was said nothing is to be changed. */
    private static void assertImportSaysIt(String values, Target target) throws Exception {
        List<TableAddress> there =
                desired(values).tables().stream().map(DesiredTable::address).toList();
        LiveDraft draft =
                LiveDraft.of(
                        new LiveDraft.Heading("ours", "today", "v", "eu-west-1"),
                        LiveReading.read(target, there),
                        RELEASE,
                        Map.of());
        assertThat(draft.notSaid()).as(draft.text()).isEmpty();
        assertThat(drift(draft.text(), target)).as(draft.text()).isEmpty();
    }

    /** AWS lets time to live change once an hour; what waits is not forgotten. */
    private static void assertItWaits(String values, Target target) throws Exception {
        Applied applied = applied(values, target);
        assertThat(applied.isDoneButForWaiting()).as("%s", applied).isTrue();
        assertThat(applied.only(Outcome.Waiting.class)).hasSize(2);
    }

    private static String values(String table, String fields) {
        String state = fields.contains("ByState") ? ", {name: State, type: S}" : "";
        String recovery =
                table.startsWith("Local") ? "pointInTimeRecovery: {enabled: false}\n" : "";
        return recovery
                + "tables:\n"
                + "  - name: "
                + table
                + "\n    hashKey: Id\n    attributes: [{name: Id, type: S}"
                + state
                + "]\n"
                + (fields.isEmpty() ? "" : "    " + fields + "\n");
    }

    private static DesiredState desired(String values) throws Exception {
        return DesiredState.of(
                ValuesParser.parse(List.of(new Source("v", values))), RELEASE, ACCOUNT);
    }

    private static ObservedState observed(DesiredState desired, Target target) {
        Map<TableAddress, ObservedTable> tables = new LinkedHashMap<>();
        for (DesiredTable table : desired.tables()) {
            ObservedTable there =
                    Observer.read(target, table.address(), table.spec().settings()::has);
            if (there != null) {
                tables.put(table.address(), there);
            }
        }
        return new ObservedState(tables, Map.of(), Map.of());
    }

    private static Plan plan(String values, Target target) throws Exception {
        DesiredState desired = desired(values);
        return Planner.plan(desired, observed(desired, target));
    }

    private static List<Step.Differs> drift(String values, Target target) throws Exception {
        DesiredState desired = desired(values);
        return Drift.of(desired, observed(desired, target)).differences();
    }

    private static void apply(String values, Target target) throws Exception {
        Applied applied = applied(values, target);
        assertThat(applied.isDone()).as("%s", applied).isTrue();
    }

    private static Applied applied(String values, Target target) throws Exception {
        Plan plan = plan(values, target);
        Pace pace = new Pace(clock, new Random(1), clock::pass, 4);
        return new Applier(target, RELEASE, pace, Progress.SILENT).apply(plan);
    }

    /** What is remembered is told by other tests, but for its end. */
    private static List<String> words(Plan plan) {
        return plan.steps().stream()
                .map(StepText::of)
                .filter(line -> !line.startsWith("set tags idp/"))
                .map(SettingsTest::withShortPolicies)
                .toList();
    }

    /** Of policies only the action, as AWS writes the rest in its own way. */
    private static String withShortPolicies(String line) {
        return line.replaceAll("\\{\"Version.*?dynamodb:([A-Za-z]+).*?}}", "{$1}");
    }
}
