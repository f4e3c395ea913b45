package dev.tablewright.cli;

import dev.tablewright.controlplane.restore.RestoreProgress;

import java.time.Duration;

/** How far a restore is: one line that moves on a terminal, a line now and then elsewhere. */
final class RestoreLines implements AutoCloseable {
    private static final Duration FIRST_WORD = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Console console;
    private Duration nextWord = FIRST_WORD;
    private int width;

    RestoreLines(Console console) {
        this.console = console;
    }

    void show(RestoreProgress progress) {
        String line = line(progress);
        if (console.terminal().getAsBoolean()) {
            console.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            console.err().flush();
            width = line.length();
        } else if (!progress.status().equals("ACTIVE")
                && progress.soFar().compareTo(nextWord) >= 0) {
            console.say(line);
            Duration twice = progress.soFar().multipliedBy(2);
            Duration most = progress.soFar().plus(LONGEST_SILENCE);
            nextWord = twice.compareTo(most) < 0 ? twice : most;
        }
    }

    static String line(RestoreProgress progress) {
        StringBuilder line = new StringBuilder(progress.status());
        line.append(", ").append(Spans.about(progress.soFar())).append(" so far");
        if (progress.items() > 0) {
            line.append(": ").append(Spans.count(progress.items()));
            if (progress.expectedItems() > 0) {
                line.append(" of about ").append(Spans.count(progress.expectedItems()));
            }
            line.append(" items, ").append(Spans.bytes(progress.bytes()));
        } else if (progress.expectedItems() > 0) {
            line.append(", about ").append(Spans.count(progress.expectedItems(), "item"));
            line.append(" (").append(Spans.bytes(progress.expectedBytes())).append(") to come");
        }
        Duration left = progress.left();
        return left == null
                ? line.toString()
                : line.append(", about ").append(Spans.about(left)).append(" left").toString();
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
