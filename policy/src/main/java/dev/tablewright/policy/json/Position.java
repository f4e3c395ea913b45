package dev.tablewright.policy.json;

/**
 * A place in a document.
 *
 * @param line counts from 1
 * @param column counts from 1, in Java chars
 */
public record Position(int line, int column) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
