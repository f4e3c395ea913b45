package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.Position;

/**
 * How a document could be instead: one edit, which leaves a document that parses and that the same
 * rule has nothing to say about.
 *
 * @param from where the replaced text begins
 * @param to where it ends, exclusive
 */
public record Correction(Position from, Position to, String replacement) {
    /** Returns the corrected document. */
    public String applyTo(String text) {
        return text.substring(0, JsonSpan.offset(text, from))
                + replacement
                + text.substring(JsonSpan.offset(text, to));
    }
}
