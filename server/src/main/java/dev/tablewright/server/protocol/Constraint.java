package dev.tablewright.server.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule of the API model for one member. Broken rules are collected over the whole request and
 * reported together, in the order in which the operation reads its members.
 *
 * @param text how AWS words the rule
 * @param apart whether a breach is told in a sentence of its own, and only when nothing else is
 *     broken; IAM does so for the characters of names, paths and documents
 */
public record Constraint(String text, Predicate<Object> holds, boolean apart) {
    /** A rule that is reported together with the others. */
    public Constraint(String text, Predicate<Object> holds) {
        this(text, holds, false);
    }

    /** The same rule, told apart from the others as {@code text}. */
    public Constraint toldApart(String sentence) {
        return new Constraint(sentence, holds, true);
    }

    /** The whole text matches {@code pattern}, which AWS prints. */
    public static Constraint pattern(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new Constraint(
                "Member must satisfy regular expression pattern: " + pattern,
                value -> value instanceof String text && compiled.matcher(text).matches());
    }

    /** At least that many characters, elements or entries. */
    public static Constraint minLength(int least) {
        return new Constraint(
                "Member must have length greater than or equal to " + least,
                value -> lengthOf(value) >= least);
    }

    /** At most that many characters, elements or entries. */
    public static Constraint maxLength(int most) {
        return new Constraint(
                "Member must have length less than or equal to " + most,
                value -> lengthOf(value) <= most);
    }

    /** A number not below {@code least}. */
    public static Constraint atLeast(long least) {
        return new Constraint(
                "Member must have value greater than or equal to " + least,
                value -> value instanceof Number number && number.longValue() >= least);
    }

    /** A number not above {@code most}. */
    public static Constraint atMost(long most) {
        return new Constraint(
                "Member must have value less than or equal to " + most,
                value -> value instanceof Number number && number.longValue() <= most);
    }

    /** One of {@code values}; AWS prints them in an order of its own, which is kept. */
    public static Constraint oneOf(List<String> values) {
        return new Constraint(
                "Member must satisfy enum value set: [" + String.join(", ", values) + "]",
                value -> value instanceof String text && values.contains(text));
    }

    /** Every key of the map is the name or the ARN of a table. */
    public static Constraint tableNames() {
        return keys(maxLength(255), minLength(3), pattern("[a-zA-Z0-9_.-]+"));
    }

    private static Constraint keys(Constraint... rules) {
        return new Constraint(
                "Map keys must satisfy constraint: [" + textOf(rules) + "]",
                value ->
                        value instanceof Map<?, ?> map
                                && map.keySet().stream()
                                        .allMatch(
                                                key ->
                                                        key.toString().startsWith("arn:")
                                                                || allHold(rules, key)));
    }

    /** Every element of the list obeys all of {@code rules}. */
    public static Constraint elements(Constraint... rules) {
        return new Constraint(
                "Member must satisfy constraint: [" + textOf(rules) + "]",
                value ->
                        value instanceof List<?> list
                                && list.stream().allMatch(each -> allHold(rules, each)));
    }

    /** Every value of the map obeys all of {@code rules}. */
    public static Constraint values(Constraint... rules) {
        return new Constraint(
                "Map value must satisfy constraint: [" + textOf(rules) + "]",
                value ->
                        value instanceof Map<?, ?> map
                                && map.values().stream().allMatch(each -> allHold(rules, each)));
    }

    private static String textOf(Constraint... rules) {
        return Arrays.stream(rules).map(Constraint::text).collect(Collectors.joining(", "));
    }

    private static boolean allHold(Constraint[] rules, Object value) {
        return Arrays.stream(rules).allMatch(rule -> rule.holds().test(value));
    }

    private static int lengthOf(Object value) {
        return switch (value) {
            case String text -> text.length();
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> throw new IllegalArgumentException("no length: " + value.getClass());
        };
    }
}
