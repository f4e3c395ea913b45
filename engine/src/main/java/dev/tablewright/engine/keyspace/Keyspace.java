package dev.tablewright.engine.keyspace;

import dev.tablewright.model.TableRef;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fixed keyspaces, and the keys in them that do not depend on a table's shape.
 *
 * <p>Spaces 5 to 99 are reserved. Tables and indexes get spaces from {@link #FIRST_TABLE} up, one
 * each, handed out by the catalog and never used again.
 */
public final class Keyspace {
    /** What tables there are. */
    public static final long CATALOG = 0;

    /** Users, roles and policies; the server's own. */
    public static final long IDENTITY = 1;

    /** Idempotency tokens of transactions. */
    public static final long TOKENS = 2;

    /** Quotas of environments; the server's own. */
    public static final long BUDGETS = 3;

    /** Logs of the changes of items; {@link LogKeys} has their keys. */
    public static final long CHANGES = 4;

    /** What follows the load, and how; the server's own. */
    public static final long AUTO_SCALING = 8;

    /** What backups there are; their items are objects, not here. */
    public static final long BACKUPS = 10;

    /** Tables that are being restored: from what, and how far. */
    public static final long RESTORES = 11;

    /** How far each replica has sent its changes to each other. */
    public static final long REPLICATION = 14;

    /** Vaults, plans, jobs and recovery points of AWS Backup; the server's own. */
    public static final long AWS_BACKUP = 20;

    /** What exports there are; what is exported lies in buckets. */
    public static final long EXPORTS = 18;

    /** What imports there are, and how far they got. */
    public static final long IMPORTS = 19;

    /** The first space for tables and indexes. */
    public static final long FIRST_TABLE = 100;

    private static final Bytes TABLES = utf8("table/");
    private static final Bytes DROPPED_SPACES = utf8("dropped");
    private static final Bytes ENDED_STREAMS = utf8("ended stream");
    private static final Bytes RETIRED_LOGS = utf8("retired log");

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

    /** The record of an export or import; those of an account in a region are by their ids. */
    public static Key transfer(long space, String account, String region, String id) {
        return new Key(space, backupsOf(account, region), utf8(id));
    }

    /** The record of a backup; those of an account in a region are in the order of their ids. */
    public static Key backup(String account, String region, String id) {
        return new Key(BACKUPS, backupsOf(account, region), utf8(id));
    }

    /** The partition that holds an account's backups, exports or imports in a region. */
    public static Bytes backupsOf(String account, String region) {
        return utf8(account + "/" + region);
    }

    /** How far a table is restored. */
    public static Key restore(TableRef table) {
        return new Key(RESTORES, tablesOf(table.account(), table.region()), utf8(table.name()));
    }

    /**
     * Where the stamp of the item kept at {@code item} is kept: the number of the change that made
     * it what it is, or removed it.
     */
    public static Key stamp(long stamps, Key item) {
        return new Key(stamps, item.partition(), item.sort());
    }

    /** How far the changes of the table of space {@code from} have come to that of {@code to}. */
    public static Key replicated(long from, long to) {
        return new Key(REPLICATION, writeSpace(from), writeSpace(to));
    }

    /** Whether {@code key} is one that {@link #table} made. */
    public static boolean isTable(Key key) {
        byte[] partition = key.partition().array();
        byte[] prefix = TABLES.array();
        return partition.length > prefix.length
                && Arrays.equals(partition, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Where it is noted that nothing refers to {@code space} any more, until it is dropped. */
    public static Key droppedSpace(long space) {
        return new Key(CATALOG, DROPPED_SPACES, writeSpace(space));
    }

    /** The note that {@code space} is to be dropped. */
    public static Commit.Write markDropped(long space) {
        return new Commit.Write.Put(droppedSpace(space), Bytes.EMPTY);
    }

    /** Whether {@code key} is one that {@link #droppedSpace} made. */
    public static boolean isDroppedSpace(Key key) {
        return key.partition().equals(DROPPED_SPACES);
    }

    /** Reads the space back from a key that {@link #droppedSpace} made. */
    public static long spaceOf(Key droppedSpace) {
        return readSpace(droppedSpace.sort());
    }

    /** The catalog's record of a stream that has ended, by the number at which it started. */
    public static Key endedStream(long start) {
        return new Key(CATALOG, ENDED_STREAMS, writeSpace(start));
    }

    /** Whether {@code key} is one that {@link #endedStream} made. */
    public static boolean isEndedStream(Key key) {
        return key.partition().equals(ENDED_STREAMS);
    }

    /** The catalog's note that the table of {@code space} is gone, but its log is not. */
    public static Key retiredLog(long space) {
        return new Key(CATALOG, RETIRED_LOGS, writeSpace(space));
    }

    /** Whether {@code key} is one that {@link #retiredLog} made. */
    public static boolean isRetiredLog(Key key) {
        return key.partition().equals(RETIRED_LOGS);
    }

    /** Writes the number of a space. */
    public static Bytes writeSpace(long space) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(space).array());
    }

    /** Reads what {@link #writeSpace} wrote. */
    public static long readSpace(Bytes written) {
        return ByteBuffer.wrap(written.array()).getLong();
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
