package dev.tablewright.server.audit;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.RequestContext;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often which identity used which action on which resource. Counted for every data request, on
 * the thread that serves it: one look-up and one addition for each permission.
 */
final class Usage {
    /** Identities times actions times resources; beyond this the rest is not counted. */
    private static final int MOST = 100_000;

    private static final String PROOF = "/" + AuditTrail.PROVING_SESSION;

    private record Subject(String identity, String action, String resource) {}

    private static final class Counter {
        private final LongAdder count = new LongAdder();
        private volatile long lastMillis;
    }

    /**
     * One count.
     *
     * @param identity ARN of a user or role; of a session that proves, its own
     * @param last when it was used last
     */
    record Use(String identity, String action, String resource, long count, Instant last) {}

    private final ConcurrentHashMap<Subject, Counter> counters = new ConcurrentHashMap<>();

    /** Counts a request that was done. */
    void note(RequestContext context, List<Access> needed) {
        String session = context.caller().principal().arn();
        // Under its own name a proof can be told from what the role itself does.
        String identity = session.endsWith(PROOF) ? session : Identity.arn(context.caller());
        long now = context.time().toEpochMilli();
        for (int i = 0; i < needed.size(); i++) {
            var subject = new Subject(identity, needed.get(i).action(), needed.get(i).resource());
            Counter counter = counters.get(subject);
            if (counter == null && counters.size() < MOST) {
                counter = counters.computeIfAbsent(subject, _ -> new Counter());
            }
            if (counter != null) {
                counter.count.increment();
                counter.lastMillis = now;
            }
        }
    }

    /** Returns what was used since the last call. */
    List<Use> take() {
        List<Use> uses = new ArrayList<>();
        counters.forEach(
                (subject, counter) -> {
                    long count = counter.count.sumThenReset();
                    if (count > 0) {
                        uses.add(
                                new Use(
                                        subject.identity(),
                                        subject.action(),
                                        subject.resource(),
                                        count,
                                        Instant.ofEpochMilli(counter.lastMillis)));
                    }
                });
        return uses;
    }
}
