package dev.tablewright.controlplane.comparison;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Differences on disk, so that any number of them can be shown first and dealt with later. */
public final class DifferenceLog implements AutoCloseable {
    private final List<String> key;
    private final Path file;
    private final DataOutputStream out;
    private long count;

    /**
     * Opens an empty log in a temporary file.
     *
     * @param key names of the key attributes, as {@link Items#key} has them
     * @throws ComparisonFailed if there is no room for it
     */
    public DifferenceLog(List<String> key) throws ComparisonFailed {
        this.key = List.copyOf(key);
        try {
            file = Files.createTempFile("tablewright-diff-", "");
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        } catch (IOException e) {
            throw new ComparisonFailed("temporary files cannot be written: " + e.getMessage());
        }
    }

    /** Adds one. */
    public void add(Difference difference) {
        try {
            byte[] written = ItemDigest.key(difference.key(), key);
            ByteBuffer seen = difference.seen();
            out.writeUTF(difference.kind().name());
            out.writeInt(written.length);
            out.write(written);
            out.writeBoolean(seen != null);
            if (seen != null) {
                byte[] digest = new byte[seen.remaining()];
                seen.duplicate().get(digest);
                out.write(digest);
            }
            count++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how many there are. */
    public long count() {
        return count;
    }

    /** Reads them in the order in which they were added; nothing is added after that. */
    public void forEach(Comparison.Found found) throws ComparisonFailed, InterruptedException {
        try {
            out.close();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                for (long i = 0; i < count; i++) {
                    found.difference(read(in));
                }
            }
        } catch (IOException e) {
            throw new ComparisonFailed("a temporary file cannot be read: " + e.getMessage());
        }
    }

    private Difference read(DataInputStream in) throws IOException {
        Difference.Kind kind = Difference.Kind.valueOf(in.readUTF());
        ByteBuffer written = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        boolean seen = in.readBoolean();
        return new Difference(
                kind,
                ItemDigest.key(written, key),
                seen ? ByteBuffer.wrap(in.readNBytes(ItemDigest.LENGTH)) : null);
    }

    /** Deletes the file. */
    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
