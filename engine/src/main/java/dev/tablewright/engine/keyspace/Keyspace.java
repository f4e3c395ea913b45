package dev.tablewright.engine.keyspace;

import dev.tablewright.model.TableRef;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Key;

import java.nio.charset.StandardCharsets;

/**
 * The fixed keyspaces, and the keys in them that do not depend on a table's shape.
 *
 * <p>Spaces 3 to 99 are reserved. Tables and indexes get spaces from {@link #FIRST_TABLE} up, one
 * each, handed out by the catalog and never used again.
 */
public final class Keyspace {
    /** What tables there are. */
    public static final long CATALOG = 0;

    /** Users, roles and policies; the server's own. */
    public static final long IDENTITY = 1;

    /** Idempotency tokens of transactions. */
    public static final long TOKENS = 2;

    /** The first space for tables and indexes. */
    public static final long FIRST_TABLE = 100;

    private Keyspace() {}

    /**
     * The catalog's record of a table. Every write of an item checks that this record is unchanged
     * since the table was looked up, so that it goes neither into a table that is gone nor past an
     * index that is new.
     */
    public static Key table(TableRef ref) {
        return new Key(CATALOG, tablesOf(ref.account(), ref.region()), utf8(ref.name()));
    }

    /** The partition of {@link #CATALOG} that holds an account's tables in a region, by name. */
    public static Bytes tablesOf(String account, String region) {
        return utf8("table/" + account + "/" + region);
    }

    /** The catalog's record of the next space to hand out. */
    public static Key nextSpace() {
        return new Key(CATALOG, utf8("space"), Bytes.EMPTY);
    }

    /** The record of an idempotency token, which belongs to an account and a region. */
    public static Key token(String account, String region, String token) {
        return new Key(TOKENS, utf8(account + "/" + region + "/" + token), Bytes.EMPTY);
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
