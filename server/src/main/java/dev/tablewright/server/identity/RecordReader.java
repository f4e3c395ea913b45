package dev.tablewright.server.identity;

import dev.tablewright.storage.Bytes;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what {@link RecordWriter} wrote. Fails loudly on anything else. */
final class RecordReader {
    private final byte[] bytes;
    private int at;

    RecordReader(Bytes bytes) {
        this.bytes = bytes.array();
    }

    /** Whether nothing follows: what a newer form of a record adds at its end is not there. */
    boolean atEnd() {
        return at == bytes.length;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("number too long at byte " + at);
    }

    int integer() {
        return Math.toIntExact(number());
    }

    boolean flag() {
        return number() != 0;
    }

    String text() {
        int length = integer();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    @Nullable String optional() {
        return flag() ? text() : null;
    }

    Instant time() {
        return Instant.ofEpochMilli(number());
    }

    <T> List<T> list(Function<RecordReader, T> reader) {
        int size = integer();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(reader.apply(this));
        }
        return values;
    }
}
