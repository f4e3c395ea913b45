package dev.tablewright.controlplane.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.RandomPlans;
import dev.tablewright.controlplane.plan.Schedule;
import dev.tablewright.controlplane.plan.Schedule.Entry;
import dev.tablewright.controlplane.plan.Schedule.Lane;
import dev.tablewright.controlplane.plan.Step;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Whatever fails wherever: what depends on it is not done, and every step is spoken of. */
class SideBySideTest {
    private static List<Outcome> run(Plan plan, SideBySide.Work work) throws InterruptedException {
        return new SideBySide(Schedule.of(plan), 3, work, () -> false).run();
    }

    private static List<Entry> entries(Plan plan) {
        List<Entry> entries = new ArrayList<>();
        Schedule.of(plan).forEach(lane -> entries.addAll(lane.entries()));
        return entries;
    }

    @Test
    void aFaultAtAnyPlaceLeavesNoStepUnspokenOf() {
        long seed = new Random().nextLong();
        RandomPlans plans = new RandomPlans(new Random(seed));
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < 40; i++) {
                        Plan plan = plans.next(30);
                        faultAtNoPlace(plan, "seed " + seed + ", plan " + i);
                        for (Entry entry : entries(plan)) {
                            faultAt(entry, plan, "seed " + seed + ", plan " + i + ", " + entry);
                        }
                    }
                },
                "seed " + seed);
    }

    private static void faultAtNoPlace(Plan plan, String which) throws InterruptedException {
        Set<Integer> once = new HashSet<>();
        var done = new ConcurrentLinkedQueue<Step>();
        Applied applied =
                new Applied(
                        run(
                                plan,
                                (step, _) -> {
                                    done.add(step);
                                    return new Outcome.Done(step);
                                }));
        entries(plan).forEach(entry -> once.add(entry.position()));

        assertThat(applied.isDone()).as(which).isTrue();
        assertThat(done).as(which).hasSameSizeAs(once);
    }

    private static void faultAt(Entry fault, Plan plan, String which) throws InterruptedException {
        var tried = new ConcurrentLinkedQueue<Integer>();
        IdentityHashMap<Step, Integer> positions = new IdentityHashMap<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            positions.put(plan.steps().get(i), i);
        }
        List<Outcome> outcomes =
                run(
                        plan,
                        (step, _) -> {
                            tried.add(positions.getOrDefault(step, -1));
                            return positions.getOrDefault(step, -1) == fault.position()
                                    ? new Outcome.Failed(step, "injected")
                                    : new Outcome.Done(step);
                        });

        assertThat(new Applied(outcomes).isDone()).as(which).isFalse();
        assertThat(outcomes)
                .as(which)
                .extracting(outcome -> positions.getOrDefault(outcome.step(), -1))
                .containsExactlyElementsOf(
                        entries(plan).stream().map(Entry::position).sorted().toList());
        Set<Integer> done = new HashSet<>();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Done(var step) -> done.add(positions.getOrDefault(step, -1));
                case Outcome.Failed(var step, var reason) -> {
                    assertThat(step).as(which).isSameAs(fault.step());
                    assertThat(reason).isEqualTo("injected");
                }
                case Outcome.NotBegun(var step, var because) -> {
                    assertThat(because).as(which).isSameAs(fault.step());
                    assertThat(tried).as(which).doesNotContain(positions.getOrDefault(step, -1));
                }
                case Outcome.Waiting _ -> throw new AssertionError("nothing waits");
            }
        }
        for (Lane lane : Schedule.of(plan)) {
            boolean stopped = false;
            for (Entry entry : lane.entries()) {
                stopped |= !done.contains(entry.position());
                if (stopped) {
                    assertThat(done).as(which).doesNotContain(entry.position());
                }
                if (done.contains(entry.position())) {
                    assertThat(done).as(which).containsAll(entry.needs());
                }
            }
        }
    }

    /** A lane knows all of its waits, not only the last one. */
    @Test
    void aStepHearsOfAllThatWaitsBeforeIt() throws Exception {
        TableAddress orders = new TableAddress("eu-west-1", "orders");
        Plan plan =
                new Plan(
                        List.of(
                                new Step.DeleteIndex(orders, "a"),
                                new Step.DeleteIndex(orders, "b"),
                                new Step.DeleteIndex(orders, "c")),
                        List.of());
        Map<Step, List<Step>> heard = new HashMap<>();

        List<Outcome> outcomes =
                run(
                        plan,
                        (step, waiting) -> {
                            heard.put(step, waiting.stream().map(Outcome.Waiting::step).toList());
                            return new Outcome.Waiting(step, Instant.EPOCH, "not yet");
                        });

        assertThat(heard.get(plan.steps().getLast()))
                .containsExactlyElementsOf(plan.steps().subList(0, 2));
        assertThat(new Applied(outcomes).isDone()).isFalse();
        assertThat(new Applied(outcomes).isDoneButForWaiting()).isTrue();
    }

    @Test
    void whatIsStoppedSaysSoForAllThatIsLeft() throws Exception {
        Plan plan = new RandomPlans(new Random(3)).next(30);
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();

        List<Outcome> outcomes =
                new SideBySide(
                                Schedule.of(plan),
                                3,
                                (step, _) -> {
                                    stopped.set(done.incrementAndGet() >= 5);
                                    return new Outcome.Done(step);
                                },
                                stopped::get)
                        .run();

        assertThat(outcomes).hasSameSizeAs(entries(plan));
        assertThat(new Applied(outcomes).only(Outcome.Done.class))
                .hasSizeBetween(5, 7)
                .hasSize(done.get());
        assertThat(new Applied(outcomes).only(Outcome.NotBegun.class))
                .allMatch(outcome -> outcome.because() == null);
    }

    /** An error of ours is not an outcome: it ends the apply, once those at work have ended. */
    @Test
    void whatNobodyExpectedIsThrown() {
        Plan plan = new RandomPlans(new Random(3)).next(30);

        assertThatThrownBy(
                        () ->
                                run(
                                        plan,
                                        (_, _) -> {
                                            throw new IllegalArgumentException("a bug");
                                        }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a bug");
    }

    @Test
    void noMoreThanAllowedAreWorkedOnAtOnce() throws Exception {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TableAddress table = new TableAddress("eu-west-1", "t" + i);
            steps.add(new Step.DeleteIndex(table, "a"));
            steps.add(new Step.DeleteIndex(table, "b"));
        }
        Semaphore places = new Semaphore(3);
        Set<Step> begun = new HashSet<>();

        List<Outcome> outcomes =
                run(
                        new Plan(steps, List.of()),
                        (step, _) -> {
                            if (!places.tryAcquire()) {
                                return new Outcome.Failed(step, "too many at once");
                            }
                            synchronized (begun) {
                                begun.add(step);
                            }
                            places.release();
                            return new Outcome.Done(step);
                        });

        assertThat(new Applied(outcomes).isDone()).isTrue();
        assertThat(begun).hasSize(40);
    }
}
