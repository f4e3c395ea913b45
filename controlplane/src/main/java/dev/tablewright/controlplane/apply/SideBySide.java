package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.plan.Schedule.Entry;
import dev.tablewright.controlplane.plan.Schedule.Kind;
import dev.tablewright.controlplane.plan.Schedule.Lane;
import dev.tablewright.controlplane.plan.Schedule.Phase;
import dev.tablewright.controlplane.plan.Step;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Does the lanes of a schedule side by side.
 *
 * <p>All bookkeeping is in the calling thread; each step at work has a thread of its own, which
 * only says how the step ended. A lane that has begun keeps its place until it ends or has to wait
 * for another lane, so that few tables are under way at a time, however many there are.
 */
final class SideBySide {
    private final List<Progressing> lanes;
    private final int parallelism;
    private final Work work;
    private final BooleanSupplier stopped;
    private final Map<Integer, Outcome> outcomes = new TreeMap<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final Map<Progressing, Thread> atWork = new HashMap<>();

    /** Does one step. */
    @FunctionalInterface
    interface Work {
        /**
         * Returns what became of it.
         *
         * @param waiting the steps before it on the same table that wait
         */
        Outcome of(Step step, List<Outcome.Waiting> waiting) throws InterruptedException;
    }

    private record Ended(
            Progressing lane,
            Entry entry,
            @Nullable Outcome outcome,
            @Nullable Throwable failure) {}

    /** A lane, and how far it has come. */
    private static final class Progressing {
        private final Lane lane;
        private int next;
        private boolean holdsPlace;
        private final List<Outcome.Waiting> waiting = new ArrayList<>();
        private @Nullable Step failed;

        Progressing(Lane lane) {
            this.lane = lane;
        }

        @Nullable Entry next() {
            return next < lane.entries().size() ? lane.entries().get(next) : null;
        }
    }

    SideBySide(List<Lane> lanes, int parallelism, Work work, BooleanSupplier stopped) {
        this.lanes = lanes.stream().map(Progressing::new).toList();
        this.parallelism = parallelism;
        this.work = work;
        this.stopped = stopped;
    }

    /** Returns the outcomes, in the order of the plan. */
    List<Outcome> run() throws InterruptedException {
        try {
            for (Phase phase : Phase.values()) {
                run(phase);
            }
        } catch (InterruptedException e) {
            atWork.values().forEach(Thread::interrupt);
            throw e;
        }
        lanes.forEach(lane -> lane.lane.entries().forEach(this::requireTold));
        return new ArrayList<>(outcomes.values());
    }

    /** An apply never ends as done while a step of its plan was neither done nor spoken of. */
    private void requireTold(Entry entry) {
        outcomes.computeIfAbsent(
                entry.position(),
                _ -> new Outcome.Failed(entry.step(), "its turn never came; plan and apply again"));
    }

    private void run(Phase phase) throws InterruptedException {
        Step obstacle = phase == Phase.WORK ? null : firstFailureBefore(phase);
        @Nullable Throwable failure = null;
        do {
            if (failure == null) {
                advance(phase, obstacle);
            }
            if (!atWork.isEmpty()) {
                Ended one = ended.take();
                atWork.remove(one.lane());
                if (one.outcome() == null) {
                    failure = one.failure();
                } else {
                    note(one.lane(), one.entry(), one.outcome());
                }
            }
        } while (!atWork.isEmpty() || (failure == null && hasMore(phase)));
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException unexpected -> throw unexpected;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    /** Policies are not kept by a failure elsewhere, but they are by a table that stays. */
    private @Nullable Step firstFailureBefore(Phase phase) {
        boolean tablesGo =
                lanes.stream()
                        .flatMap(lane -> lane.lane.entries().stream())
                        .anyMatch(entry -> entry.phase() == Phase.TABLES_GO);
        if (phase == Phase.POLICIES_GO && !tablesGo) {
            return null;
        }
        return outcomes.values().stream()
                .filter(outcome -> !outcome.letsOthersGoOn())
                .map(SideBySide::root)
                .findFirst()
                .orElse(null);
    }

    private boolean hasMore(Phase phase) {
        return lanes.stream().map(Progressing::next).anyMatch(entry -> isOf(phase, entry));
    }

    private static boolean isOf(Phase phase, @Nullable Entry entry) {
        return entry != null && entry.phase() == phase;
    }

    /** Begins what may begin, and passes over what may not. */
    private void advance(Phase phase, @Nullable Step obstacle) {
        boolean passedOver;
        do {
            passedOver = false;
            for (Progressing lane : lanes) {
                Entry entry = lane.next();
                if (!isOf(phase, entry) || entry == null || atWork.containsKey(lane)) {
                    continue;
                }
                Outcome not = notBegun(lane, entry, obstacle);
                if (not != null) {
                    note(lane, entry, not);
                    passedOver = true;
                } else if (!outcomes.keySet().containsAll(entry.needs())) {
                    lane.holdsPlace = false;
                } else if (lane.holdsPlace || hasPlace(lane)) {
                    lane.holdsPlace = true;
                    begin(lane, entry);
                }
            }
        } while (passedOver);
    }

    private Outcome.@Nullable NotBegun notBegun(
            Progressing lane, Entry entry, @Nullable Step obstacle) {
        if (stopped.getAsBoolean()) {
            return new Outcome.NotBegun(entry.step(), null);
        }
        if (lane.failed != null) {
            return new Outcome.NotBegun(entry.step(), lane.failed);
        }
        if (obstacle != null) {
            return new Outcome.NotBegun(entry.step(), obstacle);
        }
        for (Integer need : entry.needs()) {
            Outcome outcome = outcomes.get(need);
            if (outcome != null && !outcome.letsOthersGoOn()) {
                return new Outcome.NotBegun(entry.step(), root(outcome));
            }
        }
        return null;
    }

    /** What really failed. */
    private static Step root(Outcome outcome) {
        return outcome instanceof Outcome.NotBegun not && not.because() != null
                ? not.because()
                : outcome.step();
    }

    private boolean hasPlace(Progressing lane) {
        long taken = lanes.stream().filter(other -> other.holdsPlace).count();
        long ofAccess =
                lanes.stream()
                        .filter(other -> other.holdsPlace && other.lane.kind() == Kind.ACCESS)
                        .count();
        return taken < parallelism
                && (lane.lane.kind() != Kind.ACCESS || ofAccess < Pace.PRINCIPALS_AT_ONCE);
    }

    private void begin(Progressing lane, Entry entry) {
        List<Outcome.Waiting> waiting = List.copyOf(lane.waiting);
        Thread thread =
                Thread.ofVirtual()
                        .name("apply " + entry.step().subject())
                        .unstarted(() -> ended.add(doing(lane, entry, waiting)));
        atWork.put(lane, thread);
        thread.start();
    }

    private Ended doing(Progressing lane, Entry entry, List<Outcome.Waiting> waiting) {
        try {
            return new Ended(lane, entry, work.of(entry.step(), waiting), null);
        } catch (InterruptedException | RuntimeException | Error e) {
            return new Ended(lane, entry, null, e);
        }
    }

    private void note(Progressing lane, Entry entry, Outcome outcome) {
        outcomes.put(entry.position(), outcome);
        lane.next++;
        switch (outcome) {
            case Outcome.Done _ -> {}
            case Outcome.Waiting waiting -> lane.waiting.add(waiting);
            case Outcome.Failed failed -> lane.failed = failed.step();
            case Outcome.NotBegun not ->
                    lane.failed = not.because() == null ? not.step() : not.because();
        }
        if (lane.next() == null || !isOf(entry.phase(), lane.next())) {
            lane.holdsPlace = false;
        }
    }
}
