package dev.tablewright.server.protocol;

import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.sigv4.SignedService;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A service that speaks the JSON protocol.
 *
 * @param signing how its requests are signed
 * @param targetPrefix what stands before the operation's name in X-Amz-Target, with the dot
 * @param operations by name
 * @param inline names of the operations that are answered without a change of threads: reads by
 *     key, from memory or by one short read
 */
public record JsonService(
        SignedService signing,
        String targetPrefix,
        Map<String, Operation<RequestReader, ResponseWriter, ?, ?>> operations,
        Set<String> inline) {
    /** DynamoDB. */
    public static JsonService dynamoDb(
            Collection<Operation<RequestReader, ResponseWriter, ?, ?>> operations) {
        return new JsonService(
                SignedService.DYNAMODB,
                "DynamoDB_20120810.",
                byName(operations),
                Set.of("GetItem", "DescribeTable"));
    }

    /** Application Auto Scaling. */
    public static JsonService autoScaling(
            Collection<Operation<RequestReader, ResponseWriter, ?, ?>> operations) {
        return new JsonService(
                SignedService.AUTO_SCALING,
                "AnyScaleFrontendService.",
                byName(operations),
                Set.of());
    }

    /** DynamoDB Streams, whose requests are signed for DynamoDB. */
    public static JsonService streams(
            Collection<Operation<RequestReader, ResponseWriter, ?, ?>> operations) {
        return new JsonService(
                SignedService.DYNAMODB, "DynamoDBStreams_20120810.", byName(operations), Set.of());
    }

    /** Our own service, for whoever runs the server. */
    public static JsonService administration(
            Collection<Operation<RequestReader, ResponseWriter, ?, ?>> operations) {
        return new JsonService(
                SignedService.ADMINISTRATION, "Tablewright.", byName(operations), Set.of());
    }

    private static Map<String, Operation<RequestReader, ResponseWriter, ?, ?>> byName(
            Collection<Operation<RequestReader, ResponseWriter, ?, ?>> operations) {
        return operations.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    }

    /** Whether {@code target} is addressed to this service, whatever the operation. */
    boolean isMeant(String target) {
        return target.startsWith(targetPrefix);
    }

    /** Returns the operation that {@code target}, which is meant for this service, names. */
    @Nullable Operation<RequestReader, ResponseWriter, ?, ?> operation(String target) {
        return operations.get(target.substring(targetPrefix.length()));
    }

    /** Whether what {@code target} names is answered without a change of threads. */
    boolean isInline(String target) {
        return isMeant(target) && inline.contains(target.substring(targetPrefix.length()));
    }
}
