package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a field may hold. Each type knows how to read itself and how to say what is wrong; the
 * components are enough to write a JSON schema.
 */
public sealed interface ValueType<T> {
    /** Reads {@code node}; null after a mistake was told. */
    @Nullable T read(YamlNode node, String path, Problems problems);

    /** What stands in for a missing or wrong value, while the rest of the file is still checked. */
    T placeholder();

    /** What is expected, for messages: "text", "a list". */
    String expected();

    /**
     * Text.
     *
     * @param pattern the whole text must match
     * @param right the rule in words
     */
    record Text(Pattern pattern, int min, int max, String right) implements ValueType<String> {
        @Override
        public @Nullable String read(YamlNode node, String path, Problems problems) {
            if (!(node instanceof YamlNode.Text(_, var value))) {
                Mistakes.wrongType(node, path, this, problems);
                return null;
            }
            return fits(value, node.at(), path, problems) ? value : null;
        }

        private boolean fits(String value, Position at, String path, Problems problems) {
            if (value.length() < min || value.length() > max) {
                problems.add(
                        at,
                        path,
                        value.isEmpty() ? "is empty" : "is " + value.length() + " characters long",
                        right);
                return false;
            }
            if (!pattern.matcher(value).matches()) {
                problems.add(at, path, Mistakes.quoted(value) + " is not allowed", right);
                return false;
            }
            return true;
        }

        @Override
        public String placeholder() {
            return "";
        }

        @Override
        public String expected() {
            return "text";
        }
    }

    /** One of several words. */
    record Choice<E>(Map<String, E> options) implements ValueType<E> {
        /** Keeps the order. */
        public Choice {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }

        @Override
        public @Nullable E read(YamlNode node, String path, Problems problems) {
            if (!(node instanceof YamlNode.Text(_, var word))) {
                Mistakes.wrongType(node, path, this, problems);
                return null;
            }
            E value = options.get(word);
            if (value == null) {
                problems.add(path, Mistakes.quoted(word) + " is not known", "write " + expected());
            }
            return value;
        }

        @Override
        public E placeholder() {
            return options.values().iterator().next();
        }

        @Override
        public String expected() {
            List<String> words = List.copyOf(options.keySet());
            int last = words.size() - 1;
            return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
        }
    }

    /** A stretch of time. */
    record Span() implements ValueType<Lifetime> {
        @Override
        public @Nullable Lifetime read(YamlNode node, String path, Problems problems) {
            if (!(node instanceof YamlNode.Text(_, var text))) {
                Mistakes.wrongType(node, path, this, problems);
                return null;
            }
            Lifetime span = Lifetime.parse(text);
            if (span == null) {
                problems.add(path, Mistakes.quoted(text) + " is no time span", Lifetime.RULE);
            }
            return span;
        }

        @Override
        public Lifetime placeholder() {
            return new Lifetime("1h", Duration.ofHours(1));
        }

        @Override
        public String expected() {
            return "a time span such as 3d";
        }
    }

    /** True or false. */
    record Flag() implements ValueType<Boolean> {
        @Override
        public @Nullable Boolean read(YamlNode node, String path, Problems problems) {
            if (node instanceof YamlNode.Bool(_, _, var value)) {
                return value;
            }
            Mistakes.wrongType(node, path, this, problems);
            return null;
        }

        @Override
        public Boolean placeholder() {
            return false;
        }

        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** A whole number between two limits, both included. */
    record Whole(long min, long max) implements ValueType<Long> {
        @Override
        public @Nullable Long read(YamlNode node, String path, Problems problems) {
            if (!(node instanceof YamlNode.Numeric number)) {
                Mistakes.wrongType(node, path, this, problems);
                return null;
            }
            if (!number.isWhole() || number.value() < min || number.value() > max) {
                problems.add(path, number.source() + " is out of range", "write " + expected());
                return null;
            }
            return (long) number.value();
        }

        @Override
        public Long placeholder() {
            return min;
        }

        @Override
        public String expected() {
            return max == Long.MAX_VALUE
                    ? "a whole number of " + min + " or more"
                    : "a whole number from " + min + " to " + max;
        }
    }

    /**
     * A list.
     *
     * @param max most elements
     * @param distinct whether no element may stand twice
     */
    record ListOf<T>(ValueType<T> element, int min, int max, boolean distinct)
            implements ValueType<List<T>> {
        @Override
        public @Nullable List<T> read(YamlNode node, String path, Problems problems) {
            if (!(node instanceof YamlNode.Sequence(_, var elements))) {
                Mistakes.wrongType(node, path, this, problems);
                return null;
            }
            if (elements.size() < min || elements.size() > max) {
                problems.add(
                        path,
                        elements.isEmpty() ? "is empty" : "has " + elements.size() + " elements",
                        max == Integer.MAX_VALUE
                                ? "at least " + min + " is needed"
                                : "from " + min + " to " + max + " are allowed");
            }
            List<T> values = new ArrayList<>();
            Set<T> seen = new HashSet<>();
            for (int i = 0; i < elements.size(); i++) {
                String inner = path + "[" + i + "]";
                T value = element.read(elements.get(i), inner, problems);
                if (value != null) {
                    values.add(value);
                    if (distinct && !seen.add(value)) {
                        problems.add(
                                inner,
                                Mistakes.quoted(value.toString()) + " stands twice",
                                "keep one of the two");
                    }
                }
            }
            return values;
        }

        @Override
        public List<T> placeholder() {
            return List.of();
        }

        @Override
        public String expected() {
            return "a list";
        }
    }

    /**
     * A map from free names to texts.
     *
     * @param name what a name may be
     * @param text what a value may be
     */
    record TextMap(Text name, Text text, int max) implements ValueType<Map<String, String>> {
        @Override
        public @Nullable Map<String, String> read(YamlNode node, String path, Problems problems) {
            if (!(node instanceof YamlNode.Mapping(_, var entries))) {
                Mistakes.wrongType(node, path, this, problems);
                return null;
            }
            if (entries.size() > max) {
                problems.add(path, "has " + entries.size() + " entries", "at most " + max);
            }
            Map<String, String> values = new LinkedHashMap<>();
            entries.forEach(
                    (key, entry) -> {
                        String inner = Problems.inner(path, key);
                        String value = text.read(entry.value(), inner, problems);
                        if (name.read(entry.key(), inner, problems) != null && value != null) {
                            values.put(key, value);
                        }
                    });
            return values;
        }

        @Override
        public Map<String, String> placeholder() {
            return Map.of();
        }

        @Override
        public String expected() {
            return "a map of texts";
        }
    }

    /** JSON: a map as YAML has it, or a text of JSON. What may be in it others check. */
    record Json() implements ValueType<String> {
        @Override
        public @Nullable String read(YamlNode node, String path, Problems problems) {
            return switch (node) {
                case YamlNode.Mapping map -> JsonText.of(map);
                case YamlNode.Text(_, var text) -> {
                    if (JsonText.isMap(text)) {
                        yield text;
                    }
                    problems.add(path, "is no JSON", "write " + expected());
                    yield null;
                }
                case YamlNode.Sequence _, YamlNode.Bool _, YamlNode.Numeric _, YamlNode.Null _ -> {
                    Mistakes.wrongType(node, path, this, problems);
                    yield null;
                }
            };
        }

        @Override
        public String placeholder() {
            return "{}";
        }

        @Override
        public String expected() {
            return "a map, or a text of JSON";
        }
    }

    /**
     * A map with known fields.
     *
     * @param name of the block, for documents
     * @param fields all of them, in the order of the documents
     * @param make makes the value; checks what concerns several fields
     */
    record Block<T>(String name, List<Field<?>> fields, Function<BlockReader, T> make)
            implements ValueType<T> {
        /** Copies the list. */
        public Block {
            fields = List.copyOf(fields);
        }

        @Override
        public @Nullable T read(YamlNode node, String path, Problems problems) {
            if (!(node instanceof YamlNode.Mapping map)) {
                Mistakes.wrongType(node, path, this, problems);
                return null;
            }
            Mistakes.unknownFields(map, path, fields, problems);
            return make.apply(new BlockReader(map, path, problems));
        }

        @Override
        public T placeholder() {
            throw new IllegalStateException("a block needs a default or a list around it: " + name);
        }

        @Override
        public String expected() {
            return "a map with " + fields.getFirst().name();
        }
    }
}
