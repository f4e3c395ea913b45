package dev.tablewright.server.metrics;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests by operation and outcome, and measures how long each operation takes. Safe for
 * use by many threads; counting neither waits nor, once an operation was seen, allocates.
 */
public final class RequestMetrics {
    private static final String NONE = "none";

    private final Map<String, Map<String, Requests>> services = new ConcurrentHashMap<>();

    /**
     * Counts one request.
     *
     * @param service as signatures name it; null where the request named no operation
     * @param operation its name; one that the server knows, so that there are only so many
     * @param outcome {@code ok}, or the name of the error
     * @param micros from arrival to answer
     */
    public void count(
            @Nullable String service, @Nullable String operation, String outcome, long micros) {
        services.computeIfAbsent(service == null ? NONE : service, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(operation == null ? NONE : operation, _ -> new Requests())
                .count(outcome, micros);
    }

    /** Writes all counts since the start. */
    public void writeTo(MetricsText out) {
        out.family(
                "tablewright_requests_total",
                "counter",
                "Requests by operation and outcome: ok, or the name of the error.");
        each(
                (service, operation, requests) ->
                        new TreeMap<>(requests.outcomes)
                                .forEach(
                                        (outcome, count) ->
                                                out.sample(
                                                        "tablewright_requests_total",
                                                        count.sum(),
                                                        "service",
                                                        service,
                                                        "operation",
                                                        operation,
                                                        "outcome",
                                                        outcome)));
        out.family(
                "tablewright_request_duration_seconds",
                "histogram",
                "From the arrival of a request to its answer, whatever the outcome.");
        each(
                (service, operation, requests) ->
                        requests.durations.writeTo(
                                out,
                                "tablewright_request_duration_seconds",
                                "service",
                                service,
                                "operation",
                                operation));
    }

    private interface Each {
        void of(String service, String operation, Requests requests);
    }

    private void each(Each action) {
        new TreeMap<>(services)
                .forEach(
                        (service, operations) ->
                                new TreeMap<>(operations)
                                        .forEach(
                                                (operation, requests) ->
                                                        action.of(service, operation, requests)));
    }

    /** Those of one operation. */
    private static final class Requests {
        private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
        private final Histogram durations = new Histogram();

        void count(String outcome, long micros) {
            outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
            durations.observe(micros);
        }
    }
}
