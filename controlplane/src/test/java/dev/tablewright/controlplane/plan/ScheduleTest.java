package dev.tablewright.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.desired.DesiredQuota;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.plan.Schedule.Entry;
import dev.tablewright.controlplane.plan.Schedule.Kind;
import dev.tablewright.controlplane.plan.Schedule.Lane;
import dev.tablewright.controlplane.plan.Schedule.Phase;
import dev.tablewright.controlplane.plan.Step.Attach;
import dev.tablewright.controlplane.plan.Step.Await;
import dev.tablewright.controlplane.plan.Step.CreatePolicy;
import dev.tablewright.controlplane.plan.Step.DeleteIndex;
import dev.tablewright.controlplane.plan.Step.DeletePolicy;
import dev.tablewright.controlplane.plan.Step.DeleteTable;
import dev.tablewright.controlplane.plan.Step.Detach;
import dev.tablewright.controlplane.plan.Step.ReplacePolicy;
import dev.tablewright.controlplane.values.QuotaValues;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What may be done side by side, and what never. */
class ScheduleTest {
    private static final TableAddress ORDERS = table("orders");
    private static final TableAddress USERS = table("users");
    private static final Principal ONE = Principal.role("one");
    private static final Principal TWO = Principal.role("two");

    private static TableAddress table(String name) {
        return new TableAddress("eu-west-1", name);
    }

    private static CreatePolicy policy(String name, String table) {
        return new CreatePolicy(
                name,
                "/",
                RandomPlans.policy("arn:aws:dynamodb:eu-west-1:123456789012:table/" + table),
                Map.of());
    }

    private static List<Lane> lanes(Step... steps) {
        return Schedule.of(new Plan(List.of(steps), List.of()));
    }

    private static Entry entry(List<Lane> lanes, Step step) {
        return lanes.stream()
                .flatMap(lane -> lane.entries().stream())
                .filter(entry -> entry.step().equals(step))
                .findFirst()
                .orElseThrow();
    }

    private static List<Step> steps(Lane lane) {
        return lane.entries().stream().map(Entry::step).toList();
    }

    @Test
    void tablesAreSideBySideAndTheStepsOfOneStayInOrder() {
        Step first = new DeleteIndex(ORDERS, "a");
        Step other = new DeleteIndex(USERS, "a");
        Step ready = new Await(ORDERS);
        Step waits = new Step.Wait(new DeleteIndex(ORDERS, "b"), Instant.EPOCH, "not yet");

        List<Lane> lanes = lanes(first, other, ready, waits);

        assertThat(lanes).extracting(Lane::kind).containsOnly(Kind.TABLE);
        assertThat(lanes)
                .extracting(ScheduleTest::steps)
                .containsExactly(List.of(first, ready, waits), List.of(other));
    }

    /** A policy of two roles makes one lane of all that is about either of them. */
    @Test
    void whatHasToDoWithTheSamePrincipalIsInOneLane() {
        Step given = new Attach(ONE, "new", "arn");
        Step shared = new ReplacePolicy("shared", "arn", "v1", "{}", null, List.of(ONE, TWO));
        Step taken = new Detach(TWO, "old", "arn");
        Step alone = new Attach(Principal.role("three"), "third", "arn");

        assertThat(lanes(given, shared, taken, alone))
                .extracting(ScheduleTest::steps)
                .containsExactly(List.of(given, shared, taken), List.of(alone));
    }

    @Test
    void aPolicyComesAfterTheFirstStepOfEachTableThatItNames() {
        Step orders = new DeleteIndex(ORDERS, "a");
        Step users = new DeleteIndex(USERS, "a");
        Step more = new DeleteIndex(USERS, "b");
        Step exact = policy("exact", "users/index/*");
        Step wild = policy("wild", "*er?");
        Step foreign = policy("foreign", "orders-of-others");

        List<Lane> lanes = lanes(orders, users, more, exact, wild, foreign);

        assertThat(entry(lanes, exact).needs()).containsExactly(1);
        assertThat(entry(lanes, wild).needs()).containsExactlyInAnyOrder(0, 1);
        assertThat(entry(lanes, foreign).needs()).isEmpty();
    }

    @Test
    void quotasComeBeforeAllAccess() {
        Step quota =
                new Step.DeleteQuota(
                        "e",
                        new DesiredQuota(
                                List.of("e-"), new QuotaValues(1L, null, null, null, null)));
        Step attach = new Attach(ONE, "p", "arn");
        Step table = new DeleteIndex(ORDERS, "a");

        List<Lane> lanes = lanes(quota, table, attach);

        assertThat(entry(lanes, attach).needs()).containsExactly(0);
        assertThat(entry(lanes, table).needs()).isEmpty();
    }

    @Test
    void deletionsComeLastAndPoliciesAfterTables() {
        Step table = new DeleteTable(ORDERS);
        Step policy = new DeletePolicy("p", "arn", List.of());
        Step role = new Step.DeleteRole("one", new Release("koa-dev", "r"));

        List<Lane> lanes = lanes(table, policy, role);

        assertThat(entry(lanes, table).phase()).isEqualTo(Phase.TABLES_GO);
        assertThat(entry(lanes, policy).phase()).isEqualTo(Phase.POLICIES_GO);
        assertThat(entry(lanes, role).phase()).isEqualTo(Phase.POLICIES_GO);
    }

    /** Otherwise its turn would have passed when the lane gets to it, and nobody would say so. */
    @Test
    void whatStandsBehindADeletionHasItsTurnThen() {
        Step delete = new DeletePolicy("p", "arn", List.of());
        Step attach = new Attach(ONE, "p", null);
        Step table = new DeleteTable(ORDERS);
        Step named = policy("q", "orders");

        List<Lane> lanes = lanes(table, delete, attach, named);

        assertThat(entry(lanes, attach).phase()).isEqualTo(Phase.POLICIES_GO);
        assertThat(entry(lanes, named).phase()).isEqualTo(Phase.TABLES_GO);
    }

    @Test
    void everyStepHasItsTurnWhateverThePlan() {
        long seed = new Random().nextLong();
        RandomPlans plans = new RandomPlans(new Random(seed));
        for (int i = 0; i < 300; i++) {
            Plan plan = plans.next(1 + i % 40);
            everyStepHasItsTurn(plan, "seed " + seed + ", plan " + i);
        }
    }

    private static void everyStepHasItsTurn(Plan plan, String which) {
        Map<Integer, Phase> phases = new HashMap<>();
        Set<Integer> silent = new HashSet<>();
        List<Lane> lanes = Schedule.of(plan);
        for (Lane lane : lanes) {
            List<Entry> before = new ArrayList<>();
            for (Entry entry : lane.entries()) {
                assertThat(plan.steps().get(entry.position())).isSameAs(entry.step());
                assertThat(phases.put(entry.position(), entry.phase())).as(which).isNull();
                if (!before.isEmpty()) {
                    assertThat(before.getLast().position()).as(which).isLessThan(entry.position());
                    assertThat(before.getLast().phase())
                            .as(which)
                            .isLessThanOrEqualTo(entry.phase());
                }
                before.add(entry);
            }
        }
        for (Lane lane : lanes) {
            for (Entry entry : lane.entries()) {
                for (Integer need : entry.needs()) {
                    assertThat(need).as(which).isLessThan(entry.position());
                    assertThat(phases.get(need)).as(which).isLessThanOrEqualTo(entry.phase());
                }
            }
        }
        for (int position = 0; position < plan.steps().size(); position++) {
            if (plan.steps().get(position) instanceof Step.Note) {
                silent.add(position);
            }
        }
        assertThat(phases.size() + silent.size()).as(which).isEqualTo(plan.steps().size());
    }
}
