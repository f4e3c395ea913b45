package dev.tablewright.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredQuota;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.setting.DeletionProtectionSetting;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.setting.Transition;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.controlplane.values.QuotaValues;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Throughput;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class SavedPlanTest {
    private static final Release RELEASE = new Release("koa-dev", "dynamo-tables");
    private static final AwsAccount ACCOUNT = new AwsAccount("aws", "123456789012");
    private static final TableAddress TABLE = new TableAddress("eu-west-1", "koa-dev-Orders");

    private static final String VALUES =
            """
            deletionPolicy: Delete
            tags: {team: koa}
            tables:
              - name: Orders
                hashKey: Id
                rangeKey: Date
                billingMode: PROVISIONED
                readCapacity: 1
                writeCapacity: 2
                attributes: [{name: Id, type: S}, {name: Date, type: S}, {name: Total, type: "N"}]
                localSecondaryIndex:
                  - {name: ByTotal, rangeKey: Total, projectionType: INCLUDE, nonKeyAttributes: [a]}
                serviceAccountReadRoles: [access-koa-dev]
            """;

    @Test
    void aPlanComesBackAsItWas() throws Exception {
        Plan created =
                Planner.plan(
                        DesiredState.of(
                                ValuesParser.parse(List.of(new Source("v", VALUES))),
                                RELEASE,
                                ACCOUNT),
                        new ObservedState(
                                Map.of(),
                                Map.of(),
                                Map.of("access-koa-dev", new ObservedRole.Present(Set.of()))));
        List<Step> steps = new ArrayList<>(created.steps());
        steps.add(new Step.SetTags(TABLE, "arn", Map.of("a", "b"), Map.of("a", "c")));
        steps.add(new Step.RemoveTags(TABLE, "arn", Map.of("a", "b")));
        steps.add(
                new Step.Change(
                        TABLE,
                        new Transition<>(
                                PointInTimeRecoverySetting.RECOVERY,
                                new PointInTimeRecovery(false, 35),
                                new PointInTimeRecovery(true, 7))));
        steps.add(
                new Step.Change(
                        TABLE,
                        new Transition<>(DeletionProtectionSetting.PROTECTION, true, false)));
        steps.add(
                new Step.SetCapacity(
                        TABLE,
                        new Step.Capacity(BillingMode.PAY_PER_REQUEST, Throughput.ON_DEMAND),
                        new Step.Capacity(BillingMode.PROVISIONED, new Throughput(1, 2)),
                        Map.of("i", new Throughput(3, 4))));
        steps.add(
                new Step.ReplacePolicy("p", "arn", "v1", "{}", null, List.of(Principal.role("r"))));
        steps.add(new Step.Detach(Principal.role("r"), "p", "arn"));
        steps.add(new Step.CreatePrincipal(Principal.user("u"), Map.of("a", "b"), null, null));
        steps.add(
                new Step.SetQuota(
                        "e",
                        null,
                        new DesiredQuota(
                                List.of("x"), new QuotaValues(1L, null, null, null, null))));
        steps.add(new Step.Keep(TABLE));
        SavedPlan saved = saved(new Plan(steps, created.access()));

        SavedPlan back = SavedPlan.read(saved.write());

        assertThat(back).isEqualTo(saved);
        assertThat(back.plan().steps()).isEqualTo(steps);
    }

    @Test
    void otherFilesAreRefusedInWords() {
        assertThatThrownBy(() -> SavedPlan.read("tables: []"))
                .isInstanceOf(SavedPlan.Unreadable.class)
                .hasMessageStartingWith("it is no saved plan");
        assertThatThrownBy(() -> SavedPlan.read("{\"version\": 3, \"steps\": []}"))
                .hasMessageContaining("plan --out");
        assertThatThrownBy(
                        () ->
                                SavedPlan.read(
                                        saved(new Plan(List.of(), List.of()))
                                                .write()
                                                .replace("\"version\" : 3", "\"version\" : 9")))
                .hasMessage("it has the format 9, this program knows 3: plan again");
        assertThatThrownBy(
                        () ->
                                SavedPlan.read(
                                        saved(new Plan(List.of(new Step.Keep(TABLE)), List.of()))
                                                .write()
                                                .replace("\"Keep\"", "\"Destroy\"")))
                .isInstanceOf(SavedPlan.Unreadable.class);
    }

    private static SavedPlan saved(Plan plan) {
        return new SavedPlan(
                SavedPlan.VERSION, "AWS", "eu-west-1", ACCOUNT, RELEASE, List.of("v"), "00", plan);
    }
}
