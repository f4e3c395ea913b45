package dev.tablewright.operator.kubernetes;

import dev.tablewright.operator.managed.ManagedObject;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads objects of the API server. */
final class ManagedObjects {
    private ManagedObjects() {}

    static ManagedObject of(Managed resource) {
        return of(
                identity(resource),
                resource.getMetadata(),
                orEmpty(resource.getSpec()),
                orEmpty(resource.getStatus()));
    }

    static ManagedObject of(
            ManagedObject.Identity identity,
            ObjectMeta metadata,
            Map<String, Object> spec,
            Map<String, Object> status) {
        @Nullable String deleted = metadata.getDeletionTimestamp();
        return new ManagedObject(
                identity,
                Objects.requireNonNullElse(metadata.getGeneration(), 0L),
                deleted == null ? null : Instant.parse(deleted),
                orEmpty(metadata.getLabels()),
                orEmpty(metadata.getAnnotations()),
                Objects.requireNonNullElse(metadata.getFinalizers(), List.of()),
                spec,
                status);
    }

    static ManagedObject.Identity identity(Managed resource) {
        ObjectMeta metadata = resource.getMetadata();
        return new ManagedObject.Identity(
                resource.getApiVersion(),
                resource.getKind(),
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                controller(metadata));
    }

    /** Returns the uid of the object that made another; null if none did. */
    static @Nullable String controller(ObjectMeta metadata) {
        if (metadata.getOwnerReferences() == null) {
            return null;
        }
        return metadata.getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse(null);
    }

    private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : map;
    }
}
