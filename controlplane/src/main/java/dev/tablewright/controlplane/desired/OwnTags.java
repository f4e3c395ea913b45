package dev.tablewright.controlplane.desired;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Remembers, on the table itself, which tags the values set. Once a tag has left the values nothing
 * else knows that it was ours; tags that others set are in no memory and stay.
 *
 * <p>The memory is one tag, {@value #TAG}: for each key five characters of its SHA-256 hash (30
 * bits), sorted, without separators. All the keys that a table may have fit into the 256 characters
 * of a tag's value, which the keys themselves would not.
 */
public final class OwnTags {
    static final String TAG = "idp/tags";

    private static final int FINGERPRINT = 5;

    private OwnTags() {}

    /** Returns the memory of {@code keys}; empty if there are none. */
    static Map<String, String> memory(Collection<String> keys) {
        String all =
                keys.stream()
                        .map(OwnTags::fingerprint)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining());
        return all.isEmpty() ? Map.of() : Map.of(TAG, all);
    }

    /**
     * Returns the tags of a table that go: those that the values once named and name no more.
     *
     * @param is all tags of the table
     * @param should those of the values, with the ownership tags
     */
    public static Map<String, String> gone(Map<String, String> is, Map<String, String> should) {
        Set<String> remembered = remembered(is.get(TAG));
        Map<String, String> gone = new LinkedHashMap<>();
        is.forEach(
                (key, value) -> {
                    boolean ours =
                            key.equals(TAG)
                                    || (!Release.isReserved(key)
                                            && remembered.contains(fingerprint(key)));
                    if (ours && !should.containsKey(key)) {
                        gone.put(key, value);
                    }
                });
        return gone;
    }

    private static Set<String> remembered(@Nullable String memory) {
        Set<String> remembered = new HashSet<>();
        if (memory != null) {
            for (int at = 0; at + FINGERPRINT <= memory.length(); at += FINGERPRINT) {
                remembered.add(memory.substring(at, at + FINGERPRINT));
            }
        }
        return remembered;
    }

    private static String fingerprint(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(hash).substring(0, FINGERPRINT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
