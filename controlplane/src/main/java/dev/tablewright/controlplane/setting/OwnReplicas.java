package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.PointInTimeRecovery;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.Tag;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The replicas of a table that were made from its values, and what DynamoDB never carries to
 * replicas by itself: tags, deletion protection and point-in-time recovery. Each replica begins
 * with those of its table; where the values change them, they change in the replicas first, so that
 * an apply that breaks off in between is planned again.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">How
 *     global tables work: settings that are never synchronized</a>
 */
public final class OwnReplicas {
    /** The tag of a replica that was made from values: the ARN of the table it was made from. */
    static final String MADE_FROM = "idp/replica-of";

    /**
     * The tag of a table while it gets a replica: the region. A replica in the making takes no
     * tags, and who makes it may not be there any more when it does.
     */
    static final String MAKING = "idp/making-replica";

    private final Target target;
    private final String arn;
    private final String name;
    private final List<String> regions;

    private OwnReplicas(Target target, String arn, String name, List<String> regions) {
        this.target = target;
        this.arn = arn;
        this.name = name;
        this.regions = List.copyOf(regions);
    }

    /** Finds those of a table that was just described; costs nothing where there are none. */
    public static OwnReplicas of(
            Target target, TableAddress table, String arn, List<ReplicaDescription> replicas) {
        return new OwnReplicas(
                target,
                arn,
                table.name(),
                replicas.stream()
                        .filter(OwnReplicas::isThere)
                        .map(ReplicaDescription::regionName)
                        .filter(region -> !region.equals(table.region()))
                        .filter(region -> isOurs(target, arn, region))
                        .toList());
    }

    static OwnReplicas of(TableCall call) {
        return of(call.target(), call.table(), call.arn(), call.replicas());
    }

    /** A replica that has just been made for {@code call}, before it says so itself. */
    static OwnReplicas made(TableCall call, String region) {
        return new OwnReplicas(call.target(), call.arn(), call.table().name(), List.of(region));
    }

    static boolean isThere(ReplicaDescription replica) {
        return switch (replica.replicaStatus()) {
            case DELETING, CREATION_FAILED -> false;
            default -> true;
        };
    }

    /** What may not be looked at is not ours either. */
    static boolean isOurs(Target target, String arn, String region) {
        try {
            return tags(target.dynamoDb(region), Replicas.arnIn(arn, region))
                    .containsKey(MADE_FROM);
        } catch (DynamoDbException e) {
            return false;
        }
    }

    static Map<String, String> tags(DynamoDbClient dynamoDb, String arn) {
        Map<String, String> tags = new LinkedHashMap<>();
        String next = null;
        do {
            String token = next;
            ListTagsOfResourceResponse page =
                    dynamoDb.listTagsOfResource(
                            request -> request.resourceArn(arn).nextToken(token));
            page.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            next = page.nextToken();
        } while (next != null);
        return tags;
    }

    /** Says at the table which replica it gets. */
    static void mark(TableCall call, String region) {
        var _ =
                call.dynamoDb()
                        .tagResource(
                                request ->
                                        request.resourceArn(call.arn())
                                                .tags(
                                                        Tag.builder()
                                                                .key(MAKING)
                                                                .value(region)
                                                                .build()));
    }

    /** Its replica says itself whose it is. */
    static void unmark(TableCall call) {
        var _ =
                call.dynamoDb()
                        .untagResource(request -> request.resourceArn(call.arn()).tagKeys(MAKING));
    }

    /** Says what they were made from. */
    void own() {
        tag(List.of(Tag.builder().key(MADE_FROM).value(arn).build()));
    }

    /** Sets tags; not those that say whose the table itself is. */
    public void tag(Map<String, String> tags) {
        List<Tag> own =
                tags.entrySet().stream()
                        .filter(tag -> isCarried(tag.getKey()))
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList();
        if (!own.isEmpty()) {
            tag(own);
        }
    }

    private void tag(List<Tag> tags) {
        for (String region : regions) {
            var _ =
                    target.dynamoDb(region)
                            .tagResource(
                                    request ->
                                            request.resourceArn(Replicas.arnIn(arn, region))
                                                    .tags(tags));
        }
    }

    /** Removes tags that have left the table's values. */
    public void untag(Collection<String> keys) {
        List<String> own = keys.stream().filter(OwnReplicas::isCarried).toList();
        if (own.isEmpty()) {
            return;
        }
        for (String region : regions) {
            var _ =
                    target.dynamoDb(region)
                            .untagResource(
                                    request ->
                                            request.resourceArn(Replicas.arnIn(arn, region))
                                                    .tagKeys(own));
        }
    }

    /** Whether replicas have a tag that their table has. */
    public static boolean isCarried(String key) {
        return !Release.isReserved(key);
    }

    /** Protects them against deletion, or does so no more. */
    void protect(TableCall call, boolean wanted) throws NotDone, InterruptedException {
        for (String region : regions) {
            call.until(
                    () -> "its replica in " + region + " is busy",
                    () -> protect(target.dynamoDb(region), wanted));
        }
    }

    private boolean protect(DynamoDbClient there, boolean wanted) {
        var table = there.describeTable(request -> request.tableName(name)).table();
        if (Boolean.TRUE.equals(table.deletionProtectionEnabled()) == wanted) {
            return true;
        }
        try {
            there.updateTable(request -> request.tableName(name).deletionProtectionEnabled(wanted));
            return true;
        } catch (ResourceInUseException busy) {
            return false;
        }
    }

    /** Keeps the past of each, or does so no more. */
    void recover(TableCall call, PointInTimeRecovery wanted) throws NotDone, InterruptedException {
        for (String region : regions) {
            PointInTimeRecoverySetting.set(call, target.dynamoDb(region), wanted);
        }
    }
}
