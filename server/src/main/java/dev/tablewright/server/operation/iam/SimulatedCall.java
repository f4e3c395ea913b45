package dev.tablewright.server.operation.iam;

import dev.tablewright.policy.Decision.StatementRef;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PolicyLayer;
import dev.tablewright.policy.Simulation;
import dev.tablewright.policy.json.Position;
import dev.tablewright.policy.json.StatementSpan;
import dev.tablewright.server.protocol.query.XmlWriter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One action on one resource, and what was decided.
 *
 * @param crossAccount whether the resource belongs to another account than the caller
 */
record SimulatedCall(Question question, Simulation simulation, boolean crossAccount) {
    /**
     * One action on one resource.
     *
     * @param index place among all combinations of the request
     */
    record Question(int index, String action, String resource) {}

    /** The layers of a cross-account decision, by the names that they have in the answer. */
    private static final Map<PolicyLayer, String> SOURCES = sources();

    private static Map<PolicyLayer, String> sources() {
        Map<PolicyLayer, String> sources = new LinkedHashMap<>();
        sources.put(PolicyLayer.IDENTITY, "IAM Policy");
        sources.put(PolicyLayer.PERMISSIONS_BOUNDARY, "Permissions Boundary Policy");
        sources.put(PolicyLayer.RESOURCE, "Resource Policy");
        return sources;
    }

    private static String word(Simulation.Outcome outcome) {
        return switch (outcome) {
            case ALLOWED -> "allowed";
            case EXPLICIT_DENY -> "explicitDeny";
            case IMPLICIT_DENY -> "implicitDeny";
        };
    }

    /** Writes an EvaluationResult; for a resource that is not {@code *} also its own part. */
    void encode(XmlWriter out) {
        String decision = word(simulation.outcome());
        out.text("EvalActionName", question.action())
                .text("EvalResourceName", question.resource())
                .text("EvalDecision", decision);
        encodeDetails(out);
        if (question.resource().equals("*")) {
            return;
        }
        out.list(
                "ResourceSpecificResults",
                List.of(question.resource()),
                resource -> {
                    out.text("EvalResourceName", resource).text("EvalResourceDecision", decision);
                    encodeDetails(out);
                });
    }

    private void encodeDetails(XmlWriter out) {
        out.list("MatchedStatements", simulation.matched(), statement -> encode(statement, out));
        out.texts("MissingContextValues", simulation.missingKeys());
        Simulation.Outcome boundary = simulation.layers().get(PolicyLayer.PERMISSIONS_BOUNDARY);
        if (boundary != null) {
            boolean allowed = boundary == Simulation.Outcome.ALLOWED;
            out.element(
                    "PermissionsBoundaryDecisionDetail",
                    () -> out.flag("AllowedByPermissionsBoundary", allowed));
        }
        if (crossAccount || !question.resource().equals("*")) {
            out.element("EvalDecisionDetails", () -> encodeLayers(out));
        }
    }

    private void encodeLayers(XmlWriter out) {
        if (!crossAccount) {
            return;
        }
        SOURCES.forEach(
                (layer, source) -> {
                    Simulation.Outcome outcome = simulation.layers().get(layer);
                    // Without a policy the resource's account allows nothing.
                    if (outcome == null && layer == PolicyLayer.RESOURCE) {
                        outcome = Simulation.Outcome.IMPLICIT_DENY;
                    }
                    if (outcome != null) {
                        String word = word(outcome);
                        out.element("entry", () -> out.text("key", source).text("value", word));
                    }
                });
    }

    private static void encode(StatementRef statement, XmlWriter out) {
        boolean resource = statement.policy().document().kind() == PolicyKind.RESOURCE;
        StatementSpan span =
                StatementSpan.of(statement.policy().document().text()).get(statement.index());
        out.text("SourcePolicyId", statement.policy().name())
                .text("SourcePolicyType", resource ? "Resource Policy" : "IAM Policy")
                .element("StartPosition", () -> encode(span.start(), out))
                .element("EndPosition", () -> encode(span.end(), out));
    }

    private static void encode(Position position, XmlWriter out) {
        out.number("Line", position.line()).number("Column", position.column());
    }
}
