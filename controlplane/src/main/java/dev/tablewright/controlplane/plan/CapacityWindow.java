package dev.tablewright.controlplane.plan;

import dev.tablewright.controlplane.observed.CapacityMoves;
import dev.tablewright.controlplane.observed.CapacityMoves.Decreases;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.Throughput;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When AWS lets the capacity of a table change.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">
 *     Quotas</a>
 */
public final class CapacityWindow {
    /** Why a decrease waits. */
    static final String DECREASES =
            "AWS allows four decreases of capacity a day, and then one an hour";

    private static final Duration DAY = Duration.ofDays(1);

    private CapacityWindow() {}

    /** Returns when {@code step} is allowed; long ago if nothing speaks against it. */
    public static Instant opens(Step.SetCapacity step, ObservedTable have) {
        Instant opens = Instant.MIN;
        if (step.from().mode() != step.to().mode()) {
            return opens;
        }
        CapacityMoves moves = have.moves();
        if (isDecrease(step.from().table(), step.to().table())) {
            opens = moves.table().nextAt();
        }
        for (IndexDefinition index : have.spec().definition().indexes()) {
            Throughput to = step.indexes().get(index.name());
            if (to != null && isDecrease(index.throughput(), to)) {
                Instant next = moves.indexes().getOrDefault(index.name(), Decreases.NONE).nextAt();
                opens = next.isAfter(opens) ? next : opens;
            }
        }
        return opens;
    }

    /**
     * Returns when AWS will allow a move to PAY_PER_REQUEST at the latest, should it refuse it; it
     * tells when the last one was, but not how many there were. Empty if it has no reason to.
     */
    public static Optional<Instant> latest(
            Step.SetCapacity step, CapacityMoves moves, Instant now) {
        Instant last = moves.lastToOnDemand();
        boolean intoOnDemand =
                step.to().mode() == BillingMode.PAY_PER_REQUEST
                        && step.from().mode() != step.to().mode();
        return intoOnDemand && last != null && now.isBefore(last.plus(DAY))
                ? Optional.of(last.plus(DAY))
                : Optional.empty();
    }

    static Optional<String> warning(Step.SetCapacity step, ObservedTable have, Instant now) {
        return latest(step, have.moves(), now)
                .map(
                        opens ->
                                "was moved to PAY_PER_REQUEST within the last day, which AWS"
                                        + " allows four times in 24 hours; should it refuse, the"
                                        + " move waits until "
                                        + opens
                                        + " at the latest");
    }

    private static boolean isDecrease(Throughput from, Throughput to) {
        return to.read() < from.read() || to.write() < from.write();
    }
}
