package dev.tablewright.policy;

import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonBoolean;
import dev.tablewright.policy.json.JsonValue.JsonNumber;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * IAM's decision on one page: no compilation, no index, no cleverness; every rule is looked up in
 * the text of the policies when it is needed. The production evaluator has to agree with it.
 *
 * <p>Shares the JSON reader and nothing else. Knows the operators that {@link SlowEvaluatorTest}
 * generates.
 */
final class SlowEvaluator {
    /** Reading takes longer than all the rest, and is not what is compared. */
    private static final Map<String, JsonObject> READ = new HashMap<>();

    private final AuthorizationRequest request;
    private final AppliedPolicies policies;

    private SlowEvaluator(AuthorizationRequest request, AppliedPolicies policies) {
        this.request = request;
        this.policies = policies;
    }

    /** Returns {@code Allow}, {@code Deny LAYER} or {@code no LAYER}. */
    static String decide(
            AuthorizationRequest request,
            AppliedPolicies policies,
            @Nullable AttachedPolicy resourcePolicy) {
        return new SlowEvaluator(request, policies).decide(resourcePolicy);
    }

    private String decide(@Nullable AttachedPolicy resourcePolicy) {
        if (request.action().equals("sts:GetCallerIdentity")) return "Allow";
        @Nullable List<AttachedPolicy> boundary =
                policies.boundary() == null ? null : List.of(policies.boundary());
        List<AttachedPolicy> resource =
                resourcePolicy == null ? List.of() : List.of(resourcePolicy);
        if (anyStatement(policies.identity(), "Deny", "any")) return "Deny IDENTITY";
        if (anyStatement(boundary, "Deny", "any")) return "Deny PERMISSIONS_BOUNDARY";
        if (anyStatement(policies.session(), "Deny", "any")) return "Deny SESSION";
        if (anyStatement(resource, "Deny", "any")) return "Deny RESOURCE";

        boolean root = request.principal().type() == Principal.Type.ACCOUNT;
        boolean sameAccount = request.principal().account().equals(request.resourceAccount());
        if (root && sameAccount) return "Allow";
        if (sameAccount && anyStatement(resource, "Allow", "caller")) return "Allow";
        boolean identity = anyStatement(policies.identity(), "Allow", "any");
        if (sameAccount && anyStatement(resource, "Allow", "role")) identity = true;
        if (!identity && !root) return "no IDENTITY";
        if (boundary != null && !anyStatement(boundary, "Allow", "any"))
            return "no PERMISSIONS_BOUNDARY";
        if (policies.session() != null && !anyStatement(policies.session(), "Allow", "any"))
            return "no SESSION";
        if (!sameAccount && !anyStatement(resource, "Allow", "any")) return "no RESOURCE";
        return "Allow";
    }

    /** Whether a statement of that effect applies that names the caller in that form. */
    private boolean anyStatement(@Nullable List<AttachedPolicy> layer, String effect, String form) {
        if (layer == null) return false;
        for (AttachedPolicy policy : layer) {
            JsonObject document =
                    READ.computeIfAbsent(policy.document().text(), SlowEvaluator::read);
            boolean variables = string(document.members().get("Version")).equals("2012-10-17");
            for (JsonValue element : list(document.members().get("Statement"))) {
                Map<String, JsonValue> statement = ((JsonObject) element).members();
                if (string(statement.get("Effect")).equals(effect)
                        && principalApplies(statement, effect, form)
                        && actionApplies(statement)
                        && resourceApplies(statement, variables, policy.document().kind())
                        && conditionsHold(statement, variables)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean principalApplies(Map<String, JsonValue> statement, String effect, String form) {
        if (statement.containsKey("NotPrincipal")) {
            if (effect.equals("Allow")) return false;
            if (policies.boundary() != null) return true;
            List<String> spared =
                    list(((JsonObject) statement.get("NotPrincipal")).members().get("AWS")).stream()
                            .map(SlowEvaluator::string)
                            .toList();
            if (spared.contains("*")) return false;
            String account = request.principal().account();
            boolean accountSpared =
                    spared.contains(account)
                            || spared.contains("arn:aws:iam::" + account + ":root");
            boolean allFormsSpared =
                    request.principal().type() == Principal.Type.ACCOUNT
                            || spared.containsAll(
                                    request.principal().matches().stream()
                                            .filter(name -> name.startsWith("arn:"))
                                            .toList());
            return !(accountSpared && allFormsSpared);
        }
        if (!statement.containsKey("Principal")) return true;
        for (JsonValue value :
                list(((JsonObject) statement.get("Principal")).members().get("AWS"))) {
            String named = string(value);
            String account = request.principal().account();
            boolean everyone = named.equals("*");
            boolean theAccount =
                    named.equals(account) || named.equals("arn:aws:iam::" + account + ":root");
            boolean self = request.principal().matches().contains(named);
            boolean asRole = self && isRole(named);
            boolean applies =
                    switch (form) {
                        case "caller" -> everyone || (self && !asRole);
                        case "role" -> asRole;
                        default -> everyone || theAccount || self;
                    };
            if (applies) return true;
        }
        return false;
    }

    /** A federated user's own user stands to it like the role to its session. */
    private boolean isRole(String named) {
        boolean user = named.contains(":user/") || named.startsWith("AIDA");
        return named.contains(":role/")
                || named.startsWith("AROA")
                || (user && request.principal().type() == Principal.Type.FEDERATED_USER);
    }

    private boolean actionApplies(Map<String, JsonValue> statement) {
        boolean not = statement.containsKey("NotAction");
        for (JsonValue pattern : list(statement.get(not ? "NotAction" : "Action"))) {
            if (like(
                    marked(string(pattern).toLowerCase(Locale.ROOT), false, true),
                    request.action().toLowerCase(Locale.ROOT))) return !not;
        }
        return not;
    }

    private boolean resourceApplies(
            Map<String, JsonValue> statement, boolean variables, PolicyKind kind) {
        boolean not = statement.containsKey("NotResource");
        for (JsonValue pattern : list(statement.get(not ? "NotResource" : "Resource"))) {
            if (resourceMatches(string(pattern), variables, kind)) return !not;
        }
        return not;
    }

    private boolean resourceMatches(String pattern, boolean variables, PolicyKind kind) {
        if (pattern.equals("*")) return true;
        if (request.resource().equals("*")) return false;
        String[] patterns = pattern.split(":", 6);
        String[] parts = request.resource().split(":", 6);
        for (int i = 0; i < patterns.length; i++) {
            if (!like(marked(patterns[i], variables && i == 5, true), parts[i])) return false;
        }
        return patterns.length == 6 || kind != PolicyKind.RESOURCE || pattern.endsWith("*");
    }

    private boolean conditionsHold(Map<String, JsonValue> statement, boolean variables) {
        if (!statement.containsKey("Condition")) return true;
        for (Map.Entry<String, JsonValue> operator :
                ((JsonObject) statement.get("Condition")).members().entrySet()) {
            for (Map.Entry<String, JsonValue> key :
                    ((JsonObject) operator.getValue()).members().entrySet()) {
                List<String> policyValues =
                        list(key.getValue()).stream().map(SlowEvaluator::string).toList();
                if (!conditionHolds(operator.getKey(), key.getKey(), policyValues, variables))
                    return false;
            }
        }
        return true;
    }

    private boolean conditionHolds(
            String operator, String key, List<String> policyValues, boolean variables) {
        String name = operator.substring(operator.indexOf(':') + 1);
        boolean ifExists = name.endsWith("IfExists");
        String base = ifExists ? name.substring(0, name.length() - "IfExists".length()) : name;
        boolean negated = base.contains("Not");
        List<String> values = Objects.requireNonNullElse(request.context().get(key), List.of());
        boolean absent = values.isEmpty();
        if (base.equals("Null"))
            return policyValues.stream()
                    .anyMatch(wanted -> wanted.equalsIgnoreCase(String.valueOf(absent)));
        if (absent && ifExists) return true;
        if (operator.startsWith("ForAllValues:"))
            return absent
                    || values.stream().allMatch(v -> passes(base, v, policyValues, variables));
        if (operator.startsWith("ForAnyValue:"))
            return !absent
                    && values.stream().anyMatch(v -> passes(base, v, policyValues, variables));
        if (absent) return negated;
        return !request.context().isMultivalued(key)
                && passes(base, values.getFirst(), policyValues, variables);
    }

    private boolean passes(
            String operator, String value, List<String> policyValues, boolean variables) {
        if (operator.startsWith("Numeric") && !isNumber(value)) return false;
        if (operator.startsWith("Date") && date(value).equals(Instant.MIN)) return false;
        boolean negated = operator.contains("Not");
        return policyValues.stream()
                        .anyMatch(
                                p ->
                                        matchesPositively(
                                                operator.replace("Not", ""), value, p, variables))
                != negated;
    }

    private boolean matchesPositively(
            String operator, String value, String policy, boolean variables) {
        return switch (operator) {
            case "StringEquals" -> like(marked(policy, variables, false), value);
            case "StringEqualsIgnoreCase" ->
                    like(lower(marked(policy, variables, false)), value.toLowerCase(Locale.ROOT));
            case "StringLike" -> like(marked(policy, variables, true), value);
            case "ArnEquals", "ArnLike" -> arnLike(policy, value, variables);
            case "Bool" -> value.equalsIgnoreCase(policy);
            case "NumericEquals" -> number(value).compareTo(number(policy)) == 0;
            case "NumericLessThan" -> number(value).compareTo(number(policy)) < 0;
            case "NumericLessThanEquals" -> number(value).compareTo(number(policy)) <= 0;
            case "NumericGreaterThan" -> number(value).compareTo(number(policy)) > 0;
            case "NumericGreaterThanEquals" -> number(value).compareTo(number(policy)) >= 0;
            case "DateEquals" -> date(value).compareTo(date(policy)) == 0;
            case "DateLessThan" -> date(value).compareTo(date(policy)) < 0;
            case "DateLessThanEquals" -> date(value).compareTo(date(policy)) <= 0;
            case "DateGreaterThan" -> date(value).compareTo(date(policy)) > 0;
            case "DateGreaterThanEquals" -> date(value).compareTo(date(policy)) >= 0;
            case "BinaryEquals" -> value.equals(policy);
            case "IpAddress" -> isInRange(value, policy);
            default -> throw new AssertionError(operator);
        };
    }

    private boolean arnLike(String pattern, String arn, boolean variables) {
        String[] patterns = pattern.split(":(?![^{]*})", 6);
        String[] parts = arn.split(":", 6);
        if (patterns.length < 6 || parts.length < 6) return false;
        for (int i = 0; i < 6; i++) {
            if (!like(marked(patterns[i], variables, true), parts[i])) return false;
        }
        return true;
    }

    /** One character of a pattern; null for a variable that has no value. */
    private record Mark(char c, boolean wild) {}

    private @Nullable List<Mark> marked(String text, boolean variables, boolean wildcards) {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            int close = variables && text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (close < 0) {
                marks.add(new Mark(text.charAt(i), wildcards && "*?".indexOf(text.charAt(i)) >= 0));
                continue;
            }
            String value = variable(text.substring(i + 2, close));
            if (value == null) return null;
            for (int j = 0; j < value.length(); j++) marks.add(new Mark(value.charAt(j), false));
            i = close;
        }
        return marks;
    }

    private @Nullable String variable(String inner) {
        if (List.of("*", "?", "$").contains(inner)) return inner;
        String[] keyAndDefault = inner.split(", ", 2);
        List<String> values = request.context().get(keyAndDefault[0]);
        if (values == null || values.isEmpty())
            return keyAndDefault.length == 1 ? null : keyAndDefault[1].replace("'", "");
        return request.context().isMultivalued(keyAndDefault[0]) ? null : values.getFirst();
    }

    private static @Nullable List<Mark> lower(@Nullable List<Mark> marks) {
        if (marks == null) return null;
        return marks.stream().map(m -> new Mark(Character.toLowerCase(m.c()), m.wild())).toList();
    }

    private static boolean like(@Nullable List<Mark> pattern, String text) {
        if (pattern == null) return false;
        if (pattern.isEmpty()) return text.isEmpty();
        Mark first = pattern.getFirst();
        List<Mark> rest = pattern.subList(1, pattern.size());
        if (first.wild() && first.c() == '*')
            return like(rest, text) || (!text.isEmpty() && like(pattern, text.substring(1)));
        return !text.isEmpty()
                && (first.wild() || first.c() == text.charAt(0))
                && like(rest, text.substring(1));
    }

    private static JsonObject read(String text) {
        return (JsonObject) JsonReader.read(text);
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]+(\\.[0-9]+)?");
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    /** A day, a time with an offset, or seconds; {@code MIN} for what is none of them. */
    private static Instant date(String text) {
        if (text.matches("[0-9]+")) return Instant.ofEpochSecond(Long.parseLong(text));
        if (text.matches("[0-9-]+"))
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (text.contains("T")) return OffsetDateTime.parse(text).toInstant();
        return Instant.MIN;
    }

    private static boolean isInRange(String address, String range) {
        if (!address.matches("[0-9a-fA-F.:]+")) return false;
        BigInteger asked = bits(address);
        BigInteger first = bits(range.split("/", 2)[0]);
        if (address.contains(":") != range.contains(":")) return false;
        int length = address.contains(":") ? 128 : 32;
        int free = range.contains("/") ? length - Integer.parseInt(range.split("/", 2)[1]) : 0;
        return asked.shiftRight(free).equals(first.shiftRight(free));
    }

    private static BigInteger bits(String address) {
        return new BigInteger(1, InetAddress.ofLiteral(address).getAddress());
    }

    private static List<JsonValue> list(@Nullable JsonValue value) {
        if (value == null) return List.of();
        return value instanceof JsonArray(_, var elements) ? elements : List.of(value);
    }

    private static String string(@Nullable JsonValue value) {
        return switch (value) {
            case JsonString(_, var text) -> text;
            case JsonNumber(_, var text) -> text;
            case JsonBoolean(_, var bool) -> String.valueOf(bool);
            case null, default -> "";
        };
    }
}
