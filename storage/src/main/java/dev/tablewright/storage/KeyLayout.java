package dev.tablewright.storage;

import java.util.Arrays;

/**
 * Keys as one byte string each, for engines whose store is one ordered map. Bytes order as the
 * contract wants it, a partition is contiguous, and the segments of a scan are contiguous too,
 * because the partition's hash comes before the partition.
 *
 * <pre>
 * space(8)  hash of partition(4)  length of partition(2)  partition  sort     all big-endian
 * </pre>
 *
 * <p>The hash is part of what is on disk: it never changes.
 */
public final class KeyLayout {
    /** Most bytes of a partition. */
    public static final int MAX_PARTITION_BYTES = 8 << 10;

    /** Most bytes of a sort part. */
    public static final int MAX_SORT_BYTES = 16 << 10;

    private static final int HASH = 8;
    private static final int LENGTH = 12;
    private static final int PARTITION = 14;

    private KeyLayout() {}

    /**
     * Encodes a key.
     *
     * @throws IllegalArgumentException if a part is larger than {@link Key} allows, or the space is
     *     negative
     */
    public static byte[] encode(Key key) {
        return encode(key.space(), key.partition(), key.sort());
    }

    /** Encodes the key of these parts. */
    public static byte[] encode(long space, Bytes partition, Bytes sort) {
        int length = partition.length();
        if (space < 0 || length > MAX_PARTITION_BYTES || sort.length() > MAX_SORT_BYTES) {
            throw new IllegalArgumentException(
                    "no key: space %d, %d bytes of partition, %d bytes of sort"
                            .formatted(space, length, sort.length()));
        }
        byte[] bytes = new byte[PARTITION + length + sort.length()];
        putLong(bytes, space);
        putInt(bytes, HASH, hash(partition.array()));
        bytes[LENGTH] = (byte) (length >>> 8);
        bytes[LENGTH + 1] = (byte) length;
        System.arraycopy(partition.array(), 0, bytes, PARTITION, length);
        System.arraycopy(sort.array(), 0, bytes, PARTITION + length, sort.length());
        return bytes;
    }

    /** Decodes what {@link #encode} made. */
    public static Key decode(byte[] encoded) {
        long space = 0;
        for (int i = 0; i < HASH; i++) {
            space = (space << 8) | (encoded[i] & 0xFF);
        }
        int end = PARTITION + ((encoded[LENGTH] & 0xFF) << 8) + (encoded[LENGTH + 1] & 0xFF);
        return new Key(
                space,
                Bytes.wrap(Arrays.copyOfRange(encoded, PARTITION, end)),
                Bytes.wrap(Arrays.copyOfRange(encoded, end, encoded.length)));
    }

    /** The encoded keys of {@code range}, from the first included up to the last excluded. */
    public static Bounds bounds(ReadView.Range range) {
        byte[] partition = encode(range.space(), range.partition(), Bytes.EMPTY);
        Bytes from = range.from();
        Bytes to = range.to();
        byte[] first = from == null ? partition : concat(partition, from);
        byte[] end = to == null ? successorOfPrefix(partition) : concat(partition, to);
        return new Bounds(
                from != null && range.fromExclusive() ? next(first) : first,
                to != null && !range.toExclusive() ? next(end) : end);
    }

    /** The encoded keys of one segment of a space, from the first included to the last excluded. */
    public static Bounds bounds(long space, int segment, int segments) {
        if (segments < 1 || segment < 0 || segment >= segments) {
            throw new IllegalArgumentException("segment " + segment + " of " + segments);
        }
        return new Bounds(
                hashPrefix(space, firstHash(segment, segments)),
                hashPrefix(space, firstHash(segment + 1, segments)));
    }

    /** The encoded keys of a whole space. */
    public static Bounds bounds(long space) {
        return bounds(space, 0, 1);
    }

    /** Returns the segment, of {@code segments}, in which a partition lies. */
    public static int segmentOf(Bytes partition, int segments) {
        if (segments < 1) {
            throw new IllegalArgumentException(segments + " segments");
        }
        return (int) (((hash(partition.array()) & 0xFFFF_FFFFL) * segments) >>> 32);
    }

    /** The least key that is greater than {@code encoded}. */
    public static byte[] next(byte[] encoded) {
        return Arrays.copyOf(encoded, encoded.length + 1);
    }

    /** A part of the order of encoded keys. */
    public static final class Bounds {
        private final byte[] from;
        private final byte[] to;

        private Bounds(byte[] from, byte[] to) {
            this.from = from;
            this.to = to;
        }

        /** Returns the first key inside; not to be written to. */
        public byte[] from() {
            return from;
        }

        /** Returns the first key outside; not to be written to. */
        public byte[] to() {
            return to;
        }

        /** Leaves out everything up to and including {@code key}, which need not exist. */
        public Bounds after(Key key) {
            byte[] next = next(encode(key));
            return Arrays.compareUnsigned(next, from) > 0 ? new Bounds(next, to) : this;
        }

        /** Whether nothing can be inside, because the range was given the wrong way round. */
        public boolean isEmpty() {
            return Arrays.compareUnsigned(from, to) >= 0;
        }
    }

    /** Segments cut the 2^32 hashes into equal parts; a hash of 2^32 is the end of the space. */
    private static long firstHash(int segment, int segments) {
        return ((long) segment * (1L << 32) + segments - 1) / segments;
    }

    private static byte[] hashPrefix(long space, long hash) {
        byte[] prefix = new byte[LENGTH];
        putLong(prefix, hash >>> 32 == 0 ? space : space + 1);
        putInt(prefix, HASH, (int) hash);
        return prefix;
    }

    /** A space is never negative, so that the first byte is never FF and there is a successor. */
    private static byte[] successorOfPrefix(byte[] prefix) {
        int length = prefix.length;
        while (prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        byte[] successor = Arrays.copyOf(prefix, length);
        successor[length - 1]++;
        return successor;
    }

    /** FNV-1a, and the finalizer of MurmurHash3 to spread keys that differ in their last bytes. */
    static int hash(byte[] partition) {
        int hash = 0x811C9DC5;
        for (byte b : partition) {
            hash = (hash ^ (b & 0xFF)) * 0x01000193;
        }
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >>> 13;
        hash *= 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }

    private static byte[] concat(byte[] prefix, Bytes more) {
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + more.length());
        System.arraycopy(more.array(), 0, bytes, prefix.length, more.length());
        return bytes;
    }

    private static void putLong(byte[] bytes, long value) {
        putInt(bytes, 0, (int) (value >>> 32));
        putInt(bytes, 4, (int) value);
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }
}
