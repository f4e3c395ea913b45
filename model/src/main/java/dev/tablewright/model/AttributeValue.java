package dev.tablewright.model;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One DynamoDB attribute value.
 *
 * <p>Equality is DynamoDB's, not Java's: {@code 1.0} equals {@code 1.00}, and sets ignore order.
 * Values are immutable and can be shared between threads.
 */
public sealed interface AttributeValue {
    /** String. Length is counted in UTF-8 bytes, never in Java chars. */
    record S(String value) implements AttributeValue {}

    /** Number, at most 38 significant digits; scale is not significant. */
    record N(BigDecimal value) implements AttributeValue {
        /** Normalizes away trailing zeros, so that equal numbers are equal records. */
        public N {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }

        /** Returns the number as DynamoDB prints it: plain digits, no exponent. */
        public String text() {
            return value.toPlainString();
        }
    }

    /** Binary. */
    record B(Binary value) implements AttributeValue {}

    /** Boolean. */
    record Bool(boolean value) implements AttributeValue {}

    /** Null. */
    record Null() implements AttributeValue {}

    /** List. */
    record L(List<AttributeValue> elements) implements AttributeValue {
        /** Copies the list. */
        public L {
            elements = List.copyOf(elements);
        }
    }

    /** Map. Keeps insertion order: {@code Map.copyOf} iterates differently in every JVM run. */
    record M(Map<String, AttributeValue> entries) implements AttributeValue {
        /** Copies the map. */
        public M {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** String set. */
    record Ss(Set<String> values) implements AttributeValue {
        /** Copies the set. */
        public Ss {
            values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
        }
    }

    /** Number set. */
    record Ns(Set<N> values) implements AttributeValue {
        /** Copies the set. */
        public Ns {
            values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
        }
    }

    /** Binary set. */
    record Bs(Set<Binary> values) implements AttributeValue {
        /** Copies the set. */
        public Bs {
            values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
        }
    }

    /** Returns the type descriptor of the JSON protocol: S, N, B, BOOL, NULL, L, M, SS, NS, BS. */
    default String type() {
        return switch (this) {
            case S _ -> "S";
            case N _ -> "N";
            case B _ -> "B";
            case Bool _ -> "BOOL";
            case Null _ -> "NULL";
            case L _ -> "L";
            case M _ -> "M";
            case Ss _ -> "SS";
            case Ns _ -> "NS";
            case Bs _ -> "BS";
        };
    }

    /**
     * Size of this value as DynamoDB bills and limits it.
     *
     * @return bytes, without the attribute's own name
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">
     *     Item sizes and formats</a>
     */
    default int sizeBytes() {
        return switch (this) {
            case S(var text) -> utf8Bytes(text);
            case N(var number) -> DynamoNumber.sizeBytes(number);
            case B(var bytes) -> bytes.length();
            case Bool _, Null _ -> 1;
            case L(var elements) -> 3 + elements.stream().mapToInt(e -> 1 + e.sizeBytes()).sum();
            case M(var entries) ->
                    3 + entries.entrySet().stream().mapToInt(AttributeValue::entryBytes).sum();
            case Ss(var values) -> values.stream().mapToInt(AttributeValue::utf8Bytes).sum();
            case Ns(var values) ->
                    values.stream().mapToInt(n -> DynamoNumber.sizeBytes(n.value())).sum();
            case Bs(var values) -> values.stream().mapToInt(Binary::length).sum();
        };
    }

    private static int entryBytes(Map.Entry<String, AttributeValue> entry) {
        return 1 + utf8Bytes(entry.getKey()) + entry.getValue().sizeBytes();
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
