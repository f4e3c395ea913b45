package dev.tablewright.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

import java.nio.file.Path;

/**
 * Table objects in a real API server become tables of our engine. Skipped without an API server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TableOperatorTest {
    private Bench bench;

    @BeforeAll
    void begin(@TempDir Path directory) throws Exception {
        bench = Bench.start(directory);
    }

    @AfterAll
    void end() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void anObjectBecomesATableAndGoesWithIt() throws Exception {
        bench.apply(
                """
                apiVersion: dynamodb.aws.m.upbound.io/v1beta1
                kind: Table
                metadata: {name: orders, namespace: koa}
                spec:
                  forProvider:
                    region: eu-west-1
                    hashKey: id
                    billingMode: PAY_PER_REQUEST
                    attribute: [{name: id, type: S}]
                    pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
                    ttl: {enabled: true, attributeName: expires}
                    tags: {team: koa}
                """);

        bench.awaitCondition("tables.dynamodb.aws.m.upbound.io", "koa", "orders", "Ready", "True");
        bench.awaitCondition(
                "tables.dynamodb.aws.m.upbound.io", "koa", "orders", "UpToDate", "True");

        var table = bench.dynamoDb().describeTable(r -> r.tableName("orders")).table();
        assertThat(table.tableStatusAsString()).isEqualTo("ACTIVE");
        assertThat(
                        bench.dynamoDb()
                                .describeContinuousBackups(r -> r.tableName("orders"))
                                .continuousBackupsDescription()
                                .pointInTimeRecoveryDescription()
                                .recoveryPeriodInDays())
                .isEqualTo(7);

        bench.delete("tables.dynamodb.aws.m.upbound.io", "koa", "orders");
        bench.awaitGone("tables.dynamodb.aws.m.upbound.io", "koa", "orders");
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> bench.dynamoDb().describeTable(r -> r.tableName("orders"))))
                .isInstanceOf(ResourceNotFoundException.class);
    }
}
