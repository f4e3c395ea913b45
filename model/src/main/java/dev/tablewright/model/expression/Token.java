package dev.tablewright.model.expression;

import java.util.Locale;

/** A token, by its place in the text: the end is exclusive. */
record Token(Kind kind, int start, int end) {
    /** What a token is. Keywords are keywords in every kind of expression, in any case. */
    enum Kind {
        IDENTIFIER,
        NAME_PLACEHOLDER,
        VALUE_PLACEHOLDER,
        INTEGER,
        EQ,
        NE,
        LT,
        LE,
        GT,
        GE,
        PLUS,
        MINUS,
        OPEN,
        CLOSE,
        OPEN_BRACKET,
        CLOSE_BRACKET,
        DOT,
        COMMA,
        AND,
        OR,
        NOT,
        IN,
        BETWEEN,
        SET,
        REMOVE,
        ADD,
        DELETE,
        UNKNOWN,
        END
    }

    /** Reads the token at or after {@code from}; blanks are space, tab, CR and LF only. */
    static Token at(String text, int from) {
        int start = from;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        if (start == text.length()) {
            return new Token(Kind.END, start, start);
        }
        char first = text.charAt(start);
        if (isLetter(first)) {
            int end = wordEnd(text, start + 1);
            return new Token(wordKind(text, start, end), start, end);
        }
        if (isDigit(first)) {
            return new Token(Kind.INTEGER, start, integerEnd(text, start));
        }
        if (first == '#' || first == ':') {
            int end = wordEnd(text, start + 1);
            if (end > start + 1) {
                var kind = first == '#' ? Kind.NAME_PLACEHOLDER : Kind.VALUE_PLACEHOLDER;
                return new Token(kind, start, end);
            }
            return new Token(Kind.UNKNOWN, start, end);
        }
        return symbol(text, start);
    }

    private static Token symbol(String text, int start) {
        char second = start + 1 < text.length() ? text.charAt(start + 1) : ' ';
        Kind kind =
                switch (text.charAt(start)) {
                    case '=' -> Kind.EQ;
                    case '<' -> second == '>' ? Kind.NE : second == '=' ? Kind.LE : Kind.LT;
                    case '>' -> second == '=' ? Kind.GE : Kind.GT;
                    case '+' -> Kind.PLUS;
                    case '-' -> Kind.MINUS;
                    case '(' -> Kind.OPEN;
                    case ')' -> Kind.CLOSE;
                    case '[' -> Kind.OPEN_BRACKET;
                    case ']' -> Kind.CLOSE_BRACKET;
                    case '.' -> Kind.DOT;
                    case ',' -> Kind.COMMA;
                    default -> Kind.UNKNOWN;
                };
        boolean two = kind == Kind.NE || kind == Kind.LE || kind == Kind.GE;
        return new Token(kind, start, start + (two ? 2 : 1));
    }

    /** A leading zero is a number of its own: {@code 01} is {@code 0} and then {@code 1}. */
    private static int integerEnd(String text, int start) {
        int end = start + 1;
        if (text.charAt(start) == '0') {
            return end;
        }
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Kind wordKind(String text, int start, int end) {
        int length = end - start;
        if (length < 2 || length > 7) {
            return Kind.IDENTIFIER;
        }
        return switch (text.substring(start, end).toUpperCase(Locale.ROOT)) {
            case "AND" -> Kind.AND;
            case "OR" -> Kind.OR;
            case "NOT" -> Kind.NOT;
            case "IN" -> Kind.IN;
            case "BETWEEN" -> Kind.BETWEEN;
            case "SET" -> Kind.SET;
            case "REMOVE" -> Kind.REMOVE;
            case "ADD" -> Kind.ADD;
            case "DELETE" -> Kind.DELETE;
            default -> Kind.IDENTIFIER;
        };
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWordPart(char c) {
        return isLetter(c) || isDigit(c) || c == '_';
    }
}
