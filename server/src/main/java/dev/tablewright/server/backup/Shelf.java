package dev.tablewright.server.backup;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * Things of one kind: kept in the storage engine as JSON, and all of them in memory, by place and
 * name. A thing is replaced, never changed.
 *
 * <p>Reading is safe for many threads; whoever writes holds a lock that all writers share.
 *
 * @param <T> a record without behaviour that JSON would not bring back
 */
final class Shelf<T> {
    /** The first byte of every record. */
    private static final byte FORMAT = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private final StorageEngine storage;
    private final String kind;
    private final Function<T, Label> label;
    private final ConcurrentNavigableMap<String, T> things = new ConcurrentSkipListMap<>();

    /**
     * Where a thing stands.
     *
     * @param name unique among its kind in the place
     */
    record Label(Place place, String name) {
        private String text() {
            return start(place) + name;
        }

        private static String start(Place place) {
            return place.account() + "/" + place.region() + "/";
        }
    }

    private Shelf(StorageEngine storage, String kind, Function<T, Label> label) {
        this.storage = storage;
        this.kind = kind;
        this.label = label;
    }

    /**
     * Reads what is kept of a kind.
     *
     * @param kind stands in the keys: never change it
     * @throws IllegalStateException if a newer release wrote something of it
     */
    static <T> Shelf<T> open(
            StorageEngine storage, String kind, Class<T> type, Function<T, Label> label) {
        Shelf<T> shelf = new Shelf<>(storage, kind, label);
        var range =
                new ReadView.Range(Keyspace.AWS_BACKUP, utf8(kind), null, true, null, false, true);
        try (ReadView view = storage.read();
                Cursor cursor = view.range(range)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                T thing = decode(entry.stored().value().array(), type);
                shelf.things.put(label.apply(thing).text(), thing);
            }
        }
        return shelf;
    }

    private static <T> T decode(byte[] record, Class<T> type) {
        if (record[0] != FORMAT) {
            throw new IllegalStateException("record of AWS Backup of unknown format " + record[0]);
        }
        return JSON.readValue(record, 1, record.length - 1, type);
    }

    private static Bytes encode(Object thing) {
        byte[] json = JSON.writeValueAsBytes(thing);
        byte[] record = new byte[json.length + 1];
        record[0] = FORMAT;
        System.arraycopy(json, 0, record, 1, json.length);
        return Bytes.wrap(record);
    }

    /** Finds a thing, or null. */
    @Nullable T find(Place place, String name) {
        return things.get(new Label(place, name).text());
    }

    /** Returns the things of a place, in the order of their names. */
    Collection<T> in(Place place) {
        String start = Label.start(place);
        return things.subMap(start, start + Character.MAX_VALUE).values();
    }

    /** Returns the things of all places. */
    Collection<T> all() {
        return things.values();
    }

    /** Keeps a thing, in place of what stands there. */
    void put(T thing) {
        String name = label.apply(thing).text();
        commit(new Commit.Write.Put(key(name), encode(thing)));
        things.put(name, thing);
    }

    /** Removes a thing, if it is there. */
    void remove(T thing) {
        String name = label.apply(thing).text();
        commit(new Commit.Write.Delete(key(name)));
        things.remove(name);
    }

    private Key key(String name) {
        return new Key(Keyspace.AWS_BACKUP, utf8(kind), utf8(name));
    }

    private void commit(Commit.Write write) {
        if (storage.commit(new Commit(List.of(), List.of(write)))
                instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("a write without checks met a conflict");
        }
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
