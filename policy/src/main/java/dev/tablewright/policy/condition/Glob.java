package dev.tablewright.policy.condition;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of literal text, {@code *} (any run of characters, also none) and {@code ?} (exactly
 * one character). Case-sensitive. Matching takes time proportional to text times pattern at worst:
 * it never goes back further than to the last {@code *}.
 */
public final class Glob {
    private final byte[] kinds;
    private final String[] texts;

    private static final byte LITERAL = 0;
    private static final byte ONE = 1;
    private static final byte RUN = 2;

    private Glob(Builder builder) {
        this.kinds = new byte[builder.kinds.size()];
        this.texts = builder.texts.toArray(String[]::new);
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = builder.kinds.get(i);
        }
    }

    /** Reads a pattern in which every {@code *} and {@code ?} is a wildcard. */
    public static Glob of(String pattern) {
        Builder builder = new Builder();
        builder.pattern(pattern);
        return builder.build();
    }

    /** Whether the pattern is plain text. */
    public boolean isLiteral() {
        return kinds.length == 0 || (kinds.length == 1 && kinds[0] == LITERAL);
    }

    /** Whether {@code text}, all of it, has this form. */
    public boolean matches(String text) {
        return matches(text, 0, text.length());
    }

    /**
     * Whether {@code text} from {@code from}, inclusive, to {@code to}, exclusive, has this form.
     */
    public boolean matches(String text, int from, int to) {
        int token = 0;
        int at = from;
        int retryToken = -1;
        int retryAt = from;
        while (true) {
            if (token == kinds.length) {
                if (at == to) {
                    return true;
                }
            } else if (kinds[token] == RUN) {
                token++;
                if (token == kinds.length) {
                    return true;
                }
                retryToken = token;
                retryAt = at;
                continue;
            } else {
                int after = step(token, text, at, to);
                if (after >= 0) {
                    token++;
                    at = after;
                    continue;
                }
            }
            // Let the last run take one character more; earlier runs need not be tried again,
            // since the shortest match for them leaves the most text to the rest.
            if (retryToken < 0 || retryAt == to) {
                return false;
            }
            retryAt = afterCharacter(text, retryAt, to);
            at = retryAt;
            token = retryToken;
        }
    }

    /** Returns where the text goes on after this token, or -1. */
    private int step(int token, String text, int at, int to) {
        if (kinds[token] == ONE) {
            return at < to ? afterCharacter(text, at, to) : -1;
        }
        String literal = texts[token];
        return literal.length() <= to - at && text.startsWith(literal, at)
                ? at + literal.length()
                : -1;
    }

    private static int afterCharacter(String text, int at, int to) {
        return Math.min(to, at + Character.charCount(text.codePointAt(at)));
    }

    /** Collects a pattern; neighbouring literals become one. */
    static final class Builder {
        private final List<Byte> kinds = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();

        Builder literal(String text) {
            if (text.isEmpty()) {
                return this;
            }
            int last = kinds.size() - 1;
            if (last >= 0 && kinds.get(last) == LITERAL) {
                texts.set(last, texts.get(last) + text);
            } else {
                add(LITERAL, text);
            }
            return this;
        }

        Builder one() {
            add(ONE, "?");
            return this;
        }

        Builder run() {
            int last = kinds.size() - 1;
            if (last < 0 || kinds.get(last) != RUN) {
                add(RUN, "*");
            }
            return this;
        }

        /** Adds text in which {@code *} and {@code ?} are wildcards. */
        Builder pattern(String pattern) {
            int start = 0;
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                if (c == '*' || c == '?') {
                    literal(pattern.substring(start, i));
                    start = i + 1;
                    if (c == '*') {
                        run();
                    } else {
                        one();
                    }
                }
            }
            return literal(pattern.substring(start));
        }

        private void add(byte kind, String text) {
            kinds.add(kind);
            texts.add(text);
        }

        Glob build() {
            return new Glob(this);
        }
    }
}
