package dev.tablewright.controlplane.apply;

/** A step cannot be done; the message says why, to the user. */
final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;

    StepFailed(String reason) {
        super(reason);
    }
}
