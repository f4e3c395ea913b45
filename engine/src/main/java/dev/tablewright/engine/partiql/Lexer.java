package dev.tablewright.engine.partiql;

import dev.tablewright.engine.partiql.Token.Kind;
import dev.tablewright.model.ValidationException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a statement into tokens. */
final class Lexer {
    /**
     * Words that no attribute or table can be named by without quotes, as DynamoDB Local has it.
     */
    private static final Set<String> KEYWORDS =
            Set.of(
                    """
                    ABSOLUTE ACTION ADD ALL ALLOCATE ALTER AND ANY ARE AS ASC ASSERTION AT
                    AUTHORIZATION AVG BAG BEGIN BETWEEN BIT BLOB BOOL BOOLEAN BY CASCADE
                    CASCADED CASE CAST CATALOG CHAR CHARACTER CHECK CLOB CLOSE COALESCE
                    COLLATE COLLATION COLUMN COMMIT CONFLICT CONNECT CONNECTION CONSTRAINT
                    CONSTRAINTS CONTINUE CONVERT CORRESPONDING COUNT CREATE CROSS CURRENT
                    CURSOR DATE DATE_ADD DATE_DIFF DEALLOCATE DEC DECIMAL DECLARE DEFAULT
                    DEFERRABLE DEFERRED DELETE DESC DESCRIBE DESCRIPTOR DIAGNOSTICS
                    DISCONNECT DISTINCT DO DOMAIN DOUBLE DROP ELSE END ESCAPE EXCEPT
                    EXCEPTION EXEC EXECUTE EXISTS EXTERNAL EXTRACT FALSE FETCH FIRST FLOAT
                    FOR FOREIGN FOUND FROM FULL GET GLOBAL GO GOTO GRANT GROUP HAVING
                    IDENTITY IMMEDIATE IN INDEX INDICATOR INITIALLY INNER INPUT INSENSITIVE
                    INSERT INT INTEGER INTERSECT INTERVAL INTO IS ISOLATION JOIN KEY
                    LANGUAGE LAST LEFT LET LEVEL LIKE LIMIT LIST LOCAL LOWER MATCH MAX MIN
                    MISSING MODIFIED MODULE NAMES NATIONAL NATURAL NCHAR NEW NEXT NO NOT
                    NOTHING NULL NULLIF NUMERIC OF OLD ON ONLY OPEN OPTION OR ORDER OUTER
                    OUTPUT OVERLAPS PAD PARTIAL PIVOT POSITION PRECISION PREPARE PRESERVE
                    PRIMARY PRIOR PRIVILEGES PROCEDURE PUBLIC READ REAL REFERENCES RELATIVE
                    REMOVE RESTRICT RETURNING REVOKE RIGHT ROLLBACK ROWS SCHEMA SCROLL
                    SECTION SELECT SESSION SET SEXP SIZE SMALLINT SOME SPACE SQL SQLCODE
                    SQLERROR SQLSTATE STRING STRUCT SUBSTRING SUM SYMBOL TABLE TEMPORARY
                    THEN TIME TIMESTAMP TO TRANSACTION TRANSLATE TRANSLATION TRIM TRUE TUPLE
                    UNION UNIQUE UNKNOWN UNPIVOT UPDATE UPPER USAGE USER USING VALUE VALUES
                    VARCHAR VARYING VIEW WHEN WHENEVER WHERE WITH WORK WRITE ZONE
                    """
                            .strip()
                            .split("\\s+"));

    private static final List<String> LONG_SYMBOLS =
            List.of("<<", ">>", "<>", "<=", ">=", "!=", "||");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(String text) {
        this.text = text;
    }

    /**
     * Returns the tokens of {@code statement}; the last one is its end.
     *
     * @throws ValidationException if something in it can be none
     */
    static List<Token> tokens(String statement) {
        var lexer = new Lexer(statement);
        while (lexer.skipBlanks()) {
            lexer.next();
        }
        lexer.add(Kind.END, "", statement.length());
        return lexer.tokens;
    }

    /** The one complaint about what is no statement of the language. */
    static ValidationException malformed(String statement) {
        return new ValidationException(
                "Statement wasn't well formed, can't be processed: " + statement);
    }

    /** Goes to the next token over blanks and comments; whether there is one. */
    private boolean skipBlanks() {
        while (at < text.length()) {
            if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw malformed(text);
                }
                for (int i = at; i < end; i++) {
                    countLine(i);
                }
                at = end + 2;
            } else if (Character.isWhitespace(text.charAt(at))) {
                countLine(at);
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void countLine(int index) {
        if (text.charAt(index) == '\n') {
            line++;
            lineStart = index + 1;
        }
    }

    private void next() {
        char c = text.charAt(at);
        if (isWordStart(c)) {
            word();
        } else if (isDigit(c)
                || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            number();
        } else {
            switch (c) {
                case '\'' -> quoted(Kind.STRING, c);
                case '"' -> quoted(Kind.QUOTED, c);
                case '`' -> quoted(Kind.ION, c);
                case '?' -> add(Kind.PARAMETER, "?", at + 1);
                default -> symbol();
            }
        }
    }

    private void word() {
        int end = at;
        while (end < text.length()
                && (isWordStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        String word = text.substring(at, end);
        String upper = word.toUpperCase(Locale.ROOT);
        if (KEYWORDS.contains(upper)) {
            add(Kind.KEYWORD, upper, end);
        } else {
            add(Kind.NAME, word, end);
        }
    }

    private void number() {
        int end = digits(at);
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) | 0x20) == 'e') {
            int exponent = end + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            int after = digits(exponent);
            if (after == exponent) {
                throw malformed(text);
            }
            end = after;
        }
        if (end < text.length() && isWordStart(text.charAt(end))) {
            throw malformed(text);
        }
        add(Kind.NUMBER, text.substring(at, end), end);
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The quote itself is written twice. */
    private void quoted(Kind kind, char quote) {
        var content = new StringBuilder();
        int i = at + 1;
        while (true) {
            int end = text.indexOf(quote, i);
            if (end < 0) {
                throw malformed(text);
            }
            content.append(text, i, end);
            i = end + 1;
            if (i >= text.length() || text.charAt(i) != quote) {
                break;
            }
            content.append(quote);
            i++;
        }
        add(kind, content.toString(), i);
    }

    private void symbol() {
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                add(Kind.SYMBOL, symbol, at + 2);
                return;
            }
        }
        if ("=<>+-*/%.,:;()[]{}".indexOf(text.charAt(at)) < 0) {
            throw malformed(text);
        }
        add(Kind.SYMBOL, text.substring(at, at + 1), at + 1);
    }

    private void add(Kind kind, String content, int end) {
        tokens.add(new Token(kind, content, line, at - lineStart + 1, end - at));
        at = end;
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
