package dev.tablewright.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.operator.managed.Conditions;
import dev.tablewright.operator.managed.Timing;
import dev.tablewright.operator.managed.Trees;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Some Table objects at once, and how many writes each costs the API server, which is what limits
 * how many can be made in a minute; {@code bench/run operator} measures that for 1,000. Skipped
 * without an API server.
 */
@Tag("e2e")
final class ThroughputTest {
    private static final int TABLES = 20;

    private static final Pattern WRITES =
            Pattern.compile(
                    "(?m)^apiserver_request_total\\{(?=.*resource=\"tables\")"
                            + "(?=.*verb=\"(?:POST|PUT|PATCH)\").*\\} (\\d+)$");

    @Test
    void aNewTableCostsFewWrites(@TempDir Path directory) throws Exception {
        try (Bench bench = Bench.startWithoutOperator(directory)) {
            for (int i = 0; i < TABLES; i++) {
                bench.apply(table(i));
            }
            long before = writes(bench);
            var _ = bench.startOperator(Timing.DEFAULT, null);
            Cluster.eventually(
                    "all are up to date", Duration.ofMinutes(1), () -> upToDate(bench) == TABLES);

            // The finalizer with the mark of a begun creation, its end, and what came of it.
            assertThat(writes(bench) - before).isBetween(3L * TABLES, 5L * TABLES - 1);
        }
    }

    private static long writes(Bench bench) {
        return WRITES.matcher(bench.client().raw("/metrics"))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private static long upToDate(Bench bench) {
        return bench
                .client()
                .genericKubernetesResources(
                        new ResourceDefinitionContext.Builder()
                                .withGroup("dynamodb.aws.m.upbound.io")
                                .withVersion("v1beta1")
                                .withKind("Table")
                                .withPlural("tables")
                                .withNamespaced(true)
                                .build())
                .inNamespace("koa")
                .list()
                .getItems()
                .stream()
                .filter(one -> Conditions.has(Trees.map(one.get("status")), "UpToDate", "True"))
                .count();
    }

    private static String table(int number) {
        return """
        apiVersion: dynamodb.aws.m.upbound.io/v1beta1
        kind: Table
        metadata: {name: table-%04d, namespace: koa}
        spec:
          forProvider:
            region: eu-west-1
            hashKey: id
            billingMode: PAY_PER_REQUEST
            attribute: [{name: id, type: S}]
            pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 35}
            tags: {team: koa}
        """
                .formatted(number);
    }
}
