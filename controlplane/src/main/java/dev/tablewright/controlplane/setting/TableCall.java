package dev.tablewright.controlplane.setting;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a setting needs to change a real table. */
public interface TableCall {
    /** The table. */
    TableAddress table();

    /** The table's ARN. */
    String arn();

    /** Where the table is. */
    Target target();

    /** Its replicas when the change began. */
    List<ReplicaDescription> replicas();

    /** Returns the client for the table's region. */
    default DynamoDbClient dynamoDb() {
        return target().dynamoDb(table().region());
    }

    /** Calls UpdateTable, again as long as the table is busy. */
    void update(Consumer<UpdateTableRequest.Builder> change) throws NotDone, InterruptedException;

    /**
     * Tries again, ever more slowly, until it succeeds or patience is at its end.
     *
     * @param late what was still wrong at the last try
     */
    void until(Supplier<String> late, Attempt attempt) throws NotDone, InterruptedException;

    /**
     * Returns what to throw when AWS refused because such a change was made too short a time ago.
     * It waits until the moment that the refusal names, or as long as {@link Setting#limit} says.
     */
    NotYet refused(AwsServiceException refusal);

    /** One try. */
    @FunctionalInterface
    interface Attempt {
        /** Returns whether it is done; otherwise it is worth another try. */
        boolean succeeds() throws NotDone;
    }
}
