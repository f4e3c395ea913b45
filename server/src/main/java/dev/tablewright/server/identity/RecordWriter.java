package dev.tablewright.server.identity;

import dev.tablewright.storage.Bytes;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Writes a stored record: numbers in 7-bit groups, texts as their length and UTF-8. */
final class RecordWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    RecordWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    RecordWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    RecordWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    RecordWriter optional(@Nullable String value) {
        flag(value != null);
        return value == null ? this : text(value);
    }

    /** Whole milliseconds. */
    RecordWriter time(Instant value) {
        return number(value.toEpochMilli());
    }

    <T> RecordWriter list(Collection<T> values, BiConsumer<RecordWriter, T> writer) {
        number(values.size());
        values.forEach(value -> writer.accept(this, value));
        return this;
    }

    Bytes bytes() {
        return Bytes.wrap(out.toByteArray());
    }
}
