package dev.tablewright.server.sigv4;

/**
 * A request is unsigned, or its signature does not hold. The message is AWS's. Has no stack trace:
 * a client's mistake is not our bug.
 */
public final class SignatureRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Creates the exception with the text that the client will see. */
    public SignatureRefused(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** Returns what is wrong; each protocol has a name of its own for it. */
    public Kind kind() {
        return kind;
    }

    /** What can be wrong; named as DynamoDB names it, IAM's name in brackets. */
    public enum Kind {
        /** No signature at all. */
        MISSING_AUTHENTICATION_TOKEN,
        /** A part of the signature is missing or cannot be read. */
        INCOMPLETE_SIGNATURE,
        /** Not valid now, not for this service, or not by that key (SignatureDoesNotMatch). */
        INVALID_SIGNATURE,
        /** Unknown key, or wrong session token (InvalidClientTokenId). */
        UNRECOGNIZED_CLIENT,
        /** The session is over (ExpiredToken). */
        EXPIRED_TOKEN
    }
}
