package dev.tablewright.engine.backup;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A restore that is under way, as it is kept beside its table.
 *
 * @param tableId of the table that is restored to; not a later one of that name
 */
record RestoreRecord(TableRef target, String tableId, Source source, Position position) {
    private static final int FORMAT = 1;

    /** What is restored. */
    sealed interface Source {
        /** A backup. */
        record FromBackup(BackupRef backup) implements Source {}

        /**
         * A table as it was at a moment.
         *
         * @param tableId of the table; not a later one of that name
         * @param space of the table's items and log
         * @param cut number of the last change that counts
         * @param scratch space of what items were before they changed later; dropped in the end
         */
        record FromMoment(TableRef table, String tableId, long space, long cut, long scratch)
                implements Source {}
    }

    /**
     * How far it got.
     *
     * @param stage counts objects of a backup, or stages of going back
     * @param count of what is done within the stage
     * @param after key up to which the stage is done; null for none
     */
    record Position(int stage, long count, @Nullable Key after) {
        static final Position START = new Position(0, 0, null);
    }

    Key key() {
        return Keyspace.restore(target);
    }

    RestoreRecord at(Position other) {
        return new RestoreRecord(target, tableId, source, other);
    }

    /** The write that keeps this record. */
    Commit.Write put() {
        return new Commit.Write.Put(key(), encode());
    }

    Bytes encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            write(out, target);
            out.writeUTF(tableId);
            switch (source) {
                case Source.FromBackup(var backup) -> {
                    out.writeBoolean(true);
                    write(out, backup.table());
                    out.writeUTF(backup.id());
                }
                case Source.FromMoment moment -> {
                    out.writeBoolean(false);
                    write(out, moment.table());
                    out.writeUTF(moment.tableId());
                    out.writeLong(moment.space());
                    out.writeLong(moment.cut());
                    out.writeLong(moment.scratch());
                }
            }
            out.writeInt(position.stage());
            out.writeLong(position.count());
            Key after = position.after();
            out.writeBoolean(after != null);
            if (after != null) {
                out.writeLong(after.space());
                write(out, after.partition());
                write(out, after.sort());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, TableRef ref) throws IOException {
        out.writeUTF(ref.account());
        out.writeUTF(ref.region());
        out.writeUTF(ref.name());
    }

    private static void write(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.length());
        out.write(bytes.array());
    }

    /**
     * Reads a record.
     *
     * @throws IllegalStateException if a newer release wrote it, or it is damaged
     */
    static RestoreRecord decode(Stored stored) {
        byte[] bytes = stored.value().array();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("record of a restore of unknown format " + format);
            }
            return new RestoreRecord(table(in), in.readUTF(), source(in), position(in));
        } catch (IOException damaged) {
            throw new IllegalStateException("damaged record of a restore", damaged);
        }
    }

    private static Source source(DataInputStream in) throws IOException {
        if (in.readBoolean()) {
            return new Source.FromBackup(new BackupRef(table(in), in.readUTF()));
        }
        return new Source.FromMoment(
                table(in), in.readUTF(), in.readLong(), in.readLong(), in.readLong());
    }

    private static Position position(DataInputStream in) throws IOException {
        return new Position(
                in.readInt(),
                in.readLong(),
                in.readBoolean() ? new Key(in.readLong(), bytes(in), bytes(in)) : null);
    }

    private static TableRef table(DataInputStream in) throws IOException {
        return new TableRef(in.readUTF(), in.readUTF(), in.readUTF());
    }

    private static Bytes bytes(DataInputStream in) throws IOException {
        return Bytes.wrap(in.readNBytes(in.readInt()));
    }
}
