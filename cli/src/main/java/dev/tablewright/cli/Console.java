package dev.tablewright.cli;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Where the command prints and asks.
 *
 * @param out tables and answers
 * @param err progress and mistakes
 * @param terminal whether somebody is there to be asked
 * @param colours whether colours are wanted
 */
record Console(PrintWriter out, PrintWriter err, BooleanSupplier terminal, boolean colours) {
    private static final String RESET = "\u001b[0m";

    /** A colour, by what it means. */
    enum Ink {
        ADDED("\u001b[32m"),
        CHANGED("\u001b[33m"),
        REMOVED("\u001b[31m"),
        STRONG("\u001b[1m");

        private final String code;

        Ink(String code) {
            this.code = code;
        }
    }

    /** The process's own streams. Colours only on a terminal, and not with NO_COLOR set. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where no terminal is
    static Console system(Map<String, String> environment) {
        java.io.Console attached = System.console();
        boolean terminal = attached != null && attached.isTerminal();
        String noColour = environment.getOrDefault("NO_COLOR", "");
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                () -> terminal,
                terminal
                        && noColour.isEmpty()
                        && !"dumb".equals(environment.getOrDefault("TERM", "")));
    }

    String inked(Ink ink, String text) {
        return colours ? ink.code + text + RESET : text;
    }

    /** One line of progress. */
    void say(String line) {
        err.println(line);
        err.flush();
    }

    void print(String text) {
        out.print(text);
        out.flush();
    }

    /**
     * Asks for a "yes".
     *
     * @param without what to do where nobody can be asked
     * @throws CliException if there is no terminal to ask on
     */
    boolean confirms(String question, String without) {
        if (!terminal.getAsBoolean()) {
            throw new CliException("there is no terminal to ask on; " + without);
        }
        err.print(question + " Only \"yes\" counts: ");
        err.flush();
        String answer = line();
        return "yes".equals(answer == null ? null : answer.strip());
    }

    /**
     * Asks for a text.
     *
     * @param proposal what an empty answer means
     * @param without what to do where nobody can be asked
     * @throws CliException if there is no terminal to ask on, or nobody answers any more
     */
    String asks(String question, String proposal, String without) {
        if (!terminal.getAsBoolean()) {
            throw new CliException("there is no terminal to ask on; " + without);
        }
        err.print(question + " [" + proposal + "]: ");
        err.flush();
        String answer = line();
        if (answer == null) {
            throw new CliException("no answer; nothing was done");
        }
        return answer.isBlank() ? proposal : answer.strip();
    }

    /** Reads not a byte more than the line: the next question reads on from there. */
    private static @Nullable String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next = System.in.read();
            if (next < 0) {
                return null;
            }
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = System.in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
