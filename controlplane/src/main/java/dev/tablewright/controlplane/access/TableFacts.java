package dev.tablewright.controlplane.access;

import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.TableDefinition;
import dev.tablewright.policy.AttachedPolicy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table, as far as access to it goes.
 *
 * @param streamArn of its latest stream; null for none
 * @param backupArns of its backups, as far as they are known
 * @param policy of the table itself; null for none
 */
public record TableFacts(
        String region,
        String name,
        String arn,
        TableDefinition definition,
        Map<String, String> tags,
        @Nullable String streamArn,
        List<String> backupArns,
        @Nullable AttachedPolicy policy,
        boolean deletionProtected) {
    /** Where a table has no stream, backup, export or import, one that it could have. */
    private static final Map<Resource.Kind, String> SAMPLES =
            Map.of(
                    Resource.Kind.STREAM, "2000-01-01T00:00:00.000",
                    Resource.Kind.BACKUP, "01500000000000-00000000",
                    Resource.Kind.EXPORT, "01500000000000-00000000",
                    Resource.Kind.IMPORT, "01500000000000-00000000");

    /** Copies the collections. */
    public TableFacts {
        tags = Map.copyOf(tags);
        backupArns = List.copyOf(backupArns);
    }

    /** Returns the names of the indexes. */
    public List<String> indexes() {
        return definition.indexes().stream().map(IndexDefinition::name).toList();
    }

    /** Returns the table itself. */
    public Resource resource() {
        return new Resource(arn, Resource.Kind.TABLE, this, false);
    }

    /** Returns an index of this name, whether there is one or not. */
    public Resource index(String index) {
        return new Resource(arn + "/index/" + index, Resource.Kind.INDEX, this, false);
    }

    /**
     * Returns the table and all that lies below it. A kind of which there is none is there as a
     * sample, so that a policy for tomorrow's streams is judged today.
     */
    public List<Resource> resources() {
        List<Resource> all = new ArrayList<>();
        all.add(resource());
        indexes().forEach(index -> all.add(index(index)));
        all.add(
                streamArn == null
                        ? sample(Resource.Kind.STREAM)
                        : new Resource(streamArn, Resource.Kind.STREAM, this, false));
        if (backupArns.isEmpty()) {
            all.add(sample(Resource.Kind.BACKUP));
        }
        backupArns.forEach(
                backup -> all.add(new Resource(backup, Resource.Kind.BACKUP, this, false)));
        all.add(sample(Resource.Kind.EXPORT));
        all.add(sample(Resource.Kind.IMPORT));
        return List.copyOf(all);
    }

    private Resource sample(Resource.Kind kind) {
        return new Resource(
                arn + "/" + kind.typeName() + "/" + SAMPLES.get(kind), kind, this, true);
    }
}
