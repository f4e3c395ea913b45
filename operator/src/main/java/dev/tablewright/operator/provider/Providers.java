package dev.tablewright.operator.provider;

import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Trees;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The targets of all ProviderConfigs in use. Each is made once, and anew when the ProviderConfig or
 * a Secret of it has changed, which is looked for from time to time.
 */
public final class Providers implements AutoCloseable {
    private static final String VERSION = "v1beta1";

    private final KubernetesClient client;
    private final Function<String, @Nullable String> environment;
    private final InstantSource clock;
    private final Duration recheck;
    private final Usages usages;
    private final Map<ProviderConfig.Reference, Known> known = new HashMap<>();

    private record Known(String version, Provider provider, Instant checked) {}

    /**
     * Makes it; no ProviderConfig is read yet.
     *
     * @param environment variables of this process
     * @param recheck how long a ProviderConfig is taken to be as it was
     */
    public Providers(
            KubernetesClient client,
            Function<String, @Nullable String> environment,
            InstantSource clock,
            Duration recheck) {
        this.client = client;
        this.environment = environment;
        this.clock = clock;
        this.recheck = recheck;
        this.usages = new Usages(client);
    }

    /**
     * Returns the target of an object, and keeps its ProviderConfig until the object is forgotten.
     *
     * @throws ExternalFailure if its ProviderConfig is missing, or makes no sense
     */
    public Provider of(ManagedObject object) throws ExternalFailure {
        ProviderConfig.Reference reference = ProviderConfig.Reference.of(object);
        Provider found = of(reference);
        usages.track(object, reference);
        return found;
    }

    /** The object is no more. */
    public void forget(ManagedObject.Identity object) {
        usages.forget(object);
    }

    /** Returns who uses which ProviderConfig. */
    Usages usages() {
        return usages;
    }

    private synchronized Provider of(ProviderConfig.Reference reference) throws ExternalFailure {
        Known before = known.get(reference);
        Instant now = clock.instant();
        if (before != null && now.isBefore(before.checked().plus(recheck))) {
            return before.provider();
        }
        GenericKubernetesResource found = find(reference);
        Map<String, String> versions = new TreeMap<>();
        // The generation moves with the spec, and not with the count of users.
        versions.put("", found.getMetadata().getUid() + " " + found.getMetadata().getGeneration());
        ProviderConfig config =
                new ProviderConfig(
                        reference.kind(),
                        reference.namespace(),
                        reference.name(),
                        Trees.map(found.get("spec")));
        // Secrets are read each time, so that new credentials are found.
        Provider made = config.provider(secret -> secret(secret, versions), environment);
        if (before != null && before.version().equals(versions.toString())) {
            made.close();
            known.put(reference, new Known(before.version(), before.provider(), now));
            return before.provider();
        }
        // The one before may still be at work, and is left to the garbage collector.
        known.put(reference, new Known(versions.toString(), made, now));
        return made;
    }

    private GenericKubernetesResource find(ProviderConfig.Reference reference)
            throws ExternalFailure {
        var kind =
                client.genericKubernetesResources(
                        new ResourceDefinitionContext.Builder()
                                .withGroup(reference.group())
                                .withVersion(VERSION)
                                .withKind(reference.kind())
                                .withPlural(
                                        reference.kind().equals("ProviderConfig")
                                                ? "providerconfigs"
                                                : "clusterproviderconfigs")
                                .withNamespaced(reference.namespace() != null)
                                .build());
        GenericKubernetesResource found =
                reference.namespace() == null
                        ? kind.withName(reference.name()).get()
                        : kind.inNamespace(reference.namespace()).withName(reference.name()).get();
        if (found == null) {
            throw new ExternalFailure("there is no " + reference);
        }
        return found;
    }

    private String secret(Map<String, Object> reference, Map<String, String> versions)
            throws ExternalFailure {
        String namespace = Trees.text(reference.get("namespace"));
        String name = Trees.text(reference.get("name"));
        String key = Trees.text(reference.get("key"));
        if (namespace == null || name == null || key == null) {
            throw new ExternalFailure("a secretRef has to have namespace, name and key");
        }
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        if (secret == null) {
            throw new ExternalFailure("there is no Secret " + namespace + "/" + name);
        }
        versions.put(namespace + "/" + name, secret.getMetadata().getResourceVersion());
        String value = secret.getData() == null ? null : secret.getData().get(key);
        if (value == null) {
            throw new ExternalFailure(
                    "the Secret " + namespace + "/" + name + " has no key " + key);
        }
        return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        known.values().forEach(one -> one.provider().close());
        known.clear();
    }
}
