package dev.tablewright.operator.kubernetes;

import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.ManagedObject.Identity;
import dev.tablewright.operator.managed.Neighbours;
import dev.tablewright.operator.managed.Trees;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;

import java.util.List;

/** Asks the API server. */
public final class ObjectNeighbours implements Neighbours {
    private final KubernetesClient client;

    /** Asks with {@code client}. */
    public ObjectNeighbours(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public List<ManagedObject> policies(Identity beside) {
        boolean namespaced = beside.namespace() != null;
        var kind =
                client.genericKubernetesResources(
                        ObjectReferences.context(namespaced, "iam", "Policy", "policies"));
        List<GenericKubernetesResource> found =
                namespaced
                        ? kind.inNamespace(beside.namespace()).list().getItems()
                        : kind.list().getItems();
        return found.stream().map(ObjectNeighbours::object).toList();
    }

    private static ManagedObject object(GenericKubernetesResource found) {
        ObjectMeta metadata = found.getMetadata();
        return ManagedObjects.of(
                new Identity(
                        found.getApiVersion(),
                        found.getKind(),
                        metadata.getNamespace(),
                        metadata.getName(),
                        metadata.getUid(),
                        ManagedObjects.controller(metadata)),
                metadata,
                Trees.map(found.get("spec")),
                Trees.map(found.get("status")));
    }
}
