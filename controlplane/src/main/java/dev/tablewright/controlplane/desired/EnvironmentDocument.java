package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.EnvironmentAccess;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the policy documents of environments, in the form that works: the tables themselves and
 * what is under them, and list calls on {@code *}, where AWS looks for them. Only exact table names
 * are granted, no beginnings of names: {@code Alice_*} would reach the tables of a user {@code
 * Alice_B}.
 */
final class EnvironmentDocument {
    /** Most characters of a managed policy; white space is not counted, and there is none. */
    static final int MAX_CHARACTERS = 6144;

    /** What a table that Admin restores is called after. */
    static final String RESTORED = "-restored";

    private static final List<String> LIST_CALLS =
            List.of(
                    "dynamodb:DescribeEndpoints",
                    "dynamodb:DescribeLimits",
                    "dynamodb:ListStreams",
                    "dynamodb:ListTables");
    private static final List<String> ADMIN_LIST_CALLS =
            sorted(
                    LIST_CALLS,
                    List.of(
                            "dynamodb:ListBackups",
                            "dynamodb:ListContributorInsights",
                            "dynamodb:ListExports",
                            "dynamodb:ListImports"));
    private static final List<String> STREAM = Grant.STREAM.actions();

    /**
     * Not among them: TagResource and UntagResource, because tags say whose a table is;
     * CreateTable, because apply makes the tables, with their tags; PutResourcePolicy, which would
     * let the environment open itself to others.
     */
    private static final List<String> ADMIN =
            sorted(
                    Grant.READ_AND_WRITE.actions(),
                    STREAM,
                    List.of(
                            "dynamodb:CreateBackup",
                            "dynamodb:DeleteBackup",
                            "dynamodb:DeleteTable",
                            "dynamodb:DescribeBackup",
                            "dynamodb:DescribeContinuousBackups",
                            "dynamodb:DescribeContributorInsights",
                            "dynamodb:DescribeTableReplicaAutoScaling",
                            "dynamodb:DescribeTimeToLive",
                            "dynamodb:GetResourcePolicy",
                            "dynamodb:ListTagsOfResource",
                            "dynamodb:RestoreTableFromBackup",
                            "dynamodb:RestoreTableToPointInTime",
                            "dynamodb:UpdateContinuousBackups",
                            "dynamodb:UpdateContributorInsights",
                            "dynamodb:UpdateTable",
                            "dynamodb:UpdateTimeToLive"));

    /**
     * All actions of DynamoDB, now and later, but the list calls, which have no resource that could
     * be looked at. Deny knows Action or NotAction, never both, so they are spelled by first
     * letters; what a later action named Describe... or List... gives away is no item.
     */
    private static final List<String> ON_RESOURCES =
            Stream.of(
                            "A*",
                            "B*",
                            "C*",
                            "Del*",
                            "DescribeB*",
                            "DescribeC*",
                            "DescribeEx*",
                            "DescribeG*",
                            "DescribeI*",
                            "DescribeK*",
                            "DescribeS*",
                            "DescribeT*",
                            "Di*",
                            "E*",
                            "F*",
                            "G*",
                            "H*",
                            "I*",
                            "J*",
                            "K*",
                            "ListTag*",
                            "M*",
                            "N*",
                            "O*",
                            "P*",
                            "Q*",
                            "R*",
                            "S*",
                            "T*",
                            "U*",
                            "V*",
                            "W*",
                            "X*",
                            "Y*",
                            "Z*")
                    .map("dynamodb:"::concat)
                    .toList();

    /** What reaches tables by a detour, or lets a principal free itself of its boundary. */
    private static final List<String> NEVER_OUTSIDE =
            List.of(
                    "account:*",
                    "backup-storage:*",
                    "backup:*",
                    "dax:*",
                    "dynamodb:*",
                    "iam:*",
                    "organizations:*",
                    "sts:AssumeRole*",
                    "tablewright:*");

    private final StringBuilder out =
            new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
    private boolean first = true;

    private EnvironmentDocument() {}

    /** Returns the grants on these tables, which may hold policy variables. */
    static String access(
            EnvironmentAccess access, boolean streams, List<String> tables, List<String> restored) {
        EnvironmentDocument document = new EnvironmentDocument();
        document.tables(access, streams, tables, restored, null);
        return document.end(access);
    }

    /**
     * Returns the grants on tables with the caller's tag.
     *
     * @param anyTable ARNs that match all tables of a region
     */
    static String accessByTag(
            EnvironmentAccess access,
            boolean streams,
            List<String> anyTable,
            List<String> restored) {
        EnvironmentDocument document = new EnvironmentDocument();
        String same =
                "{\"StringEquals\":{\"aws:ResourceTag/"
                        + Release.ENVIRONMENT_TAG
                        + "\":\""
                        + Environments.PRINCIPAL_TAG
                        + "\"}}";
        document.tables(access, streams, anyTable, List.of(), same);
        if (access == EnvironmentAccess.ADMIN) {
            // What is restored has no tags at first.
            document.statement("Allow", "Restored", "Action", ADMIN, under(restored, "/*"), null);
        }
        return document.end(access);
    }

    private void tables(
            EnvironmentAccess access,
            boolean streams,
            List<String> tables,
            List<String> restored,
            @Nullable String condition) {
        switch (access) {
            case READ -> grant(Grant.READ, tables, condition);
            case WRITE -> grant(Grant.WRITE, tables, condition);
            case READ_WRITE -> grant(Grant.READ_AND_WRITE, tables, condition);
            case ADMIN ->
                    // Index, stream and backup of exactly these tables.
                    statement(
                            "Allow",
                            "Admin",
                            "Action",
                            ADMIN,
                            under(sorted(tables, restored), "/*"),
                            condition);
        }
        if (streams && access != EnvironmentAccess.ADMIN) {
            List<String> ofTables = tables.stream().map(arn -> arn + "/stream/*").toList();
            statement("Allow", "Streams", "Action", STREAM, ofTables, condition);
        }
    }

    private void grant(Grant grant, List<String> tables, @Nullable String condition) {
        List<String> resources =
                tables.stream().flatMap(arn -> grant.resources(arn).stream()).sorted().toList();
        statement("Allow", grant.statementId(), "Action", grant.actions(), resources, condition);
    }

    private String end(EnvironmentAccess access) {
        List<String> calls = access == EnvironmentAccess.ADMIN ? ADMIN_LIST_CALLS : LIST_CALLS;
        statement("Allow", "Lists", "Action", calls, List.of("*"), null);
        return out.append("]}").toString();
    }

    /**
     * Returns the permissions boundary: whatever is attached to its holder, of DynamoDB it reaches
     * these tables only. The border is a Deny, because an Allow that is missing here would not stop
     * a resource policy that names the user.
     *
     * @param outside actions that stay possible; empty for all that cannot lead around the border
     */
    static String boundary(List<String> tables, List<String> restored, List<String> outside) {
        EnvironmentDocument document = new EnvironmentDocument();
        if (outside.isEmpty()) {
            document.statement("Allow", "Outside", "NotAction", NEVER_OUTSIDE, List.of("*"), null);
            document.statement(
                    "Allow",
                    "Look",
                    "Action",
                    List.of("iam:Get*", "iam:List*", "iam:Simulate*"),
                    List.of("*"),
                    null);
        } else {
            document.statement("Allow", "Outside", "Action", outside, List.of("*"), null);
        }
        document.statement(
                "Allow", "DynamoDB", "Action", List.of("dynamodb:*"), List.of("*"), null);
        document.statement(
                "Deny",
                "Border",
                "Action",
                ON_RESOURCES,
                under(sorted(tables, restored), "/*"),
                null);
        return document.out.append("]}").toString();
    }

    private static List<String> under(List<String> tables, String what) {
        return tables.stream().flatMap(arn -> Stream.of(arn, arn + what)).toList();
    }

    private static List<String> sorted(List<String> one, List<String> two) {
        return Stream.concat(one.stream(), two.stream()).sorted().toList();
    }

    private static List<String> sorted(List<String> one, List<String> two, List<String> three) {
        return sorted(sorted(one, two), three);
    }

    /** Nothing here needs escaping: names know neither quotes nor backslash. */
    private void statement(
            String effect,
            String id,
            String actionMember,
            List<String> actions,
            List<String> resources,
            @Nullable String condition) {
        out.append(first ? "" : ",");
        first = false;
        out.append("{\"Sid\":\"").append(id);
        out.append("\",\"Effect\":\"").append(effect);
        out.append("\",\"").append(actionMember).append("\":");
        list(actions);
        out.append(effect.equals("Deny") ? ",\"NotResource\":" : ",\"Resource\":");
        list(resources);
        if (condition != null) {
            out.append(",\"Condition\":").append(condition);
        }
        out.append('}');
    }

    private void list(List<String> texts) {
        out.append("[\"").append(String.join("\",\"", texts)).append("\"]");
    }
}
