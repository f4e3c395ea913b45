package dev.tablewright.engine;

import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A request that the database refuses, in the API's own terms. What breaks a rule of the request
 * alone is a {@link dev.tablewright.model.ValidationException} instead. Has no stack trace: a
 * client's mistake is not our bug.
 */
public abstract sealed class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DatabaseException(String message) {
        super(message, null, false, false);
    }

    /** ResourceNotFoundException: no such table, or it is not in a state to be used. */
    public static final class ResourceNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable TableRef table;

        /** Creates the exception; {@code table} is what was asked for, for the log only. */
        public ResourceNotFound(String message, @Nullable TableRef table) {
            super(message);
            this.table = table;
        }

        /** Returns the table that was asked for, or null where the resource is not a table. */
        public @Nullable TableRef table() {
            return table;
        }
    }

    /** TableNotFoundException. */
    public static final class TableNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public TableNotFound(String message) {
            super(message);
        }
    }

    /** TableInUseException: the table is being created or deleted. */
    public static final class TableInUse extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public TableInUse(String message) {
            super(message);
        }

        /** Creates the exception for a table in this status. */
        public static TableInUse of(String status, TableRef table) {
            return new TableInUse(
                    "Table is being "
                            + (status.equals("DELETING") ? "deleted" : "created")
                            + ": "
                            + table.name());
        }
    }

    /** TableAlreadyExistsException: the table that would be restored to. */
    public static final class TableAlreadyExists extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public TableAlreadyExists(String message) {
            super(message);
        }
    }

    /** GlobalTableAlreadyExistsException, of version 2017.11.29. */
    public static final class GlobalTableAlreadyExists extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public GlobalTableAlreadyExists(String message) {
            super(message);
        }
    }

    /** GlobalTableNotFoundException, of version 2017.11.29. */
    public static final class GlobalTableNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public GlobalTableNotFound(String message) {
            super(message);
        }
    }

    /** ReplicaAlreadyExistsException: it is part of the global table. */
    public static final class ReplicaAlreadyExists extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ReplicaAlreadyExists(String message) {
            super(message);
        }
    }

    /** ReplicaNotFoundException: it is no part of the global table. */
    public static final class ReplicaNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ReplicaNotFound(String message) {
            super(message);
        }
    }

    /** IndexNotFoundException, of UpdateGlobalTableSettings. */
    public static final class IndexNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public IndexNotFound(String message) {
            super(message);
        }
    }

    /** BackupNotFoundException. */
    public static final class BackupNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public BackupNotFound(String message) {
            super(message);
        }
    }

    /** BackupInUseException: the backup is being made, deleted, or restored from. */
    public static final class BackupInUse extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public BackupInUse(String message) {
            super(message);
        }
    }

    /** PointInTimeRecoveryUnavailableException: it is off for the table. */
    public static final class RecoveryUnavailable extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public RecoveryUnavailable(String message) {
            super(message);
        }
    }

    /** InvalidRestoreTimeException: the moment is not in the window. */
    public static final class InvalidRestoreTime extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public InvalidRestoreTime(String message) {
            super(message);
        }
    }

    /** ExportNotFoundException. */
    public static final class ExportNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ExportNotFound(String message) {
            super(message);
        }
    }

    /** ExportConflictException: the token came with another request. */
    public static final class ExportConflict extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ExportConflict(String message) {
            super(message);
        }
    }

    /** InvalidExportTimeException: the moment or the window cannot be exported. */
    public static final class InvalidExportTime extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public InvalidExportTime(String message) {
            super(message);
        }
    }

    /** ImportNotFoundException. */
    public static final class ImportNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ImportNotFound(String message) {
            super(message);
        }
    }

    /** ImportConflictException: the token came with another request. */
    public static final class ImportConflict extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ImportConflict(String message) {
            super(message);
        }
    }

    /** PolicyNotFoundException: no resource policy, or one of another revision. */
    public static final class PolicyNotFound extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public PolicyNotFound(String message) {
            super(message);
        }
    }

    /** ExpiredIteratorException: more than 15 minutes old. */
    public static final class IteratorExpired extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public IteratorExpired() {
            super("The provided iterator exceeds the maximum age allowed.");
        }
    }

    /** TrimmedDataAccessException: more than a day old. */
    public static final class TrimmedData extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public TrimmedData() {
            super("The data you are trying to access has been trimmed.");
        }
    }

    /** ResourceInUseException: the table exists, or is being changed. */
    public static final class ResourceInUse extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ResourceInUse(String message) {
            super(message);
        }
    }

    /** LimitExceededException. */
    public static final class LimitExceeded extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public LimitExceeded(String message) {
            super(message);
        }
    }

    /** ConditionalCheckFailedException. */
    public static final class ConditionFailed extends DatabaseException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Item found;

        /** Creates the exception; {@code found} is the stored item, null when there is none. */
        public ConditionFailed(@Nullable Item found) {
            super("The conditional request failed");
            this.found = found;
        }

        /** Returns the item that the condition was judged against, or null. */
        public @Nullable Item found() {
            return found;
        }
    }

    /** DuplicateItemException: a statement inserts what is there. */
    public static final class DuplicateItem extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** The one text. */
        public static final String MESSAGE = "Duplicate primary key exists in table";

        /** Creates the exception. */
        public DuplicateItem() {
            super(MESSAGE);
        }
    }

    /** ItemCollectionSizeLimitExceededException. */
    public static final class ItemCollectionTooLarge extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ItemCollectionTooLarge(String message) {
            super(message);
        }
    }

    /** TransactionCanceledException; nothing of the transaction was done. */
    public static final class TransactionCanceled extends DatabaseException {
        private static final long serialVersionUID = 1L;

        private final transient List<Reason> reasons;

        /** Creates the exception; one reason per element of the request, in its order. */
        public TransactionCanceled(List<Reason> reasons) {
            super(text(reasons));
            this.reasons = List.copyOf(reasons);
        }

        /** Returns one reason per element of the request, in its order. */
        public List<Reason> reasons() {
            return reasons;
        }

        private static String text(List<Reason> reasons) {
            return "Transaction cancelled, please refer cancellation reasons for specific reasons ["
                    + String.join(", ", reasons.stream().map(Reason::code).toList())
                    + "]";
        }

        /**
         * Why one element stood in the way.
         *
         * @param code None, ConditionalCheckFailed, ItemCollectionSizeLimitExceeded,
         *     TransactionConflict, ProvisionedThroughputExceeded, ThrottlingError or
         *     ValidationError
         * @param message null for None
         * @param item the stored item, where the element asked for it
         */
        public record Reason(String code, @Nullable String message, @Nullable Item item) {
            /** The element did not stand in the way. */
            public static final Reason NONE = new Reason("None", null, null);
        }
    }

    /** TransactionInProgressException: the same token is being worked on. */
    public static final class TransactionInProgress extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public TransactionInProgress(String message) {
            super(message);
        }
    }

    /** IdempotentParameterMismatchException: the same token came with another request. */
    public static final class IdempotentParameterMismatch extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public IdempotentParameterMismatch(String message) {
            super(message);
        }
    }

    /**
     * ProvisionedThroughputExceededException: over a budget of units; the client may retry after a
     * pause.
     */
    public static final class ThroughputExceeded extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public ThroughputExceeded(String message) {
            super(message);
        }
    }

    /** ThrottlingException: too contended; the client may retry after a pause. */
    public static final class Throttled extends DatabaseException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception. */
        public Throttled(String message) {
            super(message);
        }
    }
}
