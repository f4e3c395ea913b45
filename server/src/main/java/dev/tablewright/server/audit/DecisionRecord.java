package dev.tablewright.server.audit;

import dev.tablewright.model.json.JsonWriter;
import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.Decision;
import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.Explanation;
import dev.tablewright.policy.Explanation.Considered;
import dev.tablewright.policy.Explanation.Obstacle;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Statement;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Denied;

import org.jspecify.annotations.Nullable;

import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Writes all that is known of a denial as JSON: what was asked, what the conditions saw, which
 * statements bear on it, and what kept them from it. The same form is kept in the audit files and
 * given by ExplainRequest.
 *
 * <pre>
 * {"requestId", "time", "verdict": "denied" | "wouldBeDenied", "service", "operation", "region",
 *  "principal", "identity", "account", "message",
 *  "checks": [{"action", "resource", "result": "allowed" | "denied" | "notReached"}],
 *  "decision": {"kind": "explicitDeny" | "implicitDeny", "layer", "statements": [STATEMENT]},
 *  "considered": [STATEMENT + {"layer", "outcome", "unmet": [{"operator", "key", "wanted",
 *                  "actual", "unevaluable"}]}],
 *  "policies": [{"layer", "policy"}],
 *  "context": {KEY: [VALUE]}}
 *
 * STATEMENT: {"policy", "sid", "effect", "statement": counts from 1, "line", "column"}
 * </pre>
 */
final class DecisionRecord {
    /** A batch of a hundred items asks the same a hundred times. */
    private static final int MOST_CHECKS = 30;

    private final JsonWriter out;
    private final KeyValues keys;

    private DecisionRecord(JsonWriter out, KeyValues keys) {
        this.out = out;
        this.keys = keys;
    }

    /** Writes the record of {@code entry}, which was denied by {@code denied}. */
    static void write(AuditEntry entry, Denied denied, KeyValues keys, JsonWriter out) {
        new DecisionRecord(out, keys).write(entry, denied);
    }

    private void write(AuditEntry entry, Denied denied) {
        var _ = out.beginObject();
        text("requestId", entry.requestId());
        text("time", denied.context().time().truncatedTo(ChronoUnit.MILLIS).toString());
        text("verdict", entry.letThrough() ? "wouldBeDenied" : "denied");
        text("service", entry.service());
        text("operation", entry.operation());
        text("region", denied.context().region());
        text("principal", denied.context().caller().principal().arn());
        text("identity", Identity.arn(denied.context().caller()));
        text("account", denied.context().caller().account());
        text("message", denied.sentence());
        checks(denied);
        decision(denied.decision());
        considered(denied);
        policies(denied.policies(), denied.resourcePolicy());
        context(denied);
        var _ = out.endObject();
    }

    private void checks(Denied denied) {
        var _ = out.name("checks").beginArray();
        boolean reached = false;
        int written = 0;
        for (Access access : denied.needed()) {
            boolean missing = !reached && access.equals(denied.missing());
            if (missing || written < MOST_CHECKS) {
                var _ = out.beginObject();
                text("action", access.action());
                text("resource", access.resource());
                text("result", missing ? "denied" : reached ? "notReached" : "allowed");
                var _ = out.endObject();
                written++;
            }
            reached |= missing;
        }
        var _ = out.endArray();
    }

    private void decision(Decision decision) {
        var _ = out.name("decision").beginObject();
        switch (decision) {
            case Decision.ExplicitlyDenied(var layer, var statements) -> {
                text("kind", "explicitDeny");
                text("layer", layer.name());
                statements(statements);
            }
            case Decision.ImplicitlyDenied(var layer) -> {
                text("kind", "implicitDeny");
                text("layer", layer.name());
            }
            case Decision.Allowed(var statements) -> {
                text("kind", "allow");
                statements(statements);
            }
        }
        var _ = out.endObject();
    }

    private void statements(List<StatementRef> statements) {
        var _ = out.name("statements").beginArray();
        for (StatementRef statement : statements) {
            var _ = out.beginObject();
            place(statement);
            var _ = out.endObject();
        }
        var _ = out.endArray();
    }

    private void place(StatementRef ref) {
        Statement.Source source = ref.statement().source();
        text("policy", ref.policy().name());
        text("sid", source.sid());
        text("effect", source.effect().name());
        number("statement", ref.index() + 1);
        number("line", source.position().line());
        number("column", source.position().column());
    }

    private void considered(Denied denied) {
        var explanation =
                Explanation.of(denied.question(), denied.policies(), denied.resourcePolicy());
        var _ = out.name("considered").beginArray();
        for (Considered one : explanation.considered()) {
            var _ = out.beginObject();
            text("layer", one.layer().name());
            place(one.statement());
            text("outcome", outcome(one));
            if (!one.applies() && one.obstacles().getFirst() instanceof Obstacle.Unmet) {
                unmet(one.obstacles());
            }
            var _ = out.endObject();
        }
        var _ = out.endArray();
    }

    private static String outcome(Considered one) {
        if (one.applies()) {
            return "applies";
        }
        return switch (one.obstacles().getFirst()) {
            case Obstacle.OtherAction _ -> "otherAction";
            case Obstacle.OtherResource _ -> "otherResource";
            case Obstacle.OtherPrincipal _ -> "otherPrincipal";
            case Obstacle.Unmet _ -> "conditionNotMet";
        };
    }

    private void unmet(List<Obstacle> obstacles) {
        var _ = out.name("unmet").beginArray();
        for (Obstacle obstacle : obstacles) {
            if (obstacle
                    instanceof Obstacle.Unmet(var condition, var wanted, var actual, var why)) {
                var _ = out.beginObject();
                text("operator", condition.operator());
                text("key", condition.key());
                texts("wanted", wanted);
                if (actual != null) {
                    texts("actual", keys.shown(condition.key(), actual));
                }
                text("unevaluable", why);
                var _ = out.endObject();
            }
        }
        var _ = out.endArray();
    }

    private void policies(AppliedPolicies policies, @Nullable AttachedPolicy resourcePolicy) {
        var _ = out.name("policies").beginArray();
        policies.identity().forEach(policy -> policy("IDENTITY", policy));
        if (policies.boundary() != null) {
            policy("PERMISSIONS_BOUNDARY", policies.boundary());
        }
        if (policies.session() != null) {
            policies.session().forEach(policy -> policy("SESSION", policy));
        }
        if (resourcePolicy != null) {
            boolean trust = resourcePolicy.document().kind() == PolicyKind.TRUST;
            policy(trust ? "TRUST" : "RESOURCE", resourcePolicy);
        }
        var _ = out.endArray();
    }

    private void policy(String layer, AttachedPolicy policy) {
        var _ = out.beginObject();
        text("layer", layer);
        text("policy", policy.name());
        var _ = out.endObject();
    }

    private void context(Denied denied) {
        var _ = out.name("context").beginObject();
        denied.question().context().all().forEach((key, all) -> texts(key, keys.shown(key, all)));
        var _ = out.endObject();
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            var _ = out.name(name).string(value);
        }
    }

    private void number(String name, long value) {
        var _ = out.name(name).number(value);
    }

    private void texts(String name, List<String> values) {
        var _ = out.name(name).beginArray();
        for (String value : values) {
            var _ = out.string(value);
        }
        var _ = out.endArray();
    }
}
