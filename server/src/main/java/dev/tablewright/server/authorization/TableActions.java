package dev.tablewright.server.authorization;

import dev.tablewright.policy.condition.Glob;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The actions that the policy of a table or a stream can speak of.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html">API
 *     operations supported by resource-based policies</a>
 */
public final class TableActions {
    /** Usable by principals of other accounts. */
    private static final Set<String> ACROSS_ACCOUNTS =
            Set.of(
                    "dynamodb:BatchGetItem",
                    "dynamodb:BatchWriteItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:DeleteTable",
                    "dynamodb:DescribeTable",
                    "dynamodb:GetItem",
                    "dynamodb:ListTagsOfResource",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:Scan",
                    "dynamodb:TagResource",
                    "dynamodb:UntagResource",
                    "dynamodb:UpdateItem",
                    "dynamodb:UpdateTable");

    /** Usable by principals of the table's own account only. */
    private static final Set<String> WITHIN_ACCOUNT =
            Set.of(
                    "dynamodb:CreateBackup",
                    "dynamodb:DeleteResourcePolicy",
                    "dynamodb:DescribeContinuousBackups",
                    "dynamodb:DescribeContributorInsights",
                    "dynamodb:DescribeKinesisStreamingDestination",
                    "dynamodb:DescribeTableReplicaAutoScaling",
                    "dynamodb:DescribeTimeToLive",
                    "dynamodb:DisableKinesisStreamingDestination",
                    "dynamodb:EnableKinesisStreamingDestination",
                    "dynamodb:ExportTableToPointInTime",
                    "dynamodb:GetResourcePolicy",
                    "dynamodb:PartiQLDelete",
                    "dynamodb:PartiQLInsert",
                    "dynamodb:PartiQLSelect",
                    "dynamodb:PartiQLUpdate",
                    "dynamodb:PutResourcePolicy",
                    "dynamodb:RestoreTableToPointInTime",
                    "dynamodb:UpdateContinuousBackups",
                    "dynamodb:UpdateContributorInsights",
                    "dynamodb:UpdateKinesisStreamingDestination",
                    "dynamodb:UpdateTableReplicaAutoScaling",
                    "dynamodb:UpdateTimeToLive");

    /** Of a stream, usable by principals of other accounts. */
    private static final Set<String> OF_STREAM_ACROSS_ACCOUNTS =
            Set.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator");

    /** Of a stream, usable by principals of its own account only. */
    private static final Set<String> OF_STREAM_WITHIN_ACCOUNT =
            Set.of(
                    "dynamodb:DeleteResourcePolicy",
                    "dynamodb:GetResourcePolicy",
                    "dynamodb:PutResourcePolicy");

    private TableActions() {}

    /**
     * Whether the policy of a table is asked about an action.
     *
     * @param action as DynamoDB spells it
     * @param sameAccount whether the caller is of the table's account
     */
    static boolean isShared(String action, boolean sameAccount) {
        return ACROSS_ACCOUNTS.contains(action) || (sameAccount && WITHIN_ACCOUNT.contains(action));
    }

    /** As {@link #isShared}, of a stream. */
    static boolean isSharedOfStream(String action, boolean sameAccount) {
        return OF_STREAM_ACROSS_ACCOUNTS.contains(action)
                || (sameAccount && OF_STREAM_WITHIN_ACCOUNT.contains(action));
    }

    /** Whether the policy of a stream may name an action; patterns must cover one. */
    public static boolean mayNameOfStream(String actionOrPattern) {
        return mayName(actionOrPattern, OF_STREAM_ACROSS_ACCOUNTS, OF_STREAM_WITHIN_ACCOUNT);
    }

    /** Whether the policy of a table may name an action; patterns must cover one. */
    public static boolean mayName(String actionOrPattern) {
        return mayName(actionOrPattern, ACROSS_ACCOUNTS, WITHIN_ACCOUNT);
    }

    private static boolean mayName(String actionOrPattern, Set<String> across, Set<String> within) {
        Glob asked = Glob.of(actionOrPattern.toLowerCase(Locale.ROOT));
        return Stream.of(across, within)
                .flatMap(Set::stream)
                .anyMatch(action -> asked.matches(action.toLowerCase(Locale.ROOT)));
    }
}
