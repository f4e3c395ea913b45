package dev.tablewright.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a plan knows of earlier ones, though it has only the values and what is live. */
class MemoryTest {
    private static final Release RELEASE = new Release("koa-dev", "dynamo-tables");
    private static final AwsAccount ACCOUNT = new AwsAccount("aws", "123456789012");

    private static final String ORDERS =
            """
            deletionPolicy: Delete
            tags: {team: koa, cost: a}
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: S}]
                serviceAccountReadRoles: [access-koa-dev]
            """;

    @Test
    void aTagThatLeftTheValuesIsRemovedAndForeignOnesStay() throws Exception {
        DesiredState first = desired(ORDERS);
        ObservedState there = withForeignTag(inPlace(first));

        Plan plan = Planner.plan(desired(ORDERS.replace(", cost: a", "")), there);

        assertThat(plan.steps()).hasSize(2);
        assertThat(plan.only(Step.RemoveTags.class))
                .singleElement()
                .satisfies(step -> assertThat(step.from()).isEqualTo(Map.of("cost", "a")));
        assertThat(plan.only(Step.SetTags.class))
                .singleElement()
                .satisfies(step -> assertThat(step.to()).containsOnlyKeys("idp/tags"));
        assertThat(Planner.plan(first, there).steps()).isEmpty();
    }

    @Test
    void theLastTagTakesTheMemoryAlong() throws Exception {
        ObservedState there = withForeignTag(inPlace(desired(ORDERS)));

        Plan plan = Planner.plan(desired(ORDERS.replace("{team: koa, cost: a}", "{}")), there);

        assertThat(plan.only(Step.RemoveTags.class).getFirst().from())
                .containsOnlyKeys("team", "cost", "idp/tags");
        assertThat(plan.only(Step.SetTags.class)).isEmpty();
    }

    @Test
    void tablesRememberTheRegionsOfTheOthersAndNeverForget() throws Exception {
        String two =
                ORDERS
                        + """
                          - name: Carts
                            hashKey: Id
                            region: us-east-1
                            attributes: [{name: Id, type: S}]
                        """
                                .indent(0);
        Plan creation = Planner.plan(desired(two), nothing());
        assertThat(creation.only(Step.CreateTable.class))
                .allSatisfy(
                        step ->
                                assertThat(step.desired().spec().tags())
                                        .containsEntry("idp/regions", "eu-west-1 us-east-1"));

        Map<TableAddress, ObservedTable> tables = new LinkedHashMap<>();
        creation.only(Step.CreateTable.class)
                .forEach(step -> tables.put(step.table(), observed(step.desired())));
        ObservedState there =
                new ObservedState(
                        tables, inPlace(desired(two)).policies(), inPlace(desired(two)).roles());
        assertThat(Planner.plan(desired(two), there).steps()).isEmpty();

        Plan removal = Planner.plan(desired(ORDERS), there);
        assertThat(removal.only(Step.SetTags.class)).isEmpty();
        assertThat(removal.deletions())
                .extracting(step -> step.table().region())
                .containsExactly("us-east-1");
    }

    @Test
    void movingTablesAroundInTheFileMovesNoGrant() throws Exception {
        List<String> names =
                IntStream.range(0, 120).mapToObj(i -> "Table-with-a-long-name-" + i).toList();
        DesiredState first = desired(tables(names));
        assertThat(first.roles().getFirst().parts()).hasSizeGreaterThan(2);
        ObservedState there = inPlace(first);

        assertThat(Planner.plan(desired(tables(names.reversed())), there).steps()).isEmpty();

        List<String> fewer = new java.util.ArrayList<>(names.reversed());
        fewer.remove("Table-with-a-long-name-0");
        Plan plan = Planner.plan(desired(tables(fewer)), there);
        assertThat(plan.only(Step.ReplacePolicy.class)).hasSize(1);
        assertThat(plan.only(Step.Note.class)).isEmpty();
    }

    @Test
    void observeSaysWhoseAccessWouldChange() throws Exception {
        String wanted = "managementPolicies: Observe\n" + ORDERS;

        Plan plan = Planner.plan(desired(wanted), nothing());

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.accessStays()).isTrue();
        assertThat(plan.access()).isNotEmpty();
    }

    @Test
    void whatIsAsDeclaredHasNoDriftWhateverOthersAdd() throws Exception {
        DesiredState desired = desired(ORDERS);
        ObservedState there = withForeignTag(inPlace(desired));
        Map<String, ObservedRole> roles = new LinkedHashMap<>(there.roles());
        roles.computeIfPresent(
                "access-koa-dev",
                (_, role) -> {
                    Set<String> attached = new HashSet<>(((ObservedRole.Present) role).attached());
                    attached.add("arn:aws:iam::aws:policy/ReadOnlyAccess");
                    return new ObservedRole.Present(attached);
                });

        Drift drift = Drift.of(desired, there.withRoles(roles));

        assertThat(drift.differences()).isEmpty();
        assertThat(drift.notes()).isEmpty();
    }

    @Test
    void driftSaysWhatIsWantedAndWhatIsThere() throws Exception {
        DesiredState desired = desired(ORDERS);
        ObservedState there = inPlace(desired);
        ObservedPolicy policy = there.policies().values().iterator().next();
        ObservedPolicy wider =
                new ObservedPolicy(
                        policy.name(),
                        policy.arn(),
                        policy.path(),
                        policy.tags(),
                        "v2",
                        List.of("v1"),
                        policy.document().replace("\"dynamodb:Scan\"", "\"dynamodb:DeleteItem\""));
        ObservedTable table = there.tables().values().iterator().next();
        Map<String, String> tags = new LinkedHashMap<>(table.spec().tags());
        tags.put("team", "others");
        ObservedState moved =
                new ObservedState(
                        Map.of(table.address(), withTags(table, tags)),
                        Map.of(policy.name(), wider),
                        Map.of("access-koa-dev", new ObservedRole.Present(Set.of())));

        assertThat(Drift.of(desired, moved).differences())
                .extracting(d -> d.field() + ": " + d.is() + " / " + d.should())
                .containsExactly(
                        "tag team: others / koa",
                        "attached policy " + policy.name() + ": absent / present",
                        "what it says on"
                                + " arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders:"
                                + " with dynamodb:DeleteItem / with dynamodb:Scan",
                        "what it says on"
                                + " arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders/index/*:"
                                + " with dynamodb:DeleteItem / with dynamodb:Scan");
        assertThat(Drift.of(desired, nothing()).differences())
                .extracting(d -> d.subject() + " " + d.field())
                .contains("table koa-dev-Orders (eu-west-1) table");
    }

    private static String tables(List<String> names) {
        return "deletionPolicy: Orphan\ntables:\n"
                + names.stream()
                        .map(
                                name ->
                                        "  - {name: "
                                                + name
                                                + ", hashKey: Id, attributes: [{name: Id, type:"
                                                + " S}], serviceAccountReadRoles:"
                                                + " [access-koa-dev]}\n")
                        .collect(Collectors.joining());
    }

    private static ObservedState withForeignTag(ObservedState there) {
        ObservedTable table = there.tables().values().iterator().next();
        Map<String, String> tags = new LinkedHashMap<>(table.spec().tags());
        tags.put("foreign", "x");
        return new ObservedState(
                Map.of(table.address(), withTags(table, tags)), there.policies(), there.roles());
    }

    private static ObservedTable withTags(ObservedTable table, Map<String, String> tags) {
        return new ObservedTable(
                table.address(),
                table.arn(),
                table.status(),
                table.indexesReady(),
                table.spec().withTags(tags));
    }

    private static ObservedTable observed(DesiredTable table) {
        return new ObservedTable(
                table.address(),
                "arn:aws:dynamodb:eu-west-1:123456789012:table/" + table.address().name(),
                "ACTIVE",
                true,
                table.spec());
    }

    private static ObservedState nothing() {
        return new ObservedState(
                Map.of(), Map.of(), Map.of("access-koa-dev", new ObservedRole.Present(Set.of())));
    }

    private static ObservedState inPlace(DesiredState desired) {
        Map<TableAddress, ObservedTable> tables = new LinkedHashMap<>();
        desired.tables().forEach(table -> tables.put(table.address(), observed(table)));
        Map<String, ObservedPolicy> policies = new LinkedHashMap<>();
        Map<String, ObservedRole> roles = new LinkedHashMap<>();
        for (RoleAccess access : desired.roles()) {
            Set<String> attached = new HashSet<>();
            for (PolicyPart part : access.parts()) {
                String arn = "arn:aws:iam::123456789012:policy/" + part.name();
                attached.add(arn);
                policies.put(
                        part.name(),
                        new ObservedPolicy(
                                part.name(),
                                arn,
                                desired.policyPath(),
                                RELEASE.policyTags(access.role()),
                                "v1",
                                List.of(),
                                part.document()));
            }
            roles.put(access.role(), new ObservedRole.Present(attached));
        }
        return new ObservedState(tables, policies, roles);
    }

    private static DesiredState desired(String values) throws Exception {
        return DesiredState.of(
                ValuesParser.parse(List.of(new Source("values.yaml", values))), RELEASE, ACCOUNT);
    }
}
