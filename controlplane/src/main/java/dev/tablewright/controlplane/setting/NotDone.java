package dev.tablewright.controlplane.setting;

/** A change cannot be made; the message says why, to the user. */
public class NotDone extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public NotDone(String reason) {
        super(reason);
    }
}
