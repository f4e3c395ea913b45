package dev.tablewright.server.protocol.query;

import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.protocol.Constraint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the parameters of one request. Broken rules are collected, and reported together by {@link
 * #requireValid} in the order of reading; what is missing or malformed reads as a harmless value
 * until then. Lists are sent as {@code Name.member.1}, {@code Name.member.2} and so on.
 */
public final class QueryReader {
    private static final int MOST_REPORTED = 10;

    /** Nine digits: what is longer is no number of an element that anybody sends. */
    private static final Pattern ELEMENT_NUMBER = Pattern.compile("[1-9][0-9]{0,8}(?=\\.|$)");

    private static final List<Constraint> TAG_KEY =
            List.of(
                    Constraint.pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
                    Constraint.minLength(1),
                    Constraint.maxLength(128));
    private static final List<Constraint> TAG_VALUE =
            List.of(
                    Constraint.pattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"),
                    Constraint.maxLength(256));
    private static final Constraint MOST_TAGS = Constraint.maxLength(50);

    private final Map<String, String> parameters;
    private final Caller caller;
    private final String origin;

    /** What stands before the names of parameters, and how violations name the place. */
    private final String prefix;

    private final String path;
    private final List<String> violations;
    private final List<String> toldApart;

    /** Creates a reader of {@code parameters}, sent by {@code caller}. */
    public QueryReader(Map<String, String> parameters, Caller caller) {
        this(parameters, caller, "");
    }

    /**
     * As {@link #QueryReader(Map, Caller)}.
     *
     * @param origin how the caller reached the server: {@code http://host:port}
     */
    public QueryReader(Map<String, String> parameters, Caller caller, String origin) {
        this(Map.copyOf(parameters), caller, origin, "", "", new ArrayList<>(), new ArrayList<>());
    }

    private QueryReader(
            Map<String, String> parameters,
            Caller caller,
            String origin,
            String prefix,
            String path,
            List<String> violations,
            List<String> toldApart) {
        this.parameters = parameters;
        this.caller = caller;
        this.origin = origin;
        this.prefix = prefix;
        this.path = path;
        this.violations = violations;
        this.toldApart = toldApart;
    }

    /** Returns who asks. */
    public Caller caller() {
        return caller;
    }

    /** Returns how the caller reached the server: scheme, host and port. */
    public String origin() {
        return origin;
    }

    /** Returns the account of the caller: requests name things in their own account only. */
    public String account() {
        return caller.account();
    }

    /** Reads a text that must be there; empty when it is not. */
    public String required(String name, List<Constraint> rules) {
        String value = parameters.get(prefix + name);
        if (value == null) {
            violation("null", memberName(name), "Member must not be null");
            return "";
        }
        return checked(value, memberName(name), rules);
    }

    /** Reads a text, or null. */
    public @Nullable String optional(String name, List<Constraint> rules) {
        String value = parameters.get(prefix + name);
        return value == null ? null : checked(value, memberName(name), rules);
    }

    /** Reads a text, or {@code otherwise}. */
    public String optional(String name, List<Constraint> rules, String otherwise) {
        String value = optional(name, rules);
        return value == null ? otherwise : value;
    }

    /**
     * Reads a whole number, or null.
     *
     * @throws MalformedQuery if the value is no number
     */
    public @Nullable Integer integer(String name, int least, int most) {
        String value = parameters.get(prefix + name);
        if (value == null) {
            return null;
        }
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException notANumber) {
            throw MalformedQuery.malformedInput("'" + value + "' is not a valid value for " + name);
        }
        for (Constraint rule : List.of(Constraint.atLeast(least), Constraint.atMost(most))) {
            if (!rule.holds().test(number)) {
                violation("'" + number + "'", memberName(name), rule.text());
            }
        }
        return number;
    }

    /**
     * Reads true or false; false when it is not there.
     *
     * @throws MalformedQuery if the value is neither
     */
    public boolean flag(String name) {
        String value = parameters.get(prefix + name);
        return switch (value == null ? "false" : value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw MalformedQuery.malformedInput(
                            "'" + value + "' is not a valid value for " + name);
        };
    }

    /** Reads a list of texts; empty when it is not there. */
    public List<String> texts(String name, List<Constraint> rules) {
        List<String> values = new ArrayList<>();
        for (String element : elements(name)) {
            String value = parameters.get(element);
            if (value != null) {
                String place = memberName(name) + "." + (values.size() + 1) + ".member";
                values.add(checked(value, place, rules));
            }
        }
        return values;
    }

    /**
     * What stands before the parameters of each element of a list, in the order of their numbers.
     * Numbers may begin anywhere and leave gaps.
     */
    private Collection<String> elements(String name) {
        String list = prefix + name + ".member.";
        SortedMap<Integer, String> elements = new TreeMap<>();
        for (String parameter : parameters.keySet()) {
            if (!parameter.startsWith(list)) {
                continue;
            }
            Matcher number = ELEMENT_NUMBER.matcher(parameter.substring(list.length()));
            if (number.lookingAt()) {
                elements.put(Integer.parseInt(number.group()), list + number.group());
            }
        }
        return elements.values();
    }

    /** Reads a list of texts that is judged as a whole; empty when it is not there. */
    public List<String> list(String name, Constraint... rules) {
        List<String> values = texts(name, List.of());
        for (Constraint rule : rules) {
            if (!rule.holds().test(values)) {
                violation("'" + values + "'", memberName(name), rule.text());
            }
        }
        return values;
    }

    /** Reads a list of texts that must be there and is judged as a whole. */
    public List<String> requiredList(String name, Constraint... rules) {
        boolean there = parameters.containsKey(prefix + name) || !elements(name).isEmpty();
        if (!there) {
            violation("null", memberName(name), "Member must not be null");
            return List.of();
        }
        return list(name, rules);
    }

    /** Reads a list of texts that must be there. */
    public List<String> requiredTexts(String name, List<Constraint> rules) {
        List<String> values = texts(name, rules);
        if (values.isEmpty() && !parameters.containsKey(prefix + name)) {
            violation("null", memberName(name), "Member must not be null");
        }
        return values;
    }

    /**
     * Reads a list of structures; empty when it is not there. What the readers find broken is
     * reported by this one.
     *
     * @param members parameters of a structure: one of them at least is there
     */
    public List<QueryReader> structures(String name, List<String> members) {
        List<QueryReader> structures = new ArrayList<>();
        for (String element : elements(name)) {
            String inside = element + ".";
            if (members.stream().anyMatch(member -> parameters.containsKey(inside + member))) {
                String place = path + memberName(name) + "." + (structures.size() + 1) + ".member.";
                structures.add(
                        new QueryReader(
                                parameters, caller, origin, inside, place, violations, toldApart));
            }
        }
        return structures;
    }

    /** Reads a list of texts that each stand in a structure, under {@code member}. */
    public List<String> texts(String name, String member, List<Constraint> rules) {
        List<String> values = new ArrayList<>();
        for (String element : elements(name)) {
            String value = parameters.get(element + "." + member);
            if (value != null) {
                String place = memberName(name) + "." + (values.size() + 1) + ".member.";
                values.add(checked(value, place + memberName(member), rules));
            }
        }
        return values;
    }

    /** Reads a text that must be there and that no answer may repeat; empty when it is not. */
    public String requiredSecret(String name, List<Constraint> rules) {
        String value = optionalSecret(name, rules);
        if (value == null) {
            violation("null", memberName(name), "Member must not be null");
            return "";
        }
        return value;
    }

    /** Reads a text that no answer may repeat, or null. */
    public @Nullable String optionalSecret(String name, List<Constraint> rules) {
        String value = parameters.get(name);
        for (Constraint rule : value == null ? List.<Constraint>of() : rules) {
            if (!rule.holds().test(value)) {
                violation("", memberName(name), rule.text());
            }
        }
        return value;
    }

    /**
     * Reads true or false, or null when it is not there.
     *
     * @throws MalformedQuery if the value is neither
     */
    public @Nullable Boolean optionalFlag(String name) {
        return parameters.containsKey(name) ? flag(name) : null;
    }

    /** Reads tags; none when they are not there. */
    public Tags tags() {
        List<Tags.Tag> tags = new ArrayList<>();
        for (String element : elements("Tags")) {
            String place = "tags." + (tags.size() + 1) + ".member.";
            tags.add(
                    new Tags.Tag(
                            checkedOrNull(parameters.get(element + ".Key"), place + "key", TAG_KEY),
                            checkedOrNull(
                                    parameters.get(element + ".Value"),
                                    place + "value",
                                    TAG_VALUE)));
        }
        if (!MOST_TAGS.holds().test(tags)) {
            violation("'" + tags + "'", "tags", MOST_TAGS.text());
        }
        return new Tags(tags);
    }

    /** Reads tags that must be there. */
    public Tags requiredTags() {
        Tags tags = tags();
        if (tags.isEmpty() && !parameters.containsKey(prefix + "Tags")) {
            violation("null", "tags", "Member must not be null");
        }
        return tags;
    }

    /** Reads keys of tags that must be there. */
    public List<String> requiredTagKeys(String name) {
        List<String> keys = tagKeys(name);
        if (keys.isEmpty() && !parameters.containsKey(prefix + name)) {
            violation("null", memberName(name), "Member must not be null");
        }
        return keys;
    }

    /** Reads keys of tags; none when they are not there. */
    public List<String> tagKeys(String name) {
        List<String> keys = texts(name, TAG_KEY);
        if (!MOST_TAGS.holds().test(keys)) {
            violation("'" + keys + "'", memberName(name), MOST_TAGS.text());
        }
        return keys;
    }

    /**
     * Ends the reading.
     *
     * @throws IdentityException with all broken rules, ten at most, if there are any
     */
    public void requireValid() {
        if (!violations.isEmpty()) {
            throw new IdentityException(
                    IdentityException.Code.VALIDATION_ERROR,
                    violations.size()
                            + (violations.size() == 1 ? " validation error" : " validation errors")
                            + " detected: "
                            + String.join("; ", violations));
        }
        if (!toldApart.isEmpty()) {
            throw new IdentityException(
                    IdentityException.Code.VALIDATION_ERROR, toldApart.getFirst());
        }
    }

    private String checkedOrNull(@Nullable String value, String path, List<Constraint> rules) {
        if (value == null) {
            violation("null", path, "Member must not be null");
            return "";
        }
        return checked(value, path, rules);
    }

    private String checked(String value, String path, List<Constraint> rules) {
        for (Constraint rule : rules) {
            if (rule.holds().test(value)) {
                continue;
            }
            if (rule.apart()) {
                toldApart.add("The specified value for " + path + " is invalid. " + rule.text());
            } else {
                violation("'" + value + "'", path, rule.text());
            }
        }
        return value;
    }

    private void violation(String shownValue, String member, String rule) {
        if (violations.size() < MOST_REPORTED) {
            violations.add(
                    "Value "
                            + (shownValue.isEmpty() ? "" : shownValue + " ")
                            + "at '"
                            + path
                            + member
                            + "' failed to satisfy constraint: "
                            + rule);
        }
    }

    private static String memberName(String parameter) {
        return parameter.substring(0, 1).toLowerCase(Locale.ROOT) + parameter.substring(1);
    }
}
