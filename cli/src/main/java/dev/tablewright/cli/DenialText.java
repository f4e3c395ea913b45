package dev.tablewright.cli;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A decision record in a few lines: what, who, the verdict in words, and what nearly allowed it.
 */
final class DenialText {
    /** Further ones are in the JSON. */
    private static final int MOST_NEAR_MISSES = 5;

    private static final String INDENT = "         ";

    private final StringBuilder out = new StringBuilder();

    private DenialText() {}

    /** Writes the record that ExplainRequest gives. */
    static String of(JsonNode record) {
        DenialText text = new DenialText();
        text.write(record);
        return text.out.toString();
    }

    private void write(JsonNode record) {
        boolean soft = record.path("verdict").asString("").equals("wouldBeDenied");
        JsonNode missing = missing(record);
        line(
                "Request",
                record.path("operation").asString("")
                        + " at "
                        + record.path("time").asString("")
                        + (soft ? ", let through by soft mode" : ", denied"));
        line("", record.path("requestId").asString(""));
        line("Who", record.path("principal").asString(""));
        line(
                "What",
                missing.path("action").asString("")
                        + " on "
                        + missing.path("resource").asString(""));
        line("Why", verdict(record, missing.path("action").asString("")));
        for (JsonNode statement : record.path("decision").path("statements")) {
            line("", place(statement));
        }
        nearMisses(record);
    }

    /** The permission that the request failed for; it may need others as well. */
    static JsonNode missing(JsonNode record) {
        for (JsonNode check : record.path("checks")) {
            if (check.path("result").asString("").equals("denied")) {
                return check;
            }
        }
        return record.path("checks").path(0);
    }

    private static String verdict(JsonNode record, String action) {
        String layer = record.path("decision").path("layer").asString("");
        if (record.path("decision").path("kind").asString("").equals("explicitDeny")) {
            return "a Deny in " + layerWords(layer) + " covers it, and no Allow outweighs that:";
        }
        List<String> held = new ArrayList<>();
        for (JsonNode policy : record.path("policies")) {
            if (policy.path("layer").asString("").equals(layer)) {
                held.add(policy.path("policy").asString(""));
            }
        }
        if (layer.equals("TRUST") && held.equals(List.of("no role"))) {
            return "there is no such role, which the client is not told";
        }
        return "no statement of "
                + layerWords(layer)
                + " allows "
                + action
                + " there"
                + (held.isEmpty()
                        ? "; there is no such policy"
                        : "; searched " + String.join(", ", held));
    }

    private static String layerWords(String layer) {
        return switch (layer) {
            case "IDENTITY" -> "the identity's own policies";
            case "PERMISSIONS_BOUNDARY" -> "the permissions boundary";
            case "SESSION" -> "the session's policies";
            case "RESOURCE" -> "the resource's policy";
            case "TRUST" -> "the role's trust policy";
            default -> layer.toLowerCase(Locale.ROOT);
        };
    }

    private void nearMisses(JsonNode record) {
        int written = 0;
        for (JsonNode considered : record.path("considered")) {
            boolean deny = considered.path("effect").asString("").equals("DENY");
            if (deny || written == MOST_NEAR_MISSES) {
                continue;
            }
            line(written == 0 ? "Nearly" : "", place(considered));
            line("", "  " + miss(considered));
            considered.path("unmet").forEach(this::unmet);
            written++;
        }
    }

    private static String miss(JsonNode considered) {
        return switch (considered.path("outcome").asString("")) {
            case "applies" -> "allows it, which is not enough alone";
            case "otherResource" -> "allows the action, but on other resources";
            case "otherAction" -> "is about the resource, but allows other actions";
            case "otherPrincipal" -> "allows it, but to somebody else";
            default -> "would allow it, but for its conditions:";
        };
    }

    private void unmet(JsonNode condition) {
        String unevaluable = condition.path("unevaluable").asString("");
        line(
                "",
                "  "
                        + condition.path("operator").asString("")
                        + " "
                        + condition.path("key").asString("")
                        + ": wanted "
                        + values(condition.path("wanted"))
                        + ", was "
                        + (condition.has("actual") ? values(condition.path("actual")) : "absent")
                        + (unevaluable.isEmpty() ? "" : " (" + unevaluable + ")"));
    }

    private static String values(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add('"' + value.asString("") + '"'));
        return texts.isEmpty() ? "nothing" : String.join(" or ", texts);
    }

    /** Statements by the number that editors and people count: from 1. */
    static String place(JsonNode statement) {
        String sid = statement.path("sid").asString("");
        return statement.path("policy").asString("")
                + ", statement "
                + statement.path("statement").asString("")
                + (sid.isEmpty() ? "" : " (" + sid + ")")
                + ", line "
                + statement.path("line").asString("")
                + " column "
                + statement.path("column").asString("");
    }

    private void line(String head, String text) {
        String label = head.isEmpty() ? "" : head + ":";
        out.append(label).append(INDENT, label.length(), INDENT.length()).append(text).append('\n');
    }
}
