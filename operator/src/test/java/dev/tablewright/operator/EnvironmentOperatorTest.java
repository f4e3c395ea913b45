package dev.tablewright.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.operator.managed.Trees;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.iam.model.AttachedPolicy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Environment objects in a real API server become environments of our engine. Skipped without an
 * API server.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EnvironmentOperatorTest {
    private static final String ENVIRONMENTS = "environments.tablewright.dev";
    private static final String TABLES = "tables.dynamodb.aws.m.upbound.io";

    private Bench bench;

    @BeforeAll
    void begin(@TempDir Path directory) throws Exception {
        bench = Bench.start(directory);
        bench.apply(
                """
                apiVersion: dynamodb.aws.m.upbound.io/v1beta1
                kind: Table
                metadata: {name: koa-orders, namespace: koa}
                spec:
                  forProvider:
                    region: eu-west-1
                    hashKey: id
                    billingMode: PAY_PER_REQUEST
                    attribute: [{name: id, type: S}]
                """);
        bench.awaitCondition(TABLES, "koa", "koa-orders", "UpToDate", "True");
        var ofKoa =
                software.amazon.awssdk.services.iam.model.Tag.builder()
                        .key("idp/namespaces")
                        .value("koa")
                        .build();
        for (String user : List.of("Alice", "Zoe")) {
            var _ = bench.target().iam().createUser(r -> r.userName(user).tags(ofKoa));
        }
    }

    @AfterAll
    void end() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void anObjectBecomesAnEnvironmentIsKeptSoAndGoesWithIt() throws Exception {
        bench.apply(environment("alice", "name: koa-alice, users: [Alice]"));
        upToDate("alice");
        assertThat(seen("alice")).containsEntry("tables", List.of("koa-alice-koa-orders"));
        assertThat(attached("Alice")).hasSize(1);

        bench.target().iam().detachUserPolicy(r -> r.userName("Alice").policyArn(arn("Alice")));
        Cluster.eventually("drift is mended", () -> attached("Alice").size() == 1);

        bench.apply(environment("alice", "name: koa-alice, users: [Alice, Zoe], access: Read"));
        Cluster.eventually("Zoe has it too", () -> attached("Zoe").size() == 1);
        upToDate("alice");

        bench.delete(ENVIRONMENTS, "koa", "alice");
        bench.awaitGone(ENVIRONMENTS, "koa", "alice");
        assertThat(tables()).doesNotContain("koa-alice-koa-orders").contains("koa-orders");
        assertThat(attached("Alice")).isEmpty();
    }

    /** The operator's clock is set ahead, and its process may have been another then. */
    @Test
    void whatHasExpiredIsGoneAndStaysGoneUntilTheTtlIsChanged() throws Exception {
        bench.apply(environment("short", "name: koa-short, users: [Alice], ttl: 3d"));
        upToDate("short");
        assertThat(seen("short")).containsKey("expires");

        bench.later(Duration.ofDays(4));
        bench.awaitCondition(ENVIRONMENTS, "koa", "short", "Ready", "False");
        Cluster.eventually("it is gone", () -> !tables().contains("koa-short-koa-orders"));
        bench.awaitCondition(ENVIRONMENTS, "koa", "short", "UpToDate", "True");
        assertThat(bench.status(ENVIRONMENTS, "koa", "short").toString()).contains("Expired");

        bench.apply(environment("short", "name: koa-short, users: [Alice], ttl: 5d"));
        Cluster.eventually("it is back", () -> tables().contains("koa-short-koa-orders"));
        bench.awaitCondition(ENVIRONMENTS, "koa", "short", "Ready", "True");
        bench.delete(ENVIRONMENTS, "koa", "short");
        bench.awaitGone(ENVIRONMENTS, "koa", "short");
    }

    @Test
    void whatIsNotTheNamespacesIsRefused() throws Exception {
        bench.client()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName("koa-shop")
                                .endMetadata()
                                .build())
                .create();
        bench.apply(environment("greedy", "name: koa-shop-x, users: [Alice]"));
        refused("greedy", "a name like that is of the namespace koa-shop");

        bench.apply(environment("stranger", "name: koa-stranger, users: [Mallory]"));
        refused("stranger", "user Mallory cannot be given access");

        assertThatThrownBy(
                        () ->
                                bench.apply(
                                        environment(
                                                "wrong", "name: koa-wrong, access: Everything")))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("ReadWrite");
        assertThat(tables()).noneMatch(name -> name.startsWith("koa-s"));
        for (String name : List.of("greedy", "stranger")) {
            bench.delete(ENVIRONMENTS, "koa", name);
            bench.awaitGone(ENVIRONMENTS, "koa", name);
        }
    }

    private void refused(String name, String words) throws InterruptedException {
        Cluster.eventually(
                words, () -> bench.status(ENVIRONMENTS, "koa", name).toString().contains(words));
    }

    private static String environment(String name, String fields) {
        return """
        apiVersion: tablewright.dev/v1alpha1
        kind: Environment
        metadata: {name: %s, namespace: koa}
        spec:
          forProvider: {region: eu-west-1, %s}
        """
                .formatted(name, fields);
    }

    private void upToDate(String name) throws InterruptedException {
        bench.awaitCondition(ENVIRONMENTS, "koa", name, "UpToDate", "True");
        bench.awaitCondition(ENVIRONMENTS, "koa", name, "Ready", "True");
    }

    private Map<String, Object> seen(String name) {
        return Trees.map(bench.status(ENVIRONMENTS, "koa", name).get("atProvider"));
    }

    private List<String> tables() {
        return bench.dynamoDb().listTables().tableNames();
    }

    private List<String> attached(String user) {
        return bench
                .target()
                .iam()
                .listAttachedUserPolicies(r -> r.userName(user))
                .attachedPolicies()
                .stream()
                .map(AttachedPolicy::policyArn)
                .toList();
    }

    private String arn(String user) {
        return attached(user).getFirst();
    }
}
