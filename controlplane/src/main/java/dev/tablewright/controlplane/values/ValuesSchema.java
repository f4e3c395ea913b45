package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes {@code values.schema.json} from {@link ValuesContract}: JSON Schema draft-07, which Helm
 * holds values against before it renders anything.
 *
 * <p>The schema is never stricter than the parser. It says less: what compares one field with
 * another by value (declared attributes, unique names, sums) cannot be written in it.
 */
public final class ValuesSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ValuesSchema() {}

    /** Returns the schema as text, with a line break at its end. */
    public static String json() {
        return json("Values of helm-idp-dynamodb", ValuesContract.FILE);
    }

    /** Returns the schema of an applications file, {@link ApplicationsContract}. */
    public static String applications() {
        return json("Values of idp-advanced", ApplicationsContract.FILE);
    }

    private static String json(String title, ValueType.Block<?> file) {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", title);
        schema.setAll(block(file));
        // Helm gives this key to every chart that is a dependency of another one.
        schema.withObject("/properties").set("global", JSON.objectNode().put("type", "object"));
        return MAPPER.writeValueAsString(schema).replace("\r\n", "\n") + "\n";
    }

    private static ObjectNode type(ValueType<?> type) {
        return switch (type) {
            case ValueType.Text text -> text(text);
            case ValueType.Choice<?> choice -> {
                ObjectNode schema = of("string");
                choice.options().keySet().forEach(schema.putArray("enum")::add);
                yield schema;
            }
            case ValueType.Span _ -> of("string").put("pattern", whole(Lifetime.PATTERN.pattern()));
            case ValueType.Flag _ -> of("boolean");
            case ValueType.Whole(var min, var max) -> {
                ObjectNode schema = of("integer").put("minimum", min);
                yield max == Long.MAX_VALUE ? schema : schema.put("maximum", max);
            }
            case ValueType.ListOf<?> list -> list(list);
            case ValueType.TextMap(var name, var text, var max) -> {
                ObjectNode schema = of("object").put("maxProperties", max);
                schema.set("propertyNames", text(name));
                schema.set("additionalProperties", text(text));
                yield schema;
            }
            case ValueType.Json _ -> {
                ObjectNode schema = JSON.objectNode();
                schema.putArray("type").add("object").add("string");
                yield schema;
            }
            case ValueType.Block<?> block -> block(block);
        };
    }

    private static ObjectNode list(ValueType.ListOf<?> list) {
        ObjectNode schema = of("array");
        if (list.min() > 0) {
            schema.put("minItems", list.min());
        }
        if (list.max() < Integer.MAX_VALUE) {
            schema.put("maxItems", list.max());
        }
        if (list.distinct()) {
            schema.put("uniqueItems", true);
        }
        schema.set("items", type(list.element()));
        return schema;
    }

    private static ObjectNode text(ValueType.Text text) {
        ObjectNode schema = of("string").put("minLength", text.min()).put("maxLength", text.max());
        String pattern = text.pattern().pattern();
        ArrayNode never = JSON.arrayNode();
        // Helm's regular expressions are Go's, which cannot look ahead.
        while (pattern.startsWith("(?!")) {
            int end = endOfGroup(pattern);
            ObjectNode not = JSON.objectNode();
            not.putObject("not").put("pattern", "^(" + pattern.substring(3, end) + ")");
            never.add(not);
            pattern = pattern.substring(end + 1);
        }
        if (!pattern.equals(".*")) {
            schema.put("pattern", whole(pattern));
        }
        if (!never.isEmpty()) {
            schema.set("allOf", never);
        }
        return schema;
    }

    /** Returns where the group that begins {@code pattern} is closed. */
    private static int endOfGroup(String pattern) {
        int depth = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("no group: " + Pattern.quote(pattern));
    }

    private static String whole(String pattern) {
        return "^(" + pattern + ")$";
    }

    private static ObjectNode block(ValueType.Block<?> block) {
        ObjectNode schema = of("object");
        schema.put("additionalProperties", false);
        ArrayNode required = JSON.arrayNode();
        ObjectNode properties = JSON.objectNode();
        for (Field<?> field : block.fields()) {
            if (field.required()) {
                required.add(field.name());
            }
            ObjectNode property = JSON.objectNode().put("description", field.doc());
            property.setAll(type(field.type()));
            fallback(field, property);
            properties.set(field.name(), property);
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
        List<ObjectNode> rules = rules(block.name());
        if (!rules.isEmpty()) {
            schema.putArray("allOf").addAll(rules);
        }
        return schema;
    }

    private static void fallback(Field<?> field, ObjectNode property) {
        Object value = field.fallback();
        switch (value) {
            case Boolean flag -> property.put("default", flag);
            case Long number -> property.put("default", number);
            case String text -> property.put("default", text);
            case null -> {}
            case Collection<?> _, Map<?, ?> _ -> {}
            default -> {
                String word = word(field.type(), value);
                if (word != null) {
                    property.put("default", word);
                }
            }
        }
    }

    private static @Nullable String word(ValueType<?> type, Object value) {
        return type instanceof ValueType.Choice<?> choice
                ? choice.options().entrySet().stream()
                        .filter(option -> option.getValue().equals(value))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** Those rules of {@link TableRules} that a schema can say. */
    private static List<ObjectNode> rules(String block) {
        return switch (block) {
            case "tables" ->
                    List.of(
                            when(
                                    field("billingMode", "PROVISIONED"),
                                    both(said("read"), said("write")),
                                    without("readCapacity", "writeCapacity", "autoscaling")),
                            when(nonEmpty("localSecondaryIndex"), needs("rangeKey"), null));
            case "localSecondaryIndex", "vectorIndexes" -> List.of(projection());
            case "globalSecondaryIndex" ->
                    List.of(
                            projection(),
                            when(
                                    needs("keySchema"),
                                    without("hashKey", "rangeKey"),
                                    needs("hashKey")));
            default -> List.of();
        };
    }

    /** A capacity is said, or it follows its use. */
    private static ObjectNode said(String unit) {
        ObjectNode scaled = needs("autoscaling");
        scaled.putObject("properties").set("autoscaling", needs(unit));
        ObjectNode rule = JSON.objectNode();
        rule.putArray("anyOf").add(needs(unit + "Capacity")).add(scaled);
        return rule;
    }

    private static ObjectNode projection() {
        return when(
                field("projectionType", "INCLUDE"),
                merged(needs("nonKeyAttributes"), size("nonKeyAttributes", "minItems", 1)),
                size("nonKeyAttributes", "maxItems", 0));
    }

    private static ObjectNode when(ObjectNode test, ObjectNode then, @Nullable ObjectNode other) {
        ObjectNode rule = JSON.objectNode();
        rule.set("if", test);
        rule.set("then", then);
        if (other != null) {
            rule.set("else", other);
        }
        return rule;
    }

    private static ObjectNode field(String name, String value) {
        ObjectNode test = needs(name);
        test.putObject("properties").putObject(name).put("const", value);
        return test;
    }

    private static ObjectNode nonEmpty(String list) {
        return merged(needs(list), size(list, "minItems", 1));
    }

    private static ObjectNode size(String list, String limit, int elements) {
        ObjectNode schema = JSON.objectNode();
        schema.putObject("properties").putObject(list).put(limit, elements);
        return schema;
    }

    private static ObjectNode needs(String... fields) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode names = schema.putArray("required");
        for (String field : fields) {
            names.add(field);
        }
        return schema;
    }

    /** A schema of {@code false} for a field: it may not be there. */
    private static ObjectNode without(String... fields) {
        ObjectNode schema = JSON.objectNode();
        ObjectNode properties = schema.putObject("properties");
        for (String field : fields) {
            properties.put(field, false);
        }
        return schema;
    }

    private static ObjectNode both(ObjectNode one, ObjectNode other) {
        ObjectNode rule = JSON.objectNode();
        rule.putArray("allOf").add(one).add(other);
        return rule;
    }

    private static ObjectNode merged(ObjectNode one, ObjectNode other) {
        one.setAll(other);
        return one;
    }

    private static ObjectNode of(String type) {
        return JSON.objectNode().put("type", type);
    }
}
