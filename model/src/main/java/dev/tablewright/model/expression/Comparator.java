package dev.tablewright.model.expression;

/** The operators that compare operands. */
enum Comparator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">="),
    BETWEEN("BETWEEN"),
    IN("IN");

    private final String symbol;

    Comparator(String symbol) {
        this.symbol = symbol;
    }

    /** As error texts name it. */
    String symbol() {
        return symbol;
    }

    /** Whether operands must have an order: strings, numbers or binaries. */
    boolean ordering() {
        return switch (this) {
            case LT, LE, GT, GE, BETWEEN -> true;
            case EQ, NE, IN -> false;
        };
    }
}
