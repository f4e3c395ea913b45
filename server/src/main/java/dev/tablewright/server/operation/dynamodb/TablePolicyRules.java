package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.ValidationException;
import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.PolicySyntaxException;
import dev.tablewright.policy.Statement;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.PrincipalIds;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the policy of a table or stream has to be like, and how it is kept: with unique ids in place
 * of the ARNs of users and roles.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html">Resource-based
 *     policy considerations</a>
 */
final class TablePolicyRules {
    /** White space counts. */
    private static final int MAX_BYTES = 20 * 1024;

    private final Identities identities;

    TablePolicyRules(Identities identities) {
        this.identities = identities;
    }

    /**
     * Checks a policy that somebody sent.
     *
     * @return the text to keep
     * @throws ValidationException for the first rule that is broken
     */
    String toStored(String text, PolicyTarget target) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw invalid("Policy size exceeds the limit of 20 KB");
        }
        PolicyDocument document = parse(text);
        requireKnownActions(target, document);
        String stored = withIds(text);
        requireResourcesOf(target, document);
        if (document.statements().stream().anyMatch(PublicAccess::isGivenBy)) {
            throw invalid("The policy allows public access");
        }
        return stored;
    }

    /** Returns a kept policy as it is shown. */
    String toShown(String stored) {
        return PrincipalIds.toShown(stored, identities.image());
    }

    private static PolicyDocument parse(String text) {
        try {
            return PolicyDocument.parse(text, PolicyKind.RESOURCE);
        } catch (PolicySyntaxException malformed) {
            throw invalid(String.valueOf(malformed.getMessage()));
        }
    }

    private String withIds(String text) {
        try {
            return PrincipalIds.toStored(text, identities.image());
        } catch (IdentityException unknownPrincipal) {
            throw invalid(String.valueOf(unknownPrincipal.getMessage()));
        }
    }

    private static void requireKnownActions(PolicyTarget target, PolicyDocument document) {
        Set<String> unknown = new LinkedHashSet<>();
        for (Statement statement : document.statements()) {
            for (String action : statement.source().actions()) {
                if (!target.mayName(action)) {
                    unknown.add('"' + action + '"');
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw invalid("The following action names are invalid: " + String.join(", ", unknown));
        }
    }

    private static void requireResourcesOf(PolicyTarget target, PolicyDocument document) {
        for (Statement statement : document.statements()) {
            for (String resource : statement.source().resources()) {
                if (!fits(resource, target)) {
                    throw invalid(
                            "The following resource does not match "
                                    + target.scope()
                                    + ": \""
                                    + resource
                                    + '"');
                }
            }
        }
    }

    /** A variable is taken for what it may stand for. */
    private static boolean fits(String resource, PolicyTarget target) {
        return target.fits(resource.replaceAll("\\$\\{[^}]*}", "*"));
    }

    private static ValidationException invalid(String reason) {
        return new ValidationException(
                "One or more parameter values were invalid: Invalid policy document: " + reason);
    }
}
