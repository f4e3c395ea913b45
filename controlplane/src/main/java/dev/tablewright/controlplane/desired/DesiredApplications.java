package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.values.ApplicationValues;
import dev.tablewright.controlplane.values.ApplicationsValues;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.controlplane.values.ManagementPolicies;
import dev.tablewright.controlplane.values.ValuesException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All that an applications file asks for: the roles that pods take on, and the provider that
 * vouches for them.
 *
 * @param release whose roles these are
 * @param roles in the order of the file
 */
public record DesiredApplications(
        Release release,
        ManagementPolicies managementPolicies,
        DeletionPolicy deletionPolicy,
        DesiredProvider provider,
        List<DesiredRole> roles) {
    /** IAM's limit. */
    private static final int MAX_ROLE_NAME = 64;

    /** IAM's limit for a trust policy, without white space; an account can ask for 4,096. */
    private static final int MAX_TRUST = 2048;

    private static final int MAX_TAGS = 50;

    /** Copies the list. */
    public DesiredApplications {
        roles = List.copyOf(roles);
    }

    /**
     * Checks what can be checked without a target.
     *
     * @throws ValuesException if the names that follow from the values break a rule of AWS
     */
    public static void check(ApplicationsValues values, Release release) throws ValuesException {
        var _ = of(values, release, new AwsAccount("aws", "000000000000"));
    }

    /**
     * Works out what {@code values} ask for.
     *
     * @param account of the target; what the values say about the account wins
     * @throws ValuesException if the names that follow from the values break a rule of AWS
     */
    public static DesiredApplications of(
            ApplicationsValues values, Release release, AwsAccount account) throws ValuesException {
        AwsAccount named =
                new AwsAccount(
                        values.partition() == null ? account.partition() : values.partition(),
                        values.accountId() == null ? account.id() : values.accountId());
        DesiredProvider provider = provider(values, release, named);
        List<DesiredRole> roles = new ArrayList<>();
        for (ApplicationValues application : values.applications()) {
            roles.add(role(values, application, release, provider));
        }
        values.problems().throwIfAny();
        return new DesiredApplications(
                release, values.managementPolicies(), values.deletionPolicy(), provider, roles);
    }

    /** Returns the name of an application's role. */
    public static String roleName(String application, Release release) {
        return application + "-" + release.namespace();
    }

    private static DesiredProvider provider(
            ApplicationsValues values, Release release, AwsAccount account) {
        var cluster = values.cluster();
        String arn =
                cluster.oidcProviderArn() == null
                        ? "arn:"
                                + account.partition()
                                + ":iam::"
                                + account.id()
                                + ":oidc-provider/"
                                + cluster.issuerName()
                        : cluster.oidcProviderArn();
        return new DesiredProvider(
                arn,
                cluster.oidcIssuer(),
                cluster.audience(),
                cluster.createOidcProvider(),
                cluster.thumbprints().stream()
                        .map(print -> print.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                release.platformTags());
    }

    private static DesiredRole role(
            ApplicationsValues values,
            ApplicationValues application,
            Release release,
            DesiredProvider provider) {
        String name = roleName(application.name(), release);
        if (name.length() > MAX_ROLE_NAME) {
            values.problems()
                    .add(
                            application.path() + ".name",
                            "makes the role name " + name + " of " + name.length() + " characters",
                            "IAM allows "
                                    + MAX_ROLE_NAME
                                    + " for <application>-<namespace>: in the namespace "
                                    + release.namespace()
                                    + " an application's name has at most "
                                    + (MAX_ROLE_NAME - 1 - release.namespace().length()));
        }
        List<String> subjects = subjects(application, release);
        String trust = trust(subjects, values, provider);
        if (trust.length() > MAX_TRUST) {
            values.problems()
                    .add(
                            application.path() + ".serviceAccounts",
                            "make a trust policy of " + trust.length() + " characters",
                            "IAM allows " + MAX_TRUST + ": make two applications of it");
        }
        String boundary = values.permissionsBoundary(application);
        Map<String, String> own = values.tags(application);
        Map<String, String> tags = new LinkedHashMap<>(own);
        tags.putAll(release.roleTags(application.name()));
        tags.putAll(OwnTags.memory(own.keySet()));
        if (boundary != null) {
            // Says that it is ours to take back; a boundary that others set is not.
            tags.put(BOUNDARY_TAG, "values");
        }
        if (tags.size() > MAX_TAGS) {
            values.problems()
                    .add(
                            application.path() + ".tags",
                            "make " + tags.size() + " tags, with those of the platform",
                            "IAM allows " + MAX_TAGS);
        }
        return new DesiredRole(
                name,
                values.rolePath(application),
                subjects,
                trust,
                values.maxSessionSeconds(application),
                boundary,
                tags,
                application.adopt());
    }

    /** On a role whose permissions boundary the values set. */
    public static final String BOUNDARY_TAG = "idp/permissions-boundary";

    private static List<String> subjects(ApplicationValues application, Release release) {
        List<ApplicationValues.ServiceAccount> accounts =
                application.serviceAccounts().isEmpty()
                        ? List.of(new ApplicationValues.ServiceAccount(application.name(), null))
                        : application.serviceAccounts();
        Set<String> seen = new HashSet<>();
        List<String> subjects = new ArrayList<>();
        for (var account : accounts) {
            String namespace =
                    account.namespace() == null ? release.namespace() : account.namespace();
            String subject = "system:serviceaccount:" + namespace + ":" + account.name();
            if (seen.add(subject)) {
                subjects.add(subject);
            }
        }
        return subjects.stream().sorted().toList();
    }

    /** As EKS has it for service accounts: this issuer, this audience, these accounts, no other. */
    private static String trust(
            List<String> subjects, ApplicationsValues values, DesiredProvider provider) {
        String issuer = values.cluster().issuerName();
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                + "{\"Federated\":"
                + quoted(provider.arn())
                + "},\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{\"StringEquals\":{"
                + quoted(issuer + ":aud")
                + ":"
                + quoted(provider.audience())
                + ","
                + quoted(issuer + ":sub")
                + ":"
                + (subjects.size() == 1
                        ? quoted(subjects.getFirst())
                        : "["
                                + String.join(
                                        ",",
                                        subjects.stream().map(DesiredApplications::quoted).toList())
                                + "]")
                + "}}}]}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
