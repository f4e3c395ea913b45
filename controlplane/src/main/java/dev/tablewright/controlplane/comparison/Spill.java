package dev.tablewright.controlplane.comparison;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Keys and digests of one table's items, on disk in parts: a key is always in the same part,
 * whichever the table. So two tables are compared part by part, and only one part of one table is
 * in memory at a time. Written by several threads, then read by one.
 */
final class Spill implements AutoCloseable {
    /** A part of a table of 100 million items takes about 250 MB of memory. */
    static final int PARTS = 64;

    private final Path directory;
    private final @Nullable Part[] parts = new Part[PARTS];

    private record Part(Path file, DataOutputStream out) {}

    /** Writes into an empty directory. */
    Spill(Path directory) {
        this.directory = directory;
    }

    void add(byte[] key, byte[] digest) throws IOException {
        CRC32C hash = new CRC32C();
        hash.update(key);
        int number = (int) (hash.getValue() % PARTS);
        Part part = part(number);
        synchronized (part) {
            part.out().writeInt(key.length);
            part.out().write(key);
            part.out().write(digest);
        }
    }

    private synchronized Part part(int number) throws IOException {
        Part part = parts[number];
        if (part == null) {
            Path file = directory.resolve("part-" + number);
            part = new Part(file, new DataOutputStream(stream(file)));
            parts[number] = part;
        }
        return part;
    }

    private static BufferedOutputStream stream(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 15);
    }

    /** Ends the writing. */
    void finish() throws IOException {
        for (Part part : parts) {
            if (part != null) {
                part.out().close();
            }
        }
    }

    /** Takes what was written about one item. */
    @FunctionalInterface
    interface Entry {
        void is(ByteBuffer key, ByteBuffer digest) throws IOException, InterruptedException;
    }

    /** Reads a part, in the order of writing. */
    void read(int number, Entry entry) throws IOException, InterruptedException {
        Part part = parts[number];
        if (part == null) {
            return;
        }
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(Files.newInputStream(part.file()), 1 << 16))) {
            while (true) {
                int length;
                try {
                    length = in.readInt();
                } catch (EOFException end) {
                    return;
                }
                ByteBuffer key = ByteBuffer.wrap(in.readNBytes(length));
                entry.is(key, ByteBuffer.wrap(in.readNBytes(ItemDigest.LENGTH)));
            }
        }
    }

    /** Reads a part into memory. */
    Map<ByteBuffer, ByteBuffer> load(int number) throws IOException, InterruptedException {
        Map<ByteBuffer, ByteBuffer> all = new HashMap<>();
        read(number, all::put);
        return all;
    }

    /** Deletes everything. */
    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            if (part != null) {
                part.out().close();
                Files.deleteIfExists(part.file());
            }
        }
    }
}
