package dev.tablewright.controlplane.plan;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a policy document says, without the order and the white space in which it says it.
 *
 * @param statements each as a normal form; two documents with the same set mean the same
 * @param actions by resource, for telling who may do what
 */
public record PolicyMeaning(
        Set<String> statements, NavigableMap<String, NavigableSet<String>> actions) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A whole account in a list of principals, which IAM itself writes as the ARN of its root. */
    private static final Pattern ACCOUNT = Pattern.compile("(?<=[\\[ ])(\\d{12})(?=[,\\]])");

    /** Reads {@code document}; one that is no JSON means only itself. */
    public static PolicyMeaning of(String document) {
        JsonNode root;
        try {
            root = JSON.readTree(document);
        } catch (JacksonException e) {
            return new PolicyMeaning(Set.of(document), new TreeMap<>());
        }
        Set<String> statements = new HashSet<>();
        NavigableMap<String, NavigableSet<String>> actions = new TreeMap<>();
        for (JsonNode statement : elements(root.path("Statement"))) {
            statements.add(normalForm(statement));
            addActions(statement, actions);
        }
        return new PolicyMeaning(statements, actions);
    }

    /** Whether two documents say the same, in whatever order and form. */
    public static boolean same(String document, String other) {
        return document.equals(other) || of(document).statements().equals(of(other).statements());
    }

    private static Iterable<JsonNode> elements(JsonNode node) {
        return node.isArray() ? node : Set.of(node);
    }

    /** A statement's id has no meaning; a single text is a list of one; lists are sets. */
    private static String normalForm(JsonNode statement) {
        NavigableMap<String, String> parts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : statement.properties()) {
            String name = member.getKey();
            if (!name.equals("Sid")) {
                String form = normalValue(member.getValue());
                if (name.endsWith("Principal")) {
                    form = ACCOUNT.matcher(form).replaceAll("arn:aws:iam::$1:root");
                }
                // Actions are the same in upper and lower case; ARNs are not.
                parts.put(name, name.endsWith("Action") ? form.toLowerCase(Locale.ROOT) : form);
            }
        }
        return parts.toString();
    }

    /** Conditions and principals are maps of maps of lists; their order has no meaning either. */
    private static String normalValue(JsonNode value) {
        if (!value.isObject()) {
            return texts(value).toString();
        }
        NavigableMap<String, String> members = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            members.put(member.getKey(), normalValue(member.getValue()));
        }
        return members.toString();
    }

    private static NavigableSet<String> texts(JsonNode node) {
        NavigableSet<String> texts = new TreeSet<>();
        for (JsonNode element : elements(node)) {
            texts.add(element.isString() ? element.stringValue() : element.toString());
        }
        return texts;
    }

    /** What somebody changed by hand may say more than lists of actions; then it says so. */
    private static void addActions(
            JsonNode statement, NavigableMap<String, NavigableSet<String>> actions) {
        boolean negated = statement.has("NotAction") || statement.has("NotResource");
        String remark = statement.has("Condition") ? " (under conditions)" : "";
        NavigableSet<String> named =
                texts(statement.path(statement.has("NotAction") ? "NotAction" : "Action"));
        NavigableSet<String> resources =
                texts(statement.path(statement.has("NotResource") ? "NotResource" : "Resource"));
        boolean denied = !texts(statement.path("Effect")).contains("Allow");
        for (String resource : resources) {
            for (String action : named) {
                String said =
                        (denied ? "Deny " : "")
                                + (negated ? "NotAction/NotResource " : "")
                                + action;
                actions.computeIfAbsent(resource + remark, _ -> new TreeSet<>()).add(said);
            }
        }
    }
}
