package dev.tablewright.controlplane.setting;

import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A table's policy written in one way only: AWS gives a policy back with other spaces, and accounts
 * as ARNs. Lists are sets, one text is a list of one, actions have no case, and a Resource that is
 * the table and its indexes is left out. Statements keep their Sid, which the owner sees in
 * denials, and stand in the order of their texts.
 */
final class PolicyNormalForm {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private PolicyNormalForm() {}

    /**
     * Returns the normal form of a document.
     *
     * @param arn of the table; null where it is not known yet
     * @throws RuntimeException if it is no JSON
     */
    static String of(String document, @Nullable String arn) {
        if (!(JsonReader.read(document) instanceof JsonObject root)) {
            return document;
        }
        Map<String, Object> normal = new TreeMap<>();
        root.members().forEach((name, value) -> normal.put(name, plain(value)));
        Set<String> statements = new TreeSet<>();
        for (JsonValue statement : elements(root.members().get("Statement"))) {
            statements.add(JSON.writeValueAsString(statement(statement, arn)));
        }
        normal.put(
                "Statement",
                statements.stream().map(each -> JSON.readValue(each, Object.class)).toList());
        return JSON.writeValueAsString(normal);
    }

    private static List<JsonValue> elements(@Nullable JsonValue value) {
        return switch (value) {
            case null -> List.of();
            case JsonArray(_, var elements) -> elements;
            default -> List.of(value);
        };
    }

    private static Object statement(JsonValue value, @Nullable String arn) {
        if (!(value instanceof JsonObject statement)) {
            return plain(value);
        }
        Map<String, Object> parts = new TreeMap<>();
        statement
                .members()
                .forEach(
                        (name, part) -> {
                            switch (name) {
                                case "Action", "NotAction" -> parts.put(name, actions(part));
                                case "Principal", "NotPrincipal" ->
                                        parts.put(name, principal(part));
                                case "Condition" -> parts.put(name, condition(part));
                                case "Resource" -> {
                                    Set<String> texts = texts(part);
                                    if (arn == null || !texts.equals(whole(arn))) {
                                        parts.put(name, texts);
                                    }
                                }
                                case "NotResource" -> parts.put(name, texts(part));
                                default -> parts.put(name, plain(part));
                            }
                        });
        return parts;
    }

    /** What a statement without Resource is about. */
    private static Set<String> whole(String arn) {
        return new TreeSet<>(List.of(arn, arn + "/index/*"));
    }

    private static Set<String> actions(JsonValue value) {
        Set<String> actions = new TreeSet<>();
        texts(value).forEach(action -> actions.add(action.toLowerCase(Locale.ROOT)));
        return actions;
    }

    /** {@code "*"} and {@code {"AWS": "*"}} are the same; an account is its root ARN. */
    private static Object principal(JsonValue value) {
        Map<String, Set<String>> kinds = new TreeMap<>();
        if (value instanceof JsonObject object) {
            object.members()
                    .forEach(
                            (kind, named) -> {
                                Set<String> principals = new TreeSet<>();
                                texts(named).forEach(each -> principals.add(account(each)));
                                kinds.put(kind, principals);
                            });
        } else {
            kinds.put("AWS", texts(value));
        }
        return kinds;
    }

    private static String account(String principal) {
        return ACCOUNT.matcher(principal).matches()
                ? "arn:aws:iam::" + principal + ":root"
                : principal;
    }

    /** Operators and keys have no case; values are sets. */
    private static Object condition(JsonValue value) {
        if (!(value instanceof JsonObject operators)) {
            return plain(value);
        }
        Map<String, Object> normal = new TreeMap<>();
        operators
                .members()
                .forEach(
                        (operator, keys) -> {
                            Map<String, Set<String>> tests = new TreeMap<>();
                            if (keys instanceof JsonObject named) {
                                named.members()
                                        .forEach((key, texts) -> tests.put(key, texts(texts)));
                            }
                            normal.put(operator, tests);
                        });
        return normal;
    }

    private static Set<String> texts(JsonValue value) {
        Set<String> texts = new TreeSet<>();
        for (JsonValue element : elements(value)) {
            texts.add(
                    element instanceof JsonString(_, var text) ? text : plain(element).toString());
        }
        return texts;
    }

    private static Object plain(JsonValue value) {
        return switch (value) {
            case JsonString(_, var text) -> text;
            case JsonValue.JsonBoolean(_, var flag) -> flag;
            case JsonValue.JsonNumber(_, var number) -> number;
            case JsonValue.JsonNull _ -> "null";
            case JsonArray(_, var elements) -> {
                List<Object> list = new ArrayList<>();
                elements.forEach(each -> list.add(plain(each)));
                yield list;
            }
            case JsonObject object -> {
                Map<String, Object> map = new TreeMap<>();
                object.members().forEach((name, each) -> map.put(name, plain(each)));
                yield map;
            }
        };
    }

    /**
     * Returns the document to send: as it was written, but a statement without Resource gets the
     * table and its indexes.
     */
    static String forTable(String document, String arn) {
        JsonNode root = JSON.readTree(document);
        JsonNode statements = root.path("Statement");
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            if (statement instanceof ObjectNode object
                    && !object.has("Resource")
                    && !object.has("NotResource")) {
                ArrayNode resources = object.putArray("Resource");
                whole(arn).forEach(resources::add);
            }
        }
        return JSON.writeValueAsString(root);
    }

    /**
     * Returns the document as values would have it: as it was written, but without a Resource that
     * is the table and its indexes.
     *
     * @param arn of the table; null where it is not known
     */
    static Object written(String document, @Nullable String arn) {
        JsonNode root = JSON.readTree(document);
        JsonNode statements = root.path("Statement");
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            if (arn != null
                    && statement instanceof ObjectNode object
                    && named(object.path("Resource")).equals(whole(arn))) {
                object.remove("Resource");
            }
        }
        return JSON.treeToValue(root, Object.class);
    }

    private static Set<String> named(JsonNode resources) {
        Set<String> named = new TreeSet<>();
        (resources.isArray() ? resources : List.of(resources))
                .forEach(each -> named.add(each.asString("")));
        return named;
    }

    /**
     * Returns the document of another table: what is about the one and its indexes is about the
     * other and its indexes.
     */
    static String moved(String document, String from, String to) {
        JsonNode root = JSON.readTree(document);
        JsonNode statements = root.path("Statement");
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            for (String about : List.of("Resource", "NotResource")) {
                if (statement instanceof ObjectNode object && object.has(about)) {
                    JsonNode resources = object.path(about);
                    ArrayNode moved = object.putArray(about);
                    (resources.isArray() ? resources : List.of(resources))
                            .forEach(each -> moved.add(moved(each, from, to)));
                }
            }
        }
        return JSON.writeValueAsString(root);
    }

    private static String moved(JsonNode resource, String from, String to) {
        String arn = resource.asString("");
        return arn.equals(from) || arn.startsWith(from + "/")
                ? to + arn.substring(from.length())
                : arn;
    }

    /** Returns the document as it was written, on one line. */
    static String onOneLine(String document) {
        return JSON.writeValueAsString(JSON.readTree(document));
    }
}
