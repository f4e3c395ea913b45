package dev.tablewright.server.backup;

/** How late a job may start, and end; both count from its time. */
public final class Windows {
    /** How late a job may start where nobody says, in minutes. */
    public static final long START_MINUTES = 480;

    /** A week, which is how late a job may end where nobody says. */
    private static final long COMPLETION_MINUTES = 10_080;

    private static final long LEAST = 60;

    /** A hundred years: nobody waits longer, and times stay in range. */
    private static final long MOST = 52_560_000;

    private Windows() {}

    /** Returns how late a job may end where nobody says, in minutes. */
    public static long completionMinutes(long startMinutes) {
        return Math.max(COMPLETION_MINUTES, startMinutes + LEAST);
    }

    /**
     * Requires that a window gives a job time.
     *
     * @throws BackupException otherwise
     */
    public static void check(long startMinutes, long completionMinutes) {
        if (startMinutes < LEAST || startMinutes > MOST) {
            throw BackupException.invalid(
                    "Invalid start window. StartWindowMinutes must be at least " + LEAST);
        }
        if (completionMinutes < startMinutes + LEAST || completionMinutes > MOST) {
            throw BackupException.invalid(
                    "Invalid completion window. It must be at least "
                            + LEAST
                            + " minutes longer than the start window");
        }
    }
}
