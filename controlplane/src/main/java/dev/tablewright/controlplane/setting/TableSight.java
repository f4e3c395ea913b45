package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** A real table, to read settings from. */
public record TableSight(Target target, TableAddress address, TableDescription table) {
    /** Looks at the table's replica in another region. */
    TableSight in(String region) {
        TableDescription replica =
                target.dynamoDb(region)
                        .describeTable(request -> request.tableName(address.name()))
                        .table();
        return new TableSight(target, new TableAddress(region, address.name()), replica);
    }

    /** Returns the client for the table's region. */
    public DynamoDbClient dynamoDb() {
        return target.dynamoDb(address.region());
    }
}
