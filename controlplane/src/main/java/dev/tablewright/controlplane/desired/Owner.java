package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.DeletionPolicy;

import java.util.Map;
import java.util.Optional;

/** Whom a resource belongs to, by its tags. */
public sealed interface Owner {
    /** Nobody: the tags say nothing about it. */
    record Nobody() implements Owner {}

    /** A release of ours. */
    record OwnedBy(Release release) implements Owner {}

    /**
     * Somebody else, or a part of it that cannot be understood.
     *
     * @param description for messages
     */
    record Unknown(String description) implements Owner {}

    /** Whether it is a release in {@code namespace}. */
    default boolean isIn(String namespace) {
        return this instanceof OwnedBy(var release) && release.namespace().equals(namespace);
    }

    /** Reads {@code tags}. */
    static Owner of(Map<String, String> tags) {
        return of(tags, Release.MANAGED_BY);
    }

    /** Reads the tags of an application's role, or of a cluster's OIDC provider. */
    static Owner ofPlatforms(Map<String, String> tags) {
        return of(tags, Release.PLATFORM);
    }

    /** Returns the application that the tags give a role. */
    static Optional<String> application(Map<String, String> tags) {
        return Optional.ofNullable(tags.get(Release.APPLICATION_TAG));
    }

    private static Owner of(Map<String, String> tags, String manager) {
        String namespace = tags.get(Release.NAMESPACE_TAG);
        String release = tags.get(Release.RELEASE_TAG);
        String managedBy = tags.get(Release.MANAGED_BY_TAG);
        if (namespace == null && release == null && managedBy == null) {
            return new Nobody();
        }
        if (namespace == null || release == null || !manager.equals(managedBy)) {
            return new Unknown("the owner its tags name (managed-by: " + managedBy + ")");
        }
        try {
            return new OwnedBy(new Release(namespace, release));
        } catch (IllegalArgumentException e) {
            return new Unknown("an owner its tags do not name rightly: " + e.getMessage());
        }
    }

    /** Returns the logical name that the tags give a table. */
    static Optional<String> table(Map<String, String> tags) {
        return Optional.ofNullable(tags.get(Release.TABLE_TAG));
    }

    /** Returns the role that the tags give a policy. */
    static Optional<String> role(Map<String, String> tags) {
        return Optional.ofNullable(tags.get(Release.ROLE_TAG));
    }

    /** Returns the principal that the tags give a policy. */
    static Optional<Principal> principal(Map<String, String> tags) {
        for (Principal.Kind kind : Principal.Kind.values()) {
            String name = tags.get(Release.tag(kind));
            if (name != null) {
                return Optional.of(new Principal(kind, name));
            }
        }
        return Optional.empty();
    }

    /** Returns the environment that the tags name. */
    static Optional<String> environment(Map<String, String> tags) {
        return Optional.ofNullable(tags.get(Release.ENVIRONMENT_TAG));
    }

    /** Returns what a table's tags say about its end; Delete when they say nothing. */
    static DeletionPolicy deletionPolicy(Map<String, String> tags) {
        return "Orphan".equals(tags.get(Release.DELETION_TAG))
                ? DeletionPolicy.ORPHAN
                : DeletionPolicy.DELETE;
    }
}
