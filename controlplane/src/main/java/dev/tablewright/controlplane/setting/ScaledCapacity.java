package dev.tablewright.controlplane.setting;

import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

/**
 * How the capacity of a table or of an index follows its use.
 *
 * @param read null where it stays as it is set
 * @param write null where it stays as it is set
 */
public record ScaledCapacity(@Nullable ScalingBounds read, @Nullable ScalingBounds write) {
    /** It does not. */
    public static final ScaledCapacity NONE = new ScaledCapacity(null, null);

    /**
     * Returns what a capacity shall be that is {@code is}: as it is where it follows its use, as
     * {@code wanted} where it does not.
     */
    public Throughput from(Throughput is, Throughput wanted) {
        return new Throughput(
                read == null ? wanted.read() : read.nearest(is.read()),
                write == null ? wanted.write() : write.nearest(is.write()));
    }

    /** Returns what a new capacity begins with: what is said, or else the lower bound. */
    public Throughput initial(@Nullable Throughput said) {
        return new Throughput(
                initial(said == null ? 0 : said.read(), read),
                initial(said == null ? 0 : said.write(), write));
    }

    private static long initial(long said, @Nullable ScalingBounds bounds) {
        return said == 0 && bounds != null ? bounds.min() : said;
    }

    /** Returns what of this {@code other} has too. */
    ScaledCapacity alsoIn(ScaledCapacity other) {
        return new ScaledCapacity(
                other.read == null ? null : read, other.write == null ? null : write);
    }

    String words() {
        String reads = read == null ? "" : "read " + read.words();
        String writes = write == null ? "" : "write " + write.words();
        return reads + (reads.isEmpty() || writes.isEmpty() ? "" : ", ") + writes;
    }
}
