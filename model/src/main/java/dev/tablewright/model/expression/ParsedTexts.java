package dev.tablewright.model.expression;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;

/**
 * Parse results by text, because clients send the same few texts again and again. Each text has one
 * slot and the last one wins it, so memory is bounded and nothing ever waits.
 */
final class ParsedTexts<T> {
    private static final int SLOTS = 1024;

    /** Longer texts are rare and would fill the memory. */
    private static final int MAX_LENGTH = 512;

    private final BiFunction<ExpressionKind, String, T> parser;
    private final AtomicReferenceArray<@Nullable Entry<T>> slots =
            new AtomicReferenceArray<>(SLOTS);

    private record Entry<T>(String text, T parsed) {}

    /**
     * Remembers results of {@code parser}.
     *
     * @param parser its result must not depend on the kind; its refusals may
     */
    ParsedTexts(BiFunction<ExpressionKind, String, T> parser) {
        this.parser = parser;
    }

    T parse(ExpressionKind kind, String text) {
        if (text.length() > MAX_LENGTH) {
            return parser.apply(kind, text);
        }
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        Entry<T> entry = slots.get(slot);
        if (entry != null && entry.text().equals(text)) {
            return entry.parsed();
        }
        T parsed = parser.apply(kind, text);
        slots.set(slot, new Entry<>(text, parsed));
        return parsed;
    }
}
