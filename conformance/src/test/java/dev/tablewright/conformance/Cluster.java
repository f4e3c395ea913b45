package dev.tablewright.conformance;

import org.junit.jupiter.api.Assumptions;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real Kubernetes API server on this machine, where there is one to start: the script that {@code
 * TABLEWRIGHT_KUBE_START} names, or {@code ../shared/kube/start} beside the checkout.
 */
final class Cluster implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("token: \"([^\"]+)\"");

    private static final Path CRDS =
            Path.of("..", "..", "shared", "reference", "crds").toAbsolutePath().normalize();

    private final Path directory;
    private final URI endpoint;
    private final String token;
    private final List<X509Certificate> certificates;
    private final HttpClient http;

    private Cluster(Path directory, URI endpoint) throws IOException, GeneralSecurityException {
        this.directory = directory;
        this.endpoint = endpoint;
        Matcher found = TOKEN.matcher(Files.readString(directory.resolve("kubeconfig")));
        if (!found.find()) {
            throw new IOException("no token in " + directory.resolve("kubeconfig"));
        }
        this.token = found.group(1);
        this.certificates = certificates(directory.resolve("certs/apiserver.crt"));
        this.http = HttpClient.newBuilder().sslContext(trusting(certificates)).build();
    }

    /** Starts it, or skips the test and says what is missing. */
    static Cluster start(Path directory) throws Exception {
        Path script = script();
        Assumptions.assumeTrue(
                Files.isExecutable(script),
                () -> "no Kubernetes API server: " + script + " is not there");
        Assumptions.assumeTrue(
                System.getenv("ETCD") != null || isOnPath("etcd"),
                "no Kubernetes API server: etcd is not installed (apt-get install etcd-server)");
        int port = freePorts();
        Process start =
                new ProcessBuilder(script.toString(), directory.toString(), Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("start.log").toFile())
                        .start();
        if (!start.waitFor(90, TimeUnit.SECONDS) || start.exitValue() != 0) {
            stop(directory);
            throw new IOException(
                    "the API server did not start: "
                            + Files.readString(directory.resolve("start.log")));
        }
        return new Cluster(directory, URI.create("https://127.0.0.1:" + port));
    }

    private static Path script() {
        String named = System.getenv("TABLEWRIGHT_KUBE_START");
        return named != null
                ? Path.of(named)
                : Path.of("..", "..", "shared", "kube", "start").toAbsolutePath().normalize();
    }

    private static boolean isOnPath(String program) {
        for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    /** The API server's port; the two after it are etcd's. */
    private static int freePorts() throws IOException {
        while (true) {
            try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var _ = listening(one.getLocalPort() + 1);
                    var _ = listening(one.getLocalPort() + 2)) {
                return one.getLocalPort();
            } catch (java.net.BindException taken) {
                // Another three.
            }
        }
    }

    private static ServerSocket listening(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    private static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.add((X509Certificate) certificate);
            }
        }
        return certificates;
    }

    private static SSLContext trusting(List<X509Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Where it is; its tokens name this as their issuer. */
    URI endpoint() {
        return endpoint;
    }

    /** The certificates that it sends, its own first. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /** Where its administrator's configuration for kubectl, Helm and other clients lies. */
    Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /** Whether the Crossplane kinds are beside the checkout. */
    static void needsCrossplaneKinds() {
        Assumptions.assumeTrue(
                Files.isDirectory(CRDS), () -> "no Crossplane kinds: " + CRDS + " is not there");
    }

    /** Teaches it all kinds of Crossplane's AWS provider that are beside the checkout. */
    void addCrossplaneKinds() throws Exception {
        try (Stream<Path> files = Files.list(CRDS)) {
            for (Path file : files.sorted().toList()) {
                addKind(file);
            }
        }
    }

    /** Teaches it one kind, and waits until it knows it. */
    void addKind(Path crd) throws Exception {
        JsonNode kind = yaml(Files.readString(crd)).getFirst();
        create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", kind.toString());
        JsonNode spec = kind.path("spec");
        String path =
                "/apis/"
                        + spec.path("group").asString()
                        + "/"
                        + spec.path("versions").path(0).path("name").asString()
                        + "/"
                        + spec.path("names").path("plural").asString();
        until(() -> find(path).isPresent(), "the kind " + kind.path("metadata").path("name"));
    }

    /** Reads the documents of a YAML file. */
    static List<JsonNode> yaml(String text) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            if (document != null) {
                documents.add(JsonMapper.shared().valueToTree(document));
            }
        }
        return documents;
    }

    /** Returns what is at {@code path}; empty if there is nothing. */
    Optional<JsonNode> find(String path) throws Exception {
        HttpResponse<String> response =
                answer(HttpRequest.newBuilder(endpoint.resolve(path)).GET());
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of(JsonMapper.shared().readTree(ok(response)));
    }

    /** Changes members of an object; {@code null} takes one away. */
    JsonNode merge(String path, String members) throws Exception {
        return JsonMapper.shared()
                .readTree(
                        send(
                                HttpRequest.newBuilder(endpoint.resolve(path))
                                        .header("Content-Type", "application/merge-patch+json")
                                        .method(
                                                "PATCH",
                                                HttpRequest.BodyPublishers.ofString(members))));
    }

    /** Asks it to delete an object; finalizers may keep it. */
    void delete(String path) throws Exception {
        send(HttpRequest.newBuilder(endpoint.resolve(path)).DELETE());
    }

    /** Something that becomes true in a while. */
    interface Becoming {
        boolean holds() throws Exception;
    }

    /** Waits until {@code holds}, at most a minute. */
    static void until(Becoming condition, String what) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within a minute: " + what);
            }
            // Other programs are at work; there is nothing to be told by.
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** The public keys of its tokens. */
    String jwks() throws Exception {
        return send(HttpRequest.newBuilder(endpoint.resolve("/openid/v1/jwks")).GET());
    }

    /** Makes something; {@code body} is its JSON. */
    JsonNode create(String path, String body) throws Exception {
        return JsonMapper.shared()
                .readTree(
                        send(
                                HttpRequest.newBuilder(endpoint.resolve(path))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    /** A token of a service account, good for an hour, as a pod gets it in a file. */
    String tokenOf(String namespace, String account, String audience) throws Exception {
        return create(
                        "/api/v1/namespaces/"
                                + namespace
                                + "/serviceaccounts/"
                                + account
                                + "/token",
                        """
                        {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest",
                         "spec":{"audiences":["%s"],"expirationSeconds":3600}}\
                        """
                                .formatted(audience))
                .path("status")
                .path("token")
                .asString();
    }

    private String send(HttpRequest.Builder request) throws Exception {
        return ok(answer(request));
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) throws Exception {
        return http.send(
                request.header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String ok(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() throws IOException {
        http.close();
        stop(directory);
    }

    /** By process id, the API server before its store. */
    private static void stop(Path directory) throws IOException {
        for (String file : List.of("api.pid", "etcd.pid")) {
            Path pid = directory.resolve(file);
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(
                                process -> {
                                    process.destroy();
                                    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
                                });
            }
        }
    }
}
