package dev.tablewright.controlplane.environment;

/** A clone cannot go on; the message says why, to the user. */
public final class CloneFailed extends Exception {
    private static final long serialVersionUID = 1L;

    CloneFailed(String reason) {
        super(reason);
    }
}
