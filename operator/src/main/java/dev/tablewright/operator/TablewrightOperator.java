package dev.tablewright.operator;

import dev.tablewright.operator.kind.Kinds;
import dev.tablewright.operator.kind.ManagedKind;
import dev.tablewright.operator.kubernetes.Events;
import dev.tablewright.operator.kubernetes.Managed;
import dev.tablewright.operator.kubernetes.ManagedReconciler;
import dev.tablewright.operator.kubernetes.ObjectNeighbours;
import dev.tablewright.operator.kubernetes.ObjectReferences;
import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedReconcile;
import dev.tablewright.operator.managed.Timing;
import dev.tablewright.operator.provider.ClusterConfig;
import dev.tablewright.operator.provider.ClusterUsage;
import dev.tablewright.operator.provider.NamespacedConfig;
import dev.tablewright.operator.provider.NamespacedUsage;
import dev.tablewright.operator.provider.ProviderConfigReconciler;
import dev.tablewright.operator.provider.ProviderConfigUsage;
import dev.tablewright.operator.provider.Providers;
import dev.tablewright.operator.provider.SharedConfig;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The operator as a part of a process: reconciles the objects of a cluster until it is closed.
 *
 * <p>With a {@link Lease} only one of several works, and the others wait; one that loses it never
 * works again, and says so by {@link #isAlive}.
 */
public final class TablewrightOperator implements AutoCloseable {
    /** The label that says which operator an object is for. */
    public static final String CLASS_LABEL = "tablewright.dev/class";

    private static final Logger LOG = LoggerFactory.getLogger(TablewrightOperator.class);
    private static final Duration RECHECK = Duration.ofSeconds(20);
    private static final Duration COUNTED = Duration.ofSeconds(1);
    private static final Duration LAST_RECONCILES = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final @Nullable Lease lease;
    private final InstantSource clock;
    private final Operator operator;
    private final Events events;
    private final Providers providers;
    private volatile boolean started;
    private volatile boolean dead;

    /**
     * What to work on, and how.
     *
     * @param namespaces empty for all
     * @param className only objects with this value of {@value #CLASS_LABEL}; null for only those
     *     without that label
     * @param threads how many objects of all kinds are reconciled at once
     * @param lease null to work without asking others
     */
    public record Settings(
            Set<String> namespaces,
            @Nullable String className,
            Timing timing,
            int threads,
            @Nullable Lease lease) {
        /** Copies the set. */
        public Settings {
            namespaces = Set.copyOf(namespaces);
        }

        private String labelSelector() {
            return className == null ? "!" + CLASS_LABEL : CLASS_LABEL + "=" + className;
        }
    }

    /**
     * Decides which of several operators works.
     *
     * @param identity tells them apart
     * @param duration after which one that says nothing is taken for dead
     */
    public record Lease(String namespace, String name, String identity, Duration duration) {}

    /**
     * Prepares; nothing is read or written before {@link #start}.
     *
     * @param client is not closed
     * @param environment variables of this process
     * @param random used by several threads
     */
    public TablewrightOperator(
            KubernetesClient client,
            Settings settings,
            Function<String, @Nullable String> environment,
            InstantSource clock,
            RandomGenerator random) {
        this.client = client;
        this.lease = settings.lease();
        this.clock = clock;
        this.events = new Events(client, clock);
        this.providers = new Providers(client, environment, clock, recheck(settings.timing()));
        this.operator = new Operator(with -> configure(with, client, settings));
        List<String> missing = new ArrayList<>();
        for (ManagedKind<? extends Managed> kind :
                Kinds.all(clock, random, new ObjectNeighbours(client), this::hasNamespace)) {
            if (client.supports(kind.type())) {
                register(kind, client, settings, clock, random);
            } else {
                missing.add(kind.name());
            }
        }
        keepUsed(NamespacedConfig.class, NamespacedUsage.class, settings, clock);
        keepUsed(SharedConfig.class, NamespacedUsage.class, settings, clock);
        keepUsed(ClusterConfig.class, ClusterUsage.class, settings, clock);
        if (!missing.isEmpty()) {
            LOG.warn("without CRDs, and so not served: {}", String.join(", ", missing));
        }
    }

    /** New credentials need not wait for the next poll. */
    private static Duration recheck(Timing timing) {
        return timing.poll().compareTo(RECHECK) < 0 ? timing.poll() : RECHECK;
    }

    private void configure(
            ConfigurationServiceOverrider with, KubernetesClient client, Settings settings) {
        with.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withUseSSAToPatchPrimaryResource(false)
                .withConcurrentReconciliationThreads(settings.threads())
                .withReconciliationTerminationTimeout(LAST_RECONCILES)
                .withInformerStoppedHandler(
                        (_, failure) -> {
                            if (failure != null) {
                                LOG.error("an informer has stopped", failure);
                                dead = true;
                            }
                        });
        Lease lease = settings.lease();
        if (lease != null) {
            with.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.name())
                            .withLeaseNamespace(lease.namespace())
                            .withIdentity(lease.identity())
                            .withLeaseDuration(lease.duration())
                            .withRenewDeadline(lease.duration().multipliedBy(2).dividedBy(3))
                            .withRetryPeriod(lease.duration().dividedBy(6))
                            .withExitOnStopLeading(false)
                            .withLeaderCallbacks(
                                    new LeaderCallbacks(
                                            () -> LOG.info("{} leads", lease.identity()),
                                            () -> {
                                                LOG.warn("{} leads no more", lease.identity());
                                                dead = true;
                                            },
                                            leader -> LOG.info("the leader is {}", leader)))
                            .build());
        }
    }

    private <R extends Managed> void register(
            ManagedKind<R> kind,
            KubernetesClient client,
            Settings settings,
            InstantSource clock,
            RandomGenerator random) {
        ManagedReconciler<R> reconciler =
                new ManagedReconciler<>(
                        client,
                        events,
                        store ->
                                new ManagedReconcile(
                                        kind.naming(),
                                        store,
                                        kind.connector(providers),
                                        new ObjectReferences(client, kind.references()),
                                        settings.timing(),
                                        clock,
                                        random),
                        object -> {
                            kind.forget(object);
                            providers.forget(object);
                        });
        operator.register(
                reconciler,
                configuration(
                        kind.name(),
                        ManagedReconciler.class,
                        null,
                        InformerConfiguration.builder(kind.type())
                                .withNamespaces(namespaces(kind.type(), settings))
                                .withLabelSelector(settings.labelSelector())
                                .withOnUpdateFilter(ManagedReconciler::matters)
                                .buildForController()));
    }

    private boolean hasNamespace(String name) throws ExternalFailure {
        try {
            return client.namespaces().withName(name).get() != null;
        } catch (KubernetesClientException e) {
            throw new ExternalFailure(
                    "cannot tell whether there is a namespace " + name + ": " + e.getMessage());
        }
    }

    private <P extends Managed> void keepUsed(
            Class<P> type,
            Class<? extends ProviderConfigUsage> usages,
            Settings settings,
            InstantSource clock) {
        if (!client.supports(type) || !client.supports(usages)) {
            return;
        }
        operator.register(
                new ProviderConfigReconciler<>(client, type, usages, providers, clock),
                configuration(
                        HasMetadata.getKind(type).toLowerCase(Locale.ROOT)
                                + "."
                                + HasMetadata.getGroup(type),
                        ProviderConfigReconciler.class,
                        // Many users that come at once are counted together.
                        new LinearRateLimiter(COUNTED, 2),
                        InformerConfiguration.builder(type)
                                .withNamespaces(namespaces(type, settings))
                                .buildForController()));
    }

    /** As an annotation would say it; these reconcilers are of no kind before they are told. */
    private <R extends Managed> ControllerConfiguration<R> configuration(
            String name,
            Class<?> reconciler,
            @Nullable LinearRateLimiter limit,
            InformerConfiguration<R> informer) {
        return new ResolvedControllerConfiguration<>(
                name,
                false,
                reconciler.getName(),
                GenericRetry.noRetry(),
                limit,
                null,
                // Not used: JOSDK's own handling of finalizers is off.
                Annotations.FINALIZER,
                Map.of(),
                null,
                operator.getConfigurationService(),
                informer,
                true,
                null);
    }

    private static Set<String> namespaces(Class<?> type, Settings settings) {
        return settings.namespaces().isEmpty() || !Namespaced.class.isAssignableFrom(type)
                ? Set.of(Constants.WATCH_ALL_NAMESPACES)
                : settings.namespaces();
    }

    /** Begins to work; with a lease, once it is this one's turn. */
    public void start() {
        operator.start();
        started = true;
        LOG.info(
                "started with {}",
                operator.getRegisteredControllers().stream()
                        .map(one -> one.getConfiguration().getName())
                        .sorted()
                        .toList());
    }

    /** Whether it works, or waits for its turn. */
    public boolean isReady() {
        return started && !dead;
    }

    /** Whether it still makes sense to go on; otherwise the process should be started anew. */
    public boolean isAlive() {
        return !dead;
    }

    /** Ends the reconciles at work, begins no other, and lets another operator work at once. */
    @Override
    public void close() {
        started = false;
        Instant last = clock.instant().plus(LAST_RECONCILES);
        operator.stop();
        // A reconcile that did not end in time may still be at work: then the lease runs out.
        if (lease != null && clock.instant().isBefore(last)) {
            giveUp(lease);
        }
        events.close();
        providers.close();
    }

    /** JOSDK stops to renew a lease, and leaves it to run out. */
    private void giveUp(Lease held) {
        try {
            var there = client.leases().inNamespace(held.namespace()).withName(held.name());
            var now = there.get();
            if (now == null || !held.identity().equals(now.getSpec().getHolderIdentity())) {
                return;
            }
            now.getSpec().setHolderIdentity("");
            now.getSpec().setLeaseDurationSeconds(1);
            // With the version that was read: somebody else's lease is not taken away.
            client.resource(now).update();
            LOG.info("{} has given up the lease", held.identity());
        } catch (KubernetesClientException e) {
            LOG.warn("the lease could not be given up, and runs out: {}", e.getMessage());
        }
    }
}
