package dev.tablewright.engine.catalog;

import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.TableRef;
import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Entry;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records of what a table leaves behind, in bytes: a format number, then every component. */
final class EndedCodec {
    private static final int FORMAT = 1;

    private EndedCodec() {}

    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** Writes a stream that has ended. */
    static Bytes encode(TableStream stream) {
        Long end = stream.end();
        if (end == null) {
            throw new IllegalArgumentException(stream.label() + " has not ended");
        }
        return encode(
                out -> {
                    table(stream.table(), out);
                    out.writeLong(stream.space());
                    names(stream.key().hash(), out);
                    names(stream.key().range(), out);
                    out.writeUTF(stream.view().name());
                    out.writeUTF(stream.label());
                    out.writeLong(end);
                    out.writeByte(stream.shards());
                    optional(stream.policy().text(), out);
                    optional(stream.policy().revision(), out);
                });
    }

    /**
     * Reads a stream.
     *
     * @throws IllegalStateException if a newer release wrote it, or it is damaged
     */
    static TableStream stream(Entry entry) {
        return decode(
                entry,
                in ->
                        new TableStream(
                                table(in),
                                in.readLong(),
                                new KeySchema(names(in), names(in)),
                                StreamView.valueOf(in.readUTF()),
                                in.readUTF(),
                                Keyspace.readSpace(entry.key().sort()),
                                in.readLong(),
                                in.readByte(),
                                TableStream.Status.DISABLED,
                                new ResourcePolicy(optional(in), optional(in), null)));
    }

    /** Writes the log of a table that is gone. */
    static Bytes encode(RetiredLog log) {
        return encode(
                out -> {
                    table(log.table(), out);
                    out.writeUTF(log.id());
                    out.writeLong(log.deleted().toEpochMilli());
                    out.writeLong(log.keepUntil().toEpochMilli());
                });
    }

    /**
     * Reads a log's record.
     *
     * @throws IllegalStateException if a newer release wrote it, or it is damaged
     */
    static RetiredLog log(Entry entry) {
        return decode(
                entry,
                in ->
                        new RetiredLog(
                                table(in),
                                in.readUTF(),
                                Keyspace.readSpace(entry.key().sort()),
                                Instant.ofEpochMilli(in.readLong()),
                                Instant.ofEpochMilli(in.readLong())));
    }

    private static Bytes encode(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            fields.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static <T> T decode(Entry entry, Reading<T> reading) {
        byte[] bytes = entry.stored().value().array();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("catalog record of unknown format " + format);
            }
            return reading.read(in);
        } catch (IOException damaged) {
            throw new IllegalStateException("damaged catalog record", damaged);
        }
    }

    private static void table(TableRef table, DataOutputStream out) throws IOException {
        out.writeUTF(table.account());
        out.writeUTF(table.region());
        out.writeUTF(table.name());
    }

    private static TableRef table(DataInputStream in) throws IOException {
        return new TableRef(in.readUTF(), in.readUTF(), in.readUTF());
    }

    private static void names(List<String> names, DataOutputStream out) throws IOException {
        out.writeByte(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    private static List<String> names(DataInputStream in) throws IOException {
        int size = in.readByte();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add(in.readUTF());
        }
        return names;
    }

    private static void optional(@Nullable String text, DataOutputStream out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
