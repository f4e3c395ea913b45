package dev.tablewright.server.protocol;

import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.RequestContext;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the members of one JSON structure of a request, in AWS's order of complaints.
 *
 * <p>A member of the wrong JSON type is refused at once ({@link MalformedRequest}). A member that
 * breaks a rule of the API model is noted, and reading goes on with a stand-in; {@link
 * #requireValid} then refuses all of them together. What items and expressions mean is checked only
 * after that, by whoever asks for their value. So an operation reads all its members, in the order
 * in which AWS would complain about them, calls {@code requireValid}, and then goes on.
 */
public final class RequestReader {
    private static final Constraint TABLE_NAME_PATTERN = Constraint.pattern("[a-zA-Z0-9_.-]+");
    private static final Constraint AT_LEAST_3 = Constraint.minLength(3);
    private static final Constraint AT_MOST_255 = Constraint.maxLength(255);
    private static final Pattern TABLE_ARN =
            Pattern.compile(
                    "arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):([0-9]{12}):table/([a-zA-Z0-9_.-]{3,255})");

    private final JsonNode members;
    private final String path;
    private final Violations violations;
    private final RequestContext context;

    private RequestReader(
            JsonNode members, String path, Violations violations, RequestContext context) {
        this.members = members;
        this.path = path;
        this.violations = violations;
        this.context = context;
    }

    /** Reads the whole body of a request. */
    static RequestReader of(JsonNode body, RequestContext context) {
        return new RequestReader(body, "", new Violations(), context);
    }

    /** Returns what is known of the request besides its body: caller, region, time. */
    public RequestContext context() {
        return context;
    }

    /** Returns the account that plain table names belong to. */
    public String account() {
        return context.caller().account();
    }

    /** Returns the region that plain table names belong to. */
    public String region() {
        return context.region();
    }

    /** Whether a member is there and not null. */
    public boolean has(String member) {
        return members.hasNonNull(member);
    }

    /** Reads an optional string. */
    public @Nullable String string(String member, Constraint... constraints) {
        JsonNode node = members.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        String value = JsonTypes.string(node);
        check(member, value, constraints);
        return value;
    }

    /** Reads a required string; the empty one stands in where it is missing. */
    public String requiredString(String member, Constraint... constraints) {
        String value = string(member, constraints);
        if (value == null) {
            noteMissing(member);
            return "";
        }
        return value;
    }

    /** Reads an optional whole number. */
    public @Nullable Integer integer(String member, Constraint... constraints) {
        JsonNode node = members.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        int value = (int) JsonTypes.number(node, "Integer");
        check(member, value, constraints);
        return value;
    }

    /** Reads an optional whole number of 64 bits. */
    public @Nullable Long number(String member, Constraint... constraints) {
        JsonNode node = members.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        long value = JsonTypes.number(node, "Long");
        check(member, value, constraints);
        return value;
    }

    /** Reads a required whole number of 64 bits; 1 stands in where it is missing. */
    public long requiredNumber(String member, Constraint... constraints) {
        Long value = number(member, constraints);
        if (value == null) {
            noteMissing(member);
            return 1;
        }
        return value;
    }

    /** Reads an optional boolean. */
    public @Nullable Boolean bool(String member) {
        JsonNode node = members.get(member);
        return (node == null || node.isNull()) ? null : JsonTypes.bool(node);
    }

    /** Reads a boolean that is false when absent. */
    public boolean flag(String member) {
        return Boolean.TRUE.equals(bool(member));
    }

    /**
     * Reads an optional member that has a few values.
     *
     * @param values all of them, in the order in which AWS prints them
     */
    public <E extends Enum<E>> @Nullable E choice(String member, List<E> values) {
        List<String> names = values.stream().map(Enum::name).toList();
        String value = string(member, Constraint.oneOf(names));
        int index = value == null ? -1 : names.indexOf(value);
        return index < 0 ? null : values.get(index);
    }

    /** As {@link #choice}, but required; the first value stands in where it is missing. */
    public <E extends Enum<E>> E requiredChoice(String member, List<E> values) {
        E value = choice(member, values);
        if (!has(member)) {
            noteMissing(member);
        }
        return value == null ? values.getFirst() : value;
    }

    /** Reads an optional list of strings. */
    public @Nullable List<String> strings(String member, Constraint... constraints) {
        JsonNode node = members.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        List<String> values = new ArrayList<>();
        for (JsonNode element : JsonTypes.list(node)) {
            values.add(JsonTypes.string(element));
        }
        check(member, values, constraints);
        return values;
    }

    /** Reads an optional map from string to string. */
    public @Nullable Map<String, String> stringMap(String member, Constraint... constraints) {
        JsonNode node = members.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (var entry : JsonTypes.map(node, "java.lang.String").properties()) {
            values.put(entry.getKey(), JsonTypes.string(entry.getValue()));
        }
        check(member, values, constraints);
        return values;
    }

    /** Reads an optional structure. */
    public @Nullable RequestReader structure(String member, String shape) {
        JsonNode node = members.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        return child(JsonTypes.structure(node, shape), pathOf(member));
    }

    /**
     * Reads an optional list of structures.
     *
     * @param shape the name of the structure in the API model
     */
    public @Nullable List<RequestReader> structures(
            String member, String shape, Constraint... constraints) {
        JsonNode node = members.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        List<RequestReader> elements = new ArrayList<>();
        int index = 1;
        for (JsonNode element : JsonTypes.list(node)) {
            elements.add(
                    child(
                            JsonTypes.element(element, shape),
                            pathOf(member) + "." + index + ".member"));
            index++;
        }
        checkShown(member, node.toString(), elements, constraints);
        return elements;
    }

    /** As {@link #structures}, but required; an empty list stands in where it is missing. */
    public List<RequestReader> requiredStructures(
            String member, String shape, Constraint... constraints) {
        List<RequestReader> elements = structures(member, shape, constraints);
        if (elements == null) {
            noteMissing(member);
            return List.of();
        }
        return elements;
    }

    /** Reads an optional map from string to structure. */
    public @Nullable Map<String, RequestReader> structureMap(
            String member, String shape, Constraint... constraints) {
        JsonNode node = members.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        Map<String, RequestReader> values = new LinkedHashMap<>();
        for (var entry : JsonTypes.map(node, shape).properties()) {
            values.put(
                    entry.getKey(),
                    child(
                            JsonTypes.element(entry.getValue(), shape),
                            pathOf(member) + "." + entry.getKey() + ".member"));
        }
        checkShown(member, node.toString(), values, constraints);
        return values;
    }

    /**
     * Reads TableName: a name in the caller's account and the request's region, or the ARN of a
     * table of any account in that region.
     */
    public TableRef table() {
        String value = string("TableName");
        if (value == null) {
            noteMissing("TableName");
            return new TableRef(account(), region(), "");
        }
        if (value.startsWith("arn:")) {
            return tableOfArn(value);
        }
        check("TableName", value, TABLE_NAME_PATTERN, AT_LEAST_3, AT_MOST_255);
        return new TableRef(account(), region(), value);
    }

    /**
     * Reads an ARN as the table that it names.
     *
     * @throws ValidationException if it is none, or is of another region
     */
    public TableRef tableOfArn(String arn) {
        Matcher parts = TABLE_ARN.matcher(arn);
        if (!parts.matches() || !parts.group(1).equals(region())) {
            throw new ValidationException(
                    "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        return new TableRef(parts.group(2), parts.group(1), parts.group(3));
    }

    /** Notes a broken rule that only the operation can see. */
    public void note(String member, String shownValue, String rule) {
        violations.add(shownValue, pathOf(member), rule);
    }

    /**
     * Ends the reading of members.
     *
     * @throws ValidationException with every rule that a member breaks, if any does
     */
    public void requireValid() {
        violations.throwIfAny();
    }

    private RequestReader child(JsonNode node, String childPath) {
        return new RequestReader(node, childPath, violations, context);
    }

    private void noteMissing(String member) {
        violations.add("null", pathOf(member), "Member must not be null");
    }

    private void check(String member, Object value, Constraint... constraints) {
        checkShown(member, String.valueOf(value), value, constraints);
    }

    private void checkShown(String member, String shown, Object value, Constraint... constraints) {
        for (Constraint constraint : constraints) {
            if (!constraint.holds().test(value)) {
                violations.add("'" + shown + "'", pathOf(member), constraint.text());
            }
        }
    }

    /** Member names begin with a small letter in complaints, and only there. */
    private String pathOf(String member) {
        String lower = Character.toLowerCase(member.charAt(0)) + member.substring(1);
        return path.isEmpty() ? lower : path + "." + lower;
    }
}
