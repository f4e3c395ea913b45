package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.operator.managed.ManagedObject;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;

/**
 * Whose the resource of an object is: the release that the object's own tags name, as the chart
 * writes them, else a release of the object's own. So {@code tablewright plan} and the operator
 * agree on whose a table is.
 */
final class Ownership {
    private static final int LONGEST_RELEASE = 53;
    private static final String CLUSTER = "cluster";

    private Ownership() {}

    /** Returns the release of a table or a policy. */
    static Release of(ManagedObject object, Map<String, String> tags) {
        return Owner.of(tags) instanceof Owner.OwnedBy(var release) ? release : own(object);
    }

    /** Returns the release of a role or a provider of tokens. */
    static Release ofPlatforms(ManagedObject object, Map<String, String> tags) {
        return Owner.ofPlatforms(tags) instanceof Owner.OwnedBy(var release)
                ? release
                : own(object);
    }

    private static Release own(ManagedObject object) {
        @Nullable String namespace = object.identity().namespace();
        return new Release(
                namespace == null ? CLUSTER : namespace, releaseName(object.identity().name()));
    }

    /** Kubernetes takes longer names than Helm. */
    private static String releaseName(String name) {
        if (name.length() <= LONGEST_RELEASE) {
            return name;
        }
        String hash = String.format(Locale.ROOT, "%08x", name.hashCode());
        return name.substring(0, LONGEST_RELEASE - 9).replaceAll("[.-]+$", "") + "-" + hash;
    }
}
