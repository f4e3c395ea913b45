package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.ExternalFailure;
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

    /**
     * Checks that a resource may be changed.
     *
     * @param owner of the resource as it is
     * @param release of the object
     * @throws ExternalFailure if it is somebody else's, or nobody's and not to be taken over
     */
    static void check(Owner owner, Release release, ManagedObject object) throws ExternalFailure {
        switch (owner) {
            case Owner.OwnedBy(var other) when other.equals(release) -> {}
            case Owner.OwnedBy(var other) ->
                    throw new ExternalFailure("it belongs to " + other + ", not to " + release);
            case Owner.Unknown(var description) ->
                    throw new ExternalFailure("it belongs to " + description);
            case Owner.Nobody _ -> {
                if (!object.adopts()) {
                    throw new ExternalFailure(
                            "it exists, and no tag says that it belongs to "
                                    + release
                                    + "; set the annotation "
                                    + Annotations.ADOPT
                                    + ": \"true\" to take it over");
                }
            }
        }
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
