package dev.tablewright.controlplane.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTable;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedPrincipal;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changes to an environment may do to tables that are there. */
final class EnvironmentLookTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Release RELEASE = Release.ofObject("koa", "developers");

    @Test
    void nothingThereIsAllToBeMade() throws Exception {
        EnvironmentLook look = look(desired(FAMILY, "Orders"), List.of());

        assertThat(look.exists()).isFalse();
        assertThat(look.isComplete()).isFalse();
        assertThat(look.unmade()).containsExactly("koa-alice", "koa-bob");
    }

    @Test
    void aTableWhoseSourceHasGoneIsSetApart() throws Exception {
        List<DesiredTable> before = desired(FAMILY, "Orders", "Users").tables();

        EnvironmentLook look = look(desired(FAMILY, "Orders"), before);

        assertThat(names(look.sourceless())).containsExactly("koa-alice-Users", "koa-bob-Users");
        assertThat(look.renamed()).isEmpty();
        assertThat(look.departed()).isEmpty();
        assertThat(look.plan().deletions()).isEmpty();
        assertThat(look.plan().refusals()).isEmpty();
        assertThat(look.unmade()).isEmpty();
    }

    @Test
    void whatWouldBeCalledOtherwiseIsNotMadeAnew() throws Exception {
        List<DesiredTable> before = desired(FAMILY, "Orders").tables();

        EnvironmentLook look =
                look(desired(FAMILY + ", tableName: '{environment}_{table}'", "Orders"), before);

        assertThat(names(look.renamed())).containsExactly("koa-alice-Orders", "koa-bob-Orders");
        assertThat(look.plan().deletions()).isEmpty();
    }

    @Test
    void oneOfAFamilyWhoHasLeftIsNamedAndNothingOfItIsDeletedByThePlan() throws Exception {
        List<DesiredTable> before = desired(FAMILY, "Orders").tables();

        EnvironmentLook look = look(desired("name: 'koa-{user}', users: [bob]", "Orders"), before);

        assertThat(look.departed()).containsExactly("koa-alice");
        assertThat(look.plan().deletions()).isEmpty();
        assertThat(names(look.tables())).containsExactly("koa-bob-Orders");
    }

    /** A Table object may have a release of the same name; its table is no environment's. */
    @Test
    void aTableOfTheReleaseThatIsOfNoEnvironmentIsLeftAlone() throws Exception {
        DesiredState file =
                DesiredState.of(
                        ValuesParser.parse(List.of(new Source("test", tables("Other")))),
                        RELEASE,
                        AwsAccount.UNKNOWN);

        EnvironmentLook look = look(desired(FAMILY, "Orders"), file.tables());

        assertThat(look.plan().deletions()).isEmpty();
        assertThat(look.exists()).isFalse();
        assertThat(look.departed()).isEmpty();
    }

    @Test
    void anEndThatIsRememberedIsWrittenAndNotCountedAnew() throws Exception {
        DesiredState desired = desired(FAMILY + ", ttl: 3d", "Orders").ending(NOW);

        assertThat(desired.tables())
                .allSatisfy(
                        table ->
                                assertThat(table.spec().tags())
                                        .containsEntry(Release.EXPIRES_TAG, NOW.toString()));
        assertThat(desired.environmentPolicies())
                .allSatisfy(
                        set ->
                                assertThat(set.tags())
                                        .containsEntry(Release.EXPIRES_TAG, NOW.toString()));
        Instant later = NOW.plusSeconds(60);
        assertThat(look(desired.ending(later), desired.tables()).plan().only(Step.SetTags.class))
                .hasSize(2)
                .allSatisfy(
                        step ->
                                assertThat(step.to())
                                        .isEqualTo(Map.of(Release.EXPIRES_TAG, later.toString())));
    }

    private static final String FAMILY = "name: 'koa-{user}', users: [alice, bob]";

    private static EnvironmentLook look(DesiredState desired, List<DesiredTable> there) {
        Map<TableAddress, ObservedTable> tables = new LinkedHashMap<>();
        for (DesiredTable table : there) {
            tables.put(
                    table.address(),
                    new ObservedTable(
                            table.address(),
                            "arn:" + table.address().name(),
                            "ACTIVE",
                            true,
                            table.spec()));
        }
        Map<Principal, ObservedPrincipal> principals = new LinkedHashMap<>();
        desired.principals()
                .forEach(
                        one ->
                                principals.put(
                                        one.principal(),
                                        new ObservedPrincipal.Present(
                                                "/", Map.of(), Set.of(), null, Set.of())));
        return EnvironmentLook.of(
                desired,
                new ObservedState(
                        tables, Map.of(), Map.of(), principals, Map.of(), null, Map.of(), null),
                NOW);
    }

    private static DesiredState desired(String fields, String... sources) throws ValuesException {
        List<SourceTable> copied =
                DesiredState.sources(
                        ValuesParser.parse(List.of(new Source("test", tables(sources)))),
                        new Release("koa", Release.DEFAULT_NAME));
        return DesiredState.of(
                ValuesParser.environment(
                        new Source("test", "{like: koa, " + fields + "}"),
                        EnvironmentEntry.inRegion("test", "eu-west-1")),
                RELEASE,
                AwsAccount.UNKNOWN,
                _ -> copied);
    }

    private static String tables(String... names) {
        StringBuilder text = new StringBuilder("region: eu-west-1\ntables:\n");
        for (String name : names) {
            text.append("- {name: ")
                    .append(name)
                    .append(", hashKey: id, attributes: [{name: id, type: S}]}\n");
        }
        return text.toString();
    }

    private static List<String> names(List<ObservedTable> tables) {
        return tables.stream().map(table -> table.address().name()).toList();
    }
}
