package dev.tablewright.server.autoscaling;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.IndexChange;
import dev.tablewright.engine.catalog.IndexState;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.catalog.TableChange;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.autoscaling.AutoScaling.Registration;
import dev.tablewright.server.budget.EnvironmentBudgets;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes provisioned capacity as targets and policies want it. Once a minute it looks at what was
 * used; at every call it runs the scheduled actions that are due, and moves capacities that lie
 * outside of their bounds. Targets of tables and indexes that are gone are removed.
 *
 * <p>The load is measured in memory: after a start, a decrease takes fifteen minutes again. A
 * change that DynamoDB refuses, for instance because a day's decreases are used up, is a failed
 * activity, and is tried again a minute later.
 */
public final class Scaler {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final AutoScaling state;
    private final Database database;
    private final EnvironmentBudgets budgets;
    private final ConsumptionMeter meter;

    private final Map<Capacity, Deque<Double>> loads = new HashMap<>();
    private final Map<Capacity, Instant> lastOut = new HashMap<>();
    private final Map<Capacity, Instant> lastChange = new HashMap<>();

    /** What was refused is not tried at each call. */
    private final Map<Capacity, Instant> pausedUntil = new HashMap<>();

    private @Nullable Instant measured;

    /**
     * Creates a scaler.
     *
     * @param budgets environments that every change of a table counts towards
     * @param meter learns of what is used
     */
    public Scaler(
            AutoScaling state,
            Database database,
            EnvironmentBudgets budgets,
            ConsumptionMeter meter) {
        this.state = state;
        this.database = database;
        this.budgets = budgets;
        this.meter = meter;
    }

    /** Does what is due. Not for use by several threads at once. */
    public void runOnce(Instant now) {
        runActions(now);
        List<ScalableTarget> targets = state.targets();
        Set<Capacity> capacities =
                targets.stream().map(ScalableTarget::capacity).collect(Collectors.toSet());
        meter.watch(withReplicas(capacities));
        forgetAllBut(capacities);
        boolean minute = measure(capacities, now);
        for (ScalableTarget target : targets) {
            Throughput throughput = throughput(target.capacity());
            if (throughput == null) {
                removeIfGone(target.capacity());
            } else if (isDue(target.capacity(), now)) {
                scale(target, throughput, minute, now);
            }
        }
    }

    /**
     * Sets the bounds that scheduled actions ask for, in the order of their times. Of several runs
     * of one action that were missed, one is made up for.
     */
    private void runActions(Instant now) {
        record Due(ScheduledAction action, Instant moment) {}
        List<Due> due = new ArrayList<>();
        for (ScheduledAction action : state.actions()) {
            Instant next = action.next();
            if (next != null && !next.isAfter(now)) {
                due.add(new Due(action, next));
            }
        }
        due.sort(Comparator.comparing(Due::moment));
        due.forEach(each -> run(each.action(), now));
    }

    private void run(ScheduledAction action, Instant now) {
        ScalableTarget target = state.find(action.capacity());
        if (target != null && !target.suspension().scheduled()) {
            Long min = action.min();
            Long max = action.max();
            String bounds =
                    Stream.of(
                                    min == null ? "" : "min capacity to " + min,
                                    max == null ? "" : "max capacity to " + max)
                            .filter(each -> !each.isEmpty())
                            .collect(Collectors.joining(" and "));
            String cause = "scheduled action name " + action.name() + " was triggered";
            try {
                state.register(new Registration(action.capacity(), min, max, null, Map.of()));
                state.note(
                        action.capacity(),
                        cause,
                        "Setting " + bounds,
                        now,
                        true,
                        "Successfully set " + bounds);
            } catch (ValidationException refused) {
                state.note(
                        action.capacity(),
                        cause,
                        "Setting " + bounds,
                        now,
                        false,
                        "Failed to set " + bounds + ": " + refused.getMessage());
            }
        }
        state.ran(action, now);
    }

    private void forgetAllBut(Set<Capacity> capacities) {
        loads.keySet().retainAll(capacities);
        lastOut.keySet().retainAll(capacities);
        lastChange.keySet().retainAll(capacities);
        pausedUntil.keySet().retainAll(capacities);
    }

    private boolean isDue(Capacity capacity, Instant now) {
        Instant until = pausedUntil.get(capacity);
        return until == null || !now.isBefore(until);
    }

    /** Every replica takes the writes of all others. */
    private Set<Capacity> withReplicas(Set<Capacity> capacities) {
        Set<Capacity> all = new HashSet<>(capacities);
        capacities.forEach(capacity -> all.addAll(ofReplicas(capacity)));
        return all;
    }

    /** The write capacities of the other replicas of a table or index; none of reads. */
    private List<Capacity> ofReplicas(Capacity capacity) {
        Table table = database.tables().find(capacity.table());
        return table == null || capacity.direction() == Capacity.Direction.READ
                ? List.of()
                : database.tables().otherReplicas(table).stream()
                        .map(
                                replica ->
                                        new Capacity(
                                                replica.ref(),
                                                capacity.index(),
                                                capacity.direction()))
                        .toList();
    }

    private double units(Capacity capacity, Map<Capacity, Double> used) {
        double units = used.getOrDefault(capacity, 0.0);
        for (Capacity replica : ofReplicas(capacity)) {
            units += used.getOrDefault(replica, 0.0);
        }
        return units;
    }

    /** Takes the load of the last minute; returns false while it is not over. */
    private boolean measure(Set<Capacity> capacities, Instant now) {
        Instant since = measured;
        if (since == null) {
            measured = now;
            return false;
        }
        if (now.isBefore(since.plus(PERIOD))) {
            return false;
        }
        double seconds = Duration.between(since, now).toMillis() / 1000.0;
        Map<Capacity, Double> used = new HashMap<>();
        withReplicas(capacities).forEach(each -> used.put(each, meter.take(each)));
        for (Capacity capacity : capacities) {
            Deque<Double> load = loads.computeIfAbsent(capacity, _ -> new ArrayDeque<>());
            load.addLast(units(capacity, used) / seconds);
            if (load.size() > TargetTracking.IN_MINUTES) {
                load.removeFirst();
            }
        }
        measured = now;
        return true;
    }

    /** Returns what is provisioned; null where it cannot be changed now, or is not there. */
    private @Nullable Throughput throughput(Capacity capacity) {
        Table table = database.tables().find(capacity.table());
        if (table == null
                || table.status() != TableStatus.ACTIVE
                || table.billingMode() != BillingMode.PROVISIONED) {
            return null;
        }
        String index = capacity.index();
        if (index == null) {
            return table.throughput();
        }
        IndexState state = find(table, index);
        return state == null || state.status() != IndexStatus.ACTIVE
                ? null
                : state.definition().throughput();
    }

    private static @Nullable IndexState find(Table table, String index) {
        return table.indexes().stream()
                .filter(each -> each.definition().kind() == IndexDefinition.Kind.GLOBAL)
                .filter(each -> each.definition().name().equals(index))
                .findFirst()
                .orElse(null);
    }

    private void removeIfGone(Capacity capacity) {
        Table table = database.tables().find(capacity.table());
        String index = capacity.index();
        if (table == null || (index != null && find(table, index) == null)) {
            state.remove(capacity);
        }
    }

    private void scale(ScalableTarget target, Throughput throughput, boolean minute, Instant now) {
        Capacity capacity = target.capacity();
        long units = capacity.of(throughput);
        long bounded = target.bound(units);
        if (bounded != units) {
            String which = bounded > units ? "minimum" : "maximum";
            set(capacity, throughput, bounded, which + " capacity was set to " + bounded, now);
        } else if (minute) {
            follow(target, throughput, now);
        }
    }

    private void follow(ScalableTarget target, Throughput throughput, Instant now) {
        Capacity capacity = target.capacity();
        long units = capacity.of(throughput);
        var situation =
                new TargetTracking.Situation(
                        units,
                        new ArrayList<>(loads.getOrDefault(capacity, new ArrayDeque<>())),
                        lastOut.get(capacity),
                        lastChange.get(capacity),
                        now);
        for (ScalingPolicy policy : state.policiesOf(capacity)) {
            long wanted = TargetTracking.decide(policy, target, situation);
            if (wanted != units) {
                String alarm = wanted > units ? "AlarmHigh" : "AlarmLow";
                String cause =
                        "monitor alarm TargetTracking-"
                                + capacity.resourceId()
                                + "-"
                                + alarm
                                + "-"
                                + policy.id()
                                + " in state ALARM triggered policy "
                                + policy.name();
                set(capacity, throughput, wanted, cause, now);
            }
        }
    }

    private void set(
            Capacity capacity, Throughput throughput, long units, String cause, Instant now) {
        TableRef table = capacity.table();
        boolean out = units > capacity.of(throughput);
        try {
            TableChange change = change(capacity, capacity.in(throughput, units));
            budgets.change(table, () -> database.tables().update(change));
            database.tables().settle(table);
            lastChange.put(capacity, now);
            if (out) {
                lastOut.put(capacity, now);
            }
            state.note(
                    capacity,
                    cause,
                    ScalingActivity.setting(capacity, units),
                    now,
                    true,
                    ScalingActivity.success(capacity, units));
        } catch (DatabaseException | ValidationException refused) {
            pausedUntil.put(capacity, now.plus(PERIOD));
            state.note(
                    capacity,
                    cause,
                    ScalingActivity.setting(capacity, units),
                    now,
                    false,
                    "Failed to set capacity units to " + units + ": " + refused.getMessage());
        }
    }

    private static TableChange change(Capacity capacity, Throughput throughput) {
        String index = capacity.index();
        List<IndexChange> indexes =
                index == null
                        ? List.of()
                        : List.of(new IndexChange.Update(index, throughput, null, null));
        return new TableChange(
                capacity.table(),
                List.of(),
                null,
                index == null ? throughput : null,
                indexes,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
