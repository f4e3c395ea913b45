package dev.tablewright.server.protocol.query;

import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.sigv4.SignedService;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A service that speaks the query protocol.
 *
 * @param version of the API, as clients send it
 * @param namespace of its answers
 * @param signing how its requests are signed
 * @param admission throws when the kind of credentials is not accepted by the service at all
 */
public record QueryService(
        String version,
        String namespace,
        SignedService signing,
        Consumer<Caller> admission,
        Map<String, Operation<QueryReader, XmlWriter, ?, ?>> operations) {
    /** Identity and Access Management. */
    public static QueryService iam(
            Consumer<Caller> admission,
            Collection<Operation<QueryReader, XmlWriter, ?, ?>> operations) {
        return new QueryService(
                "2010-05-08",
                "https://iam.amazonaws.com/doc/2010-05-08/",
                SignedService.IAM,
                admission,
                byName(operations));
    }

    /** Security Token Service. */
    public static QueryService sts(Collection<Operation<QueryReader, XmlWriter, ?, ?>> operations) {
        return new QueryService(
                "2011-06-15",
                "https://sts.amazonaws.com/doc/2011-06-15/",
                SignedService.STS,
                _ -> {},
                byName(operations));
    }

    private static Map<String, Operation<QueryReader, XmlWriter, ?, ?>> byName(
            Collection<Operation<QueryReader, XmlWriter, ?, ?>> operations) {
        return operations.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    }
}
