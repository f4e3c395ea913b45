package dev.tablewright.server.protocol;

/** The target names no operation. Has no stack trace: a client's mistake is not our bug. */
final class UnknownOperation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownOperation(String target) {
        super(target, null, false, false);
    }
}
