package dev.tablewright.controlplane.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedRole;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Planner;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.Settings;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The entry that a refused replacement comes with: copied into the file, it is what was wanted. */
class ShadowDraftTest {
    private static final Release RELEASE = new Release("koa-dev", "dynamo-tables");

    private static final String BEFORE =
            """
            deletionPolicy: Delete
            tags: {team: koa}
            tables:
              - name: Orders
                useIdpPrefix: true
                hashKey: Id
                attributes: [{name: Id, type: S}]
                serviceAccountReadRoles: [reader, both]
                serviceAccountWriteRoles: [both]
            """;

    private static final String AFTER =
            """
            deletionPolicy: Delete
            tags: {team: koa}
            tables:
              - name: Orders
                useIdpPrefix: true
                hashKey: 'no'
                rangeKey: When
                attributes:
                  - {name: 'no', type: S}
                  - {name: When, type: "N"}
                  - {name: State, type: S}
                  - {name: Place, type: B}
                localSecondaryIndex:
                  - {name: ByState, rangeKey: State, projectionType: INCLUDE, nonKeyAttributes: [a, 'on']}
                globalSecondaryIndex:
                  - {name: ByPlace, hashKey: Place, rangeKey: When, projectionType: KEYS_ONLY, onDemandThroughput: {maxReadRequestUnits: 7}}
                ttl: {enabled: true, attributeName: 'yes'}
                streamEnabled: true
                streamViewType: KEYS_ONLY
                pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 9}
                deletionProtectionEnabled: true
                serviceAccountReadRoles: [reader, both]
                serviceAccountWriteRoles: [both]
            """;

    private static DesiredState desired(String values) throws ValuesException {
        return DesiredState.of(
                ValuesParser.parse(List.of(new Source("values.yaml", values))),
                RELEASE,
                new AwsAccount("aws", "123456789012"));
    }

    private static ObservedState inPlace(DesiredState desired) {
        Map<TableAddress, ObservedTable> tables = new HashMap<>();
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
        Map<String, ObservedRole> roles = new HashMap<>();
        for (String role : List.of("reader", "both")) {
            roles.put(role, new ObservedRole.Present(Set.of()));
        }
        return new ObservedState(tables, Map.of(), roles);
    }

    private static List<Step.Refuse> refusals(String before, String after) throws ValuesException {
        DesiredState wanted = desired(after);
        Plan plan = Planner.plan(wanted, inPlace(desired(before)));
        return ShadowDraft.writtenInto(plan, wanted).refusals();
    }

    @Test
    void theEntryIsReadBackAsTheTableThatWasWanted() throws Exception {
        String entry =
                refusals(BEFORE, AFTER).stream()
                        .map(Step.Refuse::values)
                        .filter(text -> text != null)
                        .collect(Collectors.joining());
        assertThat(entry).startsWith("  # 1. Put the old definition back at Orders");

        // As its own comment says: the old entry, and this one behind it.
        DesiredState both = desired(BEFORE + entry);

        assertThat(both.tables()).hasSize(2);
        DesiredTable old = both.tables().getFirst();
        DesiredTable shadow = both.tables().getLast();
        DesiredTable wanted = desired(AFTER).tables().getFirst();
        assertThat(old).isEqualTo(desired(BEFORE).tables().getFirst());
        assertThat(shadow.logicalName()).isEqualTo("Orders-shadow");
        assertThat(shadow.address().name()).isEqualTo("idp-koa-dev-Orders-shadow");
        assertThat(shadow.spec().definition()).isEqualTo(wanted.spec().definition());
        assertThat(shadow.spec().billingMode()).isEqualTo(wanted.spec().billingMode());
        Settings settings = wanted.spec().settings();
        settings.named().forEach(setting -> assertSame(setting, settings, shadow));
        assertThat(both.roles())
                .allMatch(
                        role ->
                                role.parts().stream()
                                        .anyMatch(p -> p.document().contains("-shadow\"")));
        assertThat(Planner.plan(both, inPlace(desired(BEFORE))).refusals()).isEmpty();
    }

    private static <V> void assertSame(Setting<V> setting, Settings wanted, DesiredTable shadow) {
        assertThat(shadow.spec().settings().get(setting))
                .as(setting.name())
                .isEqualTo(wanted.get(setting));
    }

    /** One table, one entry, however many things about it cannot be changed. */
    @Test
    void theEntryIsThereOnce() throws Exception {
        List<Step.Refuse> refusals =
                refusals(
                        AFTER,
                        AFTER.replace("hashKey: 'no'", "hashKey: State")
                                .replace("ByState, rangeKey: State", "ByState, rangeKey: 'no'"));

        assertThat(refusals.size()).isGreaterThan(1);
        assertThat(refusals).filteredOn(refusal -> refusal.values() != null).hasSize(1);
    }

    @Test
    void whatANewTableWouldNotHelpHasNoEntry() throws Exception {
        ObservedState there = inPlace(desired(BEFORE));
        DesiredState wanted = desired(BEFORE.replace("team: koa", "team: other"));
        ObservedTable table = there.tables().values().iterator().next();
        ObservedState foreign =
                new ObservedState(
                        Map.of(
                                table.address(),
                                new ObservedTable(
                                        table.address(),
                                        table.arn(),
                                        "ACTIVE",
                                        true,
                                        table.spec().withTags(Map.of()))),
                        Map.of(),
                        there.roles());

        List<Step.Refuse> refusals =
                ShadowDraft.writtenInto(Planner.plan(wanted, foreign), wanted).refusals();

        assertThat(refusals).hasSize(1).allMatch(refusal -> refusal.values() == null);
    }
}
