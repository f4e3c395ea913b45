package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTable;
import dev.tablewright.controlplane.desired.SourceTables;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tables of other releases, as the target has them. */
public final class LiveSources implements SourceTables {
    private final Target target;
    private final String region;
    private final Map<String, List<SourceTable>> read = new TreeMap<>();

    /**
     * Looks at a target.
     *
     * @param region of the tables
     */
    public LiveSources(Target target, String region) {
        this.target = target;
        this.region = region;
    }

    @Override
    public List<SourceTable> of(String like) {
        return read.computeIfAbsent(like, this::read);
    }

    private List<SourceTable> read(String like) {
        String namespace = like.replaceFirst("/.*", "");
        List<SourceTable> sources = new ArrayList<>();
        for (ObservedTable table : tables(like)) {
            sources.add(source(table, table.address().name().startsWith("idp-" + namespace + "-")));
        }
        return sources;
    }

    /** Returns the tables of {@code <namespace>} or {@code <namespace>/<release>}. */
    public List<TableAddress> addresses(String like) {
        return tables(like).stream().map(ObservedTable::address).toList();
    }

    private List<ObservedTable> tables(String like) {
        int slash = like.indexOf('/');
        String namespace = slash < 0 ? like : like.substring(0, slash);
        String release = slash < 0 ? "" : like.substring(slash + 1);
        List<ObservedTable> tables = new ArrayList<>();
        for (String name : target.dynamoDb(region).listTablesPaginator().tableNames()) {
            if (name.startsWith("idp-" + namespace + "-") || name.startsWith(namespace + "-")) {
                read(name, namespace, release).ifPresent(tables::add);
            }
        }
        return tables;
    }

    /** Most of them may be environments', whose settings nobody needs to read. */
    private Optional<ObservedTable> read(String name, String namespace, String release) {
        DynamoDbClient dynamoDb = target.dynamoDb(region);
        try {
            TableDescription described = dynamoDb.describeTable(r -> r.tableName(name)).table();
            return isOf(Observer.tags(dynamoDb, described.tableArn()), namespace, release)
                    ? Optional.of(
                            Observer.read(
                                    target,
                                    new TableAddress(region, name),
                                    described,
                                    Setting::isCopied))
                    : Optional.empty();
        } catch (ResourceNotFoundException _) {
            // Deleted since it was listed.
            return Optional.empty();
        }
    }

    private static boolean isOf(Map<String, String> tags, String namespace, String release) {
        return Owner.of(tags) instanceof Owner.OwnedBy(var owner)
                && owner.namespace().equals(namespace)
                && (release.isEmpty() || owner.name().equals(release))
                && Owner.environment(tags).isEmpty();
    }

    /** Returns a table as something to copy: shape and settings, and no mark of its owner. */
    public static SourceTable source(ObservedTable table, boolean prefixed) {
        TableSpec spec = table.spec();
        Map<String, String> tags = new LinkedHashMap<>(spec.tags());
        tags.keySet().removeIf(Release::isReserved);
        return new SourceTable(
                spec.tags().getOrDefault(Release.TABLE_TAG, table.address().name()),
                table.address().region(),
                prefixed,
                spec.copy(tags),
                ManagementPolicies.CONTROL,
                DeletionPolicy.DELETE,
                false);
    }
}
