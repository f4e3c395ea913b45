package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.values.PointInTimeRecovery;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How replicas compare with their table in what DynamoDB does not carry to them: tags, deletion
 * protection and point-in-time recovery. Three calls for each replica.
 */
final class Likeness {
    private final TableSight table;
    private final Map<String, String> tags;
    private final boolean isProtected;
    private final @Nullable PointInTimeRecovery recovery;

    private Likeness(TableSight table) {
        this.table = table;
        this.tags = OwnReplicas.tags(table.dynamoDb(), table.table().tableArn());
        this.isProtected = DeletionProtectionSetting.PROTECTION.observe(table);
        this.recovery = recovery(table);
    }

    /** Reads what the table has. */
    static Likeness of(TableSight table) {
        return new Likeness(table);
    }

    /** What was found of a replica. */
    sealed interface Found {
        /** Somebody else made it. */
        record Foreign() implements Found {}

        /**
         * It was made from values.
         *
         * @param different what it has not as its table has it, in words
         */
        record Ours(List<String> different) implements Found {}
    }

    /** Compares the replica in a region; what may not be looked at is not ours. */
    Found in(String region) {
        Map<String, String> there;
        try {
            there =
                    OwnReplicas.tags(
                            table.target().dynamoDb(region),
                            Replicas.arnIn(table.table().tableArn(), region));
        } catch (DynamoDbException e) {
            return new Found.Foreign();
        }
        boolean finished = there.containsKey(OwnReplicas.MADE_FROM);
        if (!finished && !region.equals(tags.get(OwnReplicas.MAKING))) {
            return new Found.Foreign();
        }
        List<String> different = new ArrayList<>();
        if (!finished) {
            different.add("unfinished");
        }
        if (!hasTags(there)) {
            different.add("tags");
        }
        try {
            TableSight replica = table.in(region);
            if (DeletionProtectionSetting.PROTECTION.observe(replica) != isProtected) {
                different.add("deletion protection");
            }
            PointInTimeRecovery is = recovery(replica);
            if (recovery != null
                    && is != null
                    && !PointInTimeRecoverySetting.RECOVERY.satisfies(is, recovery)) {
                different.add("point-in-time recovery");
            }
        } catch (DynamoDbException e) {
            // What may not be seen there may not be mended either.
        }
        return new Found.Ours(different);
    }

    private boolean hasTags(Map<String, String> there) {
        return tags.entrySet().stream()
                .filter(tag -> OwnReplicas.isCarried(tag.getKey()))
                .allMatch(tag -> tag.getValue().equals(there.get(tag.getKey())));
    }

    private static @Nullable PointInTimeRecovery recovery(TableSight table) {
        try {
            return PointInTimeRecoverySetting.RECOVERY.observe(table);
        } catch (DynamoDbException e) {
            return null;
        }
    }
}
