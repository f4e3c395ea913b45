package dev.tablewright.server.identity;

import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.ReadView.Range;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When access keys and roles were used last, and when users and roles used each service. Kept in
 * memory, where noting a use costs one look-up, and written now and then: a crash loses the last
 * minutes, as IAM's own record lags behind.
 */
final class LastUses {
    /** Uses that follow each other faster are noted once. */
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private final StorageEngine engine;
    private final Map<String, LastUse> uses = new ConcurrentHashMap<>();
    private final Set<String> unsaved = ConcurrentHashMap.newKeySet();

    LastUses(StorageEngine engine) {
        this.engine = engine;
        var all =
                new Range(
                        IdentityRecords.SPACE,
                        IdentityRecords.LAST_USED,
                        null,
                        false,
                        null,
                        false,
                        true);
        try (ReadView view = engine.read();
                Cursor cursor = view.range(all)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                String id = new String(entry.key().sort().array(), StandardCharsets.UTF_8);
                uses.put(id, IdentityRecords.lastUse(entry.stored().value()));
            }
        }
    }

    /** Returns whether it is a use that was not noted within the last minute. */
    boolean note(String id, String service, String region, Instant now) {
        LastUse last = uses.get(id);
        if (last != null
                && now.isBefore(last.time().plus(GRAIN))
                && last.service().equals(service)
                && last.region().equals(region)) {
            return false;
        }
        uses.put(id, new LastUse(now, service, region));
        unsaved.add(id);
        return true;
    }

    @Nullable LastUse of(String id) {
        return uses.get(id);
    }

    void save() {
        List<Write> writes = new ArrayList<>();
        for (String id : Set.copyOf(unsaved)) {
            unsaved.remove(id);
            LastUse use = uses.get(id);
            if (use != null) {
                writes.add(
                        new Write.Put(
                                IdentityRecords.key(IdentityRecords.LAST_USED, id),
                                IdentityRecords.encode(use)));
            }
        }
        if (!writes.isEmpty()) {
            engine.commit(new Commit(List.of(), writes));
        }
    }
}
