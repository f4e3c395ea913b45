package dev.tablewright.server.protocol;

import static java.util.stream.Collectors.joining;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.json.ItemJson;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.model.json.JsonMembers;
import dev.tablewright.model.json.JsonValue;
import dev.tablewright.server.authorization.RequestContext;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the members of one JSON structure of a request, in AWS's order of complaints.
 *
 * <p>A member of the wrong JSON type is refused at once ({@link
 * dev.tablewright.model.json.SerializationException}). A member that breaks a rule of the API model
 * is noted, and reading goes on with a stand-in; {@link #requireValid} then refuses all of them
 * together. What items and expressions mean is checked only after that, by whoever asks for their
 * value. So an operation reads all its members, in the order in which AWS would complain about
 * them, calls {@code requireValid}, and then goes on.
 */
public final class RequestReader {
    private static final Constraint NAME_PATTERN = Constraint.pattern("[a-zA-Z0-9_.-]+");
    private static final Constraint AT_LEAST_3 = Constraint.minLength(3);
    private static final Constraint AT_MOST_255 = Constraint.maxLength(255);
    private static final Pattern TABLE_ARN =
            Pattern.compile(
                    "arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):([0-9]{12}):table/([a-zA-Z0-9_.-]{3,255})");

    private final JsonMembers members;
    private final String path;
    private final Violations violations;
    private final Call call;

    /** What all structures of one request share. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Call(RequestContext context, byte[] body) {}

    private RequestReader(JsonMembers members, String path, Violations violations, Call call) {
        this.members = members;
        this.path = path;
        this.violations = violations;
        this.call = call;
    }

    /**
     * Reads the whole body of a request.
     *
     * @param body what {@code members} were read from
     */
    public static RequestReader of(JsonMembers members, byte[] body, RequestContext context) {
        return new RequestReader(members, "", new Violations(), new Call(context, body));
    }

    /** Returns a hash of the whole body, which tells requests under one token apart. */
    public byte[] fingerprint() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(call.body());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Returns what is known of the request besides its body: caller, region, time. */
    public RequestContext context() {
        return call.context();
    }

    /** Returns the account that plain table names belong to. */
    public String account() {
        return call.context().caller().account();
    }

    /** Returns the region that plain table names belong to. */
    public String region() {
        return call.context().region();
    }

    /** Whether a member is there and not null. */
    public boolean has(String member) {
        return members.has(member);
    }

    /** Returns a member as the client wrote it; null in JSON where it is absent. */
    public String json(String member) {
        JsonValue value = members.get(member);
        return value == null ? "null" : value.text();
    }

    /** Reads an optional string. */
    public @Nullable String string(String member, Constraint... constraints) {
        String value = members.string(member);
        if (value != null) {
            check(member, value, constraints);
        }
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

    /** Reads an optional whole number of 32 bits. */
    public @Nullable Integer integer(String member, Constraint... constraints) {
        Integer value = members.integer(member);
        if (value != null) {
            check(member, value, constraints);
        }
        return value;
    }

    /** Reads an optional whole number of 64 bits. */
    public @Nullable Long number(String member, Constraint... constraints) {
        Long value = members.longInteger(member);
        if (value != null) {
            check(member, value, constraints);
        }
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

    /** Reads a required number that may have a fraction; 0 stands in where it is missing. */
    public double requiredDecimal(String member) {
        JsonValue value = members.get(member);
        if (value == null) {
            noteMissing(member);
            return 0;
        }
        return value.decimal();
    }

    /** Reads an optional point in time: seconds since 1970, with a fraction. */
    public @Nullable Instant time(String member) {
        JsonValue value = members.get(member);
        return value == null ? null : Instant.ofEpochMilli(value.epochMillis());
    }

    /** Reads an optional boolean. */
    public @Nullable Boolean bool(String member) {
        return members.bool(member);
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
        String text = members.string(member);
        if (text == null) {
            return null;
        }
        for (E value : values) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        check(member, text, Constraint.oneOf(values.stream().map(Enum::name).toList()));
        return null;
    }

    /** As {@link #choice}, but with a value for where the member is absent. */
    public <E extends Enum<E>> E choice(String member, List<E> values, E whenAbsent) {
        E value = choice(member, values);
        return value == null ? whenAbsent : value;
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
        List<String> values = members.strings(member);
        if (values != null) {
            check(member, values, constraints);
        }
        return values;
    }

    /** Reads an optional map from string to string. */
    public @Nullable Map<String, String> stringMap(String member, Constraint... constraints) {
        Map<String, String> values = members.stringMap(member);
        if (values != null) {
            check(member, values, constraints);
        }
        return values;
    }

    /**
     * Reads an optional structure.
     *
     * @param shape the name of the structure in the API model
     */
    public @Nullable RequestReader structure(String member, String shape) {
        JsonMembers structure = members.structure(member, shape);
        return structure == null ? null : child(structure, pathOf(member));
    }

    /** As {@link #structure}, but required; null where it is missing, which is noted. */
    public @Nullable RequestReader requiredStructure(String member, String shape) {
        RequestReader structure = structure(member, shape);
        if (structure == null) {
            noteMissing(member);
        }
        return structure;
    }

    /**
     * Reads an optional list of structures.
     *
     * @param shape the name of the structure in the API model
     */
    public @Nullable List<RequestReader> structures(
            String member, String shape, Constraint... constraints) {
        JsonValue value = members.get(member);
        if (value == null) {
            return null;
        }
        List<RequestReader> elements = new ArrayList<>();
        for (JsonValue element : value.list()) {
            if (!element.isNull()) {
                String place = pathOf(member) + "." + (elements.size() + 1) + ".member";
                elements.add(child(element.element(shape), place));
            }
        }
        checkShown(member, () -> shown(value, shape), elements, constraints);
        return elements;
    }

    /** As AWS prints a list of structures: {@code [KeySchemaElement(attributeName=a, ...)]}. */
    private static String shown(JsonValue list, String shape) {
        return list.list().stream()
                .map(
                        element ->
                                new TreeMap<>(element.map(shape))
                                        .entrySet().stream()
                                                .map(each -> shown(each.getKey(), each.getValue()))
                                                .collect(joining(", ", shape + "(", ")")))
                .collect(joining(", ", "[", "]"));
    }

    private static String shown(String member, JsonValue value) {
        return decapitalized(member) + "=" + (value.isString() ? value.string() : value.text());
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
        return map(
                member,
                shape,
                (value, place) -> child(value.element(shape), place + ".member"),
                constraints);
    }

    /** As {@link #structureMap}, but required; an empty map stands in where it is missing. */
    public Map<String, RequestReader> requiredStructureMap(
            String member, String shape, Constraint... constraints) {
        Map<String, RequestReader> values = structureMap(member, shape, constraints);
        if (values == null) {
            noteMissing(member);
            return Map.of();
        }
        return values;
    }

    /**
     * Reads a required map from string to list of structures; an empty map stands in where it is
     * missing.
     */
    public Map<String, List<RequestReader>> requiredStructureListMap(
            String member, String shape, Constraint... constraints) {
        String type = "java.util.List<com.amazonaws.dynamodb.v20120810." + shape + ">";
        Map<String, List<RequestReader>> lists =
                map(
                        member,
                        type,
                        (value, place) -> elements(value, place + ".member", shape),
                        constraints);
        if (lists == null) {
            noteMissing(member);
            return Map.of();
        }
        return lists;
    }

    private List<RequestReader> elements(JsonValue list, String place, String shape) {
        List<RequestReader> elements = new ArrayList<>();
        for (JsonValue element : list.listInMap()) {
            if (!element.isNull()) {
                elements.add(
                        child(
                                element.element(shape),
                                place + "." + (elements.size() + 1) + ".member"));
            }
        }
        return elements;
    }

    private <T> @Nullable Map<String, T> map(
            String member,
            String valueType,
            BiFunction<JsonValue, String, T> reader,
            Constraint... constraints) {
        JsonValue value = members.get(member);
        if (value == null) {
            return null;
        }
        Map<String, T> values = new LinkedHashMap<>();
        for (var entry : value.map(valueType).entrySet()) {
            if (!entry.getValue().isNull()) {
                String place = pathOf(member) + "." + entry.getKey();
                values.put(entry.getKey(), reader.apply(entry.getValue(), place));
            }
        }
        checkShown(member, value::text, values, constraints);
        return values;
    }

    /**
     * Reads an optional item or key.
     *
     * @return the item; its {@code orThrow} refuses a value that breaks a rule (an impossible
     *     number, an empty set), and belongs after {@link #requireValid}
     */
    public @Nullable Read<Item> item(String member) {
        JsonValue value = members.get(member);
        return value == null ? null : ItemJson.item(value);
    }

    /** As {@link #item}, but required; the empty item stands in where it is missing. */
    public Read<Item> requiredItem(String member) {
        Read<Item> item = item(member);
        if (item == null) {
            noteMissing(member);
            return new Read.Valid<>(Item.EMPTY);
        }
        return item;
    }

    /** Reads an optional list of items or keys. */
    public @Nullable List<Read<Item>> items(String member, Constraint... constraints) {
        JsonValue value = members.get(member);
        if (value == null) {
            return null;
        }
        List<Read<Item>> items = new ArrayList<>();
        for (JsonValue element : value.list()) {
            if (!element.isNull()) {
                items.add(ItemJson.itemInList(element));
            }
        }
        checkShown(member, value::text, items, constraints);
        return items;
    }

    /** As {@link #items}, but required; an empty list stands in where it is missing. */
    public List<Read<Item>> requiredItems(String member, Constraint... constraints) {
        List<Read<Item>> items = items(member, constraints);
        if (items == null) {
            noteMissing(member);
            return List.of();
        }
        return items;
    }

    /** Reads an optional map of attribute values by placeholder; names are not judged here. */
    public @Nullable Read<Item> placeholderValues(String member) {
        JsonValue value = members.get(member);
        return value == null ? null : ItemJson.values(value);
    }

    /** Returns the keys of a map member, whatever its values; empty when it is absent. */
    public List<String> keysOf(String member) {
        JsonValue value = members.get(member);
        return value == null ? List.of() : List.copyOf(value.map("AttributeValue").keySet());
    }

    /** Reads an optional attribute value. */
    public @Nullable Read<AttributeValue> value(String member) {
        JsonValue value = members.get(member);
        return value == null ? null : ItemJson.member(value);
    }

    /** Reads an optional list of attribute values. */
    public @Nullable List<Read<AttributeValue>> values(String member, Constraint... constraints) {
        JsonValue value = members.get(member);
        if (value == null) {
            return null;
        }
        List<Read<AttributeValue>> values = new ArrayList<>();
        for (JsonValue element : value.list()) {
            if (!element.isNull()) {
                values.add(ItemJson.element(element));
            }
        }
        checkShown(member, value::text, values, constraints);
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
        check("TableName", value, NAME_PATTERN, AT_LEAST_3, AT_MOST_255);
        return new TableRef(account(), region(), value);
    }

    /** Returns the table that a name or an ARN stands for; a name is not judged here. */
    public TableRef tableNamed(String nameOrArn) {
        return nameOrArn.startsWith("arn:")
                ? tableOfArn(nameOrArn)
                : new TableRef(account(), region(), nameOrArn);
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

    /** Reads an optional name of an index. */
    public @Nullable String indexName() {
        return string("IndexName", NAME_PATTERN, AT_LEAST_3, AT_MOST_255);
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

    /** Whether a required member was found missing: some services answer that differently. */
    boolean lacksMember() {
        return violations.lacksMember();
    }

    private RequestReader child(JsonMembers structure, String childPath) {
        return new RequestReader(structure, childPath, violations, call);
    }

    private void noteMissing(String member) {
        violations.addMissing(pathOf(member));
    }

    private void check(String member, Object value, Constraint... constraints) {
        for (Constraint constraint : constraints) {
            if (!constraint.holds().test(value)) {
                violations.add("'" + value + "'", pathOf(member), constraint.text());
            }
        }
    }

    private void checkShown(
            String member, Supplier<String> shown, Object value, Constraint... constraints) {
        for (Constraint constraint : constraints) {
            if (!constraint.holds().test(value)) {
                violations.add("'" + shown.get() + "'", pathOf(member), constraint.text());
            }
        }
    }

    /** Member names begin with a small letter in complaints, and only there. */
    private String pathOf(String member) {
        String lower = decapitalized(member);
        return path.isEmpty() ? lower : path + "." + lower;
    }

    private static String decapitalized(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
