package dev.tablewright.engine.partiql;

/**
 * A piece of a statement.
 *
 * @param text what it stands for: a string without its quotes, a word as it was written
 * @param line first is 1
 * @param column first is 1
 * @param length characters as written
 */
record Token(Kind kind, String text, int line, int column, int length) {
    /** What a token is. */
    enum Kind {
        /** A word that may be an attribute, a table or a function. */
        NAME,
        /** A word of the language, in upper case. */
        KEYWORD,
        /** A name in double quotes. */
        QUOTED,
        /** A text in single quotes. */
        STRING,
        /** A number without sign. */
        NUMBER,
        /** What is between two back quotes. */
        ION,
        /** A question mark. */
        PARAMETER,
        /** Punctuation or an operator. */
        SYMBOL,
        /** The end of the statement. */
        END
    }

    boolean isKeyword(String word) {
        return kind == Kind.KEYWORD && text.equals(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Where it is, as error texts say it: line, column and length. */
    String place() {
        return line + ":" + column + ":" + length;
    }
}
