package dev.tablewright.server.operation.autoscaling;

import dev.tablewright.model.ValidationException;
import dev.tablewright.server.autoscaling.Capacity;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/** The members that name a target: ServiceNamespace, ResourceId and ScalableDimension. */
final class TargetMembers {
    private static final Constraint NAMESPACES =
            Constraint.oneOf(
                    List.of(
                            "ecs",
                            "elasticmapreduce",
                            "ec2",
                            "appstream",
                            "dynamodb",
                            "rds",
                            "sagemaker",
                            "custom-resource",
                            "comprehend",
                            "lambda",
                            "cassandra",
                            "kafka",
                            "elasticache",
                            "neptune",
                            "workspaces"));

    private static final Constraint DIMENSIONS =
            Constraint.oneOf(
                    List.of(
                            "ecs:service:DesiredCount",
                            "ec2:spot-fleet-request:TargetCapacity",
                            "elasticmapreduce:instancegroup:InstanceCount",
                            "appstream:fleet:DesiredCapacity",
                            "dynamodb:table:ReadCapacityUnits",
                            "dynamodb:table:WriteCapacityUnits",
                            "dynamodb:index:ReadCapacityUnits",
                            "dynamodb:index:WriteCapacityUnits",
                            "rds:cluster:ReadReplicaCount",
                            "sagemaker:variant:DesiredInstanceCount",
                            "custom-resource:ResourceType:Property",
                            "comprehend:document-classifier-endpoint:DesiredInferenceUnits",
                            "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits",
                            "lambda:function:ProvisionedConcurrency",
                            "cassandra:table:ReadCapacityUnits",
                            "cassandra:table:WriteCapacityUnits",
                            "kafka:broker-storage:VolumeSize",
                            "elasticache:cache-cluster:Nodes",
                            "elasticache:replication-group:NodeGroups",
                            "elasticache:replication-group:Replicas",
                            "neptune:cluster:ReadReplicaCount",
                            "sagemaker:variant:DesiredProvisionedConcurrency",
                            "sagemaker:inference-component:DesiredCopyCount",
                            "workspaces:workspacespool:DesiredUserSessions"));

    private static final Constraint[] ID = {Constraint.minLength(1), Constraint.maxLength(1600)};

    private TargetMembers() {}

    /**
     * Reads the members of one target; asked for once the whole request is valid, the target is of
     * DynamoDB.
     */
    static Supplier<Capacity> read(RequestReader in) {
        String namespace = in.requiredString("ServiceNamespace", NAMESPACES);
        String resource = in.requiredString("ResourceId", ID);
        String dimension = in.requiredString("ScalableDimension", DIMENSIONS);
        return () -> {
            Capacity capacity = Capacity.parse(in.account(), in.region(), resource, dimension);
            if (capacity == null || !namespace.equals("dynamodb")) {
                throw new ValidationException(
                        "Unsupported service namespace, resource type or scalable dimension");
            }
            return capacity;
        };
    }

    /**
     * What a listing is limited to; null for no limit.
     *
     * @param dynamoDb whether it asks for DynamoDB at all: of other services there is nothing
     */
    record Filter(boolean dynamoDb, @Nullable List<String> resources, @Nullable String dimension) {
        /** Whether {@code capacity} is meant. */
        boolean admits(Capacity capacity) {
            return dynamoDb
                    && (resources == null || resources.contains(capacity.resourceId()))
                    && (dimension == null || dimension.equals(capacity.dimension()));
        }
    }

    /** Reads a filter by at most one resource. */
    static Filter filter(RequestReader in) {
        boolean dynamoDb = namespace(in);
        String resource = in.string("ResourceId", ID);
        String dimension = in.string("ScalableDimension", DIMENSIONS);
        requireResource(dimension, resource != null);
        return new Filter(dynamoDb, resource == null ? null : List.of(resource), dimension);
    }

    /** Reads a filter by several resources. */
    static Filter filterByMany(RequestReader in) {
        boolean dynamoDb = namespace(in);
        List<String> resources = in.strings("ResourceIds", Constraint.maxLength(50));
        String dimension = in.string("ScalableDimension", DIMENSIONS);
        requireResource(dimension, resources != null && !resources.isEmpty());
        return new Filter(
                dynamoDb, resources == null || resources.isEmpty() ? null : resources, dimension);
    }

    private static boolean namespace(RequestReader in) {
        return in.requiredString("ServiceNamespace", NAMESPACES).equals("dynamodb");
    }

    /**
     * The API reference: "If you specify a scalable dimension, you must also specify a resource
     * ID".
     */
    private static void requireResource(@Nullable String dimension, boolean named) {
        if (dimension != null && !named) {
            throw new ValidationException(
                    "If you specify a scalable dimension, you must also specify a resource ID");
        }
    }

    /** Writes the members. */
    static void write(ResponseWriter out, Capacity capacity) {
        out.string("ServiceNamespace", "dynamodb");
        out.string("ResourceId", capacity.resourceId());
        out.string("ScalableDimension", capacity.dimension());
    }
}
