package dev.tablewright.controlplane.values;

import static dev.tablewright.controlplane.values.Field.optional;
import static dev.tablewright.controlplane.values.Field.required;

import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.setting.TableSettings;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexProjection;
import dev.tablewright.model.KeyType;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The contract of a values file, field by field. The parser reads by it; schema and documents are
 * generated from it. Rules that concern several fields are in {@link TableRules}, {@link
 * EnvironmentRules} and {@link ReleaseRules}.
 */
public final class ValuesContract {
    private static final Pattern ANYTHING = Pattern.compile(".*", Pattern.DOTALL);
    private static final String NAME_RULE = "characters of a-z, A-Z, 0-9, '_', '.' and '-'";

    private static final ValueType<String> ATTRIBUTE_NAME =
            new ValueType.Text(ANYTHING, 1, 255, "an attribute name has 1 to 255 characters");
    private static final ValueType<String> REGION =
            new ValueType.Text(
                    Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+"),
                    1,
                    64,
                    "write a region such as eu-west-1");
    private static final ValueType<List<String>> ROLES =
            new ValueType.ListOf<>(
                    new ValueType.Text(
                            Pattern.compile("[\\w+=,.@-]+"),
                            1,
                            64,
                            "write the role's name (not its ARN): 1 to 64 characters of letters,"
                                    + " digits and _+=,.@-, usually <application>-<namespace>"),
                    0,
                    Integer.MAX_VALUE,
                    true);
    private static final ValueType<Long> CAPACITY = new ValueType.Whole(1, Long.MAX_VALUE);
    private static final ValueType<Boolean> FLAG = new ValueType.Flag();
    private static final ValueType<ManagementPolicies> MANAGEMENT =
            new ValueType.Choice<>(
                    inOrder(
                            "Control",
                            ManagementPolicies.CONTROL,
                            "Observe",
                            ManagementPolicies.OBSERVE));
    private static final ValueType<DeletionPolicy> DELETION =
            new ValueType.Choice<>(
                    inOrder("Delete", DeletionPolicy.DELETE, "Orphan", DeletionPolicy.ORPHAN));
    private static final ValueType<Map<String, String>> TAGS =
            new ValueType.TextMap(
                    new ValueType.Text(
                            // Reserved: AWS's own tags, and those that say who owns the table.
                            Pattern.compile(
                                    "(?!aws:|idp/|managed-by$)[\\p{L}\\p{Z}\\p{N}_.:/=+@-]+"),
                            1,
                            128,
                            "a tag's key has 1 to 128 letters, digits, spaces and _.:/=+-@, and is"
                                    + " neither aws:*, idp/* nor managed-by, which say who owns"
                                    + " the table"),
                    new ValueType.Text(
                            Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*"),
                            0,
                            256,
                            "a tag's value has at most 256 letters, digits, spaces and _.:/=+-@"),
                    // DynamoDB's 50, less the eight that say whose a table is.
                    42);

    static final Field<String> ATTRIBUTE = required("name", ATTRIBUTE_NAME, "the attribute's name");
    static final Field<KeyType> ATTRIBUTE_TYPE =
            required(
                    "type",
                    new ValueType.Choice<>(inOrder("S", KeyType.S, "N", KeyType.N, "B", KeyType.B)),
                    "'S' (string), 'N' (number) or 'B' (binary), in quotes");
    private static final ValueType<AttributeValues> ATTRIBUTES_ENTRY =
            new ValueType.Block<>(
                    "attributes",
                    List.of(ATTRIBUTE, ATTRIBUTE_TYPE),
                    in ->
                            new AttributeValues(
                                    in.path(), in.get(ATTRIBUTE), in.get(ATTRIBUTE_TYPE)));

    static final Field<String> INDEX_NAME =
            required(
                    "name",
                    new ValueType.Text(
                            Pattern.compile("[a-zA-Z0-9_.-]+"),
                            3,
                            255,
                            "an index name has 3 to 255 " + NAME_RULE),
                    "the index's name, unique in its table");
    static final Field<String> INDEX_HASH_KEY =
            optional(
                    "hashKey",
                    ATTRIBUTE_NAME,
                    "the attribute that is the index's partition key; required without keySchema");
    static final Field<String> KEY_ATTRIBUTE =
            required("attributeName", ATTRIBUTE_NAME, "the attribute's name");
    static final Field<Boolean> KEY_IS_HASH =
            required(
                    "keyType",
                    new ValueType.Choice<>(inOrder("HASH", true, "RANGE", false)),
                    "HASH for the partition key, RANGE for the sort key");
    static final Field<List<KeyPart>> KEY_SCHEMA =
            optional(
                    "keySchema",
                    new ValueType.ListOf<>(
                            new ValueType.Block<>(
                                    "keySchema",
                                    List.of(KEY_ATTRIBUTE, KEY_IS_HASH),
                                    in ->
                                            new KeyPart(
                                                    new KeyUse(
                                                            in.path(KEY_ATTRIBUTE),
                                                            in.get(KEY_ATTRIBUTE)),
                                                    in.get(KEY_IS_HASH))),
                            1,
                            8,
                            false),
                    "instead of hashKey and rangeKey, for keys of several attributes: 1 to 4 of"
                            + " HASH, then up to 4 of RANGE");
    static final Field<String> LOCAL_RANGE_KEY =
            required(
                    "rangeKey",
                    ATTRIBUTE_NAME,
                    "the attribute that is the index's sort key; the partition key is the table's");
    static final Field<String> GLOBAL_RANGE_KEY =
            optional("rangeKey", ATTRIBUTE_NAME, "the attribute that is the index's sort key");
    static final Field<IndexProjection.Type> PROJECTION =
            required(
                    "projectionType",
                    new ValueType.Choice<>(
                            inOrder(
                                    "ALL",
                                    IndexProjection.Type.ALL,
                                    "KEYS_ONLY",
                                    IndexProjection.Type.KEYS_ONLY,
                                    "INCLUDE",
                                    IndexProjection.Type.INCLUDE)),
                    "ALL, KEYS_ONLY or INCLUDE");
    private static final ValueType<List<String>> NON_KEY =
            new ValueType.ListOf<>(ATTRIBUTE_NAME, 0, 20, true);
    static final Field<List<String>> LOCAL_NON_KEY =
            required(
                    "nonKeyAttributes",
                    NON_KEY,
                    "1 to 20 attributes to project for INCLUDE, otherwise []");
    static final Field<List<String>> GLOBAL_NON_KEY =
            optional(
                    "nonKeyAttributes",
                    NON_KEY,
                    List.of(),
                    "1 to 20 attributes to project for INCLUDE, otherwise []");
    static final Field<Long> READ_CAPACITY =
            optional(
                    "readCapacity",
                    CAPACITY,
                    "read capacity units a second; PROVISIONED only, and needed there without"
                            + " autoscaling");
    static final Field<Long> WRITE_CAPACITY =
            optional(
                    "writeCapacity",
                    CAPACITY,
                    "write capacity units a second; PROVISIONED only, and needed there without"
                            + " autoscaling");
    private static final ValueType<IndexValues> LOCAL_INDEX =
            new ValueType.Block<>(
                    "localSecondaryIndex",
                    List.of(INDEX_NAME, LOCAL_RANGE_KEY, PROJECTION, LOCAL_NON_KEY),
                    ValuesContract::localIndex);
    private static final ValueType<IndexValues> GLOBAL_INDEX =
            new ValueType.Block<>(
                    "globalSecondaryIndex",
                    with(
                            Setting::indexFields,
                            INDEX_NAME,
                            INDEX_HASH_KEY,
                            GLOBAL_RANGE_KEY,
                            KEY_SCHEMA,
                            PROJECTION,
                            GLOBAL_NON_KEY,
                            READ_CAPACITY,
                            WRITE_CAPACITY),
                    ValuesContract::globalIndex);

    static final Field<String> NAME =
            required(
                    "name",
                    new ValueType.Text(
                            Pattern.compile("[a-zA-Z0-9_.-]+"),
                            1,
                            187,
                            "a table name has 1 to 187 " + NAME_RULE),
                    "the table's name; in AWS [idp-]<namespace>-<name>");
    static final Field<Boolean> USE_IDP_PREFIX =
            optional("useIdpPrefix", FLAG, false, "whether the AWS name begins with idp-");
    static final Field<String> EXTERNAL_NAME =
            optional(
                    "externalName",
                    new ValueType.Text(
                            Pattern.compile("[a-zA-Z0-9_.-]+"),
                            3,
                            255,
                            "a table's name in AWS has 3 to 255 " + NAME_RULE),
                    "the table's whole name in AWS, to adopt one that breaks the rule of names;"
                            + " such a table stays when it leaves the file");
    static final Field<String> TABLE_REGION =
            optional("region", REGION, "the table's region; otherwise that of the file");
    static final Field<ManagementPolicies> TABLE_MANAGEMENT =
            optional("managementPolicies", MANAGEMENT, "as at top level, for this table alone");
    static final Field<DeletionPolicy> TABLE_DELETION =
            optional("deletionPolicy", DELETION, "as at top level, for this table alone");
    static final Field<Boolean> ADOPT =
            optional(
                    "adopt",
                    FLAG,
                    false,
                    "whether an existing table without ownership tags is taken over");
    static final Field<String> HASH_KEY =
            required("hashKey", ATTRIBUTE_NAME, "the attribute that is the partition key");
    static final Field<String> RANGE_KEY =
            optional("rangeKey", ATTRIBUTE_NAME, "the attribute that is the sort key");
    static final Field<List<AttributeValues>> ATTRIBUTES =
            required(
                    "attributes",
                    new ValueType.ListOf<>(ATTRIBUTES_ENTRY, 1, Integer.MAX_VALUE, false),
                    "name and type of each attribute that is a key of the table or of an index");
    static final Field<BillingMode> BILLING_MODE =
            optional(
                    "billingMode",
                    new ValueType.Choice<>(
                            inOrder(
                                    "PAY_PER_REQUEST",
                                    BillingMode.PAY_PER_REQUEST,
                                    "PROVISIONED",
                                    BillingMode.PROVISIONED)),
                    BillingMode.PAY_PER_REQUEST,
                    "by request, or by declared capacity");
    static final Field<List<IndexValues>> LOCAL_INDEXES =
            optional(
                    "localSecondaryIndex",
                    new ValueType.ListOf<>(LOCAL_INDEX, 0, 5, false),
                    List.of(),
                    "local secondary indexes; they cannot change after the table is created");
    static final Field<List<IndexValues>> GLOBAL_INDEXES =
            optional(
                    "globalSecondaryIndex",
                    new ValueType.ListOf<>(GLOBAL_INDEX, 0, 20, false),
                    List.of(),
                    "global secondary indexes");
    static final Field<List<String>> READ_ROLES =
            optional(
                    "serviceAccountReadRoles",
                    ROLES,
                    List.of(),
                    "existing IAM roles that may read the table and its indexes");
    static final Field<List<String>> WRITE_ROLES =
            optional(
                    "serviceAccountWriteRoles",
                    ROLES,
                    List.of(),
                    "existing IAM roles that may write to the table");
    static final Field<List<String>> STREAM_ROLES =
            optional(
                    "serviceAccountStreamRoles",
                    ROLES,
                    List.of(),
                    "existing IAM roles that may read the table's stream; needs streamEnabled");
    static final Field<List<String>> SEARCH_ROLES =
            optional(
                    "serviceAccountSearchRoles",
                    ROLES,
                    List.of(),
                    "existing IAM roles that may search the table's vector indexes; needs"
                            + " vectorIndexes");
    static final Field<Map<String, String>> TABLE_TAGS =
            optional("tags", TAGS, Map.of(), "tags of this table, besides those at top level");
    private static final ValueType<TableValues> TABLE =
            new ValueType.Block<>(
                    "tables",
                    with(
                            Setting::fields,
                            NAME,
                            USE_IDP_PREFIX,
                            EXTERNAL_NAME,
                            TABLE_REGION,
                            TABLE_MANAGEMENT,
                            TABLE_DELETION,
                            ADOPT,
                            HASH_KEY,
                            RANGE_KEY,
                            ATTRIBUTES,
                            BILLING_MODE,
                            READ_CAPACITY,
                            WRITE_CAPACITY,
                            LOCAL_INDEXES,
                            GLOBAL_INDEXES,
                            READ_ROLES,
                            WRITE_ROLES,
                            STREAM_ROLES,
                            SEARCH_ROLES,
                            TABLE_TAGS),
                    ValuesContract::table);

    static final Field<Long> MAX_POLICIES =
            optional(
                    "maxPoliciesPerRole",
                    new ValueType.Whole(1, 20),
                    10L,
                    "most policies that one role may get; AWS allows 10, on request 20");
    static final Field<String> POLICY_PATH =
            optional(
                    "path",
                    new ValueType.Text(
                            Pattern.compile("/|/[!-~]+/"),
                            1,
                            512,
                            "a path begins and ends with '/'"),
                    "/",
                    "path of the policies, part of their ARNs; it cannot be changed later");
    static final Field<Boolean> PLATFORM_ROLES_ONLY =
            optional(
                    "platformRolesOnly",
                    FLAG,
                    true,
                    "whether only roles with the platform's tag (managed-by: idp-advanced) are"
                            + " given access; others are refused by the plan, as the platform's"
                            + " own rights would refuse them");
    private static final PolicySettings DEFAULT_POLICY = new PolicySettings(10, "/", true);
    static final Field<PolicySettings> POLICY =
            optional(
                    "policy",
                    new ValueType.Block<>(
                            "policy",
                            List.of(MAX_POLICIES, POLICY_PATH, PLATFORM_ROLES_ONLY),
                            in ->
                                    new PolicySettings(
                                            in.get(MAX_POLICIES).intValue(),
                                            in.get(POLICY_PATH),
                                            in.get(PLATFORM_ROLES_ONLY))),
                    DEFAULT_POLICY,
                    "how the policies of the roles are made");
    static final Field<ManagementPolicies> MANAGEMENT_POLICIES =
            optional(
                    "managementPolicies",
                    MANAGEMENT,
                    ManagementPolicies.CONTROL,
                    "Control creates and updates; Observe only reads and reports");
    static final Field<DeletionPolicy> DELETION_POLICY =
            optional(
                    "deletionPolicy",
                    DELETION,
                    DeletionPolicy.DELETE,
                    "what becomes of a table that leaves the file: Delete or Orphan (it stays)");
    static final Field<String> DEFAULT_REGION =
            optional("region", REGION, "eu-west-1", "the region of tables that name none");
    static final Field<String> ACCOUNT_ID =
            optional(
                    "accountId",
                    new ValueType.Text(
                            Pattern.compile("[0-9]{12}"), 12, 12, "write 12 digits, in quotes"),
                    "the account in the policies' ARNs; otherwise that of the credentials");
    static final Field<String> PARTITION =
            optional(
                    "partition",
                    new ValueType.Text(
                            Pattern.compile("aws(-[a-z]+)*"), 3, 32, "write aws, or aws-cn, ..."),
                    "the partition in the policies' ARNs; otherwise that of the credentials");
    static final Field<Map<String, String>> DEFAULT_TAGS =
            optional("tags", TAGS, Map.of(), "tags of every table");
    static final Field<List<TableValues>> TABLES =
            required(
                    "tables",
                    new ValueType.ListOf<>(TABLE, 0, Integer.MAX_VALUE, false),
                    "the list of tables");

    static final Field<String> SCOPE =
            optional(
                    "scope",
                    new ValueType.Choice<>(
                            inOrder("Namespaced", "Namespaced", "Cluster", "Cluster")),
                    "Namespaced",
                    "which kinds the chart renders: Namespaced ones go with their namespace,"
                            + " Cluster ones stay");
    static final Field<String> PROVIDER_KIND =
            optional(
                    "kind",
                    new ValueType.Choice<>(
                            inOrder(
                                    "ClusterProviderConfig",
                                    "ClusterProviderConfig",
                                    "ProviderConfig",
                                    "ProviderConfig")),
                    "ClusterProviderConfig, or ProviderConfig of the release's namespace;"
                            + " Namespaced only");
    static final Field<String> PROVIDER_NAME =
            optional(
                    "name",
                    new ValueType.Text(
                            Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?"),
                            1,
                            253,
                            "a name has 1 to 253 characters of a-z, 0-9, '-' and '.'"),
                    "default",
                    "the name of the provider's configuration");
    static final Field<Provider> PROVIDER =
            optional(
                    "providerConfigRef",
                    new ValueType.Block<>(
                            "providerConfigRef",
                            List.of(PROVIDER_KIND, PROVIDER_NAME),
                            in -> new Provider(in.find(PROVIDER_KIND), in.get(PROVIDER_NAME))),
                    "the credentials that Crossplane uses");
    static final Field<Boolean> USAGES =
            optional(
                    "usages",
                    FLAG,
                    false,
                    "whether every Table gets a Usage of protection.crossplane.io, so that nobody"
                            + " deletes it, not even Helm, before this is false again");
    private static final String LABEL_PREFIX = "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?";
    private static final ValueType.Text LABEL_NAME =
            new ValueType.Text(
                    Pattern.compile(
                            "(?!helm\\.sh/|app\\.kubernetes\\.io/(name|instance|managed-by)$)"
                                    + LABEL_PREFIX
                                    + "[A-Za-z0-9]([-\\w.]{0,61}[A-Za-z0-9])?"),
                    1,
                    317,
                    "write a name of Kubernetes, such as team or example.com/team; those of Helm"
                            + " are the chart's own");
    static final Field<Map<String, String>> LABELS =
            optional(
                    "labels",
                    new ValueType.TextMap(
                            LABEL_NAME,
                            new ValueType.Text(
                                    Pattern.compile("([A-Za-z0-9]([-\\w.]*[A-Za-z0-9])?)?"),
                                    0,
                                    63,
                                    "a label has at most 63 letters, digits, '-', '_' and '.',"
                                            + " first and last a letter or digit"),
                            64),
                    Map.of(),
                    "labels of every object, for instance the class that an operator looks after");
    static final Field<Map<String, String>> ANNOTATIONS =
            optional(
                    "annotations",
                    new ValueType.TextMap(
                            new ValueType.Text(
                                    Pattern.compile(
                                            "(?!crossplane\\.io/external-)"
                                                    + LABEL_PREFIX
                                                    + "[A-Za-z0-9]([-\\w.]{0,61}[A-Za-z0-9])?"),
                                    1,
                                    317,
                                    "write a name of Kubernetes; crossplane.io/external-* is the"
                                            + " chart's own"),
                            new ValueType.Text(
                                    Pattern.compile(".*", Pattern.DOTALL), 0, 65_536, "any text"),
                            64),
                    Map.of(),
                    "annotations of every object, such as crossplane.io/paused: 'true'");
    static final Field<Crossplane> CROSSPLANE =
            optional(
                    "crossplane",
                    new ValueType.Block<>(
                            "crossplane",
                            List.of(SCOPE, PROVIDER, USAGES, LABELS, ANNOTATIONS),
                            ValuesContract::crossplane),
                    "how the chart renders the tables for Crossplane; plan and apply take no"
                            + " notice");

    record Provider(@Nullable String kind, String name) {}

    record Crossplane(String scope, @Nullable Provider provider) {}

    static Crossplane crossplane(BlockReader in) {
        Crossplane crossplane = new Crossplane(in.get(SCOPE), in.find(PROVIDER));
        Provider provider = crossplane.provider();
        if (crossplane.scope().equals("Cluster") && provider != null && provider.kind() != null) {
            in.problems()
                    .add(
                            in.path(PROVIDER) + "." + PROVIDER_KIND.name(),
                            "has no meaning with scope Cluster",
                            "remove it: there is one kind of configuration then");
        }
        return crossplane;
    }

    private static final ValueType<List<String>> USERS =
            new ValueType.ListOf<>(
                    new ValueType.Text(
                            Pattern.compile("[\\w+=,.@-]+"),
                            1,
                            64,
                            "write the user's name (not its ARN): 1 to 64 characters of letters,"
                                    + " digits and _+=,.@-"),
                    0,
                    Integer.MAX_VALUE,
                    true);
    static final Field<String> ENVIRONMENT_NAME =
            required(
                    "name",
                    new ValueType.Text(
                            Pattern.compile("([a-zA-Z0-9_.-]|\\{user\\})+"),
                            1,
                            64,
                            "an environment's name has 1 to 64 "
                                    + NAME_RULE
                                    + "; {user} makes one environment for each user"),
                    "the environment's name; with {user} in it there is one for each user");
    static final Field<String> LIKE =
            optional(
                    "like",
                    new ValueType.Text(
                            Pattern.compile("[a-zA-Z0-9_.-]+(/[a-z0-9]([-.a-z0-9]*[a-z0-9])?)?"),
                            1,
                            117,
                            "write a namespace, or namespace/release"),
                    "whose tables it copies: a namespace, or namespace/release, as they are in the"
                            + " account; otherwise the tables of this file");
    static final Field<String> ENVIRONMENT_TABLE_NAME =
            optional(
                    "tableName",
                    new ValueType.Text(ANYTHING, 1, 255, "write a pattern such as {user}_{table}"),
                    "names of its tables in AWS, such as {user}_{table}; otherwise"
                            + " [idp-]{environment}-{table}");
    static final Field<List<String>> ENVIRONMENT_USERS =
            optional("users", USERS, List.of(), "IAM users whom it is for");
    static final Field<List<String>> ENVIRONMENT_ROLES =
            optional("roles", ROLES, List.of(), "IAM roles that it is for");
    static final Field<String> GROUP =
            optional(
                    "group",
                    new ValueType.Text(
                            Pattern.compile("[\\w+=,.@-]+"),
                            1,
                            128,
                            "write the group's name: 1 to 128 characters of letters, digits and"
                                    + " _+=,.@-"),
                    "the IAM group that the users are put into; form Group only");
    static final Field<PolicyForm> FORM =
            optional(
                    "form",
                    new ValueType.Choice<>(forms()),
                    PolicyForm.PER_PRINCIPAL,
                    "a policy for each principal; one on a group by ${aws:username}; one for roles"
                            + " by their tag idp/environment, in table names or against the tables'"
                            + " tag");
    static final Field<EnvironmentAccess> ACCESS =
            optional(
                    "access",
                    new ValueType.Choice<>(accesses()),
                    EnvironmentAccess.READ_WRITE,
                    "what they may do: Admin also changes, backs up, restores and deletes tables");
    static final Field<Boolean> STREAMS =
            optional(
                    "streams",
                    FLAG,
                    false,
                    "whether they may read the tables' streams; Admin always may");
    static final Field<Lifetime> TTL =
            optional(
                    "ttl",
                    new ValueType.Span(),
                    "how long it lives after it was made, such as 3d; then it may be torn down");
    static final Field<Boolean> BOUNDARY =
            optional(
                    "permissionsBoundary",
                    FLAG,
                    false,
                    "whether its principals are kept to its tables whatever else is attached to"
                            + " them");
    static final Field<List<String>> BOUNDARY_ALLOWS =
            optional(
                    "boundaryAllows",
                    new ValueType.ListOf<>(
                            new ValueType.Text(
                                    Pattern.compile(
                                            "(?!(dynamodb|dax|iam|organizations|account|backup|backup-storage|tablewright):)"
                                                    + "(?!sts:(\\*|A))[a-z0-9-]+:[A-Za-z0-9*]+"),
                                    3,
                                    128,
                                    "write an action such as s3:* of a service that can neither"
                                            + " reach DynamoDB nor widen access"),
                            0,
                            Integer.MAX_VALUE,
                            true),
                    List.of(),
                    "actions outside DynamoDB that the boundary leaves; otherwise all that can"
                            + " neither reach DynamoDB nor widen access");
    static final Field<Boolean> CREATE_PRINCIPALS =
            optional(
                    "createPrincipals",
                    FLAG,
                    false,
                    "whether users, roles and the group are made where they are missing; they go"
                            + " with the environment");
    private static final ValueType<Long> QUOTA = new ValueType.Whole(1, Long.MAX_VALUE);
    static final Field<Long> QUOTA_TABLES = optional("tables", QUOTA, "most tables");
    static final Field<Long> QUOTA_CONTROL_PLANE =
            optional(
                    "controlPlane",
                    QUOTA,
                    "most tables being made, changed or deleted at one moment");
    static final Field<Long> QUOTA_STORED_BYTES =
            optional("storedBytes", QUOTA, "most bytes of items and index entries");
    static final Field<Long> QUOTA_READ_UNITS =
            optional("readUnits", QUOTA, "most read units a second");
    static final Field<Long> QUOTA_WRITE_UNITS =
            optional("writeUnits", QUOTA, "most write units a second");
    static final Field<QuotaValues> QUOTAS =
            optional(
                    "quotas",
                    new ValueType.Block<>(
                            "quotas",
                            List.of(
                                    QUOTA_TABLES,
                                    QUOTA_CONTROL_PLANE,
                                    QUOTA_STORED_BYTES,
                                    QUOTA_READ_UNITS,
                                    QUOTA_WRITE_UNITS),
                            in ->
                                    new QuotaValues(
                                            in.find(QUOTA_TABLES),
                                            in.find(QUOTA_CONTROL_PLANE),
                                            in.find(QUOTA_STORED_BYTES),
                                            in.find(QUOTA_READ_UNITS),
                                            in.find(QUOTA_WRITE_UNITS))),
                    "what it may use up; held by Tablewright's own engine only");
    static final ValueType<EnvironmentValues> ENVIRONMENT =
            new ValueType.Block<>(
                    "environments",
                    List.of(
                            ENVIRONMENT_NAME,
                            LIKE,
                            ENVIRONMENT_TABLE_NAME,
                            ENVIRONMENT_USERS,
                            ENVIRONMENT_ROLES,
                            GROUP,
                            FORM,
                            ACCESS,
                            STREAMS,
                            TTL,
                            BOUNDARY,
                            BOUNDARY_ALLOWS,
                            CREATE_PRINCIPALS,
                            QUOTAS),
                    ValuesContract::environment);
    static final Field<List<EnvironmentValues>> ENVIRONMENTS =
            optional(
                    "environments",
                    new ValueType.ListOf<>(ENVIRONMENT, 0, Integer.MAX_VALUE, false),
                    List.of(),
                    "copies of tables, each kept apart from the others by policies");

    /** The whole file. */
    public static final ValueType.Block<Values> FILE =
            new ValueType.Block<>(
                    "values",
                    with(
                            Setting::defaultFields,
                            MANAGEMENT_POLICIES,
                            DELETION_POLICY,
                            DEFAULT_REGION,
                            ACCOUNT_ID,
                            PARTITION,
                            DEFAULT_TAGS,
                            POLICY,
                            CROSSPLANE,
                            TABLES,
                            ENVIRONMENTS),
                    ValuesContract::file);

    /** Of the partition key, and of the sort key. */
    private static final int MOST_KEYS = 4;

    record KeyPart(KeyUse use, boolean hash) {}

    record PolicySettings(int maxPoliciesPerRole, String path, boolean platformRolesOnly) {}

    private ValuesContract() {}

    private static List<Field<?>> with(
            Function<Setting<?>, List<Field<?>>> block, Field<?>... others) {
        List<Field<?>> fields = new ArrayList<>(List.of(others));
        fields.addAll(TableSettings.fields(block));
        return fields;
    }

    private static IndexValues localIndex(BlockReader in) {
        return new IndexValues(
                in.path(),
                in.get(INDEX_NAME),
                List.of(),
                List.of(new KeyUse(in.path(LOCAL_RANGE_KEY), in.get(LOCAL_RANGE_KEY))),
                new IndexProjection(in.get(PROJECTION), in.get(LOCAL_NON_KEY)),
                null);
    }

    private static IndexValues globalIndex(BlockReader in) {
        List<KeyPart> key = key(in);
        return new IndexValues(
                in.path(),
                in.get(INDEX_NAME),
                key.stream().filter(KeyPart::hash).map(KeyPart::use).toList(),
                key.stream().filter(part -> !part.hash()).map(KeyPart::use).toList(),
                new IndexProjection(in.get(PROJECTION), in.get(GLOBAL_NON_KEY)),
                capacity(in));
    }

    private static void refuseBesideSchema(
            Field<String> field, @Nullable String attribute, BlockReader in) {
        if (attribute != null) {
            in.add(field, "stands beside keySchema", "keep one of the two");
        }
    }

    private static List<KeyPart> key(BlockReader in) {
        List<KeyPart> schema = in.find(KEY_SCHEMA);
        String hash = in.find(INDEX_HASH_KEY);
        String range = in.find(GLOBAL_RANGE_KEY);
        if (schema != null || !in.sound(KEY_SCHEMA)) {
            refuseBesideSchema(INDEX_HASH_KEY, hash, in);
            refuseBesideSchema(GLOBAL_RANGE_KEY, range, in);
            checkOrder(schema == null ? List.of() : schema, in);
            return schema == null ? List.of() : schema;
        }
        if (hash == null && in.sound(INDEX_HASH_KEY)) {
            in.add(INDEX_HASH_KEY, "is missing", "it is required: " + INDEX_HASH_KEY.doc());
        }
        List<KeyPart> key = new ArrayList<>();
        key.add(new KeyPart(new KeyUse(in.path(INDEX_HASH_KEY), hash == null ? "" : hash), true));
        if (range != null) {
            key.add(new KeyPart(new KeyUse(in.path(GLOBAL_RANGE_KEY), range), false));
        }
        return key;
    }

    private static void checkOrder(List<KeyPart> schema, BlockReader in) {
        if (!in.sound(KEY_SCHEMA)) {
            return;
        }
        long hash = schema.stream().filter(KeyPart::hash).count();
        if (hash == 0 || hash > MOST_KEYS || schema.size() - hash > MOST_KEYS) {
            in.add(
                    KEY_SCHEMA,
                    "has " + hash + " of HASH and " + (schema.size() - hash) + " of RANGE",
                    "1 to 4 of HASH and up to 4 of RANGE make a key");
            return;
        }
        for (int i = 1; i < schema.size(); i++) {
            if (schema.get(i).hash() && !schema.get(i - 1).hash()) {
                in.problems()
                        .add(
                                in.path(KEY_SCHEMA) + "[" + i + "]." + KEY_IS_HASH.name(),
                                "is HASH after RANGE",
                                "write the attributes of the partition key first");
            }
        }
    }

    private static @Nullable Throughput capacity(BlockReader in) {
        Long read = in.find(READ_CAPACITY);
        Long write = in.find(WRITE_CAPACITY);
        return read == null && write == null
                ? null
                : new Throughput(read == null ? 0 : read, write == null ? 0 : write);
    }

    private static TableValues table(BlockReader in) {
        TableValues table =
                new TableValues(
                        in.path(),
                        in.get(NAME),
                        in.get(USE_IDP_PREFIX),
                        in.find(EXTERNAL_NAME),
                        in.find(TABLE_REGION),
                        in.find(TABLE_MANAGEMENT),
                        in.find(TABLE_DELETION),
                        in.get(ADOPT),
                        in.get(HASH_KEY),
                        in.find(RANGE_KEY),
                        in.get(ATTRIBUTES),
                        in.get(BILLING_MODE),
                        capacity(in),
                        in.get(LOCAL_INDEXES),
                        in.get(GLOBAL_INDEXES),
                        in.get(READ_ROLES),
                        in.get(WRITE_ROLES),
                        in.get(STREAM_ROLES),
                        in.get(SEARCH_ROLES),
                        TableSettings.read(in),
                        in.get(TABLE_TAGS));
        new TableRules(table, in.problems()).check();
        TableSettings.check(table, in);
        return table;
    }

    private static EnvironmentValues environment(BlockReader in) {
        EnvironmentValues environment =
                new EnvironmentValues(
                        in.path(),
                        in.get(ENVIRONMENT_NAME),
                        in.find(LIKE),
                        in.find(ENVIRONMENT_TABLE_NAME),
                        in.get(ENVIRONMENT_USERS),
                        in.get(ENVIRONMENT_ROLES),
                        in.find(GROUP),
                        in.get(FORM),
                        in.get(ACCESS),
                        in.get(STREAMS),
                        in.find(TTL),
                        in.get(BOUNDARY),
                        in.get(BOUNDARY_ALLOWS),
                        in.get(CREATE_PRINCIPALS),
                        in.find(QUOTAS));
        if (in.sound(ENVIRONMENT_NAME, ENVIRONMENT_USERS, ENVIRONMENT_ROLES, FORM)) {
            new EnvironmentRules(environment, in.problems()).check();
        }
        return environment;
    }

    private static Map<String, PolicyForm> forms() {
        Map<String, PolicyForm> forms =
                inOrder(
                        "PerPrincipal",
                        PolicyForm.PER_PRINCIPAL,
                        "Group",
                        PolicyForm.GROUP,
                        "PrincipalTag",
                        PolicyForm.PRINCIPAL_TAG);
        forms.put("ResourceTag", PolicyForm.RESOURCE_TAG);
        return forms;
    }

    private static Map<String, EnvironmentAccess> accesses() {
        Map<String, EnvironmentAccess> accesses =
                inOrder(
                        "Read",
                        EnvironmentAccess.READ,
                        "Write",
                        EnvironmentAccess.WRITE,
                        "ReadWrite",
                        EnvironmentAccess.READ_WRITE);
        accesses.put("Admin", EnvironmentAccess.ADMIN);
        return accesses;
    }

    private static Values file(BlockReader in) {
        PolicySettings policy = in.get(POLICY);
        var _ = in.find(CROSSPLANE);
        Values values =
                new Values(
                        in.get(MANAGEMENT_POLICIES),
                        in.get(DELETION_POLICY),
                        in.get(DEFAULT_REGION),
                        in.find(ACCOUNT_ID),
                        in.find(PARTITION),
                        policy.maxPoliciesPerRole(),
                        policy.path(),
                        policy.platformRolesOnly(),
                        TableSettings.readDefaults(in),
                        in.get(DEFAULT_TAGS),
                        in.get(TABLES),
                        in.get(ENVIRONMENTS),
                        in.problems());
        ReleaseRules.check(values, in.problems());
        EnvironmentRules.checkAll(values.environments(), in.problems());
        return values;
    }

    private static <E> Map<String, E> inOrder(String first, E one, String second, E two) {
        Map<String, E> options = new LinkedHashMap<>();
        options.put(first, one);
        options.put(second, two);
        return options;
    }

    private static <E> Map<String, E> inOrder(
            String first, E one, String second, E two, String third, E three) {
        Map<String, E> options = inOrder(first, one, second, two);
        options.put(third, three);
        return options;
    }
}
