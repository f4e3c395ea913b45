package dev.tablewright.server.identity;

import dev.tablewright.server.identity.IdentityException.Code;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Policies with principals name users and roles by ARN when they are sent and shown, and by unique
 * id in between: a user or role that is deleted and made again under its name is not the one that
 * was meant, and the policy then shows the id.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal</a>
 */
public final class PrincipalIds {
    private static final Pattern ENTITY =
            Pattern.compile("arn:aws:iam::([0-9]{12}):(user|role)(/.*)");
    private static final Pattern SESSION =
            Pattern.compile("arn:aws:sts::([0-9]{12}):assumed-role/([^/]+)/[^/]+");
    private static final Pattern FEDERATED_USER =
            Pattern.compile("arn:aws:sts::[0-9]{12}:federated-user/.+");
    private static final Pattern ROOT = Pattern.compile("arn:aws:iam::[0-9]{12}:root");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern UNIQUE_ID = Pattern.compile("(AIDA|AROA)[A-Z0-9]{12,}");
    private static final Pattern SERVICE =
            Pattern.compile("[a-z0-9.-]+\\.(amazonaws\\.com(\\.cn)?|aws\\.internal)");

    /** Providers of the account, and those that AWS knows by their own names. */
    private static final Pattern FEDERATED =
            Pattern.compile(
                    "arn:aws[a-z-]*:iam::[0-9]{12}:(oidc|saml)-provider/.+"
                            + "|cognito-identity[a-z0-9.-]*\\.amazonaws\\.com(\\.cn)?"
                            + "|accounts\\.google\\.com|graph\\.facebook\\.com|www\\.amazon\\.com");

    private PrincipalIds() {}

    /**
     * Replaces ARNs by unique ids.
     *
     * @param document a policy with principals, already known to be well-formed
     * @throws IdentityException if it names a user or role that does not exist in an account that
     *     we know, or what is no principal
     */
    public static String toStored(String document, IdentityImage image) {
        return mapPrincipals(document, (type, value) -> toStored(type, value, image));
    }

    /** Replaces the unique ids of what still exists by ARNs. */
    public static String toShown(String document, IdentityImage image) {
        return mapPrincipals(document, (type, value) -> shown(value, image));
    }

    private static String toStored(String type, String value, IdentityImage image) {
        return switch (type) {
            case "AWS" -> toStoredAws(value, image);
            case "Service" -> matching(SERVICE, "SERVICE", value);
            case "Federated" -> matching(FEDERATED, "FEDERATED", value);
            default -> value;
        };
    }

    private static String matching(Pattern pattern, String type, String value) {
        if (!pattern.matcher(value).matches()) {
            throw invalid(type, value);
        }
        return value;
    }

    private static String toStoredAws(String value, IdentityImage image) {
        if (value.equals("*")
                || ROOT.matcher(value).matches()
                || FEDERATED_USER.matcher(value).matches()) {
            return value;
        }
        if (ACCOUNT.matcher(value).matches()) {
            return "arn:aws:iam::" + value + ":root";
        }
        if (UNIQUE_ID.matcher(value).matches() && image.byId(value) != null) {
            return value;
        }
        Matcher entity = ENTITY.matcher(value);
        if (entity.matches()) {
            AccountImage account = image.account(entity.group(1));
            return account == null ? value : idOf(value, entity, account);
        }
        Matcher session = SESSION.matcher(value);
        if (session.matches()) {
            AccountImage account = image.account(session.group(1));
            if (account == null || account.role(session.group(2)) != null) {
                return value;
            }
        }
        throw invalid("AWS", value);
    }

    private static String idOf(String arn, Matcher parsed, AccountImage account) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        Entity entity = parsed.group(2).equals("user") ? account.user(name) : account.role(name);
        if (entity == null || !entity.arn().equals(arn)) {
            throw invalid("AWS", arn);
        }
        return entity.id();
    }

    private static String shown(String value, IdentityImage image) {
        Entity entity = UNIQUE_ID.matcher(value).matches() ? image.byId(value) : null;
        return entity == null ? value : entity.arn();
    }

    private static IdentityException invalid(String type, String value) {
        return new IdentityException(
                Code.MALFORMED_POLICY_DOCUMENT,
                "Invalid principal in policy: \"" + type + "\":\"" + value + "\"");
    }

    /**
     * Applies {@code map} to every principal, given its type and value; the text stays as it is
     * when nothing changes. Only principals: the same ARN in a condition is a text like any other.
     */
    private static String mapPrincipals(String text, BinaryOperator<String> map) {
        JsonNode document = JsonMapper.shared().readTree(text);
        boolean changed = false;
        JsonNode statements = document.get("Statement");
        if (statements instanceof ArrayNode list) {
            for (JsonNode statement : list) {
                changed |= mapStatement(statement, map);
            }
        } else {
            changed = mapStatement(statements, map);
        }
        return changed ? document.toString() : text;
    }

    private static boolean mapStatement(@Nullable JsonNode statement, BinaryOperator<String> map) {
        if (statement == null) {
            return false;
        }
        boolean changed = false;
        for (String element : new String[] {"Principal", "NotPrincipal"}) {
            if (statement.get(element) instanceof ObjectNode principal) {
                for (String type : principal.propertyNames().stream().toList()) {
                    changed |= mapValues(principal, type, map);
                }
            }
        }
        return changed;
    }

    private static boolean mapValues(
            ObjectNode principal, String type, BinaryOperator<String> map) {
        JsonNode values = principal.get(type);
        if (values instanceof StringNode single) {
            String mapped = map.apply(type, single.asString());
            principal.put(type, mapped);
            return !mapped.equals(single.asString());
        }
        boolean changed = false;
        if (values instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                String before = list.get(i).asString();
                String mapped = map.apply(type, before);
                list.set(i, StringNode.valueOf(mapped));
                changed |= !mapped.equals(before);
            }
        }
        return changed;
    }
}
