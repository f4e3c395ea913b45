package dev.tablewright.server.identity;

import java.time.Instant;

/**
 * Long-term key of a user or of the root user.
 *
 * @param id 20 characters, begins with AKIA
 * @param secret 40 characters
 * @param active requests signed with an inactive key are refused like those of an unknown one
 */
public record AccessKey(String id, String secret, boolean active, Instant created) {
    /** Returns this key, active or not. */
    public AccessKey withActive(boolean changed) {
        return new AccessKey(id, secret, changed, created);
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
