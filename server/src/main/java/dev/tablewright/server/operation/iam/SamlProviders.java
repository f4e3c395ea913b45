package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.SamlProvider;

import java.util.regex.Pattern;

/** Finds SAML identity providers. */
final class SamlProviders {
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/[\\w._-]+");

    private SamlProviders() {}

    /**
     * Returns a provider of the account.
     *
     * @throws IdentityException if the ARN can be none of a provider, or there is no such one
     */
    static SamlProvider find(Draft draft, EntityRef ref) {
        if (!ARN.matcher(ref.name()).matches()) {
            throw new IdentityException(
                    IdentityException.Code.INVALID_INPUT, "ARN " + ref.name() + " is not valid.");
        }
        return (SamlProvider) draft.requiredArn(EntityKind.SAML_PROVIDER, ref.name());
    }
}
