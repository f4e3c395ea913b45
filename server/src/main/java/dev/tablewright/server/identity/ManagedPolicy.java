package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Managed policy, of the customer or of AWS.
 *
 * @param description empty for none; cannot be changed later
 * @param updated when its newest version was made
 * @param versions at most five, the newest first; the default one is always among them
 * @param defaultVersion number of the version in force
 * @param lastVersion highest number ever given; numbers are not used again
 */
public record ManagedPolicy(
        Head head,
        Tags tags,
        String description,
        Instant updated,
        List<Version> versions,
        int defaultVersion,
        int lastVersion)
        implements Entity {
    /** Copies the list. */
    public ManagedPolicy {
        versions = List.copyOf(versions);
    }

    /** One version of the document. */
    public record Version(int number, StoredPolicy document, Instant created) {
        /** Returns the id, for instance {@code v3}. */
        public String id() {
            return "v" + number;
        }
    }

    /** The account of policies that AWS manages, as it stands in their ARNs. */
    public static final String AWS = "aws";

    @Override
    public EntityKind kind() {
        return EntityKind.POLICY;
    }

    /** Whether AWS manages the policy: it can be attached and read, never changed. */
    public boolean ofAws() {
        return account().equals(AWS);
    }

    /** Returns the version with that id, or null. */
    public @Nullable Version version(String id) {
        return versions.stream().filter(v -> v.id().equals(id)).findFirst().orElse(null);
    }

    /** Returns the version in force. */
    public Version inForce() {
        for (Version version : versions) {
            if (version.number() == defaultVersion) {
                return version;
            }
        }
        throw new IllegalStateException(arn() + " has no version v" + defaultVersion);
    }

    /** Returns this policy with a further version. */
    public ManagedPolicy withVersion(StoredPolicy document, Instant now, boolean makeDefault) {
        var version = new Version(lastVersion + 1, document, now);
        var changed = new ArrayList<>(versions);
        changed.add(version);
        changed.sort(Comparator.comparingInt(Version::number).reversed());
        return new ManagedPolicy(
                head,
                tags,
                description,
                now,
                changed,
                makeDefault ? version.number() : defaultVersion,
                version.number());
    }

    /** Returns this policy without a version, which must not be the default one. */
    public ManagedPolicy withoutVersion(Version version) {
        var changed = versions.stream().filter(v -> !v.equals(version)).toList();
        return new ManagedPolicy(
                head, tags, description, updated, changed, defaultVersion, lastVersion);
    }

    /** Returns this policy with another version in force. */
    public ManagedPolicy withDefault(Version version, Instant now) {
        return new ManagedPolicy(
                head, tags, description, now, versions, version.number(), lastVersion);
    }

    /** Returns this policy with other tags. */
    public ManagedPolicy withTags(Tags changed) {
        return new ManagedPolicy(
                head, changed, description, updated, versions, defaultVersion, lastVersion);
    }
}
