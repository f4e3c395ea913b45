package dev.tablewright.engine.backup;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Cursor;
import dev.tablewright.storage.Entry;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The records of exports, or of imports, in the storage. */
final class TransferRecords<T> {
    private final StorageEngine storage;
    private final long space;
    private final Function<T, TransferRef> refOf;
    private final Function<T, Bytes> encode;
    private final Function<Stored, T> decode;

    TransferRecords(
            StorageEngine storage,
            long space,
            Function<T, TransferRef> refOf,
            Function<T, Bytes> encode,
            Function<Stored, T> decode) {
        this.storage = storage;
        this.space = space;
        this.refOf = refOf;
        this.encode = encode;
        this.decode = decode;
    }

    @Nullable T find(TransferRef ref) {
        try (ReadView view = storage.read()) {
            Stored stored = view.get(keyOf(ref));
            T record = stored == null ? null : decode.apply(stored);
            return record == null || !refOf.apply(record).equals(ref) ? null : record;
        }
    }

    /** Returns the records of all accounts and regions. */
    List<T> all() {
        List<T> records = new ArrayList<>();
        try (ReadView view = storage.read();
                Cursor cursor = view.scan(space, 0, 1, null)) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                records.add(decode.apply(entry.stored()));
            }
        }
        return records;
    }

    /**
     * Returns the records of an account in a region that {@code wanted} takes, newest first.
     *
     * @param before ends before this id; null for the newest
     * @param limit most records
     */
    List<T> list(
            String account,
            String region,
            @Nullable String before,
            int limit,
            Predicate<T> wanted) {
        List<T> records = new ArrayList<>();
        var range =
                new ReadView.Range(
                        space,
                        Keyspace.backupsOf(account, region),
                        null,
                        false,
                        before == null ? null : utf8(before),
                        true,
                        false);
        try (ReadView view = storage.read();
                Cursor cursor = view.range(range)) {
            for (Entry entry = cursor.next();
                    entry != null && records.size() < limit;
                    entry = cursor.next()) {
                T record = decode.apply(entry.stored());
                if (wanted.test(record)) {
                    records.add(record);
                }
            }
        }
        return records;
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The write that keeps a record in place of what is stored of it. */
    Commit.Write put(T record) {
        return new Commit.Write.Put(keyOf(refOf.apply(record)), encode.apply(record));
    }

    void keep(T record) {
        if (storage.commit(new Commit(List.of(), List.of(put(record))))
                instanceof Commit.Result.Conflict) {
            throw new IllegalStateException("a write without checks met a conflict");
        }
    }

    private Key keyOf(TransferRef ref) {
        return Keyspace.transfer(space, ref.table().account(), ref.table().region(), ref.id());
    }
}
