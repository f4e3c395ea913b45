package dev.tablewright.cli;

/**
 * How many items were dealt with: a line that moves on a terminal, a line now and then elsewhere.
 */
final class CompareLines implements AutoCloseable {
    private static final long EVERY = 250_000;
    private static final long EVERY_ON_TERMINAL = 2_000;

    private final Console console;
    private final String done;
    private final long expected;
    private long shown;
    private int width;

    CompareLines(Console console, long expected) {
        this(console, "read", expected);
    }

    /**
     * Counts.
     *
     * @param done what is done with items: "read"
     * @param expected about how many there are; 0 when nobody knows
     */
    CompareLines(Console console, String done, long expected) {
        this.console = console;
        this.done = done;
        this.expected = expected;
    }

    synchronized void read(long items) {
        boolean terminal = console.terminal().getAsBoolean();
        if (items / (terminal ? EVERY_ON_TERMINAL : EVERY)
                == shown / (terminal ? EVERY_ON_TERMINAL : EVERY)) {
            return;
        }
        shown = items;
        String line =
                done
                        + " "
                        + Spans.count(items, "item")
                        + (expected > items ? " of about " + Spans.count(expected) : "");
        if (terminal) {
            console.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            console.err().flush();
            width = line.length();
        } else {
            console.say(line);
        }
    }

    /** Ends the line that moves. */
    @Override
    public void close() {
        if (width > 0) {
            console.err().println();
            console.err().flush();
        }
    }
}
