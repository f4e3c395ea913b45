package dev.tablewright.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What the operator lives through, without ever making a table twice or losing one. Skipped without
 * an API server.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SurvivalTest {
    private static final String TABLES = "tables.dynamodb.aws.m.upbound.io";

    /** Longer than anything here waits: who takes over was let, and did not sit it out. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private Bench bench;

    @BeforeAll
    void begin(@TempDir Path directory) throws Exception {
        bench = Bench.startWithoutOperator(directory);
    }

    @AfterAll
    void end() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    /** One scene after the other, as they happen to one installation. */
    @Test
    void nothingIsMadeTwiceAndNothingIsLost() throws Exception {
        TablewrightOperator one = bench.startOperator(Bench.TIMING, lease("one"));
        bench.apply(table("steady", "7"));
        upToDate("steady");
        String id = describe("steady").tableId();

        // A second operator waits for its turn, and takes it.
        TablewrightOperator two = bench.startOperator(Bench.TIMING, lease("two"));
        assertThat(holder()).isEqualTo("one");
        one.close();
        assertThat(holder()).isNotEqualTo("one");
        Cluster.eventually("the second leads", () -> holder().equals("two"));
        bench.apply(table("steady", "9"));
        Cluster.eventually("the second works", () -> recoveryDays("steady") == 9);
        assertThat(two.isAlive()).isTrue();
        two.close();
        var _ = bench.startOperator(Bench.TIMING, null);

        // The engine goes away and comes back.
        bench.stopEngine();
        bench.awaitCondition(TABLES, "koa", "steady", "Synced", "False");
        bench.apply(table("later", "7"));
        bench.startEngineAgain();
        bench.awaitCondition(TABLES, "koa", "steady", "Synced", "True");
        upToDate("later");

        // The API server goes away and comes back.
        bench.cluster().stopApiServer();
        bench.cluster().startAgain();
        bench.apply(table("after", "7"));
        upToDate("after");

        // Credentials that no longer hold, and new ones.
        bench.credentials("not-the-secret");
        bench.awaitCondition(TABLES, "koa", "steady", "Synced", "False");
        bench.credentials(null);
        bench.awaitCondition(TABLES, "koa", "steady", "Synced", "True");

        // Somebody writes to the object all the time.
        for (int days = 1; days <= 30; days++) {
            bench.apply(table("steady", Integer.toString(days)));
        }
        Cluster.eventually("the last word counts", () -> recoveryDays("steady") == 30);
        upToDate("steady");

        assertThat(describe("steady").tableId()).isEqualTo(id);
        Set<String> names = new HashSet<>(bench.dynamoDb().listTables().tableNames());
        assertThat(names).containsExactlyInAnyOrder("steady", "later", "after");
    }

    private static TablewrightOperator.Lease lease(String identity) {
        return new TablewrightOperator.Lease("koa", "tablewright-operator", identity, LEASE);
    }

    private String holder() {
        return bench.client()
                .leases()
                .inNamespace("koa")
                .withName("tablewright-operator")
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    private int recoveryDays(String table) {
        return bench.dynamoDb()
                .describeContinuousBackups(r -> r.tableName(table))
                .continuousBackupsDescription()
                .pointInTimeRecoveryDescription()
                .recoveryPeriodInDays();
    }

    private TableDescription describe(String table) {
        return bench.dynamoDb().describeTable(r -> r.tableName(table)).table();
    }

    private void upToDate(String name) throws InterruptedException {
        bench.awaitCondition(TABLES, "koa", name, "UpToDate", "True");
        bench.awaitCondition(TABLES, "koa", name, "Ready", "True");
    }

    private static String table(String name, String days) {
        return """
        apiVersion: dynamodb.aws.m.upbound.io/v1beta1
        kind: Table
        metadata: {name: %s, namespace: koa}
        spec:
          forProvider:
            region: eu-west-1
            hashKey: id
            billingMode: PAY_PER_REQUEST
            attribute: [{name: id, type: S}]
            pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: %s}
        """
                .formatted(name, days);
    }
}
