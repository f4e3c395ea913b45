package dev.tablewright.server.operation.backup;

import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.backup.Place;
import dev.tablewright.server.backup.Selection;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Selections, as they are sent and as they are shown. */
final class SelectionJson {
    private static final int MOST_ARNS = 500;
    private static final int MOST_PATTERNS = 30;
    private static final Pattern ARN = Pattern.compile("arn:[^:]*:[^:]*:[^:]*:[^:]*:.+");

    private SelectionJson() {}

    /** Reads a selection; its id and time are not in it. */
    static Selection read(
            RequestReader in, Place place, String planId, @Nullable String requestId) {
        List<Selection.Tag> tags = new ArrayList<>();
        List<RequestReader> sent = in.structures("ListOfTags", "Condition");
        String name = in.requiredString("SelectionName", Members.NAME);
        String role = in.requiredString("IamRoleArn");
        for (RequestReader tag : sent == null ? List.<RequestReader>of() : sent) {
            var _ = tag.requiredString("ConditionType", Constraint.oneOf(List.of("STRINGEQUALS")));
            tags.add(
                    new Selection.Tag(
                            tag.requiredString("ConditionKey"),
                            tag.requiredString("ConditionValue")));
        }
        return new Selection(
                place,
                planId,
                "",
                name,
                role,
                arns(in, "Resources"),
                arns(in, "NotResources"),
                tags,
                conditions(in.structure("Conditions", "Conditions")),
                requestId,
                Instant.EPOCH);
    }

    private static List<String> arns(RequestReader in, String member) {
        List<String> arns = in.strings(member);
        return arns == null ? List.of() : arns;
    }

    private static List<Selection.Condition> conditions(@Nullable RequestReader in) {
        List<Selection.Condition> conditions = new ArrayList<>();
        for (Selection.Operator operator : Selection.Operator.values()) {
            List<RequestReader> sent =
                    in == null ? null : in.structures(member(operator), "ConditionParameter");
            for (RequestReader each : sent == null ? List.<RequestReader>of() : sent) {
                conditions.add(
                        new Selection.Condition(
                                operator,
                                each.requiredString("ConditionKey"),
                                each.requiredString("ConditionValue")));
            }
        }
        return conditions;
    }

    /**
     * Requires what every selection must have, besides what the model says.
     *
     * @throws BackupException otherwise
     */
    static void requireSensible(Selection selection) {
        requireArns("Resources", selection.resources());
        requireArns("NotResources", selection.except());
        for (Selection.Condition condition : selection.allOf()) {
            if (!condition.key().startsWith(Selection.TAG_PREFIX)) {
                throw BackupException.invalid(
                        "Invalid condition key "
                                + condition.key()
                                + ": it must begin with "
                                + Selection.TAG_PREFIX);
            }
        }
    }

    private static void requireArns(String member, List<String> arns) {
        long patterns = arns.stream().filter(arn -> arn.contains("*")).count();
        if (arns.size() > MOST_ARNS || patterns > MOST_PATTERNS) {
            throw BackupException.invalid(
                    member
                            + " can have at most "
                            + MOST_ARNS
                            + " ARNs, and at most "
                            + MOST_PATTERNS
                            + " with wildcards");
        }
        for (String arn : arns) {
            if (!arn.equals("*") && !ARN.matcher(arn).matches()) {
                throw BackupException.invalid("Invalid ARN in " + member + ": " + arn);
            }
        }
    }

    /** Writes what a selection says. */
    static void write(ResponseWriter out, Selection selection) {
        out.string("SelectionName", selection.name());
        out.string("IamRoleArn", selection.roleArn());
        out.strings("Resources", selection.resources());
        out.objects(
                "ListOfTags",
                selection.anyOfTags(),
                (inside, tag) -> {
                    inside.string("ConditionType", "STRINGEQUALS");
                    inside.string("ConditionKey", tag.key());
                    inside.string("ConditionValue", tag.value());
                });
        out.strings("NotResources", selection.except());
        out.object(
                "Conditions",
                inside -> {
                    for (Selection.Operator operator : Selection.Operator.values()) {
                        write(inside, member(operator), operator, selection);
                    }
                });
    }

    private static String member(Selection.Operator operator) {
        return switch (operator) {
            case STRING_EQUALS -> "StringEquals";
            case STRING_NOT_EQUALS -> "StringNotEquals";
            case STRING_LIKE -> "StringLike";
            case STRING_NOT_LIKE -> "StringNotLike";
        };
    }

    private static void write(
            ResponseWriter out, String member, Selection.Operator operator, Selection selection) {
        out.objects(
                member,
                selection.allOf().stream().filter(each -> each.operator() == operator).toList(),
                (inside, condition) -> {
                    inside.string("ConditionKey", condition.key());
                    inside.string("ConditionValue", condition.value());
                });
    }
}
