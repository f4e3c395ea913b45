package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.ReplicaChange;
import dev.tablewright.engine.catalog.ReplicaOverrides;
import dev.tablewright.engine.catalog.TableClass;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads what UpdateTable says of replicas: one at a time, in eventual consistency.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ReplicationGroupUpdate.html">ReplicationGroupUpdate</a>
 */
final class ReplicaMembers {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final Constraint POSITIVE = Constraint.atLeast(1);
    private static final Constraint AT_LEAST_1 = Constraint.minLength(1);
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");

    /** DynamoDB's MultiRegionConsistency. */
    private enum Consistency {
        EVENTUAL,
        STRONG
    }

    /** Everything that was read; judged when it is asked for. */
    private final @Nullable List<List<ReplicaChange>> updates;

    private final @Nullable Consistency consistency;

    private ReplicaMembers(
            @Nullable List<List<ReplicaChange>> updates, @Nullable Consistency consistency) {
        this.updates = updates;
        this.consistency = consistency;
    }

    /** Reads the members, and notes the rules of the API model that they break. */
    static ReplicaMembers read(RequestReader in) {
        List<RequestReader> elements = in.structures("ReplicaUpdates", "ReplicationGroupUpdate");
        if (elements != null && elements.isEmpty()) {
            in.note("ReplicaUpdates", "'[]'", "Member must have length greater than or equal to 1");
        }
        List<List<ReplicaChange>> updates =
                elements == null ? null : elements.stream().map(ReplicaMembers::element).toList();
        return new ReplicaMembers(
                updates,
                in.choice(
                        "MultiRegionConsistency",
                        List.of(Consistency.EVENTUAL, Consistency.STRONG)));
    }

    private static List<ReplicaChange> element(RequestReader in) {
        List<ReplicaChange> changes = new ArrayList<>();
        RequestReader create = in.structure("Create", "CreateReplicationGroupMemberAction");
        if (create != null) {
            changes.add(new ReplicaChange.Create(region(create), overrides(create)));
        }
        RequestReader update = in.structure("Update", "UpdateReplicationGroupMemberAction");
        if (update != null) {
            changes.add(new ReplicaChange.Update(region(update), overrides(update)));
        }
        RequestReader delete = in.structure("Delete", "DeleteReplicationGroupMemberAction");
        if (delete != null) {
            changes.add(new ReplicaChange.Delete(region(delete)));
        }
        return changes;
    }

    private static String region(RequestReader in) {
        return in.requiredString("RegionName");
    }

    private static ReplicaOverrides overrides(RequestReader in) {
        TableClass tableClass =
                in.choice(
                        "TableClassOverride",
                        List.of(TableClass.STANDARD, TableClass.STANDARD_INFREQUENT_ACCESS));
        return new ReplicaOverrides(
                readCapacity(in),
                maxRead(in),
                tableClass,
                in.string("KMSMasterKeyId"),
                indexes(in));
    }

    private static @Nullable Long readCapacity(RequestReader in) {
        RequestReader throughput =
                in.structure("ProvisionedThroughputOverride", "ProvisionedThroughputOverride");
        return throughput == null ? null : throughput.number("ReadCapacityUnits", POSITIVE);
    }

    private static @Nullable Long maxRead(RequestReader in) {
        RequestReader limit =
                in.structure("OnDemandThroughputOverride", "OnDemandThroughputOverride");
        return limit == null ? null : limit.number("MaxReadRequestUnits");
    }

    private static Map<String, ReplicaOverrides.Index> indexes(RequestReader in) {
        List<RequestReader> elements =
                in.structures("GlobalSecondaryIndexes", "ReplicaGlobalSecondaryIndex", AT_LEAST_1);
        Map<String, ReplicaOverrides.Index> indexes = new LinkedHashMap<>();
        if (elements != null) {
            elements.forEach(
                    element ->
                            indexes.put(
                                    element.requiredString("IndexName", GlobalTableMembers.NAME),
                                    new ReplicaOverrides.Index(
                                            readCapacity(element), maxRead(element))));
        }
        return indexes;
    }

    /**
     * Returns the one change that is asked for, or null for none.
     *
     * @throws ValidationException if the members ask for more, or for what is not there
     */
    @Nullable ReplicaChange only() {
        if (consistency == Consistency.STRONG) {
            throw new ValidationException(
                    INVALID
                            + "MultiRegionConsistency STRONG is not supported by this server, only"
                            + " EVENTUAL");
        }
        if (updates == null) {
            if (consistency != null) {
                throw new ValidationException(
                        INVALID
                                + "MultiRegionConsistency can only be specified when a replica is"
                                + " created in ReplicaUpdates");
            }
            return null;
        }
        ReplicaChange change = single(updates);
        if (!REGION.matcher(change.region()).matches()) {
            throw new ValidationException(
                    INVALID + "Region " + change.region() + " is not a valid region name");
        }
        if (consistency != null && !(change instanceof ReplicaChange.Create)) {
            throw new ValidationException(
                    INVALID
                            + "MultiRegionConsistency can only be specified when a replica is"
                            + " created in ReplicaUpdates");
        }
        return change;
    }

    private static ReplicaChange single(List<List<ReplicaChange>> updates) {
        if (updates.size() > 1) {
            throw new ValidationException(
                    INVALID
                            + "Only one replica can be created, updated or deleted in one call of"
                            + " UpdateTable");
        }
        List<ReplicaChange> changes = updates.getFirst();
        if (changes.size() != 1) {
            throw new ValidationException(
                    INVALID
                            + (changes.isEmpty() ? "One" : "Only one")
                            + " of ReplicationGroupUpdate.Create,"
                            + " ReplicationGroupUpdate.Update, ReplicationGroupUpdate.Delete "
                            + (changes.isEmpty() ? "must not be null" : "may be specified"));
        }
        return changes.getFirst();
    }
}
