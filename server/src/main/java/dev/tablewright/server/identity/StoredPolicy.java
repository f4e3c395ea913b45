package dev.tablewright.server.identity;

import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PolicySyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * A policy document as it is kept: its text, and its compiled form once somebody needs it. Equal
 * when the texts are.
 */
public final class StoredPolicy {
    private final String text;
    private final PolicyKind kind;
    private volatile @Nullable PolicyDocument compiled;

    private StoredPolicy(String text, PolicyKind kind, @Nullable PolicyDocument compiled) {
        this.text = text;
        this.kind = kind;
        this.compiled = compiled;
    }

    /**
     * Reads a document that somebody sent.
     *
     * @throws IdentityException with IAM's text when the document is malformed
     */
    public static StoredPolicy parse(String text, PolicyKind kind) {
        try {
            return new StoredPolicy(text, kind, PolicyDocument.parse(text, kind));
        } catch (PolicySyntaxException malformed) {
            throw new IdentityException(
                    IdentityException.Code.MALFORMED_POLICY_DOCUMENT,
                    String.valueOf(malformed.getMessage()));
        }
    }

    /** Takes a document that was checked before it was stored; it is compiled on first use. */
    static StoredPolicy stored(String text, PolicyKind kind) {
        return new StoredPolicy(text, kind, null);
    }

    /** Returns the document as it was sent. */
    public String text() {
        return text;
    }

    /**
     * Returns the compiled document. Fails, and thereby denies, if a document that was accepted
     * once is not accepted any more.
     */
    public PolicyDocument compiled() {
        PolicyDocument document = compiled;
        if (document == null) {
            document = PolicyDocument.parse(text, kind);
            compiled = document;
        }
        return document;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredPolicy that && text.equals(that.text) && kind == that.kind;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
