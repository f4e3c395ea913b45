package dev.tablewright.controlplane.values;

/**
 * One mistake in a values file.
 *
 * @param path of the field, for instance {@code tables[3].localSecondaryIndex[0].rangeKey}; empty
 *     for the file as a whole
 * @param wrong what is wrong
 * @param right what would be right
 */
public record Problem(Position at, String path, String wrong, String right) {
    /** Returns the mistake as one line: place, field, what is wrong and what would be right. */
    @Override
    public String toString() {
        return at + ": " + (path.isEmpty() ? "" : path + ": ") + wrong + "; " + right;
    }
}
