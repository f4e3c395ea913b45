package dev.tablewright.policy.catalog;

import dev.tablewright.policy.catalog.ServiceAction.ResourcePolicySupport;
import dev.tablewright.policy.catalog.ServiceAction.ResourceUse;
import dev.tablewright.policy.condition.Glob;
import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonBoolean;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;
import dev.tablewright.policy.json.Position;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every action of the services that Tablewright serves, read on first use from a file that is made
 * from AWS's service authorization reference. Immutable.
 */
public final class ActionCatalog {
    private static final class Loaded {
        static final ActionCatalog CATALOG = load();
    }

    private final NavigableMap<String, ServiceAction> actions = new TreeMap<>();
    private final Map<String, Map<String, ResourceType>> resourceTypes = new TreeMap<>();
    private final Map<String, ConditionKey> keys = new LinkedHashMap<>();
    private final Map<String, List<String>> callsWithoutAction = new TreeMap<>();

    private ActionCatalog(JsonObject services) {
        services.members().forEach((service, facts) -> addService(service, object(facts)));
    }

    /** Returns the catalogue. */
    public static ActionCatalog get() {
        return Loaded.CATALOG;
    }

    /** Finds an action such as {@code dynamodb:GetItem}, whatever the case of its letters. */
    public Optional<ServiceAction> find(String action) {
        return Optional.ofNullable(actions.get(lower(action)));
    }

    /** Returns every action, by service and name. */
    public List<ServiceAction> all() {
        return List.copyOf(actions.values());
    }

    /** Returns the actions of a service, by name; none of a service that is not catalogued. */
    public List<ServiceAction> ofService(String service) {
        return actions.values().stream().filter(a -> a.service().equals(lower(service))).toList();
    }

    /** Whether the catalogue has the actions of {@code service}. */
    public boolean knowsService(String service) {
        return resourceTypes.containsKey(lower(service));
    }

    /** Returns the catalogued services, sorted. */
    public List<String> services() {
        return List.copyOf(resourceTypes.keySet());
    }

    /**
     * Returns the actions that an entry of an Action element names, by service and name.
     *
     * @param pattern with {@code *} and {@code ?} as wildcards; {@code *} alone is every action
     */
    public List<ServiceAction> matching(String pattern) {
        Glob glob = Glob.of(lower(pattern));
        if (glob.isLiteral()) {
            return find(pattern).stream().toList();
        }
        String beginning = lower(pattern).replaceFirst("[*?].*", "");
        List<ServiceAction> matching = new ArrayList<>();
        actions.subMap(beginning, beginning + Character.MAX_VALUE)
                .forEach(
                        (name, action) -> {
                            if (glob.matches(name)) {
                                matching.add(action);
                            }
                        });
        return List.copyOf(matching);
    }

    /** Returns the action whose name looks most like {@code action}; empty when none does. */
    public Optional<ServiceAction> nearest(String action) {
        return Nearest.of(lower(action), actions.keySet()).map(actions::get);
    }

    /**
     * Returns the actions behind an API call that is no action itself, such as {@code
     * dynamodb:TransactWriteItems}; empty for every other name.
     */
    public List<String> actionsOfCall(String call) {
        return callsWithoutAction.getOrDefault(lower(call), List.of());
    }

    /** Finds a type of resource, for instance {@code dynamodb} and {@code table}. */
    public Optional<ResourceType> resourceType(String service, String name) {
        return Optional.ofNullable(resourceTypes.getOrDefault(lower(service), Map.of()).get(name));
    }

    /** Returns the types of resource of a service, by name. */
    public List<ResourceType> resourceTypes(String service) {
        return List.copyOf(resourceTypes.getOrDefault(lower(service), Map.of()).values());
    }

    /**
     * Finds a condition key, global or of a catalogued service, whatever the case of its letters;
     * {@code aws:ResourceTag/team} is found by its template.
     */
    public Optional<ConditionKey> conditionKey(String name) {
        return Optional.ofNullable(keys.get(KeyName.normalized(name)));
    }

    /** Whether there is a condition key of that name, whatever the case of its letters. */
    public boolean hasKeyNamed(String key) {
        return conditionKey(key).isPresent();
    }

    /**
     * Returns the key that {@code key} may have been meant to be, with what stands behind its slash
     * kept; empty when none is near.
     */
    public Optional<String> nearestKey(String key) {
        int slash = key.indexOf('/');
        String rest = slash < 0 ? "" : key.substring(slash + 1);
        String name = KeyName.normalized(key);
        // A tag key of a service that has none of its own.
        String global = "aws" + name.substring(Math.max(name.indexOf(':'), 0));
        Optional<String> found =
                slash >= 0 && keys.containsKey(global)
                        ? Optional.of(global)
                        : Nearest.of(name, keys.keySet());
        return found.map(keys::get)
                .map(
                        known ->
                                known.name().contains("/$")
                                        ? known.name().substring(0, known.name().indexOf('/') + 1)
                                                + rest
                                        : known.name());
    }

    /** Returns every known condition key. */
    public List<ConditionKey> conditionKeys() {
        return List.copyOf(keys.values());
    }

    /**
     * Whether requests of {@code action} can carry the key: a global one, the action's own, or one
     * of its resource types.
     */
    public boolean hasKey(ServiceAction action, String key) {
        String normalized = KeyName.normalized(key);
        // Interchangeable with LeadingKeys for the first attribute, which actions list alone.
        String wanted =
                normalized.startsWith("dynamodb:") && normalized.endsWith("partitionkeyvalues")
                        ? "dynamodb:leadingkeys"
                        : normalized;
        if (GlobalKeys.isGlobal(wanted)) {
            return true;
        }
        return KeyName.anyIs(wanted, action.conditionKeys())
                || action.resources().stream()
                        .anyMatch(use -> KeyName.anyIs(wanted, use.type().conditionKeys()));
    }

    private void addService(String service, JsonObject facts) {
        Map<String, ResourceType> types = new TreeMap<>();
        resourceTypes.put(service, types);
        object(facts.members().get("resourceTypes"))
                .members()
                .forEach((name, type) -> types.put(name, type(service, name, object(type))));
        object(facts.members().get("conditionKeys"))
                .members()
                .forEach((name, key) -> add(key(name, object(key))));
        GlobalKeys.ALL.forEach(this::add);
        object(facts.members().get("calls"))
                .members()
                .forEach(
                        (call, names) ->
                                callsWithoutAction.put(
                                        service + ":" + lower(call), prefixed(service, names)));
        object(facts.members().get("actions"))
                .members()
                .forEach(
                        (name, action) ->
                                actions.put(
                                        service + ":" + lower(name),
                                        action(service, name, object(action), types)));
    }

    private void add(ConditionKey key) {
        keys.put(KeyName.normalized(key.name()), key);
    }

    private static ResourceType type(String service, String name, JsonObject facts) {
        return new ResourceType(
                service, name, string(facts, "arn", ""), strings(facts.members().get("keys")));
    }

    private static ConditionKey key(String name, JsonObject facts) {
        String type = string(facts, "type", "String");
        boolean multivalued = type.startsWith("ArrayOf");
        return new ConditionKey(
                name,
                ConditionKey.ValueType.of(multivalued ? type.substring(7) : type),
                multivalued,
                strings(facts.members().get("values")));
    }

    private static ServiceAction action(
            String service, String name, JsonObject facts, Map<String, ResourceType> types) {
        List<ResourceUse> uses = new ArrayList<>();
        for (String use : strings(facts.members().get("on"))) {
            boolean required = use.endsWith("*");
            ResourceType type = types.get(required ? use.substring(0, use.length() - 1) : use);
            if (type == null) {
                throw new IllegalStateException(service + ":" + name + " on " + use);
            }
            uses.add(new ResourceUse(type, required));
        }
        return new ServiceAction(
                service,
                name,
                AccessLevel.of(string(facts, "level", "")),
                uses,
                strings(facts.members().get("keys")),
                strings(facts.members().get("calls")),
                strings(facts.members().get("needs")),
                facts.members().get("permissionOnly") instanceof JsonBoolean(_, var only) && only,
                ResourcePolicySupport.valueOf(string(facts, "resourcePolicy", "NONE")));
    }

    private static List<String> prefixed(String service, JsonValue names) {
        return strings(names).stream().map(name -> service + ":" + name).toList();
    }

    private static JsonObject object(@Nullable JsonValue value) {
        return value instanceof JsonObject object
                ? object
                : new JsonObject(new Position(1, 1), Map.of());
    }

    private static String string(JsonObject object, String member, String otherwise) {
        return object.members().get(member) instanceof JsonString(_, var text) ? text : otherwise;
    }

    private static List<String> strings(@Nullable JsonValue value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof JsonArray(_, var elements)) {
            for (JsonValue element : elements) {
                if (element instanceof JsonString(_, var text)) {
                    strings.add(text);
                }
            }
        }
        return List.copyOf(strings);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static ActionCatalog load() {
        try (InputStream in = ActionCatalog.class.getResourceAsStream("actions.json")) {
            if (in == null) {
                throw new IllegalStateException("actions.json is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ActionCatalog(object(JsonReader.read(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
