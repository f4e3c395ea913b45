package dev.tablewright.cli;

/** Ends the command with a sentence for the user and exit code 1. */
class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CliException(String sentence) {
        super(sentence, null, false, false);
    }
}
