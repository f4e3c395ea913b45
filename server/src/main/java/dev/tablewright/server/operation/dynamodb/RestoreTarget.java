package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.EncryptionRequest;
import dev.tablewright.engine.catalog.IndexDeclaration;
import dev.tablewright.engine.catalog.RestoreOverrides;
import dev.tablewright.engine.catalog.VectorIndexDeclaration;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.OnDemandLimit;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.Throughput;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/**
 * What both restores ask for besides their source: the table to be made, in the caller's account
 * and the request's region, and what it is to have otherwise than its source.
 *
 * @param overrides judged when it is asked for
 */
record RestoreTarget(TableRef table, Supplier<RestoreOverrides> overrides) {
    /** What a restore does with its target, besides what makes it one. */
    private static final List<String> DATA_ACTIONS =
            List.of(
                    "BatchWriteItem",
                    "DeleteItem",
                    "GetItem",
                    "PutItem",
                    "Query",
                    "Scan",
                    "UpdateItem");

    /** Reads TargetTableName, and then the overrides. */
    static RestoreTarget read(RequestReader in) {
        String name =
                in.requiredString(
                        "TargetTableName",
                        Constraint.pattern("[a-zA-Z0-9_.-]+"),
                        Constraint.minLength(3),
                        Constraint.maxLength(255));
        BillingMode billing = TableMembers.billingMode(in, "BillingModeOverride");
        List<IndexDeclaration> global =
                TableMembers.globalIndexes(in, "GlobalSecondaryIndexOverride");
        List<IndexDeclaration> local = TableMembers.localIndexes(in, "LocalSecondaryIndexOverride");
        Throughput throughput = TableMembers.throughput(in, "ProvisionedThroughputOverride");
        OnDemandLimit limit = TableMembers.onDemandLimit(in, "OnDemandThroughputOverride");
        Supplier<@Nullable EncryptionRequest> encryption =
                TableMembers.encryption(in, "SSESpecificationOverride");
        List<VectorIndexDeclaration> vectors =
                VectorIndexMembers.indexes(in, "VectorIndexOverride");
        return new RestoreTarget(
                new TableRef(in.account(), in.region(), name),
                () ->
                        new RestoreOverrides(
                                billing,
                                global,
                                local,
                                throughput,
                                limit,
                                encryption.get(),
                                vectors));
    }

    /** Every permission on the target: to do all that could be done with its items. */
    List<Access> access(Catalog tables) {
        var access = new TableAccess(tables);
        return DATA_ACTIONS.stream().map(action -> access.to(action, table)).toList();
    }
}
