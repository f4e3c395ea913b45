package dev.tablewright.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.CapacityMoves;
import dev.tablewright.controlplane.observed.CapacityMoves.Decreases;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What AWS allows only later is planned as waiting, with the time; all else is planned as ever. */
class WaitsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Decreases FOUR = new Decreases(NOON.minusSeconds(600), 4);

    private static String values(int read, int indexRead, String more) {
        return """
        tables:
          - name: Orders
            hashKey: Id
            billingMode: PROVISIONED
            readCapacity: %d
            writeCapacity: 5
            attributes: [{name: Id, type: S}, {name: A, type: S}]
            globalSecondaryIndex:
              - {name: ByA, hashKey: A, projectionType: ALL, readCapacity: %d, writeCapacity: 5}
        """
                        .formatted(read, indexRead)
                + more.indent(4);
    }

    private static final String ON_DEMAND =
            """
            tables:
              - name: Orders
                hashKey: Id
                attributes: [{name: Id, type: S}, {name: A, type: S}, {name: B, type: S}]
                globalSecondaryIndex:
                  - {name: ByA, hashKey: A, projectionType: ALL}
                  - {name: ByB, hashKey: B, projectionType: ALL}
            """;

    private static DesiredState desired(String values) throws ValuesException {
        return DesiredState.of(
                ValuesParser.parse(List.of(new Source("v", values))),
                new Release("koa-dev", "dynamo-tables"),
                new AwsAccount("aws", "123456789012"));
    }

    /** Plans at noon, from {@code before} being applied. */
    private static Plan plan(String before, String after, CapacityMoves moves) throws Exception {
        DesiredTable table = desired(before).tables().getFirst();
        ObservedTable there =
                new ObservedTable(table.address(), "arn", "ACTIVE", true, table.spec(), moves);
        return Planner.plan(
                desired(after),
                new ObservedState(Map.of(table.address(), there), Map.of(), Map.of()),
                NOON);
    }

    private static CapacityMoves ofTable(Decreases decreases) {
        return new CapacityMoves(decreases, Map.of(), null);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T10:30:00Z, 3, -1000000000-01-01T00:00:00Z",
        "2026-11-21T10:30:00Z, 4, 2026-11-21T11:30:00Z",
        "2026-11-21T10:30:00Z, 26, 2026-11-21T11:30:00Z",
        "2026-11-21T10:30:00Z, 27, 2026-11-22T00:00:00Z",
        // The new day brings four more.
        "2026-11-21T23:30:00Z, 4, 2026-11-22T00:00:00Z",
    })
    void decreasesAreCountedByTheDayAndThenByTheHour(Instant last, int today, Instant next) {
        assertThat(new Decreases(last, today).nextAt()).isEqualTo(next);
        assertThat(Decreases.NONE.nextAt()).isEqualTo(Instant.MIN);
    }

    @Test
    void aFifthDecreaseWaitsAndNothingElseDoes() throws Exception {
        Plan plan = plan(values(9, 5, ""), values(8, 5, "tags: {team: a}"), ofTable(FOUR));

        assertThat(plan.only(Step.Wait.class))
                .singleElement()
                .satisfies(
                        wait -> {
                            assertThat(wait.change()).isInstanceOf(Step.SetCapacity.class);
                            assertThat(wait.opens()).isEqualTo(NOON.plusSeconds(3000));
                            assertThat(wait.reason())
                                    .isEqualTo(
                                            "AWS allows four decreases of capacity a day, and then"
                                                    + " one an hour");
                        });
        assertThat(plan.only(Step.SetTags.class)).hasSize(1);
        assertThat(plan.only(Step.SetCapacity.class)).isEmpty();
        assertThat(plan.hasChanges()).isTrue();
        assertThat(plan.hasWaits()).isTrue();
        assertThat(StepText.of(plan.only(Step.Wait.class).getFirst()))
                .startsWith("waits until 2026-11-21T12:50:00Z (AWS allows four decreases");
    }

    @Test
    void aPlanOfWaitsOnlyChangesNothing() throws Exception {
        Plan plan = plan(values(9, 5, ""), values(8, 5, ""), ofTable(FOUR));

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.hasWaits()).isTrue();
    }

    @Test
    void anIncreaseNeverWaits() throws Exception {
        Plan plan = plan(values(8, 5, ""), values(9, 5, ""), ofTable(FOUR));

        assertThat(plan.hasWaits()).isFalse();
        assertThat(plan.only(Step.SetCapacity.class)).hasSize(1);
    }

    /** An index has a count of its own, and rides in the same call. */
    @Test
    void theLatestWindowOfTableAndIndexesHolds() throws Exception {
        CapacityMoves moves = new CapacityMoves(FOUR, Map.of("ByA", new Decreases(NOON, 4)), null);

        assertThat(plan(values(9, 5, ""), values(8, 4, ""), moves).only(Step.Wait.class))
                .extracting(Step.Wait::opens)
                .containsExactly(NOON.plusSeconds(3600));
        assertThat(plan(values(9, 5, ""), values(9, 4, ""), ofTable(FOUR)).hasWaits()).isFalse();
    }

    /** The time may have come since. */
    @Test
    void aWindowThatHasOpenedIsNone() throws Exception {
        CapacityMoves moves = ofTable(new Decreases(NOON.minusSeconds(3600), 4));

        assertThat(plan(values(9, 5, ""), values(8, 5, ""), moves).hasWaits()).isFalse();
    }

    /** AWS does not tell how often a table was moved: the plan warns, and tries. */
    @Test
    void aMoveToOnDemandIsTriedAndWarnedOf() throws Exception {
        CapacityMoves moves = new CapacityMoves(FOUR, Map.of(), NOON.minusSeconds(3600));

        Plan plan = plan(values(9, 5, ""), ON_DEMAND, moves);

        assertThat(plan.hasWaits()).isFalse();
        assertThat(plan.only(Step.Note.class))
                .extracting(Step.Note::text)
                .anyMatch(text -> text.endsWith("waits until 2026-11-22T11:00:00Z at the latest"));
        Step.SetCapacity refused = plan.only(Step.SetCapacity.class).getFirst();
        Step.CreateIndex index = plan.only(Step.CreateIndex.class).getFirst();
        assertThat(WaitsAlong.needs(index, refused)).isTrue();
        assertThat(WaitsAlong.needs(new Step.DeleteIndex(index.table(), "ByA"), refused)).isFalse();
    }

    /** Another attribute is off and on: the second change comes an hour after the first. */
    @Test
    void theSecondHalfOfAChangeWaitsForItsOwnWindow() throws Exception {
        Plan plan =
                plan(
                        values(9, 5, "ttl: {enabled: true, attributeName: Ends}"),
                        values(9, 5, "ttl: {enabled: true, attributeName: Other}"),
                        CapacityMoves.UNKNOWN);

        assertThat(plan.only(Step.Change.class)).hasSize(1);
        Step.Wait wait = plan.only(Step.Wait.class).getFirst();
        assertThat(wait.opens()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(WaitsAlong.needs(wait.change(), plan.only(Step.Change.class).getFirst()))
                .isTrue();
    }
}
