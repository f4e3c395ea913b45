package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.values.Lifetime;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The end of an environment: its lifetime, counted from the moment at which it was set. */
final class Expiry {
    private Expiry() {}

    /** Returns {@code tags}, with the end where they say how long and not until when. */
    static Map<String, String> stamped(Map<String, String> tags, Instant now) {
        String text = tags.get(Release.TTL_TAG);
        Lifetime lifetime = text == null ? null : Lifetime.parse(text);
        if (lifetime == null || tags.containsKey(Release.EXPIRES_TAG)) {
            return tags;
        }
        Map<String, String> stamped = new LinkedHashMap<>(tags);
        Instant end = now.plus(lifetime.duration()).truncatedTo(ChronoUnit.SECONDS);
        stamped.put(Release.EXPIRES_TAG, end.toString());
        return stamped;
    }
}
