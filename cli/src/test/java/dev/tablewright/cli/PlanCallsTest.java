package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.server.Installation;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.iam.model.Tag;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many calls a plan makes. Time depends on the machine, and on AWS on quotas of calls; their
 * number does not.
 */
class PlanCallsTest {
    private static final String PLAIN = "";
    private static final String EVERYTHING =
            """
                ttl: {enabled: true, attributeName: Ends}
                pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
                streamEnabled: true
                streamViewType: NEW_IMAGE
                contributorInsights: {enabled: true}
                tableClass: STANDARD
                serverSideEncryption: {enabled: false}
                deletionProtectionEnabled: false
            """;

    private static String values(int count, String settings) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                """
                                  - name: T%d
                                    hashKey: Id
                                    attributes: [{name: Id, type: S}, {name: A, type: S}]
                                    globalSecondaryIndex: [{name: ByA, hashKey: A, projectionType: ALL}]
                                    serviceAccountReadRoles: [reader]
                                %s\
                                """
                                        .formatted(i, settings))
                .collect(Collectors.joining("", "deletionPolicy: Delete\ntables:\n", ""));
    }

    /** Counts what a plan of an unchanged release asks. */
    private static Map<String, Integer> calls(Installation server, String values) {
        TestTarget.Counted counted = new TestTarget.Counted();
        try (TestTarget target = TestTarget.of(server, counted)) {
            Plan plan = target.plan(values);
            assertThat(plan.steps()).isEmpty();
        }
        Map<String, Integer> calls = new TreeMap<>();
        counted.operations().forEach(operation -> calls.merge(operation, 1, Integer::sum));
        return calls;
    }

    private static void applied(Installation server, String values) throws InterruptedException {
        try (TestTarget target = TestTarget.of(server, TestTarget.Calls.ALL)) {
            assertThat(target.apply(target.plan(values)).isDone()).isTrue();
        }
    }

    private static Installation open() throws Exception {
        Installation server = Installation.open(Installation.Settings.IN_MEMORY);
        try (TestTarget target = TestTarget.of(server, TestTarget.Calls.ALL)) {
            target.target()
                    .iam()
                    .createRole(
                            r ->
                                    r.roleName("reader")
                                            .assumeRolePolicyDocument(
                                                    """
                                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                                      "Principal":{"AWS":"123456789012"},
                                                      "Action":"sts:AssumeRole"}]}
                                                    """)
                                            .tags(
                                                    Tag.builder()
                                                            .key("managed-by")
                                                            .value("idp-advanced")
                                                            .build()));
        }
        return server;
    }

    /** One description, one list of tags, and what recovery, on by default, takes. */
    @Test
    void aTableTakesThreeCallsHoweverManyThereAre() throws Exception {
        try (Installation server = open()) {
            applied(server, values(5, PLAIN));
            Map<String, Integer> few = calls(server, values(5, PLAIN));
            applied(server, values(25, PLAIN));
            Map<String, Integer> many = calls(server, values(25, PLAIN));

            assertThat(few).containsEntry("DescribeTable", 5).containsEntry("ListTables", 1);
            assertThat(many.keySet()).isEqualTo(few.keySet());
            Map<String, Integer> more = new TreeMap<>();
            many.forEach(
                    (operation, count) ->
                            more.put(operation, count - few.getOrDefault(operation, 0)));
            more.values().removeIf(count -> count == 0);
            assertThat(more)
                    .isEqualTo(
                            Map.of(
                                    "DescribeTable", 20,
                                    "ListTagsOfResource", 20,
                                    "DescribeContinuousBackups", 20));
            assertThat(many.values().stream().mapToInt(Integer::intValue).sum())
                    .isLessThanOrEqualTo(3 * 25 + 12);
        }
    }

    /** Each setting that DescribeTable does not tell of takes calls of its own, if it is named. */
    @Test
    void onlyWhatTheValuesNameIsAskedFor() throws Exception {
        try (Installation server = open()) {
            applied(server, values(4, EVERYTHING));

            assertThat(calls(server, values(4, EVERYTHING)))
                    .containsEntry("DescribeTable", 4)
                    .containsEntry("ListTagsOfResource", 4)
                    .containsEntry("DescribeContinuousBackups", 4)
                    .containsEntry("DescribeTimeToLive", 4)
                    .containsEntry("ListContributorInsights", 4)
                    .doesNotContainKeys(
                            "GetResourcePolicy",
                            "DescribeKinesisStreamingDestination",
                            "DescribeScalableTargets");
        }
    }
}
