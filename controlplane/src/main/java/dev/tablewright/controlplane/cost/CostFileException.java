package dev.tablewright.controlplane.cost;

/** A file of prices or of traffic that cannot be used; the message is for the user. */
public final class CostFileException extends Exception {
    private static final long serialVersionUID = 1L;

    CostFileException(String sentence) {
        super(sentence);
    }
}
