package dev.tablewright.controlplane.apply;

import dev.tablewright.controlplane.setting.NotDone;

/** A step cannot be done; the message says why, to the user. */
final class StepFailed extends NotDone {
    private static final long serialVersionUID = 1L;

    StepFailed(String reason) {
        super(reason);
    }
}
