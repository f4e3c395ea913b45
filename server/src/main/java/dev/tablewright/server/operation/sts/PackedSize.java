package dev.tablewright.server.operation.sts;

import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Tags;

import java.nio.charset.StandardCharsets;

/**
 * How much of the room in a session token is taken by session policies and tags.
 *
 * <p>AWS packs both into a binary form whose limit it does not publish. Here it is the limit that
 * AWS does publish for the plain text, 2,048 characters of policies, and the same room for tags.
 */
final class PackedSize {
    private static final int ROOM = 2_048;

    private PackedSize() {}

    /**
     * Returns the percentage that is taken, at least 1.
     *
     * @throws IdentityException if it is more than 100
     */
    static int of(SessionPolicies policies, Tags tags) {
        int policyPercent = percent(policies.characters());
        require(
                policyPercent,
                "Packed policy consumes "
                        + policyPercent
                        + "% of allotted space, please use smaller policy.");
        int tagBytes = 0;
        for (Tags.Tag tag : tags.list()) {
            tagBytes += utf8(tag.key()) + utf8(tag.value());
        }
        // Tags alone may use all the room that 50 tags of usual length need.
        int tagPercent = percent(tagBytes / 4);
        require(
                tagPercent,
                "Packed size of session tags consumes " + tagPercent + "% of allotted space.");
        return Math.max(1, Math.max(policyPercent, tagPercent));
    }

    private static void require(int percent, String message) {
        if (percent > 100) {
            throw new IdentityException(IdentityException.Code.PACKED_POLICY_TOO_LARGE, message);
        }
    }

    private static int percent(int taken) {
        return (taken * 100 + ROOM - 1) / ROOM;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
