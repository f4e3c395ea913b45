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
import java.time.Instant;

/**
 * Many Table objects at once. {@code -Dtables=1000} is the size that is promised: under 60 seconds
 * with {@code -Xmx512m}. Skipped without an API server.
 */
@Tag("e2e")
final class ThroughputTest {
    private static final int TABLES = Integer.getInteger("tables", 20);

    @Test
    void manyTablesAreMadeInAMinute(@TempDir Path directory) throws Exception {
        try (Bench bench = Bench.startWithoutOperator(directory)) {
            for (int i = 0; i < TABLES; i++) {
                bench.apply(table(i));
            }
            Instant begin = Instant.now();
            Duration busy = cpu();
            var _ = bench.startOperator(Timing.DEFAULT, null);
            Cluster.eventually(
                    "all are up to date", Duration.ofMinutes(4), () -> upToDate(bench) == TABLES);
            Duration took = Duration.between(begin, Instant.now());

            System.out.printf(
                    "%d tables in %s, with %s of CPU here%n", TABLES, took, cpu().minus(busy));
            assertThat(took).isLessThan(Duration.ofSeconds(60));
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
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
