package dev.tablewright.operator.kubernetes;

import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.Store;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** One object, as it was read, and its writes. Made for one reconcile; for one thread. */
final class ObjectStore<R extends Managed> implements Store {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Events events;
    private R resource;

    ObjectStore(KubernetesClient client, Events events, R resource) {
        this.client = client;
        this.events = events;
        this.resource = resource;
    }

    @Override
    public void write(ManagedObject object) throws Conflict {
        // This reconcile's own copy.
        ObjectMeta metadata = resource.getMetadata();
        metadata.setAnnotations(new LinkedHashMap<>(object.annotations()));
        metadata.setFinalizers(new ArrayList<>(object.finalizers()));
        metadata.setManagedFields(null);
        resource.setSpec(object.spec());
        try {
            // With the version that was read, so that nothing newer is lost.
            resource = client.resource(resource).update();
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                throw new Conflict(String.valueOf(e.getMessage()));
            }
            // The last finalizer was taken already.
            if (e.getCode() != NOT_FOUND || !object.isDeleted()) {
                throw e;
            }
        }
    }

    @Override
    public void annotate(ManagedObject object, Map<String, String> annotations) {
        object.annotations().putAll(annotations);
        resource = patch(null, Map.of("metadata", Map.of("annotations", annotations)));
    }

    /** Keeps a status, where it differs from the one that was read. */
    void status(Map<String, Object> status) {
        @Nullable Map<String, Object> before = resource.getStatus();
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        status.forEach(
                (field, value) -> {
                    if (before == null || !value.equals(before.get(field))) {
                        changes.put(field, value);
                    }
                });
        if (before != null) {
            before.keySet().stream()
                    .filter(field -> !status.containsKey(field))
                    .forEach(field -> changes.put(field, null));
        }
        if (changes.isEmpty()) {
            return;
        }
        try {
            resource = patch("status", Map.of("status", changes));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
            // It was deleted in the meantime.
        }
    }

    private R patch(@Nullable String subresource, Map<String, ?> body) {
        var target = client.resource(resource);
        String json = Serialization.asJson(body);
        return subresource == null
                ? target.patch(MERGE, json)
                : target.subresource(subresource).patch(MERGE, json);
    }

    @Override
    public void tell(ManagedObject object, Severity severity, String reason, String message) {
        events.tell(object.identity(), severity, reason, message);
    }
}
