package dev.tablewright.controlplane.plan;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.NavigableSet;
import java.util.TreeSet;

/** What a trust policy says, in words: whom it lets in. */
public final class TrustMeaning {
    private static final String ACCOUNT = "system:serviceaccount:";

    private TrustMeaning() {}

    /** Whether two trust policies say the same, in whatever order and form. */
    public static boolean same(String trust, String other) {
        return PolicyMeaning.same(trust, other);
    }

    /** Names a service account as people do: "service account koa-dev/access-service". */
    static String account(String subject) {
        return subject.startsWith(ACCOUNT)
                ? "service account " + subject.substring(ACCOUNT.length()).replace(':', '/')
                : subject;
    }

    /** Names those whom a trust policy lets in: service accounts, else the principals it names. */
    static String words(@Nullable String trust) {
        if (trust == null) {
            return "nobody";
        }
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(trust);
        } catch (JacksonException e) {
            return "what is no policy";
        }
        NavigableSet<String> who = new TreeSet<>();
        JsonNode statements = root.path("Statement");
        if (statements.isArray()) {
            statements.forEach(statement -> collect(statement, who));
        } else {
            collect(statements, who);
        }
        return who.isEmpty() ? "nobody" : String.join(", ", who);
    }

    private static void collect(JsonNode statement, NavigableSet<String> who) {
        String verb = statement.path("Effect").asString("").equals("Allow") ? "" : "not ";
        NavigableSet<String> subjects = new TreeSet<>();
        for (var operator : statement.path("Condition").properties()) {
            for (var key : operator.getValue().properties()) {
                if (key.getKey().endsWith(":sub")) {
                    texts(key.getValue(), subjects);
                }
            }
        }
        if (subjects.isEmpty()) {
            JsonNode principal = statement.path("Principal");
            if (principal.isObject()) {
                principal.properties().forEach(kind -> texts(kind.getValue(), subjects));
            } else {
                texts(principal, subjects);
            }
        }
        subjects.forEach(subject -> who.add(verb + account(subject)));
    }

    private static void texts(JsonNode node, NavigableSet<String> into) {
        if (node.isArray()) {
            node.forEach(element -> into.add(element.asString("?")));
        } else {
            into.add(node.asString("?"));
        }
    }
}
