package dev.tablewright.server.autoscaling;

/**
 * A request that Application Auto Scaling refuses, in its own terms. Has no stack trace: a client's
 * mistake is not our bug.
 */
public final class ScalingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is wrong. */
    public enum Kind {
        /** No such target or policy. */
        OBJECT_NOT_FOUND,
        /** No resource has this ARN. */
        RESOURCE_NOT_FOUND,
        /** A page that does not exist. */
        INVALID_NEXT_TOKEN,
        /** More tags than a target may have. */
        TOO_MANY_TAGS,
        /** More scheduled actions than a target may have. */
        LIMIT_EXCEEDED
    }

    /** Creates the exception. */
    public ScalingException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** Returns what is wrong. */
    public Kind kind() {
        return kind;
    }
}
