package dev.tablewright.cli;

/** A text as a cell of a table, as GitHub reads Markdown. */
final class MarkdownCell {
    private MarkdownCell() {}

    /**
     * Nothing of a name or a value is taken for a mark of the table, and nobody is called by it.
     */
    static String of(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("@", "&#64;")
                .replaceAll("([\\\\|*_`\\[\\]~])", "\\\\$1")
                .replaceAll("\\R", " ");
    }
}
