package dev.tablewright.controlplane.environment;

import java.util.Locale;

/** What becomes of a value when it is copied. */
sealed interface MaskRule {
    /** The attribute is left out. */
    record Drop() implements MaskRule {}

    /** The value stays. */
    record Keep() implements MaskRule {}

    /** A constant of the same type takes its place. */
    record Redact() implements MaskRule {}

    /** A keyed hash of the same type takes its place: equal values stay equal, others different. */
    record Hash() implements MaskRule {}

    /** Something that looks real takes its place, always the same for the same value. */
    record Fake(Kind kind) implements MaskRule {}

    /** What a fake looks like. */
    enum Kind {
        EMAIL,
        NAME,
        PHONE,
        STREET,
        CITY,
        UUID;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
