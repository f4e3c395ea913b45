package dev.tablewright.controlplane.values;

import static dev.tablewright.controlplane.values.Field.optional;
import static dev.tablewright.controlplane.values.Field.required;
import static dev.tablewright.controlplane.values.Mistakes.quoted;

import dev.tablewright.controlplane.values.ApplicationValues.Image;
import dev.tablewright.controlplane.values.ApplicationValues.Port;
import dev.tablewright.controlplane.values.ApplicationValues.Protocol;
import dev.tablewright.controlplane.values.ApplicationValues.PullPolicy;
import dev.tablewright.controlplane.values.ApplicationValues.ServiceAccount;
import dev.tablewright.controlplane.values.ApplicationsValues.ClusterValues;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The contract of an applications file, field by field: the values of the chart {@code
 * idp-advanced} that concern roles. Read, documented and generated from as {@link ValuesContract}
 * is.
 */
public final class ApplicationsContract {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final String LABEL_RULE =
            " of a-z, 0-9 and '-', first and last a letter or digit";
    private static final ValueType<Boolean> FLAG = ValuesContract.ADOPT.type();

    /** A file without this block is refused; the rest of it is checked with this one. */
    private static final ClusterValues NO_CLUSTER =
            new ClusterValues("https://missing", null, "sts.amazonaws.com", false, List.of());

    private static final ValueType<String> PATH =
            new ValueType.Text(
                    Pattern.compile("/|/[!-~]+/"), 1, 512, "a path begins and ends with '/'");
    private static final ValueType<String> BOUNDARY =
            new ValueType.Text(
                    Pattern.compile("arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws):policy/[!-~]+"),
                    20,
                    2048,
                    "write the policy's ARN, arn:aws:iam::<account>:policy/<name>");
    private static final ValueType<Long> SESSION = new ValueType.Whole(3600, 43_200);
    private static final ValueType<Map<String, String>> TAGS =
            new ValueType.TextMap(
                    new ValueType.Text(
                            Pattern.compile(
                                    "(?!aws:|idp/|managed-by$)[\\p{L}\\p{Z}\\p{N}_.:/=+@-]+"),
                            1,
                            128,
                            "a tag's key has 1 to 128 letters, digits, spaces and _.:/=+-@, and is"
                                    + " neither aws:*, idp/* nor managed-by, which say who owns"
                                    + " the role"),
                    new ValueType.Text(
                            Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*"),
                            0,
                            256,
                            "a tag's value has at most 256 letters, digits, spaces and _.:/=+-@"),
                    // IAM's 50, less the six that say whose a role is.
                    44);

    static final Field<String> ISSUER =
            required(
                    "oidcIssuer",
                    new ValueType.Text(
                            Pattern.compile(
                                    "https://[a-zA-Z0-9.-]+(:[0-9]+)?(/[!-\"$->@-~]*[!-\"$-.0->@-~])?"),
                            9,
                            255,
                            "write the cluster's issuer as its tokens name it: https://..., without"
                                    + " a '/' at its end"),
                    "the issuer of the cluster's service account tokens, as the tokens name it");
    static final Field<String> PROVIDER_ARN =
            optional(
                    "oidcProviderArn",
                    new ValueType.Text(
                            Pattern.compile(
                                    "arn:aws(-[a-z]+)*:iam::[0-9]{12}:oidc-provider/[!-~]+"),
                            20,
                            2048,
                            "write the provider's ARN,"
                                    + " arn:aws:iam::<account>:oidc-provider/<issuer without"
                                    + " https://>"),
                    "IAM's OIDC provider for the issuer; otherwise the one of the account");
    static final Field<String> AUDIENCE =
            optional(
                    "audience",
                    new ValueType.Text(
                            Pattern.compile("[!-~]+"), 1, 255, "write what the tokens are for"),
                    "sts.amazonaws.com",
                    "the audience that tokens must be for");
    static final Field<Boolean> CREATE_PROVIDER =
            optional(
                    "createOidcProvider",
                    FLAG,
                    false,
                    "whether IAM's OIDC provider is made where it is missing; it is never deleted,"
                            + " as other roles may trust it");
    static final Field<List<String>> THUMBPRINTS =
            optional(
                    "thumbprints",
                    new ValueType.ListOf<>(
                            new ValueType.Text(
                                    Pattern.compile("[0-9a-fA-F]{40}"),
                                    40,
                                    40,
                                    "write a SHA-1 fingerprint: 40 hexadecimal digits"),
                            0,
                            5,
                            true),
                    List.of(),
                    "fingerprints of the certificate that vouches for the issuer, where the"
                            + " world's certificate authorities do not; needs createOidcProvider");
    static final Field<String> ENDPOINT =
            optional(
                    "endpoint",
                    new ValueType.Text(
                            Pattern.compile("https?://[a-zA-Z0-9.-]+(:[0-9]+)?(/[!-~]*)?"),
                            8,
                            2048,
                            "write a URL, such as http://tablewright.tablewright:8000"),
                    "where the pods of the chart's Deployments find DynamoDB and STS, such as"
                            + " Tablewright's own Service; otherwise AWS");
    static final Field<ClusterValues> CLUSTER =
            required(
                    "cluster",
                    new ValueType.Block<>(
                            "cluster",
                            List.of(
                                    ISSUER,
                                    PROVIDER_ARN,
                                    AUDIENCE,
                                    CREATE_PROVIDER,
                                    THUMBPRINTS,
                                    ENDPOINT),
                            ApplicationsContract::cluster),
                    "the cluster whose service accounts are trusted");

    static final Field<String> ACCOUNT_NAME =
            required(
                    "name",
                    new ValueType.Text(
                            Pattern.compile(LABEL + "(\\." + LABEL + ")*"),
                            1,
                            253,
                            "a service account's name has 1 to 253 characters of a-z, 0-9, '-' and"
                                    + " '.', first and last a letter or digit"),
                    "the service account's name");
    static final Field<String> ACCOUNT_NAMESPACE =
            optional(
                    "namespace",
                    new ValueType.Text(
                            LABEL, 1, 63, "a namespace has 1 to 63 characters" + LABEL_RULE),
                    "its namespace; otherwise that of the release");
    private static final ValueType<ServiceAccount> SERVICE_ACCOUNT =
            new ValueType.Block<>(
                    "serviceAccounts",
                    List.of(ACCOUNT_NAME, ACCOUNT_NAMESPACE),
                    in -> new ServiceAccount(in.get(ACCOUNT_NAME), in.find(ACCOUNT_NAMESPACE)));

    static final Field<String> REPOSITORY =
            required(
                    "repository",
                    new ValueType.Text(
                            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:/-]*"),
                            1,
                            255,
                            "write registry and name, without a tag"),
                    "registry and name, without a tag");
    static final Field<String> IMAGE_TAG =
            required(
                    "tag",
                    new ValueType.Text(
                            Pattern.compile("\\w[\\w.-]*"),
                            1,
                            128,
                            "write the image's tag, quoted where it looks like a number"),
                    "the image's tag");
    static final Field<PullPolicy> PULL_POLICY =
            optional(
                    "pullPolicy",
                    new ValueType.Choice<>(pullPolicies()),
                    PullPolicy.IF_NOT_PRESENT,
                    "when Kubernetes pulls the image");
    private static final ValueType<Image> IMAGE_BLOCK =
            new ValueType.Block<>(
                    "image",
                    List.of(REPOSITORY, IMAGE_TAG, PULL_POLICY),
                    in -> new Image(in.get(REPOSITORY), in.get(IMAGE_TAG), in.get(PULL_POLICY)));

    static final Field<String> PORT_NAME =
            required(
                    "name",
                    new ValueType.Text(
                            Pattern.compile("(?!.*--)(?![0-9-]+$)[a-z0-9]([-a-z0-9]*[a-z0-9])?"),
                            1,
                            15,
                            "a port's name has 1 to 15 characters"
                                    + LABEL_RULE
                                    + ", at least one a letter, and no '--'"),
                    "the port's name");
    static final Field<Long> CONTAINER_PORT =
            required("containerPort", new ValueType.Whole(1, 65_535), "its number");
    static final Field<Protocol> PROTOCOL =
            optional(
                    "protocol",
                    new ValueType.Choice<>(protocols()),
                    Protocol.TCP,
                    "its transport protocol");
    private static final ValueType<Port> PORT_BLOCK =
            new ValueType.Block<>(
                    "ports",
                    List.of(PORT_NAME, CONTAINER_PORT, PROTOCOL),
                    in ->
                            new Port(
                                    in.get(PORT_NAME),
                                    in.get(CONTAINER_PORT).intValue(),
                                    in.get(PROTOCOL)));

    static final Field<String> NAME =
            required(
                    "name",
                    new ValueType.Text(
                            LABEL,
                            1,
                            62,
                            "an application's name has 1 to 62 characters" + LABEL_RULE),
                    "the application's name; its role is <name>-<namespace>, at most 64"
                            + " characters");
    static final Field<List<ServiceAccount>> SERVICE_ACCOUNTS =
            optional(
                    "serviceAccounts",
                    new ValueType.ListOf<>(SERVICE_ACCOUNT, 1, 50, true),
                    "whose pods may have the role; otherwise the service account of the"
                            + " application's name");
    static final Field<Boolean> ADOPT =
            optional(
                    "adopt",
                    FLAG,
                    false,
                    "whether an existing role without ownership tags is taken over");
    static final Field<String> ROLE_PATH =
            optional("rolePath", PATH, "as at top level, for this role alone");
    static final Field<String> ROLE_BOUNDARY =
            optional("permissionsBoundary", BOUNDARY, "as at top level, for this role alone");
    static final Field<Long> ROLE_SESSION =
            optional("maxSessionDuration", SESSION, "as at top level, for this role alone");
    static final Field<Map<String, String>> ROLE_TAGS =
            optional("tags", TAGS, Map.of(), "tags of this role, besides those at top level");
    static final Field<Image> IMAGE =
            optional(
                    "image", IMAGE_BLOCK, "the image of the chart's Deployment; no matter for IAM");
    static final Field<List<Port>> PORTS =
            optional(
                    "ports",
                    new ValueType.ListOf<>(PORT_BLOCK, 0, 100, false),
                    List.of(),
                    "the ports of the chart's Deployment and Service; no matter for IAM");
    static final Field<Long> REPLICAS =
            optional(
                    "replicas",
                    new ValueType.Whole(0, 10_000),
                    1L,
                    "pods of the chart's Deployment; no matter for IAM");
    static final Field<Map<String, String>> ENVIRONMENT =
            optional(
                    "env",
                    new ValueType.TextMap(
                            new ValueType.Text(
                                    Pattern.compile(
                                            "(?!AWS_(ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|REGION|ENDPOINT_URL)$)"
                                                    + "[A-Za-z_][A-Za-z0-9_]*"),
                                    1,
                                    255,
                                    "a variable has letters, digits and '_'; the chart itself sets"
                                            + " AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE,"
                                            + " AWS_REGION and AWS_ENDPOINT_URL"),
                            new ValueType.Text(
                                    Pattern.compile(".*", Pattern.DOTALL), 0, 32_768, "any text"),
                            200),
                    Map.of(),
                    "environment variables of the chart's Deployment; no matter for IAM");
    private static final ValueType<ApplicationValues> APPLICATION =
            new ValueType.Block<>(
                    "applications",
                    List.of(
                            NAME,
                            SERVICE_ACCOUNTS,
                            ADOPT,
                            ROLE_PATH,
                            ROLE_BOUNDARY,
                            ROLE_SESSION,
                            ROLE_TAGS,
                            IMAGE,
                            PORTS,
                            REPLICAS,
                            ENVIRONMENT),
                    ApplicationsContract::application);

    static final Field<ManagementPolicies> MANAGEMENT_POLICIES =
            optional(
                    "managementPolicies",
                    ValuesContract.MANAGEMENT_POLICIES.type(),
                    ManagementPolicies.CONTROL,
                    "Control creates and updates; Observe only reads and reports");
    static final Field<DeletionPolicy> DELETION_POLICY =
            optional(
                    "deletionPolicy",
                    ValuesContract.DELETION_POLICY.type(),
                    DeletionPolicy.DELETE,
                    "what becomes of the role of an application that leaves the file: Delete or"
                            + " Orphan (it stays)");
    static final Field<String> REGION =
            optional(
                    "region",
                    ValuesContract.DEFAULT_REGION.type(),
                    "eu-west-1",
                    "the region whose STS says who the credentials are");
    static final Field<String> ACCOUNT_ID =
            optional(
                    "accountId",
                    ValuesContract.ACCOUNT_ID.type(),
                    "the account of the OIDC provider; otherwise that of the credentials");
    static final Field<String> PARTITION =
            optional(
                    "partition",
                    ValuesContract.PARTITION.type(),
                    "the partition of the OIDC provider; otherwise that of the credentials");
    static final Field<String> DEFAULT_PATH =
            optional(
                    "rolePath",
                    PATH,
                    "/",
                    "path of the roles, part of their ARNs; it cannot be changed later");
    static final Field<String> DEFAULT_BOUNDARY =
            optional(
                    "permissionsBoundary",
                    BOUNDARY,
                    "ARN of the policy that limits the roles whatever is attached to them; left"
                            + " alone when it was never named");
    static final Field<Long> DEFAULT_SESSION =
            optional(
                    "maxSessionDuration",
                    SESSION,
                    3600L,
                    "how long a session of the roles may last, in seconds");
    static final Field<Map<String, String>> DEFAULT_TAGS =
            optional("tags", TAGS, Map.of(), "tags of every role");
    static final Field<List<ApplicationValues>> APPLICATIONS =
            required(
                    "applications",
                    new ValueType.ListOf<>(APPLICATION, 0, Integer.MAX_VALUE, false),
                    "the list of applications");

    static final Field<ValuesContract.Crossplane> CROSSPLANE =
            optional(
                    "crossplane",
                    new ValueType.Block<>(
                            "crossplane",
                            List.of(
                                    ValuesContract.SCOPE,
                                    ValuesContract.PROVIDER,
                                    ValuesContract.LABELS,
                                    ValuesContract.ANNOTATIONS),
                            ValuesContract::crossplane),
                    "how the chart renders roles for Crossplane; plan and apply take no notice");

    /** The whole file. */
    static final ValueType.Block<ApplicationsValues> FILE =
            new ValueType.Block<>(
                    "file",
                    List.of(
                            MANAGEMENT_POLICIES,
                            DELETION_POLICY,
                            REGION,
                            ACCOUNT_ID,
                            PARTITION,
                            CLUSTER,
                            DEFAULT_PATH,
                            DEFAULT_BOUNDARY,
                            DEFAULT_SESSION,
                            DEFAULT_TAGS,
                            CROSSPLANE,
                            APPLICATIONS),
                    ApplicationsContract::file);

    private ApplicationsContract() {}

    private static ClusterValues cluster(BlockReader in) {
        var _ = in.find(ENDPOINT);
        ClusterValues cluster =
                new ClusterValues(
                        in.get(ISSUER),
                        in.find(PROVIDER_ARN),
                        in.get(AUDIENCE),
                        in.get(CREATE_PROVIDER),
                        in.get(THUMBPRINTS));
        String arn = cluster.oidcProviderArn();
        if (arn != null && in.sound(ISSUER, PROVIDER_ARN)) {
            String named = arn.substring(arn.indexOf("oidc-provider/") + "oidc-provider/".length());
            if (!named.equals(cluster.issuerName())) {
                in.add(
                        PROVIDER_ARN,
                        "is the provider of the issuer https://" + named,
                        "IAM knows that of " + cluster.oidcIssuer() + " as " + providerOf(cluster));
            }
            if (cluster.createOidcProvider()) {
                in.add(
                        PROVIDER_ARN,
                        "names a provider, and createOidcProvider makes one",
                        "keep one of the two");
            }
        }
        if (!cluster.thumbprints().isEmpty() && !cluster.createOidcProvider()) {
            in.add(
                    THUMBPRINTS,
                    "have no use without createOidcProvider",
                    "write createOidcProvider: true, or remove them");
        }
        return cluster;
    }

    private static String providerOf(ClusterValues cluster) {
        return "arn:aws:iam::<account>:oidc-provider/" + cluster.issuerName();
    }

    private static ApplicationValues application(BlockReader in) {
        List<ServiceAccount> accounts = in.find(SERVICE_ACCOUNTS);
        Long session = in.find(ROLE_SESSION);
        List<Port> ports = in.get(PORTS);
        checkPorts(ports, in);
        var _ = in.get(REPLICAS);
        var _ = in.get(ENVIRONMENT);
        return new ApplicationValues(
                in.path(),
                in.get(NAME),
                accounts == null ? List.of() : accounts,
                in.get(ADOPT),
                in.find(ROLE_PATH),
                in.find(ROLE_BOUNDARY),
                session == null ? null : session.intValue(),
                in.get(ROLE_TAGS),
                in.find(IMAGE),
                ports);
    }

    private static void checkPorts(List<Port> ports, BlockReader in) {
        Set<String> seen = new HashSet<>();
        for (Port port : ports) {
            for (String what :
                    List.of(
                            "name " + port.name(),
                            "port " + port.containerPort() + "/" + port.protocol())) {
                if (!seen.add(what)) {
                    in.add(PORTS, "have the " + what + " twice", "keep one of the two");
                }
            }
        }
    }

    private static ApplicationsValues file(BlockReader in) {
        @Nullable ClusterValues cluster = in.find(CLUSTER);
        var _ = in.find(CROSSPLANE);
        ApplicationsValues values =
                new ApplicationsValues(
                        in.get(MANAGEMENT_POLICIES),
                        in.get(DELETION_POLICY),
                        in.get(REGION),
                        in.find(ACCOUNT_ID),
                        in.find(PARTITION),
                        cluster == null ? NO_CLUSTER : cluster,
                        in.get(DEFAULT_PATH),
                        in.find(DEFAULT_BOUNDARY),
                        in.get(DEFAULT_SESSION).intValue(),
                        in.get(DEFAULT_TAGS),
                        in.get(APPLICATIONS),
                        in.problems());
        Map<String, String> seen = new HashMap<>();
        for (ApplicationValues application : values.applications()) {
            String path = application.path() + ".name";
            String other = seen.putIfAbsent(application.name(), application.path());
            if (other != null && in.problems().sound(path)) {
                in.problems()
                        .add(
                                path,
                                quoted(application.name()) + " is the name of " + other + " too",
                                "an application has one role: give it all its serviceAccounts");
            }
        }
        return values;
    }

    private static Map<String, PullPolicy> pullPolicies() {
        Map<String, PullPolicy> words = new LinkedHashMap<>();
        words.put("Always", PullPolicy.ALWAYS);
        words.put("IfNotPresent", PullPolicy.IF_NOT_PRESENT);
        words.put("Never", PullPolicy.NEVER);
        return words;
    }

    private static Map<String, Protocol> protocols() {
        Map<String, Protocol> words = new LinkedHashMap<>();
        for (Protocol protocol : Protocol.values()) {
            words.put(protocol.name(), protocol);
        }
        return words;
    }
}
