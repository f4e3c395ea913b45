package dev.tablewright.controlplane.values;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML value as Helm understands it, with its place in the file. */
public sealed interface YamlNode {
    /** Where the value begins. */
    Position at();

    /** A map, in the order of the file; merge keys are already folded in. */
    record Mapping(Position at, Map<String, Entry> entries) implements YamlNode {
        /** Copies the entries. */
        public Mapping {
            entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** One entry of a map. */
    record Entry(YamlNode key, YamlNode value) {}

    /** A list. */
    record Sequence(Position at, List<YamlNode> elements) implements YamlNode {
        /** Copies the elements. */
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    /** Text, quoted or not. */
    record Text(Position at, String value) implements YamlNode {}

    /** A boolean, written as {@code source}: {@code false} may be written {@code N}. */
    record Bool(Position at, String source, boolean value) implements YamlNode {}

    /** A number. Helm turns every number into a double, so that 5.0 is a whole number too. */
    record Numeric(Position at, String source, double value) implements YamlNode {
        boolean isWhole() {
            return value == Math.rint(value) && Math.abs(value) <= 1L << 53;
        }
    }

    /** Nothing. */
    record Null(Position at) implements YamlNode {}
}
