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
                return "Values:  " + words(advice, record) + "\n";
            }
        }
        return "Values:  " + words(advices.getFirst(), record) + "\n";
    }

    private static String words(Advice advice, JsonNode record) {
        return switch (advice) {
            case Advice.Add add ->
                    line(add.at())
                            + ": add \""
                            + add.role()
                            + "\" to "
                            + add.list().fieldName()
                            + " of table "
                            + add.table()
                            + (inIdentity(record)
                                    ? ""
                                    : "; that alone does not help" + DenialEdit.of(record));
            case Advice.Granted granted -> granted(granted, record);
            case Advice.OtherTable(var resource) ->
                    "none of the values has the table of " + resource + DenialEdit.of(record);
            case Advice.NeverGranted(var action) ->
                    "no values file gives "
                            + action
                            + ": values give reading and writing of items, and"
                            + " reading of streams that they switch on, to roles"
                            + DenialEdit.of(record);
            case Advice.NoRole(var identity) ->
                    "values give access to roles only, and this is "
                            + identity
                            + DenialEdit.of(record);
        };
    }

    private static String granted(Advice.Granted granted, JsonNode record) {
        String given =
                line(granted.at())
                        + " gives it already ("
                        + granted.list().fieldName()
                        + " of table "
                        + granted.table()
                        + ")";
        return inIdentity(record)
                ? given
                        + ", but the role's policies in the account do not; apply the values:"
                        + " tablewright plan shows what is different"
                : given + "; something else takes it away" + DenialEdit.of(record);
    }

    /** Whether nothing but a grant to the user or role is missing, as values give it. */
    private static boolean inIdentity(JsonNode record) {
        JsonNode decision = record.path("decision");
        return decision.path("kind").asString("").equals("implicitDeny")
                && decision.path("layer").asString("").equals("IDENTITY");
    }

    static String line(Position at) {
        return at.file() + ":" + at.line();
    }

    /** Names a list in a few letters, for tables. */
    static String word(RoleList list) {
        return switch (list) {
            case READ -> "read";
            case WRITE -> "write";
            case STREAM -> "stream";
            case SEARCH -> "search";
        };
    }
}
