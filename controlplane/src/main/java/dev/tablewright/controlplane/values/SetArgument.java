package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An argument of {@code --set} and its sisters, in Helm's syntax: {@code
 * a.b=1,tables[0].name=Orders,list={x,y}}; a backslash takes the meaning from the character after
 * it. Mistakes name the argument and the column in it.
 *
 * @param argument as the user wrote it, without the option's name
 * @param form how its values are read
 * @param files returns the content of a file, for {@link Form#FILE}
 * @see <a href="https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set">Format
 *     of --set</a>
 */
public record SetArgument(String argument, Form form, UnaryOperator<String> files) {
    /** Helm's own limits. */
    private static final int MAX_INDEX = 65_536;

    private static final int MAX_INDEX_DIGITS = 5;

    private static final int MAX_DEPTH = 30;

    private static final JsonMapper JSON = JsonMapper.shared();

    /** How the values of an argument are read; in the order in which Helm applies them. */
    public enum Form {
        /** A value is JSON: {@code tags={"team":"koa"}}. A lone object is merged at the top. */
        JSON("--set-json"),
        /** {@code true}, {@code false}, {@code null} and whole numbers are what they look like. */
        TYPED("--set"),
        /** Every value is text. */
        TEXT("--set-string"),
        /** A value names a file, whose content is the text. */
        FILE("--set-file");

        private final String option;

        Form(String option) {
            this.option = option;
        }
    }

    /** An argument that reads no files. */
    public SetArgument(String argument, Form form) {
        this(argument, form, UnaryOperator.identity());
    }

    /**
     * An argument of {@code --set} or {@code --set-string}.
     *
     * @param asText whether every value is text
     */
    public SetArgument(String argument, boolean asText) {
        this(argument, asText ? Form.TEXT : Form.TYPED);
    }

    /**
     * Returns {@code base} with what this argument sets; adds the mistake that ends the reading.
     */
    YamlNode.Mapping applyTo(YamlNode.Mapping base, List<Problem> problems) {
        YamlNode.Mapping result = base;
        try {
            if (form == Form.JSON && argument.stripLeading().startsWith("{")) {
                return ValuesParser.merge(base, new Reader(this).object());
            }
            for (Assignment assignment : new Reader(this).assignments()) {
                result = (YamlNode.Mapping) set(result, assignment.path(), assignment.value());
            }
        } catch (Unreadable e) {
            problems.add(e.problem);
        }
        return result;
    }

    /** Returns the place of a character of the argument. */
    private Position at(int index) {
        return new Position(form.option + " '" + argument + "'", 1, index + 1);
    }

    private sealed interface Segment {}

    private record Key(Position at, String name) implements Segment {}

    private record Index(Position at, int index) implements Segment {}

    private record Assignment(List<Segment> path, YamlNode value) {}

    private static YamlNode set(@Nullable YamlNode old, List<Segment> path, YamlNode value)
            throws Unreadable {
        if (path.isEmpty()) {
            return value;
        }
        List<Segment> rest = path.subList(1, path.size());
        return switch (path.getFirst()) {
            case Key(var at, var name) -> {
                Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
                if (old instanceof YamlNode.Mapping(_, var there)) {
                    entries.putAll(there);
                } else if (old != null && !(old instanceof YamlNode.Null)) {
                    throw new Unreadable(
                            at, name, "stands inside of what is no map", "set the whole of it");
                }
                YamlNode.Entry before = entries.get(name);
                YamlNode inner = set(before == null ? null : before.value(), rest, value);
                YamlNode key =
                        before == null || rest.isEmpty()
                                ? new YamlNode.Text(at, name)
                                : before.key();
                entries.put(name, new YamlNode.Entry(key, inner));
                yield new YamlNode.Mapping(
                        old instanceof YamlNode.Mapping ? old.at() : at, entries);
            }
            case Index(var at, var index) -> {
                List<YamlNode> elements = new ArrayList<>();
                if (old instanceof YamlNode.Sequence(_, var there)) {
                    elements.addAll(there);
                } else if (old != null && !(old instanceof YamlNode.Null)) {
                    throw new Unreadable(
                            at,
                            "[" + index + "]",
                            "counts in what is no list",
                            "set the whole of it");
                }
                while (elements.size() <= index) {
                    elements.add(new YamlNode.Null(at));
                }
                elements.set(index, set(elements.get(index), rest, value));
                yield new YamlNode.Sequence(
                        old instanceof YamlNode.Sequence ? old.at() : at, elements);
            }
        };
    }

    /** What cannot be read ends the reading: where the next value begins is a guess from there. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Unreadable(Position at, String path, String wrong, String right) {
            super(wrong);
            this.problem = new Problem(at, path, wrong, right);
        }
    }

    private static final class Reader {
        private final SetArgument from;
        private final String text;

        private int next;

        Reader(SetArgument from) {
            this.from = from;
            this.text = from.argument;
        }

        List<Assignment> assignments() throws Unreadable {
            List<Assignment> all = new ArrayList<>();
            do {
                List<Segment> path = path();
                all.add(new Assignment(path, from.form == Form.JSON ? json() : value()));
            } while (take(','));
            if (next < text.length()) {
                throw from.form == Form.JSON
                        ? wrong(next, "goes on after the value", "put a comma after it")
                        : wrong(next, "goes on after the list is closed", "put a comma after }");
            }
            return all;
        }

        /** Reads the whole argument as one object. */
        YamlNode.Mapping object() throws Unreadable {
            YamlNode node = json();
            if (next < text.length()) {
                throw wrong(next, "goes on after the object", "one object is all");
            }
            return (YamlNode.Mapping) node;
        }

        /** Reads one JSON value and the blanks around it; nothing at all is null, as in Helm. */
        private YamlNode json() throws Unreadable {
            blanks();
            int begin = next;
            if (next == text.length() || text.charAt(next) == ',') {
                return new YamlNode.Null(from.at(begin));
            }
            int end = "{[\"".indexOf(text.charAt(begin)) < 0 ? endOfWord(begin) : text.length();
            try (JsonParser parser = JSON.createParser(text.substring(begin, end))) {
                parser.nextToken();
                YamlNode node = node(parser, begin);
                next = begin + (int) parser.currentLocation().getCharOffset();
                blanks();
                return node;
            } catch (JacksonException e) {
                TokenStreamLocation at = e.getLocation();
                int offset = at == null ? 0 : (int) Math.max(at.getCharOffset(), 0);
                throw wrong(begin + offset, "is not JSON: " + sentence(e), "correct it");
            }
        }

        /** Without Jackson's own words for where it began, which say nothing of the argument. */
        private static String sentence(JacksonException e) {
            return e.getOriginalMessage().replaceAll("(?s) \\(start marker at .*", "");
        }

        private YamlNode node(JsonParser parser, int begin) {
            Position at = from.at(begin + (int) parser.currentTokenLocation().getCharOffset());
            JsonToken token = parser.currentToken();
            return switch (token) {
                case START_OBJECT -> {
                    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
                    while (parser.nextToken() != JsonToken.END_OBJECT) {
                        String name = parser.currentName();
                        YamlNode key =
                                new YamlNode.Text(
                                        from.at(
                                                begin
                                                        + (int)
                                                                parser.currentTokenLocation()
                                                                        .getCharOffset()),
                                        name);
                        parser.nextToken();
                        entries.put(name, new YamlNode.Entry(key, node(parser, begin)));
                    }
                    yield new YamlNode.Mapping(at, entries);
                }
                case START_ARRAY -> {
                    List<YamlNode> elements = new ArrayList<>();
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        elements.add(node(parser, begin));
                    }
                    yield new YamlNode.Sequence(at, elements);
                }
                case VALUE_TRUE, VALUE_FALSE ->
                        new YamlNode.Bool(at, parser.getString(), token == JsonToken.VALUE_TRUE);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                        new YamlNode.Numeric(at, parser.getString(), parser.getDoubleValue());
                case VALUE_NULL -> new YamlNode.Null(at);
                default -> new YamlNode.Text(at, parser.getString());
            };
        }

        /** Numbers and words end where the next assignment begins. */
        private int endOfWord(int begin) {
            int end = begin;
            while (end < text.length()
                    && text.charAt(end) != ','
                    && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            return end;
        }

        private void blanks() {
            while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
                next++;
            }
        }

        /** Reads up to and with the equals sign. */
        private List<Segment> path() throws Unreadable {
            List<Segment> path = new ArrayList<>();
            path.add(key());
            while (!take('=')) {
                int begin = next;
                if (take('.')) {
                    path.add(key());
                } else if (take('[')) {
                    path.add(index());
                } else {
                    throw wrong(begin, "has no value", "write field=value");
                }
                if (path.size() > MAX_DEPTH) {
                    throw wrong(begin, "is nested too deeply", "at most " + MAX_DEPTH + " levels");
                }
            }
            return path;
        }

        private Key key() throws Unreadable {
            int begin = next;
            String name = until(".[=,");
            if (name.isEmpty()) {
                throw wrong(begin, "names no field", "write field=value, as in region=eu-west-1");
            }
            return new Key(from.at(begin), name);
        }

        private Index index() throws Unreadable {
            int begin = next;
            String digits = until("]=,");
            if (!take(']') || !digits.matches("[0-9]+")) {
                throw wrong(begin, "has no such index", "write a number in brackets, as in [0]");
            }
            int index =
                    digits.length() > MAX_INDEX_DIGITS
                            ? Integer.MAX_VALUE
                            : Integer.parseInt(digits);
            if (index > MAX_INDEX) {
                throw wrong(begin, "has too high an index", "at most " + MAX_INDEX);
            }
            return new Index(from.at(begin), index);
        }

        private YamlNode value() throws Unreadable {
            int begin = next;
            if (text.startsWith("[]", begin)
                    && (begin + 2 == text.length() || text.charAt(begin + 2) == ',')) {
                next += 2;
                return new YamlNode.Sequence(from.at(begin), List.of());
            }
            return take('{') ? list(begin) : scalar(begin, until(","));
        }

        private YamlNode list(int begin) throws Unreadable {
            List<YamlNode> elements = new ArrayList<>();
            if (take('}')) {
                return new YamlNode.Sequence(from.at(begin), elements);
            }
            do {
                while (take(' ')) {}
                int first = next;
                elements.add(scalar(first, until(",}")));
            } while (take(','));
            if (!take('}')) {
                throw wrong(begin, "opens a list that is not closed", "write } after its last one");
            }
            return new YamlNode.Sequence(from.at(begin), elements);
        }

        private YamlNode scalar(int begin, String word) {
            Position at = from.at(begin);
            if (from.form == Form.FILE) {
                return new YamlNode.Text(at, from.files.apply(word));
            }
            if (from.form == Form.TEXT) {
                return new YamlNode.Text(at, word);
            }
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "true" -> new YamlNode.Bool(at, word, true);
                case "false" -> new YamlNode.Bool(at, word, false);
                case "null" -> new YamlNode.Null(at);
                default ->
                        // A leading zero makes it text: 007 is a name, not a number.
                        word.matches("0|[-+]?[1-9][0-9]{0,17}")
                                ? new YamlNode.Numeric(at, word, Double.parseDouble(word))
                                : new YamlNode.Text(at, word);
            };
        }

        /** Reads up to one of {@code ends}, or the end of the argument. */
        private String until(String ends) {
            StringBuilder word = new StringBuilder();
            while (next < text.length() && ends.indexOf(text.charAt(next)) < 0) {
                if (text.charAt(next) == '\\' && next + 1 < text.length()) {
                    next++;
                }
                word.append(text.charAt(next++));
            }
            return word.toString();
        }

        private boolean take(char c) {
            if (next < text.length() && text.charAt(next) == c) {
                next++;
                return true;
            }
            return false;
        }

        private Unreadable wrong(int index, String wrong, String right) {
            return new Unreadable(from.at(index), "", wrong, right);
        }
    }
}
