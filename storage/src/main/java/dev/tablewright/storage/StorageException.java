package dev.tablewright.storage;

/**
 * The engine cannot say whether an operation took effect: a full disk, a lost connection,
 * corruption.
 */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
