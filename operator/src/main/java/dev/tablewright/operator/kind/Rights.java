package dev.tablewright.operator.kind;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What policy documents allow, one action on one resource at a time. */
final class Rights {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Rights() {}

    /**
     * One right, in the words of the policy: patterns are not looked into.
     *
     * @param condition JSON; empty for none
     */
    record Right(String action, String resource, String condition) {}

    /** Returns what a document allows; what it denies, or allows by exclusion, is left out. */
    static Set<Right> of(String document) {
        Set<Right> rights = new HashSet<>();
        try {
            for (JsonNode statement : elements(JSON.readTree(document).path("Statement"))) {
                if (statement.path("Effect").asString("").equals("Allow")) {
                    add(statement, rights);
                }
            }
        } catch (JacksonException e) {
            // AWS refuses it, and says why.
        }
        return rights;
    }

    private static void add(JsonNode statement, Set<Right> rights) {
        String condition = statement.has("Condition") ? statement.path("Condition").toString() : "";
        for (JsonNode action : elements(statement.path("Action"))) {
            for (JsonNode resource : elements(statement.path("Resource"))) {
                rights.add(new Right(action.asString(""), resource.asString(""), condition));
            }
        }
    }

    private static Iterable<JsonNode> elements(JsonNode node) {
        return node.isArray() ? node : node.isMissingNode() ? Set.of() : Set.of(node);
    }

    /** Returns a document that allows what {@code document} does, and {@code more}. */
    static String with(String document, Collection<Right> more) {
        ObjectNode root = (ObjectNode) JSON.readTree(document);
        ArrayNode statements = JSON.createArrayNode();
        elements(root.path("Statement")).forEach(statements::add);
        TreeMap<String, TreeMap<String, Set<String>>> byCondition = new TreeMap<>();
        for (Right right : more) {
            byCondition
                    .computeIfAbsent(right.condition(), _ -> new TreeMap<>())
                    .computeIfAbsent(right.resource(), _ -> new TreeSet<>())
                    .add(right.action());
        }
        byCondition.forEach((condition, actions) -> add(condition, actions, statements));
        root.set("Statement", statements);
        return root.toString();
    }

    /** A statement for all resources of the same actions. */
    private static void add(
            String condition, Map<String, Set<String>> actions, ArrayNode statements) {
        TreeMap<String, TreeSet<String>> resources = new TreeMap<>();
        TreeMap<String, Set<String>> named = new TreeMap<>();
        actions.forEach(
                (resource, of) -> {
                    named.put(of.toString(), of);
                    resources.computeIfAbsent(of.toString(), _ -> new TreeSet<>()).add(resource);
                });
        resources.forEach(
                (key, of) -> {
                    ObjectNode statement = statements.addObject();
                    statement.put("Effect", "Allow");
                    named.getOrDefault(key, new TreeSet<>())
                            .forEach(statement.putArray("Action")::add);
                    of.forEach(statement.putArray("Resource")::add);
                    if (!condition.isEmpty()) {
                        statement.set("Condition", JSON.readTree(condition));
                    }
                });
    }
}
