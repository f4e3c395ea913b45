package dev.tablewright.conformance;

import com.marcnuri.helm.Helm;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The chart {@code tablewright} in a cluster, with what its pods would run as processes here: the
 * API server has no nodes. Arguments, credentials and rights are those that the chart gives; only
 * addresses and paths are this machine's.
 */
final class Installed implements AutoCloseable {
    static final String ACCOUNT = "123456789012";
    private static final String NAMESPACE = "tw";
    private static final String OPERATOR = "tablewright-operator";
    private static final Path CHARTS = Path.of("..", "charts");

    private final Path directory;
    private final Cluster cluster;
    private final Programs programs;
    private final URI endpoint;
    private final StaticCredentialsProvider root;

    @SuppressWarnings("NullAway.Init") // started by the constructor
    private Process engine;

    private Installed(Path directory, Cluster cluster) throws Exception {
        this.directory = directory;
        this.cluster = cluster;
        this.programs = new Programs(directory);
        namespace(NAMESPACE);
        helm("install", "tablewright", NAMESPACE, engineValues(""));
        JsonNode secret = cluster.find(core("secrets/tablewright-root")).orElseThrow();
        this.root =
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                                decoded(secret, "access-key-id"),
                                decoded(secret, "secret-access-key")));
        this.endpoint = URI.create("http://127.0.0.1:" + freePort());
        startEngine();
    }

    /** Starts the engine, and an operator with the rights of the chart and of its own IAM user. */
    static Installed start(Path directory, Cluster cluster) throws Exception {
        Installed installed = new Installed(directory, cluster);
        installed.giveOperatorAUser();
        installed.startOperator("operator.log");
        return installed;
    }

    /** Kills the engine, as a node that dies does, and starts it again on its volume. */
    void restartEngine() throws Exception {
        engine.destroyForcibly().waitFor();
        startEngine();
    }

    /** The engine, as a client that is not one of the pods sees it. */
    URI endpoint() {
        return endpoint;
    }

    Programs programs() {
        return programs;
    }

    Cluster cluster() {
        return cluster;
    }

    /** A client of the root user. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(root)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Makes a namespace. */
    void namespace(String name) throws Exception {
        cluster.create(
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                        .formatted(name));
    }

    /** Installs or upgrades a chart. */
    void helm(String verb, String chart, String namespace, String values) throws IOException {
        Path file = Files.writeString(Files.createTempFile(directory, "values", ".yaml"), values);
        Helm helm = new Helm(CHARTS.resolve(chart));
        if (verb.equals("install")) {
            helm.install()
                    .withName(chart)
                    .withNamespace(namespace)
                    .withKubeConfig(cluster.kubeconfig())
                    .withValuesFile(file)
                    .call();
        } else {
            helm.upgrade()
                    .withName(chart)
                    .withNamespace(namespace)
                    .withKubeConfig(cluster.kubeconfig())
                    .withValuesFile(file)
                    .call();
        }
    }

    void uninstall(String chart, String namespace) {
        Helm.uninstall(chart).withNamespace(namespace).withKubeConfig(cluster.kubeconfig()).call();
    }

    private String engineValues(String more) throws Exception {
        return """
        image: {repository: registry.example/tablewright}
        server:
          account: '%s'
          oidc: {issuer: '%s', jwks: '%s'}
        operator: {poll: 2s}
        %s
        """
                .formatted(ACCOUNT, cluster.endpoint(), cluster.jwks(), more);
    }

    private void startEngine() throws Exception {
        JsonNode keys = cluster.find(core("configmaps/tablewright-oidc")).orElseThrow();
        Path jwks =
                Files.writeString(
                        directory.resolve("jwks.json"), keys.at("/data/jwks.json").asString());
        List<String> arguments =
                arguments(
                        "statefulsets/tablewright",
                        argument ->
                                argument.replace("--host=0.0.0.0", "--host=127.0.0.1")
                                        .replace("--port=8000", "--port=" + endpoint.getPort())
                                        .replace("/data/tablewright", directory + "/data")
                                        .replace(
                                                "/etc/tablewright/oidc/jwks.json",
                                                jwks.toString()));
        var credentials = root.resolveCredentials();
        engine =
                programs.start(
                        "engine.log",
                        Map.of(
                                "TABLEWRIGHT_ROOT_ACCESS_KEY_ID",
                                credentials.accessKeyId(),
                                "TABLEWRIGHT_ROOT_SECRET_ACCESS_KEY",
                                credentials.secretAccessKey()),
                        arguments);
        Cluster.until(
                () -> {
                    if (!engine.isAlive()) {
                        throw new IOException(programs.log("engine.log"));
                    }
                    return answers();
                },
                "the engine is ready");
    }

    private boolean answers() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var ready = HttpRequest.newBuilder(endpoint.resolve("/readyz")).build();
            return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As docs/kubernetes.md tells administrators to do it. */
    private void giveOperatorAUser() throws Exception {
        try (IamClient iam = client(IamClient.builder())) {
            iam.createUser(r -> r.userName("operator"));
            String policy = Files.readString(CHARTS.resolve("tablewright/operator-policy.json"));
            String arn =
                    iam.createPolicy(
                                    r ->
                                            r.policyName("tablewright-operator")
                                                    .policyDocument(policy))
                            .policy()
                            .arn();
            iam.attachUserPolicy(r -> r.userName("operator").policyArn(arn));
            var key = iam.createAccessKey(r -> r.userName("operator")).accessKey();
            cluster.create(
                    core("secrets"),
                    JsonMapper.shared()
                            .writeValueAsString(
                                    Map.of(
                                            "apiVersion",
                                            "v1",
                                            "kind",
                                            "Secret",
                                            "metadata",
                                            Map.of("name", "operator-aws"),
                                            "stringData",
                                            Map.of(
                                                    "credentials",
                                                    "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                                                            .formatted(
                                                                    key.accessKeyId(),
                                                                    key.secretAccessKey())))));
        }
        helm(
                "upgrade",
                "tablewright",
                NAMESPACE,
                engineValues("providerConfig: {secret: operator-aws}"));
        // The Service's name means nothing outside of a cluster.
        String here = "{\"spec\":{\"endpoint\":{\"url\":{\"static\":\"%s\"}}}}".formatted(endpoint);
        cluster.merge("/apis/aws.m.upbound.io/v1beta1/clusterproviderconfigs/default", here);
        cluster.merge("/apis/aws.upbound.io/v1beta1/providerconfigs/default", here);
    }

    /** With a token of the service account that the chart made, and so with its rights only. */
    Process startOperator(String log) throws Exception {
        String token = cluster.tokenOf(NAMESPACE, OPERATOR, cluster.endpoint().toString());
        Path kubeconfig =
                Files.writeString(
                        directory.resolve("operator.kubeconfig"),
                        """
                        apiVersion: v1
                        kind: Config
                        clusters: [{name: local, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
                        users: [{name: operator, user: {token: "%s"}}]
                        contexts: [{name: local, context: {cluster: local, user: operator}}]
                        current-context: local
                        """
                                .formatted(cluster.endpoint(), token));
        List<String> arguments =
                new ArrayList<>(
                        arguments(
                                "deployments/" + OPERATOR,
                                argument ->
                                        argument.replace(
                                                        "--health-host=0.0.0.0",
                                                        "--health-host=127.0.0.1")
                                                .replace("--health-port=8081", "--health-port=0")));
        arguments.add("--kubeconfig=" + kubeconfig);
        return programs.start(log, Map.of(), arguments);
    }

    private List<String> arguments(String workload, UnaryOperator<String> here) throws Exception {
        JsonNode object =
                cluster.find("/apis/apps/v1/namespaces/" + NAMESPACE + "/" + workload)
                        .orElseThrow();
        return object.at("/spec/template/spec/containers/0/args")
                .valueStream()
                .map(argument -> here.apply(argument.asString()))
                .toList();
    }

    private static String core(String path) {
        return "/api/v1/namespaces/" + NAMESPACE + "/" + path;
    }

    private static String decoded(JsonNode secret, String key) {
        return new String(
                Base64.getDecoder().decode(secret.path("data").path(key).asString()),
                StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        programs.close();
    }
}
