package dev.tablewright.operator;

import dev.tablewright.controlplane.target.Target;
import dev.tablewright.operator.managed.Conditions;
import dev.tablewright.operator.managed.Timing;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.server.Installation;
import dev.tablewright.storage.rocksdb.Durability;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** An API server, our engine, and an operator between them. */
final class Bench implements AutoCloseable {
    static final String REGION = "eu-west-1";

    /** Impatient, as tests are. */
    static final Timing TIMING =
            new Timing(Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(1));

    private final Cluster cluster;
    private final KubernetesClient client;
    private final Installation.Settings settings;
    private final Target target;
    private final List<TablewrightOperator> operators = new ArrayList<>();
    private volatile Duration ahead = Duration.ZERO;
    private Installation engine;

    private Bench(Cluster cluster, Installation engine, Installation.Settings settings) {
        this.settings = settings;
        this.cluster = cluster;
        this.client = cluster.client();
        this.engine = engine;
        Installation.RootKey key = engine.rootKey().orElseThrow();
        this.target =
                new Target(
                        URI.create(engine.server().endpoint().toString()),
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        key.accessKeyId(), key.secretAccessKey())),
                        REGION);
    }

    /** Starts all three, with a namespace koa and a ProviderConfig default. */
    static Bench start(Path directory) throws Exception {
        Bench bench = startWithoutOperator(directory);
        var _ = bench.startOperator(TIMING, null);
        return bench;
    }

    /** Starts the two that operators work between; the engine keeps its data. */
    static Bench startWithoutOperator(Path directory) throws Exception {
        Cluster cluster = Cluster.start(directory);
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Installation.Settings settings =
                new Installation.Settings(
                        directory.resolve("engine"),
                        Durability.OS,
                        "127.0.0.1",
                        port,
                        Installation.DEFAULT_ACCOUNT,
                        null);
        Bench bench = new Bench(cluster, Installation.open(settings), settings);
        bench.prepare();
        return bench;
    }

    private void prepare() {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName("koa")
                                .endMetadata()
                                .build())
                .create();
        credentials(null);
        for (String kind :
                new String[] {
                    "aws.m.upbound.io/v1beta1 ClusterProviderConfig",
                    "aws.upbound.io/v1beta1 ProviderConfig"
                }) {
            apply(
                    """
                    apiVersion: %s
                    kind: %s
                    metadata: {name: default}
                    spec:
                      credentials:
                        source: Secret
                        secretRef: {namespace: koa, name: aws, key: credentials}
                      endpoint:
                        url: {type: Static, static: "%s"}
                    """
                            .formatted(
                                    kind.split(" ", -1)[0],
                                    kind.split(" ", -1)[1],
                                    engine.server().endpoint()));
        }
    }

    TablewrightOperator startOperator(Timing timing, TablewrightOperator.@Nullable Lease lease) {
        TablewrightOperator started =
                new TablewrightOperator(
                        cluster.client(),
                        new TablewrightOperator.Settings(Set.of(), null, timing, 32, lease),
                        _ -> null,
                        () -> Instant.now().plus(ahead),
                        new Random(7));
        operators.add(started);
        started.start();
        return started;
    }

    /** Sets the operators' clock ahead. */
    void later(Duration time) {
        ahead = time;
    }

    Cluster cluster() {
        return cluster;
    }

    /** As a crash and a new start, over the same data. */
    void stopEngine() {
        engine.close();
    }

    void startEngineAgain() throws Exception {
        engine = Installation.open(settings);
    }

    /** Writes the Secret with the engine's root key, or with another secret of it. */
    void credentials(@Nullable String otherSecret) {
        Installation.RootKey key = engine.rootKey().orElseThrow();
        apply(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: aws, namespace: koa}
                stringData:
                  credentials: |
                    [default]
                    aws_access_key_id = %s
                    aws_secret_access_key = %s
                """
                        .formatted(
                                key.accessKeyId(),
                                otherSecret == null ? key.secretAccessKey() : otherSecret));
    }

    KubernetesClient client() {
        return client;
    }

    Target target() {
        return target;
    }

    DynamoDbClient dynamoDb() {
        return target.dynamoDb(REGION);
    }

    /** Creates an object, or changes it, as {@code kubectl apply} does. */
    void apply(String yaml) {
        client.resource(yaml).fieldManager("test").forceConflicts().serverSideApply();
    }

    /**
     * An object.
     *
     * @param crd plural and group
     * @param namespace null for an object of the cluster
     */
    Resource<GenericKubernetesResource> object(
            String crd, @Nullable String namespace, String name) {
        int dot = crd.indexOf('.');
        String group = crd.substring(dot + 1);
        var kind =
                client.genericKubernetesResources(
                        new ResourceDefinitionContext.Builder()
                                .withGroup(group)
                                .withVersion(
                                        switch (group) {
                                            case "dynamodb.aws.upbound.io" -> "v1beta2";
                                            case "tablewright.dev" -> "v1alpha1";
                                            default -> "v1beta1";
                                        })
                                .withPlural(crd.substring(0, dot))
                                .withKind("any")
                                .withNamespaced(namespace != null)
                                .build());
        return namespace == null ? kind.withName(name) : kind.inNamespace(namespace).withName(name);
    }

    Map<String, Object> status(String crd, @Nullable String namespace, String name) {
        GenericKubernetesResource found = object(crd, namespace, name).get();
        return found == null ? Map.of() : Trees.map(found.get("status"));
    }

    void awaitCondition(
            String crd, @Nullable String namespace, String name, String type, String value)
            throws InterruptedException {
        try {
            Cluster.eventually(
                    type + "=" + value,
                    () -> Conditions.has(status(crd, namespace, name), type, value));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + " but " + status(crd, namespace, name), e);
        }
    }

    void delete(String crd, @Nullable String namespace, String name) {
        object(crd, namespace, name).delete();
    }

    void awaitGone(String crd, @Nullable String namespace, String name)
            throws InterruptedException {
        Cluster.eventually(name + " is gone", () -> object(crd, namespace, name).get() == null);
    }

    @Override
    public void close() throws IOException {
        operators.forEach(TablewrightOperator::close);
        target.close();
        client.close();
        engine.close();
        cluster.close();
    }
}
