package dev.tablewright.operator;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A real Kubernetes API server on this machine, where there is one to start: the script that {@code
 * TABLEWRIGHT_KUBE_START} names, or {@code ../shared/kube/start} beside the checkout. With our
 * CRDs.
 */
final class Cluster implements AutoCloseable {
    static final Path CRDS = Path.of("..", "charts", "tablewright", "crds");

    private final Path directory;
    private final int port;

    private Cluster(Path directory, int port) {
        this.directory = directory;
        this.port = port;
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
        Cluster cluster = new Cluster(directory, freePorts());
        cluster.run();
        try (KubernetesClient client = cluster.client()) {
            cluster.load(client);
        }
        return cluster;
    }

    private void run() throws Exception {
        Process start =
                new ProcessBuilder(
                                script().toString(), directory.toString(), Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("start.log").toFile())
                        .start();
        if (!start.waitFor(90, TimeUnit.SECONDS) || start.exitValue() != 0) {
            close();
            throw new IOException(
                    "the API server did not start: "
                            + Files.readString(directory.resolve("start.log")));
        }
    }

    private void load(KubernetesClient client) throws Exception {
        try (Stream<Path> files = Files.list(CRDS)) {
            for (Path file : files.sorted().toList()) {
                client.resource(
                                client.getKubernetesSerialization()
                                        .unmarshal(
                                                Files.readString(file),
                                                CustomResourceDefinition.class))
                        .create();
            }
        }
        eventually(
                "CRDs are served",
                () ->
                        client
                                .apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .list()
                                .getItems()
                                .stream()
                                .allMatch(Cluster::isServed));
    }

    private static boolean isServed(CustomResourceDefinition crd) {
        return crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(
                                c ->
                                        c.getType().equals("Established")
                                                && c.getStatus().equals("True"));
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

    /** A client of its administrator. */
    KubernetesClient client() {
        Config config = Config.fromKubeconfig(directory.resolve("kubeconfig").toFile());
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config).withRequestTimeout(10_000).build())
                .build();
    }

    /** Ends the API server, and leaves its store running. */
    void stopApiServer() throws IOException {
        end("api.pid");
    }

    /** Starts it again, over the same store. */
    void startAgain() throws Exception {
        run();
    }

    /** Waits until something is so; polls, as the API server's own tests do. */
    static void eventually(String what, Supplier<Boolean> holds) throws InterruptedException {
        eventually(what, Duration.ofSeconds(30), holds);
    }

    static void eventually(String what, Duration within, Supplier<Boolean> holds)
            throws InterruptedException {
        Instant end = Instant.now().plus(within);
        while (!holds.get()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + within + ": " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() throws IOException {
        for (String file : List.of("api.pid", "etcd.pid")) {
            end(file);
        }
    }

    /** By process id. */
    private void end(String file) throws IOException {
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
