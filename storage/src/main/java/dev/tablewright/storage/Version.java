package dev.tablewright.storage;

/** Position of one commit in the engine's history; grows by commit, is never reused. */
public record Version(long number) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
        return Long.compare(number, other.number);
    }
}
