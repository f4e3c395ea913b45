package dev.tablewright.operator.provider;

import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.ManagedObject.Identity;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which object uses which ProviderConfig, written as Crossplane writes it. Each use is written
 * once, and again when somebody deletes it by hand; nothing is written where the CRD is missing.
 */
final class Usages {
    private static final Logger LOG = LoggerFactory.getLogger(Usages.class);
    private static final String NAME_LABEL = "crossplane.io/provider-config";
    private static final String KIND_LABEL = "crossplane.io/provider-config-kind";
    private static final int CONFLICT = 409;
    private static final int LONGEST_LABEL = 63;

    private final KubernetesClient client;
    private final boolean ofNamespaces;
    private final boolean ofCluster;

    /** By uid of the user. */
    private final Map<String, Use> written = new ConcurrentHashMap<>();

    /** Those of {@link #written} that were deleted since. */
    private final Map<String, Use> lost = new ConcurrentHashMap<>();

    private record Use(Identity user, ProviderConfig.Reference used) {}

    Usages(KubernetesClient client) {
        this.client = client;
        this.ofNamespaces = client.supports(NamespacedUsage.class);
        this.ofCluster = client.supports(ClusterUsage.class);
    }

    /**
     * Keeps a ProviderConfig from being deleted before {@code object} is.
     *
     * @throws ExternalFailure if that cannot be written: nothing must be made with a ProviderConfig
     *     that may be gone when it is to be deleted
     */
    void track(ManagedObject object, ProviderConfig.Reference used) throws ExternalFailure {
        Identity user = object.identity();
        Use use = new Use(user, used);
        if (!isTracked(user) || use.equals(written.get(user.uid()))) {
            return;
        }
        try {
            write(usage(user, used));
        } catch (KubernetesClientException e) {
            throw new ExternalFailure("cannot track the use of " + used + ": " + e.getMessage());
        }
        written.put(user.uid(), use);
    }

    /** Somebody has deleted a usage: mostly this, which then knows of it already. */
    void gone(ProviderConfigUsage usage) {
        String uid = usage.getMetadata().getName();
        Use use = written.get(uid);
        // A user that names another ProviderConfig now has another usage, of the same name.
        if (use != null && use.used().equals(usage.used()) && written.remove(uid, use)) {
            lost.put(uid, use);
        }
    }

    /** Writes again what was deleted while its user is still there. */
    void restore() {
        for (Map.Entry<String, Use> one : List.copyOf(lost.entrySet())) {
            Use use = one.getValue();
            if (isThere(use.user())) {
                write(usage(use.user(), use.used()));
                written.putIfAbsent(one.getKey(), use);
            }
            lost.remove(one.getKey(), use);
        }
    }

    private void write(ProviderConfigUsage usage) {
        var there = client.resource(usage);
        try {
            there.create();
            return;
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
        }
        ProviderConfigUsage before = there.get();
        if (before == null || !before.used().equals(usage.used())) {
            // Not changed: who watches the ProviderConfig that was used would not hear of it.
            there.delete();
            there.create();
        }
    }

    private boolean isTracked(Identity user) {
        return user.namespace() == null ? ofCluster : ofNamespaces;
    }

    private static ProviderConfigUsage usage(Identity user, ProviderConfig.Reference used) {
        ProviderConfigUsage usage =
                user.namespace() == null ? new ClusterUsage() : new NamespacedUsage();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", used.name());
        Map<String, String> labels = new LinkedHashMap<>();
        // A name that is too long for a label is found without it by us, not by Crossplane.
        if (used.name().length() <= LONGEST_LABEL) {
            labels.put(NAME_LABEL, used.name());
        }
        if (user.namespace() != null) {
            config.put("kind", used.kind());
            labels.put(KIND_LABEL, used.kind());
        }
        usage.setMetadata(
                new ObjectMetaBuilder()
                        .withName(user.uid())
                        .withNamespace(user.namespace())
                        .withLabels(labels)
                        .addNewOwnerReference()
                        .withApiVersion(user.apiVersion())
                        .withKind(user.kind())
                        .withName(user.name())
                        .withUid(user.uid())
                        .withController(true)
                        .endOwnerReference()
                        .build());
        usage.setProviderConfigRef(config);
        usage.setResourceRef(
                Map.of(
                        "apiVersion", user.apiVersion(),
                        "kind", user.kind(),
                        "name", user.name(),
                        "uid", user.uid()));
        return usage;
    }

    /**
     * The object is no more, or another operator's now. Kubernetes would delete its usage with it
     * too, later.
     */
    void forget(Identity user) {
        written.remove(user.uid());
        lost.remove(user.uid());
        if (!isTracked(user)) {
            return;
        }
        try {
            if (!isThere(user)) {
                delete(user);
            }
        } catch (KubernetesClientException e) {
            LOG.warn("{}: its ProviderConfigUsage is left: {}", user, e.getMessage());
        }
    }

    private boolean isThere(Identity user) {
        var all = client.genericKubernetesResources(user.apiVersion(), user.kind());
        GenericKubernetesResource found =
                user.namespace() == null
                        ? all.withName(user.name()).get()
                        : all.inNamespace(user.namespace()).withName(user.name()).get();
        return found != null && user.uid().equals(found.getMetadata().getUid());
    }

    private void delete(Identity user) {
        if (user.namespace() == null) {
            client.resources(ClusterUsage.class).withName(user.uid()).delete();
        } else {
            client.resources(NamespacedUsage.class)
                    .inNamespace(user.namespace())
                    .withName(user.uid())
                    .delete();
        }
    }
}
