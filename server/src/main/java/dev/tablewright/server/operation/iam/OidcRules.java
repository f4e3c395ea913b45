package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.Draft;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.IdentityException.Code;
import dev.tablewright.server.identity.Loopback;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.query.QueryReader;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What IAM asks of OIDC identity providers.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html">CreateOpenIDConnectProvider</a>
 */
final class OidcRules {
    static final int MOST_PROVIDERS = 100;

    static final List<Constraint> CLIENT_ID =
            List.of(Constraint.minLength(1), Constraint.maxLength(255));

    private static final int MOST_CLIENT_IDS = 100;
    private static final int MOST_THUMBPRINTS = 5;
    private static final Constraint CLIENT_IDS =
            Constraint.elements(Constraint.maxLength(255), Constraint.minLength(1));
    private static final Constraint THUMBPRINTS =
            Constraint.elements(Constraint.maxLength(40), Constraint.minLength(40));
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[!-~]+");

    private OidcRules() {}

    /**
     * Checks that a text is the ARN of some provider.
     *
     * @throws IdentityException if it is not
     */
    static void requireValidArn(String arn) {
        if (!ARN.matcher(arn).matches()) {
            throw new IdentityException(Code.INVALID_INPUT, "ARN " + arn + " is not valid.");
        }
    }

    /** A provider's URL, taken apart. */
    record Url(boolean plainHttp, String host, String name) {
        /**
         * Reads a URL. A query is dropped.
         *
         * @throws IdentityException if it is none
         */
        static Url of(String text) {
            URI uri;
            try {
                uri = new URI(text);
            } catch (URISyntaxException notOne) {
                throw invalidUrl();
            }
            String host = uri.getHost();
            boolean plainHttp = "http".equalsIgnoreCase(uri.getScheme());
            if (host == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawFragment() != null
                    || !(plainHttp || "https".equalsIgnoreCase(uri.getScheme()))) {
                throw invalidUrl();
            }
            return new Url(plainHttp, host, uri.getRawAuthority() + uri.getRawPath());
        }

        /**
         * Checks that it begins with https; with http only where nobody else can answer, on
         * loopback.
         *
         * @throws IdentityException if it does not
         */
        void requireSafe() {
            if (plainHttp && !Loopback.isLoopback(host)) {
                throw invalidUrl();
            }
        }

        private static IdentityException invalidUrl() {
            return new IdentityException(
                    Code.VALIDATION_ERROR, "Invalid Open ID Connect Provider URL");
        }
    }

    static List<String> clientIds(QueryReader in) {
        return in.list("ClientIDList", CLIENT_IDS);
    }

    static List<String> thumbprints(QueryReader in) {
        return in.list("ThumbprintList", THUMBPRINTS);
    }

    static List<String> requiredThumbprints(QueryReader in) {
        return in.requiredList("ThumbprintList", THUMBPRINTS);
    }

    /**
     * Checks a list of thumbprints.
     *
     * @throws IdentityException if there are more than five
     */
    static void requireFew(List<String> thumbprints) {
        if (thumbprints.size() > MOST_THUMBPRINTS) {
            throw new IdentityException(
                    Code.INVALID_INPUT, "Thumbprint list must contain fewer than 5 entries.");
        }
    }

    /**
     * Checks the number of a provider's client ids.
     *
     * @throws IdentityException if there are too many
     */
    static void requireQuotaOfClientIds(List<String> clientIds) {
        Draft.requireQuota(
                clientIds.size() <= MOST_CLIENT_IDS,
                "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: " + MOST_CLIENT_IDS);
    }
}
