package dev.tablewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.conformance.Endpoint.Answer;
import dev.tablewright.conformance.RandomRequests.Request;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/**
 * Sends the same seeded random requests to DynamoDB Local and to us and compares whole answers:
 * status, error type and text, items, keys, capacity. What differs must be explained in {@link
 * ExplainedDifference}, with the document that says why we are right.
 *
 * <p>{@code -Doracle.requests=100000 -Doracle.seed=7} searches further.
 */
class OracleTest {
    private static final int REQUESTS = Integer.getInteger("oracle.requests", 4000);
    private static final long SEED = Long.getLong("oracle.seed", 20261121);

    @Test
    void answersLikeDynamoDbLocal() throws Exception {
        try (DynamoDbLocal local = new DynamoDbLocal();
                Ours ours = new Ours()) {
            createTables(local.endpoint());
            createTables(ours.endpoint());
            List<String> differences = compare(local.endpoint(), ours.endpoint(), SEED, REQUESTS);

            assertThat(differences)
                    .as("seed %d: %d of %d", SEED, differences.size(), REQUESTS)
                    .isEmpty();
        }
    }

    private static void createTables(Endpoint endpoint) throws InterruptedException {
        for (Request table : RandomRequests.createTables()) {
            endpoint.create(table);
        }
    }

    private static List<String> compare(Endpoint oracle, Endpoint ours, long seed, int count) {
        RandomRequests requests = new RandomRequests(seed);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Request request = requests.next();
            Answer expected = oracle.call(request.operation(), request.body());
            Answer actual = ours.call(request.operation(), request.body());
            if (!same(request, expected, actual)
                    && !ExplainedDifference.explains(request, expected, actual)) {
                differences.add(
                        "%n#%d %s %s%n  oracle %d %s%n  ours   %d %s"
                                .formatted(
                                        i,
                                        request.operation(),
                                        request.body(),
                                        expected.status(),
                                        expected.body(),
                                        actual.status(),
                                        actual.body()));
            }
        }
        return differences;
    }

    private static boolean same(Request request, Answer expected, Answer actual) {
        if (expected.status() != actual.status()) {
            return false;
        }
        if (expected.status() != 200) {
            return expected.error().equals(actual.error())
                    && expected.message().equals(actual.message())
                    && Normal.form("", expected.body().path("CancellationReasons"))
                            .equals(Normal.form("", actual.body().path("CancellationReasons")));
        }
        return Normal.form(request.operation(), expected.body())
                .equals(Normal.form(request.operation(), actual.body()));
    }
}
