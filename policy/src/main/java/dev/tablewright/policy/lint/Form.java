package dev.tablewright.policy.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The texts that a pattern, or the template of an ARN, describes: as a list of characters, classes
 * of characters, and runs of such.
 */
final class Form {
    /** Characters that can stand in one place. Any two classes have characters in common. */
    private enum Chars {
        ANY {
            @Override
            boolean has(char c) {
                return true;
            }
        },
        /** What a variable is taken to hold, and the labels of streams and backups. */
        WITHOUT_SLASH {
            @Override
            boolean has(char c) {
                return c != '/';
            }
        },
        /** Names of tables and indexes. */
        NAME {
            @Override
            boolean has(char c) {
                return c < 128 && (Character.isLetterOrDigit(c) || "_.-".indexOf(c) >= 0);
            }
        };

        abstract boolean has(char c);
    }

    private sealed interface Token {
        record Literal(char c) implements Token {}

        record One(Chars chars) implements Token {}

        /** Any number of characters, also none. */
        record Run(Chars chars) implements Token {}
    }

    private final List<Token> tokens = new ArrayList<>();

    private Form() {}

    /** Reads a pattern with wildcards. */
    static Form ofPattern(String pattern, boolean variables) {
        Form form = new Form();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            int close = variables && pattern.startsWith("${", i) ? pattern.indexOf('}', i) : -1;
            if (close > 0) {
                form.variable(pattern.substring(i + 2, close));
                i = close;
            } else if (c == '*') {
                form.tokens.add(new Token.Run(Chars.ANY));
            } else {
                form.tokens.add(c == '?' ? new Token.One(Chars.ANY) : new Token.Literal(c));
            }
            i++;
        }
        return form;
    }

    private void variable(String inner) {
        if (inner.length() == 1 && "*?$".contains(inner)) {
            tokens.add(new Token.Literal(inner.charAt(0)));
        } else {
            some(Chars.WITHOUT_SLASH);
        }
    }

    private void some(Chars chars) {
        tokens.add(new Token.One(chars));
        tokens.add(new Token.Run(chars));
    }

    /** Reads a part of the ARN template of a resource type. */
    static Form ofTemplate(String template, String service) {
        Form form = new Form();
        int i = 0;
        while (i < template.length()) {
            int close = template.startsWith("${", i) ? template.indexOf('}', i) : -1;
            if (close > 0) {
                form.some(chars(template.substring(i + 2, close), service));
                i = close;
            } else if (template.charAt(i) == '*') {
                form.tokens.add(new Token.Run(Chars.ANY));
            } else {
                form.tokens.add(new Token.Literal(template.charAt(i)));
            }
            i++;
        }
        return form;
    }

    private static Chars chars(String placeholder, String service) {
        if (!service.equals("dynamodb")) {
            return Chars.ANY;
        }
        String lower = placeholder.toLowerCase(Locale.ROOT);
        return lower.endsWith("tablename") || lower.equals("indexname")
                ? Chars.NAME
                : Chars.WITHOUT_SLASH;
    }

    /** Whether some text has both forms. */
    boolean meets(Form other) {
        boolean[][] reached = new boolean[tokens.size() + 1][other.tokens.size() + 1];
        reached[0][0] = true;
        // Every step goes on in at least one of the two, so one pass in this order suffices.
        for (int i = 0; i <= tokens.size(); i++) {
            for (int j = 0; j <= other.tokens.size(); j++) {
                if (reached[i][j]) {
                    step(reached, i, j, other);
                }
            }
        }
        return reached[tokens.size()][other.tokens.size()];
    }

    private void step(boolean[][] reached, int i, int j, Form other) {
        Token mine = i < tokens.size() ? tokens.get(i) : null;
        Token its = j < other.tokens.size() ? other.tokens.get(j) : null;
        if (mine instanceof Token.Run) {
            reached[i + 1][j] = true;
        }
        if (its instanceof Token.Run) {
            reached[i][j + 1] = true;
        }
        if (mine == null || its == null || !share(mine, its)) {
            return;
        }
        boolean stay = mine instanceof Token.Run;
        boolean itsStay = its instanceof Token.Run;
        if (!stay || !itsStay) {
            reached[stay ? i : i + 1][itsStay ? j : j + 1] = true;
        }
    }

    private static boolean share(Token one, Token other) {
        return switch (one) {
            case Token.Literal(var c) ->
                    switch (other) {
                        case Token.Literal(var d) -> c == d;
                        case Token.One(var chars) -> chars.has(c);
                        case Token.Run(var chars) -> chars.has(c);
                    };
            case Token.One(var chars) -> !(other instanceof Token.Literal(var d)) || chars.has(d);
            case Token.Run(var chars) -> !(other instanceof Token.Literal(var d)) || chars.has(d);
        };
    }
}
