package dev.tablewright.cli;

import dev.tablewright.controlplane.suggestion.Advice;
import dev.tablewright.controlplane.values.Position;
import dev.tablewright.controlplane.values.RoleList;
import dev.tablewright.controlplane.values.ValuesException;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** What the values files have to do with a denial: the line, and the smallest edit. */
final class ValuesAdvice {
    private ValuesAdvice() {}

    /** Writes what each release says; one that knows the table is enough. */
    static String of(JsonNode record, List<Installed> installed) throws ValuesException {
        JsonNode missing = DenialText.missing(record);
        List<Advice> advices = new ArrayList<>();
        for (Installed one : installed) {
            advices.add(
                    Advice.of(
                            one.values(),
                            one.release(),
                            record.path("identity").asString(""),
                            missing.path("action").asString(""),
                            missing.path("resource").asString("")));
        }
        for (Advice advice : advices) {
            if (advice instanceof Advice.Add || advice instanceof Advice.Granted) {
                return "Values:  " + words(advice, record, missing) + "\n";
            }
        }
        return "Values:  " + words(advices.getFirst(), record, missing) + "\n";
    }

    private static String words(Advice advice, JsonNode record, JsonNode missing) {
        return switch (advice) {
            case Advice.Add add ->
                    line(add.at())
                            + ": add \""
                            + add.role()
                            + "\" to "
                            + add.list().fieldName()
                            + " of table "
                            + add.table()
                            + butFor(record);
            case Advice.Granted granted -> granted(granted, record);
            case Advice.OtherTable(var resource) ->
                    "none of the values has the table of " + resource + administrator(missing);
            case Advice.NeverGranted(var action) ->
                    "no values file gives "
                            + action
                            + ": values give reading and writing of items, to roles"
                            + administrator(missing);
            case Advice.NoRole(var identity) ->
                    "values give access to roles only, and this is "
                            + identity
                            + administrator(missing);
        };
    }

    private static String granted(Advice.Granted granted, JsonNode record) {
        String layer = record.path("decision").path("layer").asString("");
        boolean missing =
                layer.equals("IDENTITY")
                        && record.path("decision").path("kind").asString("").equals("implicitDeny");
        String given =
                line(granted.at())
                        + " gives it already ("
                        + granted.list().fieldName()
                        + " of table "
                        + granted.table()
                        + ")";
        return missing
                ? given
                        + ", but the role's policies in the account do not; apply the values:"
                        + " tablewright plan shows what is different"
                : given + "; change what takes it away (see Why)";
    }

    /** An entry alone does not help against a Deny or a limit. */
    private static String butFor(JsonNode record) {
        JsonNode decision = record.path("decision");
        return decision.path("kind").asString("").equals("explicitDeny")
                        || !decision.path("layer").asString("").equals("IDENTITY")
                ? "; that alone does not help, see Why"
                : "";
    }

    private static String administrator(JsonNode missing) {
        return "\n         An administrator could attach a policy with this statement:"
                + "\n         {\"Effect\":\"Allow\",\"Action\":\""
                + missing.path("action").asString("")
                + "\",\"Resource\":\""
                + missing.path("resource").asString("")
                + "\"}";
    }

    static String line(Position at) {
        return at.file() + ":" + at.line();
    }

    /** Names a list in a few letters, for tables. */
    static String word(RoleList list) {
        return list == RoleList.READ ? "read" : "write";
    }
}
