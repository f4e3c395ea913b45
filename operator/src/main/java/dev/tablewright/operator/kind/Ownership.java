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
 * agree on whose a table is. What an object of a namespace says counts for that namespace only:
 * else whoever may write objects in one could have the tables of all others changed and deleted.
 */
final class Ownership {
    private static final int LONGEST_RELEASE = 53;
    private static final String CLUSTER = "cluster";

    private Ownership() {}

    /**
     * Returns the release of a table or a policy.
     *
     * @param tags that the object gives it
     * @throws ExternalFailure if they name another namespace than the object's
     */
    static Release of(ManagedObject object, Map<String, String> tags) throws ExternalFailure {
        return believed(object, Owner.of(tags));
    }

    /** Returns the release of a role or a provider of tokens; otherwise as {@link #of}. */
    static Release ofPlatforms(ManagedObject object, Map<String, String> tags)
            throws ExternalFailure {
        return believed(object, Owner.ofPlatforms(tags));
    }

    private static Release believed(ManagedObject object, Owner named) throws ExternalFailure {
        if (!(named instanceof Owner.OwnedBy(var release))) {
            return own(object);
        }
        @Nullable String namespace = object.identity().namespace();
        if (namespace == null || namespace.equals(release.namespace())) {
            return release;
        }
        if (object.isDeleted()) {
            // What it does not own stays; that it is gone must not wait for its tags.
            return own(object);
        }
        throw new ExternalFailure(
                "spec.forProvider.tags: the tag "
                        + Release.NAMESPACE_TAG
                        + " says "
                        + release.namespace()
                        + ", and the object is in the namespace "
                        + namespace
                        + "; leave the tag out, or write that");
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
