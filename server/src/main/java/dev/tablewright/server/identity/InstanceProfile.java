package dev.tablewright.server.identity;

import org.jspecify.annotations.Nullable;

/**
 * Instance profile.
 *
 * @param role unique id of the one role in it, or null
 */
public record InstanceProfile(Head head, Tags tags, @Nullable String role) implements Entity {
    @Override
    public EntityKind kind() {
        return EntityKind.INSTANCE_PROFILE;
    }

    /** Returns this profile with another role; null for none. */
    public InstanceProfile withRole(@Nullable String changed) {
        return new InstanceProfile(head, tags, changed);
    }

    /** Returns this profile with other tags. */
    public InstanceProfile withTags(Tags changed) {
        return new InstanceProfile(head, changed, role);
    }
}
