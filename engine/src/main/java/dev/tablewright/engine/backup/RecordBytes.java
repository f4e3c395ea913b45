package dev.tablewright.engine.backup;

import dev.tablewright.storage.Bytes;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The components of a record in bytes, one after the other, behind a format number. */
final class RecordBytes {
    private static final int FORMAT = 1;

    private RecordBytes() {}

    /** Writes components. */
    static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        private final DataOutputStream out = new DataOutputStream(bytes);

        Writer() {
            try {
                out.writeByte(FORMAT);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        Writer bytes(byte[] value) {
            try {
                out.writeInt(value.length);
                out.write(value);
                return this;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        Writer text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        Writer number(long value) {
            try {
                out.writeLong(value);
                return this;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        Writer flag(boolean value) {
            return number(value ? 1 : 0);
        }

        Writer time(Instant value) {
            return number(value.toEpochMilli());
        }

        Writer optional(@Nullable String value) {
            return value == null ? flag(false) : flag(true).text(value);
        }

        Writer optional(@Nullable Instant value) {
            return value == null ? flag(false) : flag(true).time(value);
        }

        Writer texts(@Nullable List<String> values) {
            if (values == null) {
                return number(-1);
            }
            Writer last = number(values.size());
            values.forEach(this::text);
            return last;
        }

        Writer request(TransferRequest request) {
            return optional(request.token()).text(request.fingerprint());
        }

        Writer failure(@Nullable TransferFailure failure) {
            return failure == null
                    ? flag(false)
                    : flag(true).text(failure.code()).text(failure.message());
        }

        Bytes done() {
            return Bytes.wrap(bytes.toByteArray());
        }
    }

    /**
     * Reads components in the order in which they were written. Everything throws {@link
     * IllegalStateException} if the record is damaged.
     */
    static final class Reader {
        private final DataInputStream in;

        Reader(Bytes record) {
            in = new DataInputStream(new ByteArrayInputStream(record.array()));
            try {
                int format = in.readByte();
                if (format != FORMAT) {
                    throw new IllegalStateException("record of unknown format " + format);
                }
            } catch (IOException damaged) {
                throw damaged(damaged);
            }
        }

        private static IllegalStateException damaged(IOException cause) {
            return new IllegalStateException("damaged record", cause);
        }

        byte[] bytes() {
            try {
                return in.readNBytes(in.readInt());
            } catch (IOException damaged) {
                throw damaged(damaged);
            }
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        long number() {
            try {
                return in.readLong();
            } catch (IOException damaged) {
                throw damaged(damaged);
            }
        }

        boolean flag() {
            return number() != 0;
        }

        Instant time() {
            return Instant.ofEpochMilli(number());
        }

        @Nullable String optionalText() {
            return flag() ? text() : null;
        }

        @Nullable Instant optionalTime() {
            return flag() ? time() : null;
        }

        @Nullable List<String> texts() {
            long count = number();
            if (count < 0) {
                return null;
            }
            List<String> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(text());
            }
            return values;
        }

        TransferRequest request() {
            return new TransferRequest(optionalText(), text());
        }

        @Nullable TransferFailure failure() {
            return flag() ? new TransferFailure(text(), text()) : null;
        }
    }
}
