package dev.tablewright.policy;

import dev.tablewright.policy.Decision.StatementRef;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The statements of one layer, found by action and resource. Only for layers without principals:
 * there an Allow grants fully or not at all. Says what reading all statements one after the other
 * would say; of several that allow, it may name another one.
 *
 * <p>What it knows of an action is compiled when the action is asked for the first time. Safe for
 * use by many threads.
 */
final class StatementIndex {
    /**
     * More actions than all services together that we check have; whoever invents some gets no
     * index.
     */
    private static final int MOST_ACTIONS = 1_000;

    private final List<AttachedPolicy> policies;
    private final Map<String, Candidates> byAction = new ConcurrentHashMap<>();

    /** Actions that the same statements list share what is compiled. */
    private final Map<List<StatementRef>, Candidates> byStatements = new ConcurrentHashMap<>();

    StatementIndex(List<AttachedPolicy> policies) {
        this.policies = List.copyOf(policies);
    }

    /** Returns what the layer says to a request. */
    LayerVerdict verdict(Check check) {
        Candidates known = byAction.get(check.writtenAction());
        return (known == null ? compile(check.writtenAction()) : known).verdict(check);
    }

    private Candidates compile(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        List<StatementRef> candidates = new ArrayList<>();
        for (AttachedPolicy policy : policies) {
            List<Statement> statements = policy.document().statements();
            for (int i = 0; i < statements.size(); i++) {
                if (statements.get(i).coversAction(lower)) {
                    candidates.add(new StatementRef(policy, i));
                }
            }
        }
        if (byAction.size() >= MOST_ACTIONS) {
            return new Candidates(candidates);
        }
        Candidates compiled = byStatements.computeIfAbsent(candidates, Candidates::new);
        byAction.put(action, compiled);
        return compiled;
    }

    /** The statements that cover an action. */
    private static final class Candidates {
        private final List<StatementRef> denying = new ArrayList<>();

        /** What Allow statements without conditions cover. */
        private final ResourceTable<LayerVerdict> unconditional = new ResourceTable<>();

        private final List<StatementRef> otherAllowing = new ArrayList<>();

        Candidates(List<StatementRef> statements) {
            for (StatementRef ref : statements) {
                Statement statement = ref.statement();
                if (statement.source().effect() == Effect.DENY) {
                    denying.add(ref);
                } else if (!statement.collectInto(unconditional, allowedBy(ref))) {
                    otherAllowing.add(ref);
                }
            }
        }

        private static LayerVerdict allowedBy(StatementRef statement) {
            return new LayerVerdict.Allows(Grant.FULL, List.of(statement));
        }

        LayerVerdict verdict(Check check) {
            List<StatementRef> denials = List.of();
            for (int i = 0; i < denying.size(); i++) {
                if (denying.get(i).statement().denies(check)) {
                    denials = denials.isEmpty() ? new ArrayList<>() : denials;
                    denials.add(denying.get(i));
                }
            }
            return denials.isEmpty() ? allowance(check) : new LayerVerdict.Denies(denials);
        }

        private LayerVerdict allowance(Check check) {
            LayerVerdict allowed = unconditional.find(check);
            if (allowed != null) {
                return allowed;
            }
            for (int i = 0; i < otherAllowing.size(); i++) {
                if (otherAllowing.get(i).statement().allows(check) != Grant.NONE) {
                    return allowedBy(otherAllowing.get(i));
                }
            }
            return LayerVerdict.Silent.INSTANCE;
        }
    }
}
