package dev.tablewright.policy;

import dev.tablewright.policy.condition.Condition;
import dev.tablewright.policy.condition.OperatorForm;
import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonSyntaxException;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonBoolean;
import dev.tablewright.policy.json.JsonValue.JsonNull;
import dev.tablewright.policy.json.JsonValue.JsonNumber;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;
import dev.tablewright.policy.json.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one document, rule by rule in IAM's order: each rule goes over all statements before the
 * next one begins, so that the first text of IAM's is the one that is reported.
 *
 * <p>IAM reads identity policies with an older parser than trust and resource policies; their texts
 * differ ({@code Syntax errors in policy.} against {@code Missing required field Principal}).
 */
final class PolicyParser {
    private static final String SYNTAX = "Syntax errors in policy.";
    private static final String LEGACY = "The policy failed legacy parsing";
    static final String CURRENT_VERSION = "2012-10-17";
    private static final String OLD_VERSION = "2008-10-17";

    private static final Set<String> DOCUMENT_FIELDS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_FIELDS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Principal",
                    "NotPrincipal",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition");
    private static final Set<String> PRINCIPAL_TYPES =
            Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private static final Pattern SID = Pattern.compile("[0-9A-Za-z]*");
    private static final Pattern NOT_IN_VENDOR = Pattern.compile("[^a-zA-Z0-9\\-.]");
    private static final Pattern AWS_PRINCIPAL =
            Pattern.compile(
                    "\\*|[0-9]{12}|(AROA|AIDA)[A-Z0-9]{12,}"
                            + "|arn:aws[a-z-]*:iam::[0-9]{12}:(root|(user|role)/[^*?]+)"
                            + "|arn:aws[a-z-]*:sts::[0-9]{12}:assumed-role/[^*?/]+/[^*?/]+"
                            + "|arn:aws[a-z-]*:sts::[0-9]{12}:federated-user/[^*?/]+");

    /** What a trust policy may speak of; also named by patterns such as {@code sts:AssumeRole*}. */
    private static final List<String> TRUST_ACTIONS =
            List.of(
                    "sts:AssumeRole",
                    "sts:AssumeRoleWithSAML",
                    "sts:AssumeRoleWithWebIdentity",
                    "sts:DecodeAuthorizationMessage",
                    "sts:GetAccessKeyInfo",
                    "sts:GetCallerIdentity",
                    "sts:GetFederationToken",
                    "sts:GetServiceBearerToken",
                    "sts:GetSessionToken",
                    "sts:SetContext",
                    "sts:SetSourceIdentity",
                    "sts:TagSession");

    private final String text;
    private final PolicyKind kind;
    private final boolean withPrincipal;

    PolicyParser(String text, PolicyKind kind) {
        this.text = text;
        this.kind = kind;
        this.withPrincipal = kind == PolicyKind.TRUST || kind == PolicyKind.RESOURCE;
    }

    PolicyDocument parse() {
        JsonObject document = document();
        String version = version(document);
        List<JsonObject> statements = statements(document);
        statements.forEach(this::checkSyntax);
        if (kind == PolicyKind.MANAGED && !version.equals(CURRENT_VERSION)) {
            throw fail(
                    "Policy document must be version 2012-10-17 or greater.", document.position());
        }
        boolean variables = version.equals(CURRENT_VERSION);
        List<List<Condition>> conditions = new ArrayList<>();
        for (JsonObject statement : statements) {
            effect(statement);
            conditions.add(conditions(statement, variables));
        }
        PolicySyntaxException resourceError = resourceError(statements);
        checkSids(statements);
        requireNonEmpty(statements, "Action", "Policy statement must contain actions.");
        if (kind != PolicyKind.TRUST) {
            requireNonEmpty(statements, "Resource", "Policy statement must contain resources.");
        }
        checkPrincipals(statements);
        if (resourceError != null) {
            throw resourceError;
        }
        statements.forEach(this::checkActions);
        List<Statement> compiled = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            compiled.add(
                    new Statement(source(statements.get(i), conditions.get(i)), kind, variables));
        }
        return new PolicyDocument(text, kind, version, compiled);
    }

    private JsonObject document() {
        try {
            if (JsonReader.read(text) instanceof JsonObject document) {
                return document;
            }
        } catch (JsonSyntaxException e) {
            throw fail(withPrincipal ? "This policy contains invalid Json" : SYNTAX, e.position());
        }
        throw fail(SYNTAX, new Position(1, 1));
    }

    private String version(JsonObject document) {
        checkFields(document, DOCUMENT_FIELDS);
        JsonValue id = document.members().get("Id");
        if (id != null && !(id instanceof JsonString)) {
            throw fail(SYNTAX, id.position());
        }
        return switch (document.members().get("Version")) {
            case null -> OLD_VERSION;
            case JsonString(_, var version)
                    when version.equals(OLD_VERSION) || version.equals(CURRENT_VERSION) ->
                    version;
            case JsonValue other -> throw fail(SYNTAX, other.position());
        };
    }

    private void checkFields(JsonObject object, Set<String> known) {
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            if (!known.contains(member.getKey())) {
                throw fail(
                        withPrincipal ? "Unknown field " + member.getKey() : SYNTAX,
                        member.getValue().position());
            }
        }
    }

    private List<JsonObject> statements(JsonObject document) {
        JsonValue statement = document.members().get("Statement");
        if (statement instanceof JsonObject single) {
            return List.of(single);
        }
        if (!(statement instanceof JsonArray(_, var elements)) || elements.isEmpty()) {
            throw fail(
                    statement == null ? missing("Statement") : SYNTAX,
                    statement == null ? document.position() : statement.position());
        }
        List<JsonObject> statements = new ArrayList<>();
        for (JsonValue element : elements) {
            if (!(element instanceof JsonObject object)) {
                throw fail(SYNTAX, element.position());
            }
            statements.add(object);
        }
        return statements;
    }

    private String missing(String field) {
        return withPrincipal ? "Missing required field " + field : SYNTAX;
    }

    private void checkSyntax(JsonObject statement) {
        checkFields(statement, STATEMENT_FIELDS);
        forbid(statement, kind == PolicyKind.TRUST, "Resource", "NotResource", "NotPrincipal");
        checkAlternatives(statement, "Action");
        checkAlternatives(statement, "Resource");
        checkAlternatives(statement, "Principal");
        require(statement, "Effect", true);
        require(statement, "Action", withPrincipal);
        require(statement, "Resource", kind == PolicyKind.RESOURCE);
        require(statement, "Principal", withPrincipal);
        String effect = string(statement, "Effect");
        if (effect == null || !Set.of("allow", "deny").contains(effect.toLowerCase(Locale.ROOT))) {
            throw fail(SYNTAX, statement.position());
        }
        string(statement, "Sid");
        strings(statement, "Action");
        strings(statement, "Resource");
        checkConditionSyntax(statement);
    }

    private void forbid(JsonObject statement, boolean forbidden, String... fields) {
        for (String field : fields) {
            JsonValue value = statement.members().get(field);
            if (forbidden && value != null) {
                throw fail("Has prohibited field " + field, value.position());
            }
        }
    }

    private static void checkAlternatives(JsonObject statement, String field) {
        JsonValue negated = statement.members().get("Not" + field);
        if (negated != null && statement.members().containsKey(field)) {
            throw fail(SYNTAX, negated.position());
        }
    }

    private void require(JsonObject statement, String field, boolean required) {
        if (required && either(statement, field) == null) {
            throw fail(missing(field), statement.position());
        }
    }

    /** Returns the value of {@code field} or of its Not form, or null. */
    private static @Nullable JsonValue either(JsonObject statement, String field) {
        JsonValue value = statement.members().get(field);
        return value != null ? value : statement.members().get("Not" + field);
    }

    private static @Nullable String string(JsonObject statement, String field) {
        return switch (statement.members().get(field)) {
            case null -> null;
            case JsonString(_, var value) -> value;
            case JsonValue other -> throw fail(SYNTAX, other.position());
        };
    }

    /** Returns the strings of {@code field} or of its Not form; empty when there is neither. */
    private static List<String> strings(JsonObject statement, String field) {
        return strings(either(statement, field));
    }

    private static List<String> strings(@Nullable JsonValue value) {
        List<String> strings = new ArrayList<>();
        for (JsonValue element : list(value)) {
            if (!(element instanceof JsonString(_, var string))) {
                throw fail(SYNTAX, element.position());
            }
            strings.add(string);
        }
        return strings;
    }

    /** A single value is a list of one. */
    private static List<JsonValue> list(@Nullable JsonValue value) {
        return switch (value) {
            case null -> List.of();
            case JsonArray(_, var elements) -> elements;
            case JsonValue single -> List.of(single);
        };
    }

    private static void checkConditionSyntax(JsonObject statement) {
        for (Map.Entry<String, JsonValue> operator : conditionBlock(statement).entrySet()) {
            if (!(operator.getValue() instanceof JsonObject(_, var keys))) {
                throw fail(SYNTAX, operator.getValue().position());
            }
            keys.values().forEach(PolicyParser::scalars);
            // An operator that does not exist is let pass as long as it holds nothing: IAM too.
            if (OperatorForm.parse(operator.getKey()) == null && !keys.isEmpty()) {
                throw fail(SYNTAX, operator.getValue().position());
            }
        }
    }

    private static Map<String, JsonValue> conditionBlock(JsonObject statement) {
        return switch (statement.members().get("Condition")) {
            case null -> Map.of();
            case JsonObject(_, var operators) -> operators;
            case JsonValue other -> throw fail(SYNTAX, other.position());
        };
    }

    /** Reads condition values: numbers and truth values count as the text they are written in. */
    private static List<String> scalars(JsonValue value) {
        List<String> scalars = new ArrayList<>();
        for (JsonValue element : list(value)) {
            scalars.add(
                    switch (element) {
                        case JsonString(_, var string) -> string;
                        case JsonNumber(_, var number) -> number;
                        case JsonBoolean(_, var bool) -> Boolean.toString(bool);
                        case JsonNull _, JsonArray _, JsonObject _ ->
                                throw fail(SYNTAX, element.position());
                    });
        }
        return scalars;
    }

    /**
     * Reads the effect. Another case of the word passes IAM's newer parser and fails in the older.
     */
    private static Effect effect(JsonObject statement) {
        String word = string(statement, "Effect");
        for (Effect effect : Effect.values()) {
            if (effect.policyName().equals(word)) {
                return effect;
            }
        }
        throw fail(LEGACY, statement.position());
    }

    private static List<Condition> conditions(JsonObject statement, boolean variables) {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonValue> operator : conditionBlock(statement).entrySet()) {
            OperatorForm form = OperatorForm.parse(operator.getKey());
            if (form == null || !(operator.getValue() instanceof JsonObject(_, var keys))) {
                continue;
            }
            for (Map.Entry<String, JsonValue> key : keys.entrySet()) {
                conditions.add(condition(form, key.getKey(), key.getValue(), variables));
            }
        }
        return conditions;
    }

    private static Condition condition(
            OperatorForm form, String key, JsonValue values, boolean variables) {
        try {
            return Condition.compile(form, key, scalars(values), variables);
        } catch (PolicySyntaxException e) {
            throw fail(e.getMessage(), values.position());
        }
    }

    /**
     * Finds the first mistake in a resource's form. Legacy parsing is reported at once; the others
     * wait for the rules in between.
     *
     * @throws PolicySyntaxException if a resource fails legacy parsing before another one fails
     */
    private @Nullable PolicySyntaxException resourceError(List<JsonObject> statements) {
        for (JsonObject statement : statements) {
            // IAM reports the alphabetically first one of a statement.
            List<String> resources = strings(statement, "Resource").stream().sorted().toList();
            for (String resource : resources) {
                String error = ResourceSyntax.error(resource);
                if (error != null) {
                    return fail(error, statement.position());
                }
            }
            if (!resources.stream().allMatch(ResourceSyntax::passesLegacyParsing)) {
                throw fail(LEGACY, statement.position());
            }
            for (String resource : resources) {
                if (kind == PolicyKind.SESSION && !ResourceSyntax.isComplete(resource)) {
                    return fail(ResourceSyntax.notAnArn(resource), statement.position());
                }
            }
        }
        return null;
    }

    private void checkSids(List<JsonObject> statements) {
        Set<String> seen = new HashSet<>();
        for (JsonObject statement : statements) {
            String sid = string(statement, "Sid");
            if (sid == null || sid.isEmpty()) {
                continue;
            }
            // Services let more characters into the policies of their resources.
            if (kind != PolicyKind.RESOURCE && !SID.matcher(sid).matches()) {
                throw fail(
                        "Statement IDs (SID) must be alpha-numeric. Check that your input"
                                + " satisfies the regular expression [0-9A-Za-z]*",
                        statement.position());
            }
            if (!seen.add(sid)) {
                throw fail(
                        "Statement IDs (SID) in a single policy must be unique.",
                        statement.position());
            }
        }
    }

    private static void requireNonEmpty(
            List<JsonObject> statements, String field, String otherwise) {
        for (JsonObject statement : statements) {
            if (strings(statement, field).isEmpty()) {
                throw fail(otherwise, statement.position());
            }
        }
    }

    private void checkPrincipals(List<JsonObject> statements) {
        for (JsonObject statement : statements) {
            JsonValue principal = either(statement, "Principal");
            if (principal == null) {
                continue;
            }
            if (!withPrincipal) {
                throw fail("Policy document should not specify a principal.", principal.position());
            }
            for (PrincipalElement element : principals(principal)) {
                checkPrincipal(element, principal.position());
            }
        }
    }

    private static void checkPrincipal(PrincipalElement element, Position position) {
        boolean valid =
                element.type().equals("AWS")
                        ? AWS_PRINCIPAL.matcher(element.value()).matches()
                        : !element.value().isBlank() && element.value().indexOf('*') < 0;
        if (!valid) {
            throw fail(
                    "Invalid principal in policy: \""
                            + element.type()
                            + "\":\""
                            + element.value()
                            + "\"",
                    position);
        }
    }

    private static List<PrincipalElement> principals(@Nullable JsonValue value) {
        return switch (value) {
            case null -> List.of();
            case JsonString(_, var everyone) when everyone.equals("*") ->
                    List.of(new PrincipalElement("AWS", "*"));
            case JsonObject(var position, var types) -> {
                List<PrincipalElement> elements = new ArrayList<>();
                for (Map.Entry<String, JsonValue> type : types.entrySet()) {
                    if (!PRINCIPAL_TYPES.contains(type.getKey())) {
                        throw fail(SYNTAX, position);
                    }
                    for (String name : strings(type.getValue())) {
                        elements.add(new PrincipalElement(type.getKey(), name));
                    }
                }
                if (elements.isEmpty()) {
                    throw fail(SYNTAX, position);
                }
                yield elements;
            }
            case JsonValue other -> throw fail(SYNTAX, other.position());
        };
    }

    private void checkActions(JsonObject statement) {
        for (String action : strings(statement, "Action")) {
            String error = kind == PolicyKind.TRUST ? trustActionError(action) : null;
            if (error == null) {
                error = actionError(action);
            }
            if (error != null) {
                throw fail(error, statement.position());
            }
        }
        JsonValue notAction = statement.members().get("NotAction");
        if (kind == PolicyKind.TRUST && notAction != null) {
            throw fail(
                    "AssumeRole policy may only specify STS AssumeRole actions.",
                    notAction.position());
        }
    }

    private static @Nullable String actionError(String action) {
        String[] parts = action.split(":", -1);
        if (parts.length == 1 && !action.equals("*")) {
            return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
        }
        if (parts.length > 2) {
            return "Actions/Condition can contain only one colon.";
        }
        boolean valid =
                action.equals("*")
                        || action.equals("*:*")
                        || !NOT_IN_VENDOR.matcher(parts[0]).find();
        return valid ? null : "Vendor " + parts[0] + " is not valid";
    }

    private static @Nullable String trustActionError(String action) {
        if (!action.toLowerCase(Locale.ROOT).startsWith("sts:")) {
            return "AssumeRole policy may only specify STS AssumeRole actions.";
        }
        ActionMatcher matcher = new ActionMatcher(false, List.of(action));
        return TRUST_ACTIONS.stream().anyMatch(matcher::lists)
                ? null
                : "Trust Policy statement actions can only be sts:AssumeRole,"
                        + " sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity";
    }

    private static Statement.Source source(JsonObject statement, List<Condition> conditions) {
        return new Statement.Source(
                statement.position(),
                string(statement, "Sid"),
                effect(statement),
                statement.members().containsKey("NotAction"),
                strings(statement, "Action"),
                statement.members().containsKey("NotResource"),
                strings(statement, "Resource"),
                statement.members().containsKey("NotPrincipal"),
                principals(either(statement, "Principal")),
                conditions);
    }

    private static PolicySyntaxException fail(@Nullable String message, Position position) {
        return new PolicySyntaxException(message == null ? SYNTAX : message, position);
    }
}
