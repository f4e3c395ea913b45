package dev.tablewright.cli;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The smallest change of policies that would let a denied request through, where no values file can
 * make it: at the place that denied it, since a grant elsewhere does not help.
 */
final class DenialEdit {
    private static final String NEW_LINE = "\n         ";

    private DenialEdit() {}

    /** Writes the change, each line of it led by a line break. */
    static String of(JsonNode record) {
        if (record.path("decision").path("kind").asString("").equals("explicitDeny")) {
            return againstDeny(record);
        }
        String byCondition = layer(record).equals("TRUST") ? "" : byCondition(record);
        return byCondition
                + switch (layer(record)) {
                    case "PERMISSIONS_BOUNDARY" ->
                            add(record, "the permissions boundary " + policies(record), false);
                    case "SESSION" ->
                            NEW_LINE
                                    + "Who makes the session could leave its policy out, or add"
                                    + " this statement to it:"
                                    + statement(record, false);
                    case "TRUST" -> trust(record);
                    case "RESOURCE" -> add(record, "the policy of the resource", true);
                    default ->
                            NEW_LINE
                                    + "An administrator could attach a policy with this statement:"
                                    + statement(record, false);
                };
    }

    /** Conditions of a trust policy are its point: no statement without them is proposed. */
    private static String trust(JsonNode record) {
        if (policies(record).equals("no role")) {
            return NEW_LINE + "There is no such role.";
        }
        return byCondition(record).isEmpty()
                ? add(record, "the " + policies(record), true)
                : NEW_LINE
                        + "A request that meets the conditions above is allowed; or an"
                        + " administrator could widen them in the "
                        + policies(record)
                        + ".";
    }

    /** No Allow outweighs a Deny; and where nothing allows, taking it out is not enough. */
    private static String againstDeny(JsonNode record) {
        Set<String> places = new LinkedHashSet<>();
        for (JsonNode deny : record.path("decision").path("statements")) {
            places.add(DenialText.place(deny));
        }
        String text =
                NEW_LINE
                        + "An administrator could take it out of the Deny: "
                        + String.join("; ", places);
        return isAllowed(record)
                ? text
                : text
                        + NEW_LINE
                        + "and, as nothing allows it either, attach a policy with this statement:"
                        + statement(record, false);
    }

    private static boolean isAllowed(JsonNode record) {
        for (JsonNode considered : record.path("considered")) {
            if (considered.path("effect").asString("").equals("ALLOW")
                    && considered.path("outcome").asString("").equals("applies")) {
                return true;
            }
        }
        return false;
    }

    /** A request that meets a condition needs no change of policies at all. */
    private static String byCondition(JsonNode record) {
        for (JsonNode considered : record.path("considered")) {
            if (considered.path("effect").asString("").equals("ALLOW")
                    && considered.path("layer").asString("").equals(layer(record))
                    && !considered.path("unmet").isEmpty()) {
                return NEW_LINE
                        + "A request that meets the conditions above is allowed. Otherwise:";
            }
        }
        return "";
    }

    private static String add(JsonNode record, String policy, boolean principal) {
        return NEW_LINE
                + "An administrator could add this statement to "
                + policy
                + ":"
                + statement(record, principal);
    }

    private static String statement(JsonNode record, boolean principal) {
        JsonNode missing = DenialText.missing(record);
        String action = missing.path("action").asString("");
        String who = principal ? principal(record) : "";
        // A trust policy is on its role already, and may not name it.
        String resource =
                layer(record).equals("TRUST")
                        ? ""
                        : ",\"Resource\":\"" + missing.path("resource").asString("") + "\"";
        return NEW_LINE
                + "{\"Effect\":\"Allow\","
                + who
                + "\"Action\":\""
                + action
                + "\""
                + resource
                + "}";
    }

    private static String principal(JsonNode record) {
        String identity = record.path("identity").asString("");
        String kind = identity.contains(":oidc-provider/") ? "Federated" : "AWS";
        return "\"Principal\":{\"" + kind + "\":\"" + identity + "\"},";
    }

    private static String policies(JsonNode record) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode policy : record.path("policies")) {
            if (policy.path("layer").asString("").equals(layer(record))) {
                names.add(policy.path("policy").asString(""));
            }
        }
        return String.join(" or ", names);
    }

    private static String layer(JsonNode record) {
        return record.path("decision").path("layer").asString("");
    }
}
