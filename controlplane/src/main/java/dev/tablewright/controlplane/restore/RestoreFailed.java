package dev.tablewright.controlplane.restore;

/** A backup, a restore or what follows it cannot go on; the message says why, to the user. */
public final class RestoreFailed extends Exception {
    private static final long serialVersionUID = 1L;

    RestoreFailed(String reason) {
        super(reason);
    }
}
