package dev.tablewright.server.audit;

import dev.tablewright.server.authorization.Denied;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest denials, with all that they were decided from: at most {@value #MOST}, and not more
 * than about 8 MiB of what their requests said. Not safe for use by several threads.
 */
final class RecentDenials {
    private static final int MOST = 1_000;
    private static final long MOST_CHARACTERS = 4 << 20;

    private record Kept(AuditEntry entry, long characters) {}

    private final Map<String, Kept> byId = new LinkedHashMap<>();
    private long characters;
    private @Nullable AuditEntry newest;

    void add(AuditEntry entry, Denied denied) {
        long size = sizeOf(denied);
        byId.put(entry.requestId(), new Kept(entry, size));
        characters += size;
        newest = entry;
        Iterator<Kept> oldest = byId.values().iterator();
        while (byId.size() > MOST || (characters > MOST_CHARACTERS && byId.size() > 1)) {
            characters -= oldest.next().characters();
            oldest.remove();
        }
    }

    /** What one permission saw; a batch has others like it, of which the client sent no more. */
    private static long sizeOf(Denied denied) {
        long size = 0;
        for (List<String> values : denied.question().context().all().values()) {
            for (String value : values) {
                size += value.length();
            }
        }
        return size * Math.max(1, Math.min(denied.needed().size(), 4));
    }

    @Nullable AuditEntry find(String requestId) {
        Kept kept = byId.get(requestId);
        return kept == null ? null : kept.entry();
    }

    @Nullable AuditEntry newest() {
        return newest;
    }
}
