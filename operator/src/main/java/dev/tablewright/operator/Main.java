package dev.tablewright.operator;

import dev.tablewright.operator.managed.GoDuration;
import dev.tablewright.operator.managed.Timing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The operator's process. Ends with 0 when it is told to, and with 1 when it lost the lease. */
@Command(
        name = "tablewright-operator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reconciles Tables, policies and roles of Crossplane's AWS kinds against AWS, or"
                    + " against any endpoint that a ProviderConfig names.",
            ""
        })
public final class Main implements Callable<Integer> {
    private static final Path OWN_NAMESPACE =
            Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Default: the pod's service account, or kubectl's usual file.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--namespaces",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Objects of these namespaces only, and those of the cluster. Default: all.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description =
                    "Only objects with the label tablewright.dev/class=CLASS. Default: only objects"
                            + " without that label.")
    private @Nullable String className;

    @Option(
            names = "--poll",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "10m",
            description =
                    "How often to look at what is as it should be. Default: ${DEFAULT-VALUE}.")
    private Duration poll = Timing.DEFAULT.poll();

    @Option(
            names = "--min-poll-interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "1s",
            description =
                    "The least that the annotation crossplane.io/poll-interval can ask for."
                            + " Default: ${DEFAULT-VALUE}.")
    private Duration leastPoll = Timing.DEFAULT.leastPoll();

    @Option(
            names = "--threads",
            paramLabel = "NUMBER",
            defaultValue = "32",
            description = "How many objects to reconcile at once. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--leader-election",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether several may run, of which one works. Default: it may be.")
    private boolean leaderElection;

    @Option(
            names = "--lease-name",
            paramLabel = "NAME",
            defaultValue = "tablewright-operator",
            description = "Name of the Lease. Default: ${DEFAULT-VALUE}.")
    private String leaseName = "tablewright-operator";

    @Option(
            names = "--lease-namespace",
            paramLabel = "NAME",
            description = "Where the Lease is. Default: the pod's namespace.")
    private @Nullable String leaseNamespace;

    @Option(
            names = "--lease-duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "15s",
            description =
                    "After which a leader that says nothing is taken for dead. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Duration leaseDuration = Duration.ofSeconds(15);

    @Option(
            names = "--health-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "Address of /livez and /readyz; 0.0.0.0 in a pod. Default: ${DEFAULT-VALUE}.")
    private String healthHost = "127.0.0.1";

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Port of /livez and /readyz. Default: ${DEFAULT-VALUE}.")
    private int healthPort;

    /** Durations as Kubernetes' users write them: 90s, 10m. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return GoDuration.parse(text)
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "'" + text + "' is no duration such as 90s or 10m"));
        }
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        // The command line, which may be on the same class path, has a file of the usual name.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "logback-operator.xml");
        }
        // The JDK keeps five connections to a host otherwise.
        System.setProperty("http.maxConnections", "64");
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(
                                        () -> {
                                            told.countDown();
                                            await(closed);
                                        }));
        try (KubernetesClient client =
                        new KubernetesClientBuilder().withConfig(configuration()).build();
                TablewrightOperator operator =
                        new TablewrightOperator(
                                client,
                                settings(client),
                                System::getenv,
                                InstantSource.system(),
                                chance());
                HealthEndpoint _ =
                        new HealthEndpoint(
                                healthHost, healthPort, operator::isAlive, operator::isReady)) {
            operator.start();
            while (operator.isAlive()) {
                if (told.await(1, TimeUnit.SECONDS)) {
                    return 0;
                }
            }
            return 1;
        } finally {
            closed.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Safe for several threads. */
    private static RandomGenerator chance() {
        return new SecureRandom();
    }

    private Config configuration() {
        Config found =
                kubeconfig == null
                        ? Config.autoConfigure(null)
                        : Config.fromKubeconfig(kubeconfig.toFile());
        return new ConfigBuilder(found)
                .withRequestTimeout(15_000)
                // Also the name under which Kubernetes remembers who wrote which field.
                .withUserAgent("tablewright-operator")
                .build();
    }

    private TablewrightOperator.Settings settings(KubernetesClient client) throws Exception {
        TablewrightOperator.@Nullable Lease lease =
                leaderElection
                        ? new TablewrightOperator.Lease(
                                leaseNamespace(client), leaseName, identity(), leaseDuration)
                        : null;
        return new TablewrightOperator.Settings(
                Set.copyOf(namespaces),
                className,
                new Timing(poll, leastPoll, Timing.DEFAULT.longestPause()),
                threads,
                lease);
    }

    private String leaseNamespace(KubernetesClient client) throws Exception {
        if (leaseNamespace != null) {
            return leaseNamespace;
        }
        if (Files.exists(OWN_NAMESPACE)) {
            return Files.readString(OWN_NAMESPACE).strip();
        }
        return client.getNamespace() == null ? "default" : client.getNamespace();
    }

    private static String identity() throws Exception {
        String pod = System.getenv("HOSTNAME");
        return (pod == null ? InetAddress.getLocalHost().getHostName() : pod)
                + "-"
                + ProcessHandle.current().pid();
    }
}
