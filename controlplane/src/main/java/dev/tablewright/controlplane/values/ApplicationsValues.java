package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An applications file: values of {@code idp-advanced} that keep the contract.
 *
 * @param region whose STS is asked who the credentials are
 * @param accountId of the cluster's OIDC provider; null to ask the target
 * @param partition of the cluster's OIDC provider; null to ask the target
 * @param rolePath of roles whose application names none
 * @param permissionsBoundary ARN, of roles whose application names none
 * @param maxSessionSeconds of roles whose application names none
 */
public record ApplicationsValues(
        ManagementPolicies managementPolicies,
        DeletionPolicy deletionPolicy,
        String region,
        @Nullable String accountId,
        @Nullable String partition,
        ClusterValues cluster,
        String rolePath,
        @Nullable String permissionsBoundary,
        int maxSessionSeconds,
        Map<String, String> tags,
        List<ApplicationValues> applications,
        Problems problems) {

    /**
     * The cluster whose service accounts are trusted.
     *
     * @param oidcIssuer for instance {@code https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE}
     * @param oidcProviderArn null where it follows from account and issuer
     * @param audience that tokens must be for
     * @param createOidcProvider whether IAM's provider is made where it is missing
     * @param thumbprints of certificates, SHA-1, 40 hexadecimal digits
     */
    public record ClusterValues(
            String oidcIssuer,
            @Nullable String oidcProviderArn,
            String audience,
            boolean createOidcProvider,
            List<String> thumbprints) {
        /** Returns the issuer as IAM names it: without {@code https://}. */
        public String issuerName() {
            return oidcIssuer.substring(oidcIssuer.indexOf("://") + "://".length());
        }
    }

    /** Returns the path of an application's role. */
    public String rolePath(ApplicationValues application) {
        return application.rolePath() == null ? rolePath : application.rolePath();
    }

    /** Returns the ARN of the boundary of an application's role; null for none. */
    public @Nullable String permissionsBoundary(ApplicationValues application) {
        return application.permissionsBoundary() == null
                ? permissionsBoundary
                : application.permissionsBoundary();
    }

    /** Returns how long sessions of an application's role may last, in seconds. */
    public int maxSessionSeconds(ApplicationValues application) {
        return application.maxSessionSeconds() == null
                ? maxSessionSeconds
                : application.maxSessionSeconds();
    }

    /** Returns the tags of an application's role; its own win over those for all. */
    public Map<String, String> tags(ApplicationValues application) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(application.tags());
        return all;
    }
}
