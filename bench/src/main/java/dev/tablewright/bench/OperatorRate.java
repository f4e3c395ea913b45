package dev.tablewright.bench;

import dev.tablewright.operator.managed.Conditions;
import dev.tablewright.operator.managed.Trees;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets the operator make many tables of our engine: both are processes of their own, with the flags
 * that image and chart give them, beside a real Kubernetes API server. Tells how long it took from
 * the start of the operator's process until each object was up to date, what each process worked,
 * and how many calls it cost. The engine syncs each commit to the disk.
 *
 * <p>Arguments: the script that starts an API server ({@code start DIRECTORY PORT} leaves {@code
 * kubeconfig}, {@code api.pid} and {@code etcd.pid} there), the directory of our CRDs, tables
 * (1,000). {@code -Doperator.options} are further flags for the operator's JVM.
 */
public final class OperatorRate implements AutoCloseable {
    private static final String NAMESPACE = "koa";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** What the image takes of the 512 MiB that the chart gives the operator, and a little less. */
    private static final List<String> OPERATOR = List.of("-Xmx300m", "-XX:TieredStopAtLevel=1");

    private static final ResourceDefinitionContext TABLES =
            new ResourceDefinitionContext.Builder()
                    .withGroup("dynamodb.aws.m.upbound.io")
                    .withVersion("v1beta1")
                    .withKind("Table")
                    .withPlural("tables")
                    .withNamespaced(true)
                    .build();

    private final Path directory = Files.createTempDirectory("tablewright-operator");
    private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI engine;
    private final int tables;

    private OperatorRate(int tables) throws IOException {
        this.tables = tables;
        this.engine = URI.create("http://127.0.0.1:" + freePort());
    }

    /** Measures and prints. */
    public static void main(String[] args) throws Exception {
        int tables = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
        try (var rate = new OperatorRate(tables)) {
            rate.startApiServer(Path.of(args[0]));
            try (KubernetesClient client = rate.client()) {
                load(client, Path.of(args[1]));
                rate.startEngine();
                rate.prepare(client);
                rate.measure(client);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void startApiServer(Path script) throws Exception {
        Process start =
                new ProcessBuilder(
                                script.toAbsolutePath().toString(),
                                directory.toString(),
                                Integer.toString(freePort()))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("start.log").toFile())
                        .start();
        boolean ended = start.waitFor(2, TimeUnit.MINUTES);
        for (String name : List.of("etcd", "api")) {
            Path pid = directory.resolve(name + ".pid");
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(process -> processes.put(name, process));
            }
        }
        if (!ended || start.exitValue() != 0) {
            throw new IOException(Files.readString(directory.resolve("start.log")));
        }
    }

    private Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    private KubernetesClient client() {
        Config config = Config.fromKubeconfig(kubeconfig().toFile());
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config).withRequestTimeout(60_000).build())
                .build();
    }

    private static void load(KubernetesClient client, Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                client.resource(
                                client.getKubernetesSerialization()
                                        .unmarshal(
                                                Files.readString(file),
                                                CustomResourceDefinition.class))
                        .create();
            }
        }
        var definitions = client.apiextensions().v1().customResourceDefinitions();
        while (!definitions.list().getItems().stream().allMatch(OperatorRate::isServed)) {
            Thread.sleep(50);
        }
    }

    private static boolean isServed(CustomResourceDefinition definition) {
        return definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(
                                c ->
                                        c.getType().equals("Established")
                                                && c.getStatus().equals("True"));
    }

    private void startEngine() throws Exception {
        start(
                "engine",
                List.of(),
                "dev.tablewright.cli.Main",
                "serve",
                "--port=" + engine.getPort(),
                "--data-dir=" + directory.resolve("data"));
        var ready = HttpRequest.newBuilder(engine.resolve("/readyz")).build();
        while (true) {
            try {
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process("engine").isAlive()) {
                    throw new IOException(Files.readString(directory.resolve("engine.log")));
                }
            }
            Thread.sleep(50);
        }
    }

    /** A process with this one's class path, and the flags that our image gives it. */
    private void start(String name, List<String> options, String... command) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "-XX:+ExitOnOutOfMemoryError",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow"));
        all.addAll(options);
        all.addAll(List.of("-cp", System.getProperty("java.class.path")));
        all.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(all)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().put("TABLEWRIGHT_ROOT_ACCESS_KEY_ID", "AKIABENCHBENCHBENCH1");
        builder.environment().put("TABLEWRIGHT_ROOT_SECRET_ACCESS_KEY", "only-for-this-run");
        processes.put(name, builder.start().toHandle());
    }

    private ProcessHandle process(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }

    private void prepare(KubernetesClient client) {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .create();
        client.resource(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: aws, namespace: koa}
                        stringData:
                          credentials: |
                            [default]
                            aws_access_key_id = AKIABENCHBENCHBENCH1
                            aws_secret_access_key = only-for-this-run
                        """)
                .create();
        client.resource(
                        """
                        apiVersion: aws.m.upbound.io/v1beta1
                        kind: ClusterProviderConfig
                        metadata: {name: default}
                        spec:
                          credentials:
                            source: Secret
                            secretRef: {namespace: koa, name: aws, key: credentials}
                          endpoint:
                            url: {type: Static, static: "%s"}
                        """
                                .formatted(engine))
                .create();
        for (int i = 0; i < tables; i++) {
            client.resource(table(i)).create();
        }
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

    private void measure(KubernetesClient client) throws Exception {
        Map<String, Duration> workBefore = work();
        Map<String, Long> askedBefore = asked(client);
        long begin = System.nanoTime();
        List<String> options = new ArrayList<>(OPERATOR);
        options.addAll(List.of(System.getProperty("operator.options", "").split(" ")));
        options.remove("");
        start(
                "operator",
                options,
                "dev.tablewright.operator.Main",
                "--kubeconfig=" + kubeconfig(),
                "--no-leader-election",
                "--health-port=0");
        awaitUpToDate(client);
        double seconds = (System.nanoTime() - begin) / 1e9;

        System.out.printf("%,d tables up to date in %.1f s%n", tables, seconds);
        work().forEach(
                        (name, work) ->
                                System.out.printf(
                                        "%-9s %6.1f s of processor time%n",
                                        name,
                                        work.minus(workBefore.getOrDefault(name, Duration.ZERO))
                                                        .toMillis()
                                                / 1e3));
        System.out.println("calls a table:");
        asked(client)
                .forEach(
                        (what, count) -> {
                            double each =
                                    (count - askedBefore.getOrDefault(what, 0L)) / (double) tables;
                            if (each >= 0.1) {
                                System.out.printf("  %5.2f %s%n", each, what);
                            }
                        });
        status("operator");
    }

    /** The most memory that it had, with what is not heap. */
    private void status(String name) throws IOException {
        Path status = Path.of("/proc", Long.toString(process(name).pid()), "status");
        if (Files.exists(status)) {
            Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .forEach(line -> System.out.println(name + " " + line));
        }
    }

    private void awaitUpToDate(KubernetesClient client) throws Exception {
        Set<String> done = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(1);
        var watched = client.genericKubernetesResources(TABLES).inNamespace(NAMESPACE);
        try (var _ =
                watched.watch(
                        new Watcher<GenericKubernetesResource>() {
                            @Override
                            public void eventReceived(Action action, GenericKubernetesResource it) {
                                if (Conditions.has(
                                        Trees.map(it.get("status")), "UpToDate", "True")) {
                                    done.add(it.getMetadata().getName());
                                    if (done.size() == tables) {
                                        all.countDown();
                                    }
                                }
                            }

                            @Override
                            public void onClose(WatcherException cause) {
                                cause.printStackTrace();
                            }
                        })) {
            long end = System.nanoTime() + LONGEST.toNanos();
            while (!all.await(1, TimeUnit.SECONDS)) {
                if (System.nanoTime() > end || !process("operator").isAlive()) {
                    throw new IllegalStateException(
                            "%d of %d are up to date; see %s"
                                    .formatted(
                                            done.size(),
                                            tables,
                                            directory.resolve("operator.log")));
                }
            }
        }
    }

    private Map<String, Duration> work() {
        Map<String, Duration> work = new LinkedHashMap<>();
        processes.forEach(
                (name, process) ->
                        work.put(name, process.info().totalCpuDuration().orElse(Duration.ZERO)));
        return work;
    }

    /** Calls by who was asked for what. */
    private Map<String, Long> asked(KubernetesClient client) throws Exception {
        Map<String, Long> asked = new TreeMap<>();
        count(
                asked,
                "engine: ",
                http.send(
                                HttpRequest.newBuilder(engine.resolve("/metrics")).build(),
                                BodyHandlers.ofString())
                        .body(),
                "tablewright_requests_total",
                List.of("operation"));
        count(
                asked,
                "API server: ",
                client.raw("/metrics"),
                "apiserver_request_total",
                List.of("verb", "resource", "subresource"));
        return asked;
    }

    private static void count(
            Map<String, Long> asked, String who, String metrics, String family, List<String> by) {
        for (String line : metrics.split("\n", -1)) {
            if (line.startsWith(family + "{")) {
                StringBuilder what = new StringBuilder(who);
                for (String label : by) {
                    Matcher found = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"").matcher(line);
                    what.append(
                            found.find() && !found.group(1).isEmpty() ? found.group(1) + " " : "");
                }
                double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                asked.merge(what.toString().strip(), (long) value, Long::sum);
            }
        }
    }

    /** Ends what was started, the last first. */
    @Override
    public void close() {
        http.close();
        new ArrayList<>(processes.values())
                .reversed()
                .forEach(
                        process -> {
                            process.destroy();
                            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
                        });
    }
}
