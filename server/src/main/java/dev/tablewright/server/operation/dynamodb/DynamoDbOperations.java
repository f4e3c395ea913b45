package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.item.Items;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.transaction.Transactions;
import dev.tablewright.server.authorization.Authorizer;
import dev.tablewright.server.autoscaling.AutoScaling;
import dev.tablewright.server.budget.EnvironmentBudgets;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.operation.iam.ServiceLinkedRoles;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.ArrayList;
import java.util.List;

/** The list of DynamoDB's operations: a new one is served as soon as it stands here. */
public final class DynamoDbOperations {
    private DynamoDbOperations() {}

    /**
     * Returns every operation, working on {@code database}.
     *
     * @param identities whom the policies of tables may name
     * @param authorizer asked what a policy of a table would mean
     * @param budgets what the environments that tables belong to may use
     * @param scaling what follows the load
     */
    public static List<Operation<RequestReader, ResponseWriter, ?, ?>> on(
            Database database,
            Identities identities,
            Authorizer authorizer,
            EnvironmentBudgets budgets,
            AutoScaling scaling) {
        Catalog tables = database.tables();
        Items items = budgets.items();
        Queries queries = budgets.queries();
        Transactions transactions = budgets.transactions();
        var policies = new TablePolicyRules(identities);
        var roles = new ServiceLinkedRoles(identities);
        var replicas = new Replicas(database, budgets, scaling, roles);
        var legacy = new LegacyAccess(tables, roles);
        var scalingSettings = new ScalingSettings(scaling);
        var globalSettings = new GlobalTableSettings(scalingSettings);
        List<Operation<RequestReader, ResponseWriter, ?, ?>> all = new ArrayList<>();
        all.addAll(
                List.of(
                        new BatchExecuteStatement(tables, items),
                        new BatchGetItem(tables, items),
                        new BatchWriteItem(tables, items),
                        new CreateBackup(database),
                        new CreateGlobalTable(tables, legacy),
                        new CreateTable(database, budgets, policies),
                        new DeleteBackup(database.backups()),
                        new DeleteItem(tables, items),
                        new DeleteResourcePolicy(tables),
                        new DeleteTable(database, budgets),
                        new DescribeBackup(database.backups()),
                        new DescribeContinuousBackups(tables),
                        new DescribeContributorInsights(tables),
                        new DescribeEndpoints(),
                        new DescribeExport(database.exports()),
                        new DescribeGlobalTable(tables),
                        new DescribeGlobalTableSettings(tables, globalSettings),
                        new DescribeImport(database.imports()),
                        new DescribeKinesisStreamingDestination(tables),
                        new DescribeLimits(),
                        new DescribeTable(database),
                        new DescribeTableReplicaAutoScaling(tables, scalingSettings),
                        new DescribeTimeToLive(tables),
                        new DisableKinesisStreamingDestination(tables),
                        new EnableKinesisStreamingDestination(tables),
                        new ExecuteStatement(tables, items, queries),
                        new ExecuteTransaction(tables, transactions),
                        new ExportTableToPointInTime(database),
                        new GetItem(tables, items),
                        new GetResourcePolicy(tables, policies),
                        new ImportTable(database, budgets),
                        new ListBackups(database.backups()),
                        new ListContributorInsights(tables),
                        new ListExports(database.exports(), tables),
                        new ListGlobalTables(tables),
                        new ListImports(database.imports(), tables),
                        new ListTables(tables),
                        new ListTagsOfResource(tables),
                        new PutItem(tables, items),
                        new PutResourcePolicy(tables, policies, authorizer),
                        new Query(tables, queries),
                        new RestoreTableFromBackup(database, budgets),
                        new RestoreTableToPointInTime(database, budgets),
                        new Scan(tables, queries),
                        new SearchVectors(tables, budgets.searches()),
                        new TagResource(tables),
                        new TransactGetItems(tables, transactions),
                        new TransactWriteItems(tables, transactions),
                        new UntagResource(tables),
                        new UpdateContinuousBackups(tables),
                        new UpdateContributorInsights(tables),
                        new UpdateGlobalTable(tables, legacy),
                        new UpdateGlobalTableSettings(
                                database, budgets, legacy, scalingSettings, globalSettings),
                        new UpdateItem(tables, items),
                        new UpdateKinesisStreamingDestination(tables),
                        new UpdateTable(database, budgets, replicas),
                        new UpdateTableReplicaAutoScaling(tables, scalingSettings),
                        new UpdateTimeToLive(tables, budgets)));
        return List.copyOf(all);
    }
}
