package dev.tablewright.policy;

import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonBoolean;
import dev.tablewright.policy.json.JsonValue.JsonNull;
import dev.tablewright.policy.json.JsonValue.JsonNumber;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The table of decisions in {@code decision-cases.json}: what was asked, which policies there are,
 * and what has to come out. A row of {@code conditions} is asked twice: under an Allow, and under a
 * Deny beside an Allow of everything; a row of {@code principals} in every way in which the form of
 * the principal matters.
 */
public final class DecisionCases {
    /**
     * One decision.
     *
     * @param rule what it shows
     * @param resourcePolicy of the resource, or the trust policy of a role; null for none
     * @param expected {@code Allow}, {@code Deny LAYER} or {@code no LAYER}
     */
    public record Case(
            String rule,
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy,
            String expected) {
        /** Whether the case is about a trust policy. */
        public boolean aboutTrust() {
            return resourcePolicy != null && resourcePolicy.document().kind() == PolicyKind.TRUST;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(rule + "\n" + request + "\n");
            policies.identity().forEach(p -> text.append(p.document().text()).append('\n'));
            if (policies.boundary() != null) {
                text.append("boundary ").append(policies.boundary().document().text()).append('\n');
            }
            if (policies.session() != null) {
                policies.session().forEach(p -> text.append("session " + p.document().text()));
            }
            return text.append(resourcePolicy == null ? "" : resourcePolicy.document().text())
                    .toString();
        }
    }

    private static final String A = "111122223333";
    private static final String B = "444455556666";
    private static final String TABLES = "arn:aws:dynamodb:eu-west-1:" + A + ":";
    private static final String TABLE = TABLES + "table/T";
    private static final String GET_ITEM = "dynamodb:GetItem";
    private static final String ALLOW_ALL =
            statement("Allow", "\"Action\":\"*\",\"Resource\":\"*\"");

    private static final Principal ALICE = user(A, "Alice", "AIDAALICEALICEALICE1");
    private static final Map<String, Principal> CALLERS =
            Map.of(
                    "alice", ALICE,
                    "bob", user(B, "Bob", "AIDABOBBOBBOBBOBBOB1"),
                    "session", session(A, "R", "AROARROLERROLERROLE1"),
                    "foreignSession", session(B, "F", "AROAFROLEFROLEFROLE1"),
                    "federated",
                            new Principal(
                                    Principal.Type.FEDERATED_USER,
                                    A,
                                    "arn:aws:sts::" + A + ":federated-user/Fred",
                                    List.of(
                                            "arn:aws:sts::" + A + ":federated-user/Fred",
                                            "arn:aws:iam::" + A + ":user/Alice")),
                    "root", root(A),
                    "rootB", root(B));

    /** The forms that stand behind the signs of a resource policy in short. */
    private static final Map<String, String> NAMED =
            Map.of(
                    "alice", "arn:aws:iam::" + A + ":user/Alice",
                    "bob", "arn:aws:iam::" + B + ":user/Bob",
                    "accountA", "arn:aws:iam::" + A + ":root",
                    "accountB", B,
                    "session", "arn:aws:sts::" + A + ":assumed-role/R/s",
                    "role", "arn:aws:iam::" + A + ":role/R",
                    "foreignSession", "arn:aws:sts::" + B + ":assumed-role/F/s",
                    "foreignRole", "arn:aws:iam::" + B + ":role/F",
                    "federated", "arn:aws:sts::" + A + ":federated-user/Fred",
                    "everyone", "*");

    private final List<Case> cases = new ArrayList<>();

    private DecisionCases() {}

    /** Reads every case. */
    public static List<Case> all() {
        Map<String, JsonValue> table = read();
        DecisionCases all = new DecisionCases();
        rows(table, "conditions").forEach(all::condition);
        rows(table, "blocks").forEach(all::block);
        rows(table, "actions").forEach(all::action);
        rows(table, "resources").forEach(all::resource);
        rows(table, "shortResourcesInResourcePolicies").forEach(all::shortResource);
        rows(table, "principals").forEach(all::principal);
        list(table.get("layers")).forEach(row -> all.layers(((JsonObject) row).members()));
        rows(table, "trust").forEach(all::trust);
        Map<String, JsonValue> documents =
                ((JsonObject) Objects.requireNonNull(table.get("documents"))).members();
        rows(table, "findings").forEach(row -> all.finding(documents, row));
        return List.copyOf(all.cases);
    }

    private static Map<String, JsonValue> read() {
        try (InputStream in = DecisionCases.class.getResourceAsStream("decision-cases.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ((JsonObject) JsonReader.read(text)).members();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** operator, policy values, request value (a list for a multi-valued key), holds, rule. */
    private void condition(List<JsonValue> row) {
        String condition = "{\"" + string(row, 0) + "\":{\"test:key\":" + text(row.get(1)) + "}}";
        ConditionContext.Builder context = context("Alice");
        put(context, "test:key", row.get(2));
        conditional(condition, context.build(), bool(row, 3), string(row, 4), version(row, 5));
    }

    /** condition block, context, holds, rule. */
    private void block(List<JsonValue> row) {
        ConditionContext.Builder context = context("Alice");
        ((JsonObject) row.get(1)).members().forEach((key, value) -> put(context, key, value));
        conditional(
                text(row.get(0)), context.build(), bool(row, 2), string(row, 3), version(row, 4));
    }

    private void conditional(
            String condition,
            ConditionContext context,
            boolean holds,
            String rule,
            String version) {
        String body = "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":" + condition;
        var request = new AuthorizationRequest(ALICE, GET_ITEM, TABLE, A, context);
        add(
                "Allow: " + rule,
                request,
                document(version, statement("Allow", body)),
                holds ? "Allow" : "no IDENTITY");
        add(
                "Deny: " + rule,
                request,
                document(version, ALLOW_ALL + "," + statement("Deny", body)),
                holds ? "Deny IDENTITY" : "Allow");
    }

    /** element, patterns, action of the request, applies, rule. */
    private void action(List<JsonValue> row) {
        String body = element(row, text(row.get(1))) + ",\"Resource\":\"*\"";
        add(
                string(row, 4),
                new AuthorizationRequest(ALICE, string(row, 2), TABLE, A, context("Alice").build()),
                document("2012-10-17", statement("Allow", body)),
                bool(row, 3) ? "Allow" : "no IDENTITY");
    }

    /** element, patterns, resource of the request, applies, rule; tables without their prefix. */
    private void resource(List<JsonValue> row) {
        String patterns =
                list(row.get(1)).stream()
                        .map(pattern -> "\"" + arn(string(pattern)) + "\"")
                        .collect(Collectors.joining(",", "[", "]"));
        String body = "\"Action\":\"*\"," + element(row, patterns);
        String resource = arn(string(row, 2));
        Arn arn = Arn.parse(resource);
        String owner = arn == null || arn.account().isEmpty() ? A : arn.account();
        Principal caller = owner.equals(A) ? ALICE : user(owner, "Alice", "AIDAALICEALICEALICE1");
        add(
                string(row, 4),
                new AuthorizationRequest(
                        caller, "dynamodb:Query", resource, owner, context("Alice").build()),
                document(version(row, 5), statement("Allow", body)),
                bool(row, 3) ? "Allow" : "no IDENTITY");
    }

    private void shortResource(List<JsonValue> row) {
        String body =
                "\"Principal\":{\"AWS\":\"*\"},\"Action\":\"*\",\"Resource\":\""
                        + arn(string(row, 0))
                        + "\"";
        cases.add(
                new Case(
                        string(row, 3),
                        new AuthorizationRequest(
                                ALICE, GET_ITEM, arn(string(row, 1)), A, context("Alice").build()),
                        AppliedPolicies.NONE,
                        attached(
                                document("2012-10-17", statement("Allow", body)),
                                PolicyKind.RESOURCE),
                        bool(row, 2) ? "Allow" : "no IDENTITY"));
    }

    /** caller, principal (text: an AWS principal), how far it reaches, rule. */
    private void principal(List<JsonValue> row) {
        Principal caller = caller(string(row, 0));
        String principal =
                row.get(1) instanceof JsonObject object
                        ? text(object)
                        : "{\"AWS\":" + text(row.get(1)) + "}";
        Grant grant = Grant.valueOf(string(row, 2));
        boolean direct = grant == Grant.FULL || grant == Grant.TO_ROLE;
        AttachedPolicy allow = resourcePolicy("Allow", "Principal", principal);
        AttachedPolicy deny = resourcePolicy("Deny", "Principal", principal);
        String rule = string(row, 3);
        boolean foreign = !caller.account().equals(A);
        String reached = foreign && grant == Grant.NONE ? "no RESOURCE" : "Allow";
        principal("with an identity policy: " + rule, caller, "+*", null, allow, reached);
        principal(
                "denied: " + rule,
                caller,
                "+*",
                null,
                deny,
                grant != Grant.NONE ? "Deny RESOURCE" : foreign ? "no RESOURCE" : "Allow");
        if (!foreign) {
            principal("alone: " + rule, caller, "", null, allow, direct ? "Allow" : "no IDENTITY");
            principal(
                    "alone, with a boundary: " + rule,
                    caller,
                    "",
                    "+iam:*",
                    allow,
                    switch (grant) {
                        case FULL -> "Allow";
                        case TO_ROLE -> "no PERMISSIONS_BOUNDARY";
                        case DELEGATED, NONE -> "no IDENTITY";
                    });
        }
    }

    private void principal(
            String rule,
            Principal caller,
            String identity,
            @Nullable String boundary,
            AttachedPolicy resourcePolicy,
            String expected) {
        cases.add(
                new Case(
                        rule,
                        request(caller, GET_ITEM),
                        new AppliedPolicies(
                                identity.isEmpty() ? List.of() : List.of(inShort(identity)),
                                boundary == null ? null : inShort(boundary),
                                null),
                        resourcePolicy,
                        expected));
    }

    private void layers(Map<String, JsonValue> row) {
        JsonValue boundary = row.get("boundary");
        JsonValue session = row.get("session");
        JsonValue resourcePolicy = row.get("resourcePolicy");
        JsonValue action = row.get("action");
        JsonValue caller = row.get("caller");
        cases.add(
                new Case(
                        string(row.get("rule")),
                        request(
                                caller == null ? ALICE : caller(string(caller)),
                                action == null ? GET_ITEM : string(action)),
                        new AppliedPolicies(
                                allInShort(row.get("identity")),
                                boundary == null ? null : inShort(string(boundary)),
                                session == null ? null : allInShort(session)),
                        resourcePolicy == null
                                ? null
                                : resourceSide(string(resourcePolicy), PolicyKind.RESOURCE),
                        string(row.get("expect"))));
    }

    /** caller, trust policy, identity policy, expected, rule. */
    private void trust(List<JsonValue> row) {
        String identity = string(row, 2);
        cases.add(
                new Case(
                        string(row, 4),
                        new AuthorizationRequest(
                                caller(string(row, 0)),
                                "sts:AssumeRole",
                                "arn:aws:iam::" + A + ":role/R",
                                A,
                                ConditionContext.EMPTY),
                        new AppliedPolicies(
                                identity.isEmpty() ? List.of() : List.of(inShort(identity)),
                                null,
                                null),
                        resourceSide(string(row, 1), PolicyKind.TRUST),
                        string(row, 3)));
    }

    /** document, user name (empty for a session of a role), action, resource, expected, rule. */
    private void finding(Map<String, JsonValue> documents, List<JsonValue> row) {
        String account = "123456789012";
        String name = string(row, 1);
        Principal caller =
                name.isEmpty()
                        ? session(account, "R", "AROARROLERROLERROLE1")
                        : user(account, name, "AIDAALICEALICEALICE1");
        String resource = string(row, 3);
        String arn =
                resource.startsWith("table/")
                        ? "arn:aws:dynamodb:us-west-2:" + account + ":" + resource
                        : resource;
        add(
                string(row, 5),
                new AuthorizationRequest(
                        caller, string(row, 2), arn, account, context(name).build()),
                text(Objects.requireNonNull(documents.get(string(row, 0)))),
                string(row, 4));
    }

    private void add(String rule, AuthorizationRequest request, String identity, String expected) {
        var policies =
                new AppliedPolicies(List.of(attached(identity, PolicyKind.INLINE)), null, null);
        cases.add(new Case(rule, request, policies, null, expected));
    }

    private static AuthorizationRequest request(Principal caller, String action) {
        return new AuthorizationRequest(caller, action, TABLE, A, ConditionContext.EMPTY);
    }

    /** What every request knows, beside the name of its user. */
    private static ConditionContext.Builder context(String username) {
        ConditionContext.Builder context =
                ConditionContext.builder()
                        .put("aws:PrincipalTag/team", "red")
                        .put("test:star", "*")
                        .put("test:region", "eu-west-1")
                        .putAll("test:many", List.of("x"));
        return username.isEmpty() ? context : context.put("aws:username", username);
    }

    private static void put(ConditionContext.Builder context, String key, JsonValue value) {
        switch (value) {
            case JsonNull _ -> {}
            case JsonArray(_, var values) ->
                    context.putAll(key, values.stream().map(DecisionCases::string).toList());
            case JsonValue single -> context.put(key, string(single));
        }
    }

    private static List<AttachedPolicy> allInShort(@Nullable JsonValue texts) {
        return texts == null
                ? List.of()
                : list(texts).stream().map(text -> inShort(string(text))).toList();
    }

    /** {@code +dynamodb:GetItem -*}: statements without conditions, on every resource. */
    private static AttachedPolicy inShort(String text) {
        String statements =
                Arrays.stream(text.split(" ", -1))
                        .map(
                                s ->
                                        statement(
                                                s.startsWith("+") ? "Allow" : "Deny",
                                                "\"Action\":\""
                                                        + s.substring(1)
                                                        + "\",\"Resource\":\"*\""))
                        .collect(Collectors.joining(","));
        return attached(document("2012-10-17", statements), PolicyKind.INLINE);
    }

    /** {@code +alice -not:bob,accountB}: statements about principals. */
    private static AttachedPolicy resourceSide(String text, PolicyKind kind) {
        String statements =
                Arrays.stream(text.split(" ", -1))
                        .map(
                                s -> {
                                    boolean negated = s.startsWith("not:", 1);
                                    String named =
                                            Arrays.stream(
                                                            s.substring(negated ? 5 : 1)
                                                                    .split(",", -1))
                                                    .map(n -> "\"" + NAMED.get(n) + "\"")
                                                    .collect(Collectors.joining(","));
                                    return statement(
                                            s.startsWith("+") ? "Allow" : "Deny",
                                            "\""
                                                    + (negated ? "NotPrincipal" : "Principal")
                                                    + "\":{\"AWS\":["
                                                    + named
                                                    + "]},"
                                                    + (kind == PolicyKind.TRUST
                                                            ? "\"Action\":\"sts:AssumeRole\""
                                                            : "\"Action\":\"*\",\"Resource\":\"*\""));
                                })
                        .collect(Collectors.joining(","));
        return attached(document("2012-10-17", statements), kind);
    }

    private static AttachedPolicy resourcePolicy(String effect, String element, String principal) {
        String body = "\"" + element + "\":" + principal + ",\"Action\":\"*\",\"Resource\":\"*\"";
        return attached(document("2012-10-17", statement(effect, body)), PolicyKind.RESOURCE);
    }

    private static AttachedPolicy attached(String document, PolicyKind kind) {
        return new AttachedPolicy("policy", false, PolicyDocument.parse(document, kind));
    }

    private static String document(String version, String statements) {
        String first = version.equals("none") ? "" : "\"Version\":\"" + version + "\",";
        return "{" + first + "\"Statement\":[" + statements + "]}";
    }

    private static String statement(String effect, String body) {
        return "{\"Effect\":\"" + effect + "\"," + body + "}";
    }

    private static String element(List<JsonValue> row, String values) {
        return "\"" + string(row, 0) + "\":" + values;
    }

    private static String arn(String resource) {
        return resource.startsWith("table/") ? TABLES + resource : resource;
    }

    private static Principal caller(String name) {
        return Objects.requireNonNull(CALLERS.get(name), name);
    }

    private static Principal user(String account, String name, String id) {
        String arn = "arn:aws:iam::" + account + ":user/" + name;
        return new Principal(Principal.Type.USER, account, arn, List.of(arn, id));
    }

    private static Principal session(String account, String role, String id) {
        String arn = "arn:aws:sts::" + account + ":assumed-role/" + role + "/s";
        return new Principal(
                Principal.Type.ASSUMED_ROLE,
                account,
                arn,
                List.of(arn, "arn:aws:iam::" + account + ":role/" + role, id));
    }

    private static Principal root(String account) {
        return new Principal(
                Principal.Type.ACCOUNT, account, "arn:aws:iam::" + account + ":root", List.of());
    }

    private static List<List<JsonValue>> rows(Map<String, JsonValue> table, String section) {
        return list(table.get(section)).stream().map(DecisionCases::list).toList();
    }

    private static String version(List<JsonValue> row, int column) {
        return row.size() > column ? string(row, column) : "2012-10-17";
    }

    private static List<JsonValue> list(@Nullable JsonValue value) {
        return switch (value) {
            case JsonArray(_, var elements) -> elements;
            case null -> throw new IllegalStateException("a section is missing");
            case JsonValue single -> List.of(single);
        };
    }

    private static boolean bool(List<JsonValue> row, int column) {
        return ((JsonBoolean) row.get(column)).value();
    }

    private static String string(List<JsonValue> row, int column) {
        return string(row.get(column));
    }

    private static String string(@Nullable JsonValue value) {
        return ((JsonString) Objects.requireNonNull(value)).value();
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonString(_, var text) -> "\"" + text + "\"";
            case JsonNumber(_, var text) -> text;
            case JsonBoolean(_, var bool) -> Boolean.toString(bool);
            case JsonNull _ -> "null";
            case JsonArray(_, var elements) ->
                    elements.stream()
                            .map(DecisionCases::text)
                            .collect(Collectors.joining(",", "[", "]"));
            case JsonObject(_, var members) ->
                    members.entrySet().stream()
                            .map(m -> "\"" + m.getKey() + "\":" + text(m.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
        };
    }
}
