package dev.tablewright.policy.catalog;

import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonBoolean;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes {@code actions.json} from extracts of the service authorization reference, one file {@code
 * SERVICE-authorization.json} each. Facts are taken over, prose is not. What the newer reading of
 * an extract says about resource types and condition keys holds.
 *
 * <p>Arguments: the directory of the extracts, and the file to write.
 */
final class CatalogFile {
    private static final List<String> SERVICES =
            List.of("application-autoscaling", "backup", "dynamodb", "iam", "sts");

    private CatalogFile() {}

    /** Writes the file. */
    public static void main(String[] arguments) throws IOException {
        StringBuilder out = new StringBuilder("{\n");
        for (String service : SERVICES) {
            Path extract = extract(Path.of(arguments[0]), service);
            JsonObject facts = (JsonObject) JsonReader.read(Files.readString(extract));
            out.append(out.length() > 2 ? ",\n" : "");
            service(out, service, facts);
        }
        Files.writeString(Path.of(arguments[1]), out.append("\n}\n"));
    }

    /** Where the directory has none, one lies among the tests' resources. */
    private static Path extract(Path directory, String service) {
        String name = service + "-authorization.json";
        Path extract = directory.resolve(name);
        return Files.exists(extract)
                ? extract
                : Path.of("policy/src/test/resources/dev/tablewright/policy/catalog", name);
    }

    private static void service(StringBuilder out, String service, JsonObject facts) {
        out.append('"').append(service).append("\":{\n\"resourceTypes\":");
        Map<String, String> types = new TreeMap<>();
        members(facts, "resourceTypes").forEach((name, type) -> types.put(name, type(type)));
        // The newer reading uses types that it gives no ARN for; theirs is left open.
        String open =
                "{\"arn\":\"arn:${Partition}:" + service + ":${Region}:${Account}:${Resource}\"}";
        for (JsonObject action : actions(facts).values()) {
            uses(action).forEach(use -> types.putIfAbsent(use.replace("*", ""), open));
        }
        lines(out, types);
        out.append(",\n\"conditionKeys\":");
        Map<String, String> keys = new TreeMap<>();
        members(facts, "conditionKeys").forEach((name, key) -> keys.put(name, key(key)));
        lines(out, keys);
        out.append(",\n\"calls\":");
        Map<String, String> calls = new TreeMap<>();
        Map<String, JsonValue> operations = members(facts, "operations");
        for (String call : strings(facts.members().get("operationsWithoutActionOfSameName"))) {
            if (operations.get(call) instanceof JsonObject operation) {
                calls.put(call, list(strings(operation.members().get("actions"))));
            }
        }
        lines(out, calls);
        out.append(",\n\"actions\":");
        Map<String, String> actions = new TreeMap<>();
        actions(facts).forEach((name, action) -> actions.put(name, action(action)));
        lines(out, actions);
        out.append('}');
    }

    private static Map<String, JsonObject> actions(JsonObject facts) {
        Map<String, JsonObject> actions = new TreeMap<>();
        members(facts, "actions").forEach((name, action) -> actions.put(name, (JsonObject) action));
        if (facts.members().get("newerActions") instanceof JsonArray(_, var newer)) {
            for (JsonValue action : newer) {
                actions.putIfAbsent(text((JsonObject) action, "action"), (JsonObject) action);
            }
        }
        return actions;
    }

    private static String type(JsonValue value) {
        JsonObject type = (JsonObject) value;
        List<String> keys = strings(type.members().get("conditionKeys"));
        return "{\"arn\":\""
                + text(type, "arn")
                + "\""
                + (keys.isEmpty() ? "" : ",\"keys\":" + list(keys))
                + "}";
    }

    private static String key(JsonValue value) {
        JsonObject key = (JsonObject) value;
        List<String> values = strings(key.members().get("values"));
        return "{\"type\":\""
                + text(key, "type")
                + "\""
                + (values.isEmpty() ? "" : ",\"values\":" + list(values))
                + "}";
    }

    private static String action(JsonObject action) {
        JsonObject newer = newer(action);
        StringBuilder out = new StringBuilder("{\"level\":\"");
        out.append(text(action, "accessLevel")).append('"');
        add(out, "on", uses(action));
        Set<String> keys = new LinkedHashSet<>(strings(action.members().get("conditionKeys")));
        keys.addAll(strings(newer.members().get("conditionKeys")));
        if (action.members().get("resourceTypes") instanceof JsonArray(_, var types)) {
            for (JsonValue type : types) {
                keys.addAll(strings(((JsonObject) type).members().get("conditionKeys")));
            }
        }
        add(out, "keys", keys.stream().sorted().toList());
        add(out, "calls", strings(action.members().get("botocoreOperations")));
        add(out, "needs", strings(action.members().get("dependentActions")));
        if (isTrue(action, "permissionOnly")) {
            out.append(",\"permissionOnly\":true");
        }
        if (action.members().get("resourceBasedPolicy") instanceof JsonObject policy
                && isTrue(policy, "supported")) {
            out.append(",\"resourcePolicy\":\"")
                    .append(isTrue(policy, "crossAccount") ? "CROSS_ACCOUNT" : "SAME_ACCOUNT")
                    .append('"');
        }
        return out.append('}').toString();
    }

    private static JsonObject newer(JsonObject action) {
        return action.members().get("newer") instanceof JsonObject object ? object : action;
    }

    private static List<String> uses(JsonObject action) {
        List<String> uses = new ArrayList<>();
        JsonObject newer = newer(action);
        JsonObject reading = newer.members().containsKey("resourceTypes") ? newer : action;
        if (reading.members().get("resourceTypes") instanceof JsonArray(_, var types)) {
            for (JsonValue type : types) {
                JsonObject use = (JsonObject) type;
                uses.add(text(use, "type") + (isTrue(use, "required") ? "*" : ""));
            }
        }
        return uses;
    }

    private static void add(StringBuilder out, String name, List<String> values) {
        if (!values.isEmpty()) {
            out.append(",\"").append(name).append("\":").append(list(values));
        }
    }

    private static Map<String, JsonValue> members(JsonObject object, String name) {
        return object.members().get(name) instanceof JsonObject(_, var members)
                ? members
                : Map.of();
    }

    private static String text(JsonObject object, String name) {
        if (object.members().get(name) instanceof JsonString(_, var text)) {
            return text;
        }
        throw new IllegalArgumentException(name + " is missing at " + object.position());
    }

    private static boolean isTrue(JsonObject object, String name) {
        return object.members().get(name) instanceof JsonBoolean(_, var value) && value;
    }

    private static List<String> strings(@Nullable JsonValue value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof JsonArray(_, var elements)) {
            elements.forEach(element -> strings.add(((JsonString) element).value()));
        }
        return strings;
    }

    private static String list(List<String> values) {
        return "[\"" + String.join("\",\"", values) + "\"]";
    }

    private static void lines(StringBuilder out, Map<String, String> members) {
        out.append('{');
        String separator = "\n";
        for (Map.Entry<String, String> member : members.entrySet()) {
            out.append(separator).append('"').append(member.getKey()).append("\":");
            out.append(member.getValue());
            separator = ",\n";
        }
        out.append(members.isEmpty() ? "}" : "\n}");
    }
}
