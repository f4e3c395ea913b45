package dev.tablewright.operator.provider;

import dev.tablewright.operator.kubernetes.Managed;
import dev.tablewright.operator.managed.Conditions;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Counts who uses a ProviderConfig, and keeps one that is used from being deleted.
 *
 * <p>What differs from Crossplane: the finalizer is there only while there are users, so that a
 * ProviderConfig that nobody uses goes without an operator too.
 */
public final class ProviderConfigReconciler<P extends Managed> implements Reconciler<P> {
    /**
     * Keeps a ProviderConfig that is used. Not Crossplane's own, which its provider looks after.
     */
    public static final String FINALIZER = "tablewright.dev/in-use";

    private static final Logger LOG = LoggerFactory.getLogger(ProviderConfigReconciler.class);
    private static final String TERMINATING = "Terminating";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final Class<P> type;
    private final Class<? extends ProviderConfigUsage> usages;
    private final Usages written;
    private final InstantSource clock;

    /**
     * Makes a reconciler of one kind.
     *
     * @param usages of its users, in whatever namespace: also of those that other operators work
     *     for
     * @param providers that write usages
     */
    public ProviderConfigReconciler(
            KubernetesClient client,
            Class<P> type,
            Class<? extends ProviderConfigUsage> usages,
            Providers providers,
            InstantSource clock) {
        this.client = client;
        this.type = type;
        this.usages = usages;
        this.written = providers.usages();
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, P>> prepareEventSources(EventSourceContext<P> context) {
        return List.of(usagesOf(usages, context));
    }

    private <U extends ProviderConfigUsage> EventSource<U, P> usagesOf(
            Class<U> usage, EventSourceContext<P> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(usage, type)
                        .withWatchAllNamespaces()
                        .withSecondaryToPrimaryMapper(this::configs)
                        .build(),
                context) {
            @Override
            public void onDelete(U deleted, boolean unseen) {
                written.gone(deleted);
                super.onDelete(deleted, unseen);
            }
        };
    }

    private Set<ResourceID> configs(ProviderConfigUsage usage) {
        ProviderConfig.Reference used = usage.used();
        return used.group().equals(HasMetadata.getGroup(type))
                        && used.kind().equals(HasMetadata.getKind(type))
                ? Set.of(new ResourceID(used.name(), used.namespace()))
                : Set.of();
    }

    @Override
    public UpdateControl<P> reconcile(P config, Context<P> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        try {
            written.restore();
            int users = context.getSecondaryResources(usages).size();
            if (users == 0 && isKept(config)) {
                // What was watched may be behind what is there.
                users = count(ResourceID.fromResource(config));
            }
            keep(counted(config, users), users > 0);
            return UpdateControl.noUpdate();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return UpdateControl.noUpdate();
            }
            LOG.debug("{} {}", type.getSimpleName(), config.getMetadata().getName(), e);
            return UpdateControl.<P>noUpdate().rescheduleAfter(AGAIN);
        }
    }

    private int count(ResourceID config) {
        return Math.toIntExact(
                client.resources(usages).inAnyNamespace().list().getItems().stream()
                        .filter(usage -> configs(usage).contains(config))
                        .count());
    }

    private static boolean isKept(Managed config) {
        return config.getMetadata().getFinalizers().contains(FINALIZER);
    }

    /** Writes how many use it, and that it waits for them where it is to be deleted. */
    private P counted(P config, int users) {
        Map<String, Object> before =
                Objects.requireNonNullElse(config.getStatus(), new LinkedHashMap<>());
        Map<String, Object> status = new LinkedHashMap<>();
        if (users != (before.get("users") instanceof Number number ? number.intValue() : 0)) {
            status.put("users", users);
        }
        ObjectMeta metadata = config.getMetadata();
        if (metadata.getDeletionTimestamp() != null && users > 0) {
            Conditions conditions =
                    new Conditions(before, metadata.getGeneration(), clock.instant());
            if (conditions.set(
                    TERMINATING,
                    "True",
                    "InUse",
                    "deleted once nothing uses it any more; ProviderConfigUsages say what does")) {
                status.put("conditions", conditions.list());
            }
        }
        return status.isEmpty()
                ? config
                : client.resource(config)
                        .subresource("status")
                        .patch(MERGE, Serialization.asJson(Map.of("status", status)));
    }

    private void keep(P config, boolean kept) {
        ObjectMeta metadata = config.getMetadata();
        @Nullable String deleted = metadata.getDeletionTimestamp();
        // What is being deleted takes no new finalizers.
        if (kept == isKept(config) || (kept && deleted != null)) {
            return;
        }
        List<String> finalizers = new ArrayList<>(metadata.getFinalizers());
        if (kept) {
            finalizers.add(FINALIZER);
        } else {
            finalizers.remove(FINALIZER);
        }
        // With the version that was read, so that no finalizer of others is lost.
        Map<String, Object> change =
                Map.of(
                        "metadata",
                        Map.of(
                                "finalizers",
                                finalizers,
                                "resourceVersion",
                                metadata.getResourceVersion()));
        client.resource(config).patch(MERGE, Serialization.asJson(change));
    }
}
