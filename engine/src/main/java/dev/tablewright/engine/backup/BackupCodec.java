package dev.tablewright.engine.backup;

import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TableCodec;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Stored;
import dev.tablewright.storage.Version;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** The record of a backup in bytes: a format number, then every component in order. */
final class BackupCodec {
    private static final int FORMAT = 1;

    private BackupCodec() {}

    static Bytes encode(Backup backup) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(backup.ref().id());
            out.writeUTF(backup.name());
            out.writeUTF(backup.type().name());
            out.writeUTF(backup.status().name());
            byte[] table = TableCodec.encode(backup.source()).array();
            out.writeInt(table.length);
            out.write(table);
            out.writeLong(backup.created().toEpochMilli());
            Instant expires = backup.expires();
            out.writeLong(expires == null ? 0 : expires.toEpochMilli());
            out.writeLong(backup.items());
            out.writeLong(backup.bytes());
            String damage = backup.damage();
            out.writeUTF(damage == null ? "" : damage);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    /**
     * Reads a record.
     *
     * @throws IllegalStateException if a newer release wrote it, or it is damaged
     */
    static Backup decode(Stored stored) {
        byte[] bytes = stored.value().array();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("record of a backup of unknown format " + format);
            }
            String id = in.readUTF();
            String name = in.readUTF();
            Backup.Type type = Backup.Type.valueOf(in.readUTF());
            Backup.Status status = Backup.Status.valueOf(in.readUTF());
            byte[] table = in.readNBytes(in.readInt());
            Table source = TableCodec.decode(new Stored(Bytes.wrap(table), new Version(0)));
            return new Backup(
                    new BackupRef(source.ref(), id),
                    name,
                    type,
                    status,
                    source,
                    Instant.ofEpochMilli(in.readLong()),
                    time(in.readLong()),
                    in.readLong(),
                    in.readLong(),
                    text(in.readUTF()));
        } catch (IOException damaged) {
            throw new IllegalStateException("damaged record of a backup", damaged);
        }
    }

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
