package dev.tablewright.server.protocol.query;

/**
 * A request that is no call of any operation. Has no stack trace: a client's mistake is not our
 * bug.
 */
public final class MalformedQuery extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong; the names are those of the error codes. */
    enum Kind {
        /** No Action parameter. */
        MISSING_ACTION,
        /** No operation of that name and version. */
        INVALID_ACTION,
        /** A value that cannot be read as its type. */
        MALFORMED_INPUT
    }

    private final Kind kind;

    private MalformedQuery(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    static MalformedQuery missingAction() {
        return new MalformedQuery(Kind.MISSING_ACTION, "Missing Action");
    }

    static MalformedQuery invalidAction(String action, String version) {
        return new MalformedQuery(
                Kind.INVALID_ACTION,
                "Could not find operation " + action + " for version " + version);
    }

    static MalformedQuery malformedInput(String message) {
        return new MalformedQuery(Kind.MALFORMED_INPUT, message);
    }

    Kind kind() {
        return kind;
    }
}
