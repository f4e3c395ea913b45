package dev.tablewright.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.PolicyPart;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class PlannerTest {
    private static final Release RELEASE = new Release("koa-dev", "dynamo-tables");
    private static final AwsAccount ACCOUNT = new AwsAccount("aws", "123456789012");

    /** Lines to replace; complete in itself. */
    private static final String ORDERS =
            """
            deletionPolicy: Delete
            tables:
              - name: Orders
                hashKey: Id
                rangeKey: Date
                attributes:
                  - {name: Id, type: S}
                  - {name: Date, type: S}
                  - {name: Total, type: "N"}
                  - {name: State, type: S}
                localSecondaryIndex:
                  - {name: ByTotal, rangeKey: Total, projectionType: INCLUDE, nonKeyAttributes: [a, b]}
                globalSecondaryIndex:
                  - {name: ByState, hashKey: State, projectionType: ALL}
                serviceAccountReadRoles: [access-koa-dev]
                serviceAccountWriteRoles: [access-koa-dev]
            """;

    private static final String SUBJECT = "table koa-dev-Orders (eu-west-1)";

    @Test
    void whatIsMissingIsCreatedTablesFirstThenAccess() throws Exception {
        Plan plan = Planner.plan(desired(ORDERS), nothing("access-koa-dev"));

        assertThat(summary(plan))
                .containsExactly(
                        "CreateTable " + SUBJECT,
                        "Note " + SUBJECT,
                        "Await " + SUBJECT,
                        "Change " + SUBJECT,
                        "CreatePolicy policy"
                                + " idp-dynamodb-koa-dev-dynamo-tables-access-koa-dev",
                        "Attach role access-koa-dev");
        assertThat(plan.hasChanges()).isTrue();
        assertThat(plan.access())
                .extracting(
                        change ->
                                change.role()
                                        + " "
                                        + change.direction()
                                        + " "
                                        + change.actions().size()
                                        + " on "
                                        + change.resource())
                .containsExactly(
                        "access-koa-dev GAINS 14 on"
                                + " arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders",
                        "access-koa-dev GAINS 14 on"
                                + " arn:aws:dynamodb:eu-west-1:123456789012:table/koa-dev-Orders/index/*");
    }

    @Test
    void whatIsInPlaceNeedsNothing() throws Exception {
        DesiredState desired = desired(ORDERS);

        Plan plan = Planner.plan(desired, inPlace(desired));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.access()).isEmpty();
    }

    /** AWS answers with lists in its own order and fills in what nobody asked for. */
    @Test
    void orderAndWhatTheValuesDoNotNameAreNoDifference() throws Exception {
        DesiredState asked = desired(ORDERS.replace("[a, b]", "[b, a]"));
        ObservedState there = inPlace(desired(ORDERS));
        ObservedTable table = there.tables().values().iterator().next();
        TableSpec spec = table.spec();
        Map<String, String> tags = new LinkedHashMap<>(spec.tags());
        tags.put("extra", "x");
        ObservedTable protectedTable =
                with(
                        table,
                        new TableSpec(
                                spec.definition(),
                                spec.billingMode(),
                                spec.throughput(),
                                spec.settings().with(DeletionProtectionSetting.PROTECTION, true),
                                tags));

        assertThat(Planner.plan(asked, with(there, protectedTable)).steps()).isEmpty();
    }

    @Test
    void aPolicyThatMeansTheSameIsNotWrittenAgain() throws Exception {
        DesiredState desired = desired(ORDERS);
        ObservedState there = inPlace(desired);
        ObservedPolicy policy = there.policies().values().iterator().next();
        String spaced =
                policy.document()
                        .replace("\"Version\":\"2012-10-17\",", "")
                        .replace("]}]}", "]}],\n \"Version\": \"2012-10-17\"}")
                        .replace("ReadWrite", "Other");

        ObservedState rewritten =
                new ObservedState(
                        there.tables(),
                        Map.of(policy.name(), document(policy, spaced)),
                        there.roles());

        assertThat(Planner.plan(desired, rewritten).steps()).isEmpty();
    }

    @Test
    void indexesAreDeletedBeforeOthersAreCreatedOneByOne() throws Exception {
        ObservedState there = inPlace(desired(ORDERS));
        String changed =
                ORDERS.replace(
                                "- {name: ByState, hashKey: State, projectionType: ALL}",
                                """
                                - {name: ByState, hashKey: State, projectionType: KEYS_ONLY}
                                      - {name: ByDate, hashKey: Date, projectionType: ALL}
                                """
                                        .stripTrailing())
                        .replace("type: S}\n    loc", "type: S}\n    loc");

        Plan plan = Planner.plan(desired(changed), there);

        assertThat(summary(plan))
                .containsExactly(
                        "Note " + SUBJECT,
                        "DeleteIndex " + SUBJECT,
                        "Await " + SUBJECT,
                        "CreateIndex " + SUBJECT,
                        "Await " + SUBJECT,
                        "CreateIndex " + SUBJECT,
                        "Await " + SUBJECT);
        assertThat(plan.only(Step.CreateIndex.class).getFirst().attributes())
                .containsOnlyKeys("Id", "Date", "Total", "State");
        assertThat(plan.access()).isEmpty();
    }

    @Test
    void movingToProvisionedCarriesTheCapacityOfEveryIndexInOneCall() throws Exception {
        ObservedState there = inPlace(desired(ORDERS));
        String provisioned =
                ORDERS.replace(
                                "    hashKey: Id",
                                "    billingMode: PROVISIONED\n    readCapacity: 5\n"
                                        + "    writeCapacity: 6\n    hashKey: Id")
                        .replace(
                                "projectionType: ALL}",
                                "projectionType: ALL, readCapacity: 1, writeCapacity: 2}");

        Plan plan = Planner.plan(desired(provisioned), there);

        assertThat(summary(plan)).containsExactly("SetCapacity " + SUBJECT, "Await " + SUBJECT);
        Step.SetCapacity step = plan.only(Step.SetCapacity.class).getFirst();
        assertThat(step.to().table().write()).isEqualTo(6);
        assertThat(step.indexes().keySet()).containsExactly("ByState");
        assertThat(Planner.plan(desired(ORDERS), inPlace(desired(provisioned))).steps())
                .first()
                .isInstanceOfSatisfying(
                        Step.SetCapacity.class, back -> assertThat(back.indexes()).isEmpty());
    }

    @Test
    void changesOfATableThatIsBusyWaitFirst() throws Exception {
        ObservedState there = inPlace(desired(ORDERS));
        ObservedTable table = there.tables().values().iterator().next();
        ObservedTable busy =
                new ObservedTable(table.address(), table.arn(), "UPDATING", true, table.spec());
        DesiredState desired =
                desired(
                        ORDERS.replace(
                                "tables:", "pointInTimeRecovery: {enabled: false}\ntables:"));

        assertThat(summary(Planner.plan(desired, with(there, busy))))
                .containsExactly("Await " + SUBJECT, "Note " + SUBJECT, "Change " + SUBJECT);
    }

    @Test
    void keysAndLocalIndexesNeedANewTable() throws Exception {
        ObservedState there = inPlace(desired(ORDERS));
        String advice =
                "; DynamoDB cannot change that. Add a second table beside it (a shadow table, for"
                        + " instance \"Orders-shadow\"), write to both, copy the items, and then"
                        + " switch over";

        assertThat(refusals(ORDERS.replace("[a, b]", "[a]"), there))
                .containsExactly(
                        SUBJECT
                                + ": its local index ByTotal is Id + Total with INCLUDE [a, b] and"
                                + " should be Id + Total with INCLUDE [a]"
                                + advice);
        assertThat(refusals(ORDERS.replace("{name: Id, type: S}", "{name: Id, type: B}"), there))
                .containsExactly(
                        SUBJECT
                                + ": its key attribute Id has the type S and should have B"
                                + advice);
        assertThat(
                        refusals(
                                ORDERS.replace(
                                        "hashKey: Id\n    rangeKey: Date",
                                        "hashKey: Date\n    rangeKey: Id"),
                                there))
                .contains(SUBJECT + ": its key is Id + Date and should be Date + Id" + advice);
    }

    @Test
    void aTableOfAnotherOwnerIsNotTouched() throws Exception {
        DesiredState desired = desired(ORDERS);
        ObservedState there = inPlace(desired);

        assertThat(refusals(ORDERS, tagged(there, Map.of())))
                .containsExactly(
                        SUBJECT
                                + ": exists, and no tag says that it belongs to this release; write"
                                + " \"adopt: true\" at the table to take it over");
        assertThat(
                        refusals(
                                ORDERS,
                                tagged(
                                        there,
                                        Map.of(
                                                "idp/namespace", "koa",
                                                "idp/release", "dynamo-tables",
                                                "idp/table", "dev-Orders",
                                                "managed-by", "tablewright"))))
                .containsExactly(
                        SUBJECT
                                + ": belongs to release dynamo-tables in namespace koa as its table"
                                + " dev-Orders; rename one of the two");
        assertThat(refusals(ORDERS, tagged(there, Map.of("managed-by", "terraform"))))
                .containsExactly(
                        SUBJECT
                                + ": belongs to the owner its tags name (managed-by: terraform) and"
                                + " is left alone");
    }

    @Test
    void aTableWithoutOwnerIsAdoptedWhenTheValuesSaySo() throws Exception {
        ObservedState there = tagged(inPlace(desired(ORDERS)), Map.of());
        String adopting = ORDERS.replace("    hashKey: Id", "    adopt: true\n    hashKey: Id");

        assertThat(summary(Planner.plan(desired(adopting), there)))
                .containsExactly("Note " + SUBJECT, "SetTags " + SUBJECT);
    }

    @Test
    void observeReportsAndPlansNothing() throws Exception {
        String observing =
                ORDERS.replace("deletionPolicy: Delete", "managementPolicies: Observe")
                        .replace("  - {name: ByState", "  - {name: ByStatus");
        ObservedState there = tagged(inPlace(desired(ORDERS)), Map.of());

        Plan plan = Planner.plan(desired(observing), there);

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.only(Step.Differs.class))
                .extracting(Step.Differs::field)
                .containsExactly("globalSecondaryIndex ByState", "globalSecondaryIndex ByStatus");
        Plan empty = Planner.plan(desired(observing), nothing());
        assertThat(empty.hasChanges()).isFalse();
        assertThat(empty.only(Step.Differs.class).getFirst())
                .isEqualTo(new Step.Differs(SUBJECT, "table", "absent", "present"));
    }

    @Test
    void aTableThatLeftTheValuesIsDeletedLastAndItsAccessTakenBefore() throws Exception {
        ObservedState there = inPlace(desired(ORDERS));

        Plan plan = Planner.plan(desired("tables: []"), there);

        assertThat(summary(plan))
                .containsExactly(
                        "Detach role access-koa-dev",
                        "DeleteTable " + SUBJECT,
                        "DeletePolicy policy"
                                + " idp-dynamodb-koa-dev-dynamo-tables-access-koa-dev");
        assertThat(plan.deletions()).hasSize(1);
        assertThat(plan.access())
                .allSatisfy(
                        change ->
                                assertThat(change.direction())
                                        .isEqualTo(AccessChange.Direction.LOSES));
    }

    @Test
    void orphanLeavesWhatLeftTheValues() throws Exception {
        ObservedState there = inPlace(desired(ORDERS));

        Plan plan = Planner.plan(desired("deletionPolicy: Orphan\ntables: []"), there);

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.access()).isEmpty();
        assertThat(plan.only(Step.Keep.class)).hasSize(1);
    }

    /** The table's own word is gone from the values together with the table. */
    @Test
    void aTableThatWasOrphanedByItselfStaysThoughTheFileSaysDelete() throws Exception {
        ObservedState there =
                inPlace(
                        desired(
                                ORDERS.replace(
                                        "    hashKey: Id",
                                        "    deletionPolicy: Orphan\n    hashKey: Id")));

        Plan plan = Planner.plan(desired("deletionPolicy: Delete\ntables: []"), there);

        assertThat(plan.deletions()).isEmpty();
        assertThat(plan.only(Step.Keep.class)).hasSize(1);
    }

    @Test
    void aProtectedTableIsNotPlannedForDeletion() throws Exception {
        ObservedState there =
                inPlace(
                        desired(
                                ORDERS.replace(
                                        "    hashKey: Id",
                                        "    deletionProtectionEnabled: true\n    hashKey: Id")));

        assertThat(refusals("tables: []", there))
                .containsExactly(
                        SUBJECT
                                + ": has left the values and would be deleted, but is protected:"
                                + " switch its deletion protection off, or write deletionPolicy:"
                                + " Orphan");
    }

    /** AWS gives one answer for a role that is missing and for one of others; the plan tells. */
    @Test
    void aRoleThatIsMissingOrNotThePlatformsStopsThePlanWithItsCause() throws Exception {
        assertThat(refusals(ORDERS, withRole(new ObservedRole.Missing("AWS's sentence."))))
                .containsExactly(
                        "role access-koa-dev: no role based policy allows the assignment: there is"
                                + " no such role. AWS says: \"AWS's sentence.\" Check the spelling"
                                + " (usually <application>-<namespace>), or let idp-advanced make"
                                + " it");
        ObservedState foreign =
                withRole(new ObservedRole.Present(Set.of(), Map.of("managed-by", "terraform")));
        assertThat(refusals(ORDERS, foreign))
                .containsExactly(
                        "role access-koa-dev: no role based policy allows the assignment: the role"
                                + " exists, but was not made by the platform's charts (its tag"
                                + " managed-by says terraform, theirs have idp-advanced). Let"
                                + " idp-advanced make it, or write policy.platformRolesOnly:"
                                + " false");
        assertThat(refusals(ORDERS, withRole(new ObservedRole.Hidden("AWS's sentence."))))
                .singleElement()
                .asString()
                .startsWith(
                        "role access-koa-dev: no role based policy allows the assignment. AWS says:"
                                + " \"AWS's sentence.\" Either there is no role of that name");
        assertThat(
                        refusals(
                                ORDERS.replace(
                                        "tables:", "policy: {platformRolesOnly: false}\ntables:"),
                                foreign))
                .isEmpty();
        assertThat(
                        refusals(
                                ORDERS,
                                withRole(
                                        new ObservedRole.Present(
                                                Set.of(), Map.of("managed-by", "idp-advanced")))))
                .isEmpty();
    }

    private static ObservedState withRole(ObservedRole role) {
        return new ObservedState(Map.of(), Map.of(), Map.of("access-koa-dev", role));
    }

    @Test
    void morePoliciesThanARoleMayHaveAreRefused() throws Exception {
        String limited = ORDERS.replace("tables:", "policy: {maxPoliciesPerRole: 2}\ntables:");
        ObservedState there =
                new ObservedState(
                        Map.of(),
                        Map.of(),
                        Map.of(
                                "access-koa-dev",
                                new ObservedRole.Present(
                                        Set.of(
                                                "arn:aws:iam::1:policy/a",
                                                "arn:aws:iam::1:policy/b"))));

        assertThat(refusals(limited, there))
                .containsExactly(
                        "role access-koa-dev: needs 1 policies for its tables beside 2 others it"
                                + " has; at most 2 are allowed (policy.maxPoliciesPerRole)");
    }

    @Test
    void aPolicyOfAnotherOwnerIsNotTouched() throws Exception {
        ObservedState there = inPlace(desired(ORDERS));
        ObservedPolicy policy = there.policies().values().iterator().next();
        ObservedPolicy foreign =
                new ObservedPolicy(
                        policy.name(), policy.arn(), "/", Map.of(), "v1", List.of(), "{}");

        assertThat(
                        refusals(
                                ORDERS,
                                new ObservedState(
                                        there.tables(),
                                        Map.of(policy.name(), foreign),
                                        there.roles())))
                .containsExactly(
                        "policy idp-dynamodb-koa-dev-dynamo-tables-access-koa-dev: exists and"
                                + " belongs to nobody, as it has no ownership tags; delete or"
                                + " rename it first");
    }

    @Test
    void theOldestVersionGoesWhenThereAreFive() throws Exception {
        ObservedState there = inPlace(desired(ORDERS));
        ObservedPolicy policy = there.policies().values().iterator().next();
        ObservedPolicy full =
                new ObservedPolicy(
                        policy.name(),
                        policy.arn(),
                        policy.path(),
                        policy.tags(),
                        "v12",
                        List.of("v8", "v9", "v10", "v11"),
                        policy.document());
        String readOnly = ORDERS.replace("    serviceAccountWriteRoles: [access-koa-dev]\n", "");

        Plan plan =
                Planner.plan(
                        desired(readOnly),
                        new ObservedState(
                                there.tables(), Map.of(policy.name(), full), there.roles()));

        assertThat(plan.only(Step.ReplacePolicy.class))
                .singleElement()
                .satisfies(step -> assertThat(step.prune()).isEqualTo("v8"))
                .satisfies(step -> assertThat(step.replaces()).isEqualTo("v12"));
        assertThat(plan.access().getFirst().actions())
                .contains("dynamodb:PutItem")
                .doesNotContain("dynamodb:GetItem");
    }

    /**
     * The law of the order: wherever an apply stops, a role can do everything that it could before
     * and can after. Tables come and go at random, in any order.
     */
    @Test
    void noRoleEverLosesWhatItKeeps() throws Exception {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            DesiredState before = desired(manyTables(random));
            DesiredState after = desired(manyTables(random));

            Plan plan = Planner.plan(after, inPlace(before));

            assertThat(plan.only(Step.Note.class)).as("seed %d round %d", seed, round).isEmpty();
            Set<String> kept = grants(before);
            kept.retainAll(grants(after));
            Map<String, String> documents = documents(before);
            for (Step step : plan.steps()) {
                switch (step) {
                    case Step.CreatePolicy create ->
                            documents.put(create.name(), create.document());
                    case Step.ReplacePolicy replace ->
                            documents.put(replace.name(), replace.document());
                    case Step.DeletePolicy delete -> documents.remove(delete.name());
                    default -> {}
                }
                String all = String.join("", documents.values());
                assertThat(kept)
                        .as("seed %d round %d after %s", seed, round, step.subject())
                        .allMatch(arn -> all.contains(arn + "\""));
            }
            String all = String.join("", documents.values());
            assertThat(grants(after)).allMatch(arn -> all.contains(arn + "\""));
            assertThat(grants(before))
                    .filteredOn(arn -> all.contains(arn + "\""))
                    .allMatch(grants(after)::contains);
        }
    }

    /** A random subset of 90 long names, in random order. */
    private static String manyTables(Random random) {
        List<Integer> chosen =
                IntStream.range(0, 90)
                        .filter(_ -> random.nextInt(3) > 0)
                        .boxed()
                        .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(chosen, random);
        if (chosen.isEmpty()) {
            return "tables: []";
        }
        return chosen.stream()
                .map(
                        i ->
                                """
                                  - name: table-%s-%02d
                                    hashKey: Id
                                    attributes: [{name: Id, type: S}]
                                    pointInTimeRecovery: {enabled: false}
                                    serviceAccountReadRoles: [r]
                                """
                                        .formatted("x".repeat(40 + i % 7), i))
                .collect(Collectors.joining("", "tables:\n", ""));
    }

    private static Set<String> grants(DesiredState state) {
        return state.roles().stream()
                .flatMap(role -> role.parts().stream())
                .flatMap(part -> part.grants().stream())
                .map(grant -> grant.tableArn())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Map<String, String> documents(DesiredState state) {
        Map<String, String> documents = new TreeMap<>();
        state.roles()
                .forEach(
                        role ->
                                role.parts()
                                        .forEach(
                                                part ->
                                                        documents.put(
                                                                part.name(), part.document())));
        return documents;
    }

    private static DesiredState desired(String values) throws ValuesException {
        return DesiredState.of(
                ValuesParser.parse(List.of(new Source("v", values))), RELEASE, ACCOUNT);
    }

    private static ObservedState nothing(String... roles) {
        Map<String, ObservedRole> present = new LinkedHashMap<>();
        for (String role : roles) {
            present.put(role, new ObservedRole.Present(Set.of()));
        }
        if (roles.length == 0) {
            present.put("access-koa-dev", new ObservedRole.Present(Set.of()));
        }
        return new ObservedState(Map.of(), Map.of(), present);
    }

    /** The state in which {@code desired} has been applied. */
    private static ObservedState inPlace(DesiredState desired) {
        Map<TableAddress, ObservedTable> tables = new LinkedHashMap<>();
        for (DesiredTable table : desired.tables()) {
            tables.put(
                    table.address(),
                    new ObservedTable(
                            table.address(),
                            "arn:" + table.address().name(),
                            "ACTIVE",
                            true,
                            table.spec()));
        }
        Map<String, ObservedPolicy> policies = new LinkedHashMap<>();
        Map<String, ObservedRole> roles = new LinkedHashMap<>();
        roles.put("access-koa-dev", new ObservedRole.Present(Set.of()));
        roles.put("r", new ObservedRole.Present(Set.of()));
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

    private static ObservedState tagged(ObservedState state, Map<String, String> tags) {
        ObservedTable table = state.tables().values().iterator().next();
        TableSpec spec = table.spec();
        return with(
                state,
                with(
                        table,
                        new TableSpec(
                                spec.definition(),
                                spec.billingMode(),
                                spec.throughput(),
                                spec.settings(),
                                tags)));
    }

    private static ObservedTable with(ObservedTable table, TableSpec spec) {
        return new ObservedTable(
                table.address(), table.arn(), table.status(), table.indexesReady(), spec);
    }

    private static ObservedState with(ObservedState state, ObservedTable table) {
        return new ObservedState(
                Collections.singletonMap(table.address(), table), state.policies(), state.roles());
    }

    private static ObservedPolicy document(ObservedPolicy policy, String document) {
        return new ObservedPolicy(
                policy.name(),
                policy.arn(),
                policy.path(),
                policy.tags(),
                policy.defaultVersion(),
                policy.otherVersions(),
                document);
    }

    private static List<String> refusals(String values, ObservedState observed)
            throws ValuesException {
        return Planner.plan(desired(values), observed).refusals().stream()
                .map(refusal -> refusal.subject() + ": " + refusal.reason())
                .toList();
    }

    private static List<String> summary(Plan plan) {
        List<String> lines = new ArrayList<>();
        plan.steps()
                .forEach(step -> lines.add(step.getClass().getSimpleName() + " " + step.subject()));
        return lines;
    }
}
