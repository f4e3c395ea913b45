package dev.tablewright.engine.backup;

/** An object of an export is missing, or is not what its manifest says; the text names it. */
public final class DamagedExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedExportException(String message) {
        super(message);
    }

    DamagedExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
