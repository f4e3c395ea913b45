package dev.tablewright.server.schedule;

/** A text that is no schedule, or the name of a time zone that is not known. */
public final class ScheduleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final boolean ofZone;

    ScheduleException(String text, boolean ofZone) {
        super(text);
        this.ofZone = ofZone;
    }

    /** Whether it is the time zone that is not known. */
    public boolean isOfZone() {
        return ofZone;
    }
}
