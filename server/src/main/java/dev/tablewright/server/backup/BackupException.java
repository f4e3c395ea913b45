package dev.tablewright.server.backup;

import org.jspecify.annotations.Nullable;

/** AWS Backup cannot do what is asked. Has no stack trace: a client's mistake is not our bug. */
public final class BackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The errors of the API. */
    public enum Kind {
        /** Something of that name is there already. */
        ALREADY_EXISTS,
        /** There would be too many. */
        LIMIT_EXCEEDED,
        /** A value is not one that is possible here. */
        INVALID_PARAMETER_VALUE,
        /** A value is missing. */
        MISSING_PARAMETER_VALUE,
        /** There is no such thing. */
        RESOURCE_NOT_FOUND,
        /** The request cannot be done as things stand. */
        INVALID_REQUEST,
        /** The thing is in a state in which this cannot be done with it. */
        INVALID_RESOURCE_STATE
    }

    private final Kind kind;

    /** Which thing there is already; null where that is not the matter. */
    private final @Nullable String existing;

    /** Creates the exception with the text that the client will see. */
    public BackupException(Kind kind, String message) {
        this(kind, message, null);
    }

    private BackupException(Kind kind, String message, @Nullable String existing) {
        super(message, null, false, false);
        this.kind = kind;
        this.existing = existing;
    }

    /** A value that is not possible. */
    public static BackupException invalid(String message) {
        return new BackupException(Kind.INVALID_PARAMETER_VALUE, message);
    }

    /** Something that is not there. */
    public static BackupException notFound(String message) {
        return new BackupException(Kind.RESOURCE_NOT_FOUND, message);
    }

    /** A request that cannot be done as things stand. */
    public static BackupException refused(String message) {
        return new BackupException(Kind.INVALID_REQUEST, message);
    }

    /** A value that has to be there. */
    public static BackupException missing(String message) {
        return new BackupException(Kind.MISSING_PARAMETER_VALUE, message);
    }

    /** More than there may be. */
    public static BackupException tooMany(String message) {
        return new BackupException(Kind.LIMIT_EXCEEDED, message);
    }

    /** Something is there already. */
    public static BackupException exists(String message, String arn) {
        return new BackupException(Kind.ALREADY_EXISTS, message, arn);
    }

    /** Returns which of the API's errors this is. */
    public Kind kind() {
        return kind;
    }

    /** Returns the ARN of what is there already, or null. */
    public @Nullable String existing() {
        return existing;
    }
}
