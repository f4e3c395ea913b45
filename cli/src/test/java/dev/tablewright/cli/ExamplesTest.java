package dev.tablewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.apply.Applied;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.draft.LiveDraft;
import dev.tablewright.controlplane.draft.LiveReading;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.server.Installation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.services.iam.model.Tag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Each example applies, also where an endpoint fills in what AWS may, and can be imported. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Tag PLATFORM =
            Tag.builder().key("managed-by").value("idp-advanced").build();
    private static final Release SHOP = new Release("shop", "dynamo-tables");

    private final Installation server = Installation.open(Installation.Settings.IN_MEMORY);
    private final TestTarget ours = TestTarget.of(server, TestTarget.Calls.ALL);
    private final TestTarget aws = TestTarget.of(server, new AwsFillsIn());

    ExamplesTest() throws IOException {}

    @AfterEach
    void stop() {
        ours.close();
        aws.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "koa-dev",
                "environments",
                "indexes",
                "autoscaling",
                "streams",
                "replicas",
                "vector-search",
                "protection",
                "adoption",
                "every-setting"
            })
    void anExampleNeedsNothingMoreOnceItIsApplied(String example) throws Exception {
        String values = read(example + "/values.yaml");
        applied(values, SHOP);

        assertThat(steps(aws.rollout(values, SHOP).plan())).isEmpty();
        assertThat(differences(values)).isEmpty();
        assertThat(differences(imported(values))).isEmpty();
    }

    /** It copies what is there already. */
    @Test
    void anEnvironmentLikeThoseOfAnotherNamespace() throws Exception {
        applied(read("koa-dev/values.yaml"), new Release("koa-dev", "dynamo-tables"));
        String like = read("environments/like.yaml");
        Release review = new Release("shop-review", "dynamo-tables");

        applied(like, review);

        assertThat(steps(ours.rollout(like, review).plan())).isEmpty();
        assertThat(ours.target().dynamoDb("eu-west-1").listTables().tableNames())
                .contains("idp-shop-review-12-Orders");
    }

    private static String read(String file) throws IOException {
        return Files.readString(EXAMPLES.resolve(file));
    }

    private void applied(String values, Release release) throws Exception {
        makeRoles(values);
        Applied applied = ours.apply(ours.rollout(values, release).plan(), 4, release);
        assertThat(applied.isDone()).as("%s", applied).isTrue();
        assertThat(steps(ours.rollout(values, release).plan())).isEmpty();
    }

    /** Roles are the platform's, and are there before any table is. */
    private void makeRoles(String text) throws Exception {
        Values values = ValuesParser.parse(List.of(new Source("values.yaml", text)));
        Set<String> roles = new TreeSet<>();
        for (TableValues table : values.tables()) {
            roles.addAll(table.readRoles());
            roles.addAll(table.writeRoles());
            roles.addAll(table.streamRoles());
            roles.addAll(table.searchRoles());
        }
        for (String role : roles) {
            var _ =
                    ours.target()
                            .iam()
                            .createRole(
                                    request ->
                                            request.roleName(role)
                                                    .assumeRolePolicyDocument(
                                                            """
                                                            {"Version":"2012-10-17","Statement":
                                                            {"Effect":"Allow","Principal":
                                                            {"Service":"ec2.amazonaws.com"},
                                                            "Action":"sts:AssumeRole"}}\
                                                            """)
                                                    .tags(PLATFORM));
        }
    }

    private static List<Step> steps(Plan plan) {
        return plan.steps().stream().filter(Step::isChange).toList();
    }

    private List<Step.Differs> differences(String values) {
        DesiredState desired = aws.rollout(values, SHOP).desired();
        ObservedState observed = Observer.observe(aws.target(), desired);
        return Drift.of(desired, observed).differences().stream()
                .filter(differs -> differs.subject().startsWith("table "))
                .toList();
    }

    /** What is there, as a file: without the copies, which are environments' and not tables'. */
    private String imported(String values) throws Exception {
        Set<String> own =
                new TreeSet<>(
                        ValuesParser.parse(List.of(new Source("values.yaml", values)))
                                .tables()
                                .stream()
                                .map(TableValues::name)
                                .toList());
        LiveDraft draft =
                LiveDraft.of(
                        new LiveDraft.Heading("ours", "today", "values.yaml", "eu-west-1"),
                        LiveReading.read(
                                ours.target(),
                                ours.rollout(values, SHOP).desired().tables().stream()
                                        .filter(table -> own.contains(table.logicalName()))
                                        .map(DesiredTable::address)
                                        .toList()),
                        SHOP,
                        Map.of());
        assertThat(draft.notSaid()).as(draft.text()).isEmpty();
        return draft.text();
    }
}
