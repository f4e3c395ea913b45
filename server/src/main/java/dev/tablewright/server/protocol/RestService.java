package dev.tablewright.server.protocol;

import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.sigv4.SignedService;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A service that speaks rest-json.
 *
 * @param signing how its requests are signed
 */
public record RestService(SignedService signing, List<Bound> operations) {
    /** Copies the list. */
    public RestService {
        operations = List.copyOf(operations);
    }

    /** An operation and its route. */
    public record Bound(RestRoute route, RestOperation<?, ?> operation) {}

    /** AWS Backup. */
    public static RestService backup(Collection<? extends RestOperation<?, ?>> operations) {
        return new RestService(
                SignedService.BACKUP,
                operations.stream()
                        .map(each -> new Bound(RestRoute.of(each.route()), each))
                        .toList());
    }

    /** Whether a path is one of its own. */
    boolean hasPath(String path) {
        return operations.stream().anyMatch(bound -> bound.route().hasPath(path));
    }

    /** Returns what a request is meant for, or null. */
    @Nullable Bound find(HttpRequest request) {
        return operations.stream()
                .filter(bound -> bound.route().takes(request))
                .max(Comparator.comparingLong(bound -> bound.route().precision()))
                .orElse(null);
    }
}
