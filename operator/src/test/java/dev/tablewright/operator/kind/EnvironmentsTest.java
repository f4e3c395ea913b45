package dev.tablewright.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.apply.Progress;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.environment.EnvironmentEntry;
import dev.tablewright.controlplane.environment.LiveSources;
import dev.tablewright.controlplane.environment.Reconciliation;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.values.DeletionPolicy;
import dev.tablewright.operator.managed.Annotations;
import dev.tablewright.operator.managed.ManagedObject;
import dev.tablewright.operator.managed.ManagedReconcile;
import dev.tablewright.operator.managed.Naming;
import dev.tablewright.operator.managed.References;
import dev.tablewright.operator.managed.Store;
import dev.tablewright.operator.managed.Timing;
import dev.tablewright.operator.managed.Trees;
import dev.tablewright.operator.managed.Verdict;
import dev.tablewright.operator.managed.Verdict.Streak;
import dev.tablewright.operator.provider.Provider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Environment objects against our engine, without an API server. */
final class EnvironmentsTest {
    private static final String ANYBODY =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},"
                + "\"Action\":\"sts:AssumeRole\"}]}";
    private static final String ORDERS = "idp-koa-alice-Orders";
    private static final String USERS = "idp-koa-alice-Users";

    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;
    private final Set<String> namespaces = new HashSet<>(Set.of("koa", "shop"));
    private final Environments environments =
            new Environments(new Steps(clock, new Random(7)), namespaces::contains);
    private final Map<String, Object> forProvider = new LinkedHashMap<>();
    private final Map<String, Object> spec = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();
    private Map<String, String> annotations = new LinkedHashMap<>();
    private Map<String, Object> status = Map.of();
    private Set<String> finalizers = new HashSet<>();
    private boolean deleted;
    private String objectName = "alice";
    private EngineProvider engine;
    private Provider provider;

    @BeforeEach
    void open() throws Exception {
        engine = EngineProvider.open();
        provider = engine.provider();
        release("koa", "Orders", "Users");
        user("Alice", "koa");
        forProvider.put("region", EngineProvider.REGION);
        forProvider.put("name", "koa-alice");
        forProvider.put("users", List.of("Alice"));
        spec.put("forProvider", forProvider);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theNamespacesTablesAreCopiedAndGivenToTheirUser() throws Exception {
        var _ =
                dynamoDb()
                        .updateContinuousBackups(
                                r ->
                                        r.tableName("idp-koa-Orders")
                                                .pointInTimeRecoverySpecification(
                                                        p -> p.pointInTimeRecoveryEnabled(true)));
        settle();

        assertThat(tables()).contains(ORDERS, USERS);
        assertThat(
                        dynamoDb()
                                .describeContinuousBackups(r -> r.tableName(ORDERS))
                                .continuousBackupsDescription()
                                .pointInTimeRecoveryDescription()
                                .pointInTimeRecoveryStatusAsString())
                .isEqualTo("ENABLED");
        assertThat(attached("Alice")).hasSize(1).allMatch(name -> name.contains("koa-alice"));
        assertThat(ready()).isEqualTo("True Available");
        assertThat(condition("UpToDate")).isEqualTo("True ObserveMatched");
        assertThat(seen())
                .containsEntry("name", "koa-alice")
                .containsEntry("tables", List.of(ORDERS, USERS))
                .containsEntry("principals", List.of("user Alice"))
                .containsEntry("policies", attached("Alice"))
                .doesNotContainKey("expires");
        assertThat(annotations).containsEntry(Annotations.EXTERNAL_NAME, "koa-alice");
    }

    @Test
    void whatSomebodyElseChangedIsToldAndChangedBack() throws Exception {
        settle();
        detachAll("Alice");
        var _ = dynamoDb().deleteTable(r -> r.tableName(USERS));
        awaitTables(1 + 2);
        spec.put("managementPolicies", List.of("Observe"));

        reconcile();

        assertThat(condition("UpToDate")).isEqualTo("False UpdateRestricted");
        assertThat(message("UpToDate"))
                .contains("table " + USERS + " (eu-west-1) is absent and should be present")
                .contains("user Alice attached policy");
        assertThat(attached("Alice")).isEmpty();

        spec.remove("managementPolicies");
        settle();
        assertThat(tables()).contains(USERS);
        assertThat(attached("Alice")).hasSize(1);
    }

    /** What leaves a family goes, with its tables; the others stay. */
    @Test
    void aUserWhoLeavesLosesTheEnvironment() throws Exception {
        user("Amit", "shop koa");
        forProvider.put("name", "koa-{user}");
        forProvider.put("users", List.of("Alice", "Amit"));
        settle();
        assertThat(tables()).contains("idp-koa-Alice-Orders", "idp-koa-Amit-Orders");

        forProvider.put("users", List.of("Amit"));
        settle();

        assertThat(tables())
                .contains("idp-koa-Amit-Orders", "idp-koa-Amit-Users")
                .noneMatch(name -> name.contains("Alice"));
        assertThat(attached("Alice")).isEmpty();
        assertThat(seen()).containsEntry("environments", List.of("koa-Amit"));
    }

    @Test
    void aUserWhoLeavesWhereNothingMayBeDeletedLosesTheAccessOnly() throws Exception {
        user("Amit", "koa");
        forProvider.put("name", "koa-{user}");
        forProvider.put("users", List.of("Alice", "Amit"));
        spec.put("managementPolicies", List.of("Observe", "Create", "Update"));
        settle();

        forProvider.put("users", List.of("Amit"));
        settle();

        assertThat(tables()).contains("idp-koa-Alice-Orders");
        assertThat(attached("Alice")).isEmpty();
        assertThat(message("UpToDate"))
                .isEqualTo("environment koa-Alice is there and should be gone");
    }

    @Test
    void groupsAreOfTheObject() throws Exception {
        forProvider.put("name", "koa-dev-{user}");
        forProvider.put("form", "Group");
        forProvider.put("group", "koa-developers");
        forProvider.put("createPrincipals", true);
        forProvider.put("permissionsBoundary", true);
        settle();
        assertThat(iam().getGroup(r -> r.groupName("koa-developers")).users()).hasSize(1);
        assertThat(tables()).contains("idp-koa-dev-Alice-Orders");

        deleted = true;
        settle();

        assertThat(finalizers).isEmpty();
        assertThat(tables()).noneMatch(name -> name.contains("Alice"));
        assertThat(iam().listGroups().groups()).isEmpty();
        assertThat(iam().listPolicies(r -> r.scope("Local")).policies()).isEmpty();
        assertThat(iam().getUser(r -> r.userName("Alice")).user().permissionsBoundary()).isNull();
    }

    @Test
    void afterItsTimeTheTablesGoAndDoNotComeBackUntilTheTtlIsChanged() throws Exception {
        forProvider.put("ttl", "3d");
        settle();
        String end = String.valueOf(seen().get("expires"));
        assertThat(Duration.between(now, Instant.parse(end)))
                .isBetween(Duration.ofDays(3).minusSeconds(1), Duration.ofDays(3));
        assertThat(tags(ORDERS)).containsEntry("idp/expires", end).containsEntry("idp/ttl", "3d");

        now = now.plus(Duration.ofDays(2));
        assertThat(reconcile().again()).isGreaterThan(Duration.ofMinutes(9));
        now = Instant.parse(end).minusSeconds(20);
        assertThat(reconcile().again()).isEqualTo(Duration.ofSeconds(21));
        assertThat(ready()).isEqualTo("True Available");

        now = Instant.parse(end);
        settle();
        assertThat(tables()).containsExactlyInAnyOrder("idp-koa-Orders", "idp-koa-Users");
        assertThat(attached("Alice")).isEmpty();
        assertThat(ready()).isEqualTo("False Expired");
        assertThat(seen()).containsEntry("tables", List.of()).containsEntry("expires", end);
        assertThat(events)
                .contains("Expired: its time is over; another ttl makes it anew, and empty");

        // As a restore of the cluster without its status has it.
        status = Map.of();
        now = now.plus(Duration.ofDays(30));
        settle();
        assertThat(ready()).isEqualTo("False Expired");
        assertThat(tables()).hasSize(2);

        forProvider.put("ttl", "5d");
        settle();
        assertThat(ready()).isEqualTo("True Available");
        assertThat(tables()).contains(ORDERS);
        assertThat(tags(ORDERS).get("idp/expires"))
                .isEqualTo(seen().get("expires"))
                .isGreaterThan(now.plus(Duration.ofDays(4)).toString());
    }

    @Test
    void anotherTtlIsCountedFromNow() throws Exception {
        forProvider.put("ttl", "3d");
        settle();
        now = now.plus(Duration.ofDays(2));
        forProvider.put("ttl", "2d");
        settle();
        assertThat(tags(ORDERS)).containsEntry("idp/ttl", "2d");
        assertThat(Instant.parse(tags(ORDERS).get("idp/expires")))
                .isAfter(now.plus(Duration.ofHours(47)));

        forProvider.remove("ttl");
        settle();
        assertThat(tags(ORDERS)).containsEntry("idp/expires", "never");
        assertThat(annotations).doesNotContainKeys(Annotations.TTL, Annotations.EXPIRES);
    }

    @Test
    void aProtectedTableKeepsTheObjectAndIsNamed() throws Exception {
        settle();
        var _ = dynamoDb().updateTable(r -> r.tableName(USERS).deletionProtectionEnabled(true));
        deleted = true;

        settle();

        assertThat(finalizers).contains(Annotations.FINALIZER);
        assertThat(message("Synced")).contains(USERS).contains("protected against deletion");
        assertThat(tables()).contains(USERS).doesNotContain(ORDERS);
        assertThat(attached("Alice")).isEmpty();

        var _ = dynamoDb().updateTable(r -> r.tableName(USERS).deletionProtectionEnabled(false));
        settle();
        assertThat(finalizers).isEmpty();
        assertThat(tables()).doesNotContain(USERS);
    }

    @Test
    void anObjectWithMistakesGoesAllTheSame() throws Exception {
        settle();
        forProvider.put("like", "elsewhere");
        deleted = true;
        settle();

        assertThat(finalizers).isEmpty();
        assertThat(tables()).hasSize(2);
    }

    @Test
    void anOrphanStaysWhole() throws Exception {
        spec.put("deletionPolicy", "Orphan");
        settle();
        assertThat(tags(ORDERS)).containsEntry("idp/deletion-policy", "Orphan");
        deleted = true;
        settle();

        assertThat(finalizers).isEmpty();
        assertThat(tables()).contains(ORDERS, USERS);
        assertThat(attached("Alice")).hasSize(1);
    }

    /** A table that is promoted is away for a moment; nobody's copy may go with it. */
    @Test
    void aCopyOutlivesItsSource() throws Exception {
        settle();
        var _ = dynamoDb().deleteTable(r -> r.tableName("idp-koa-Users"));
        awaitTables(1 + 2);
        now = now.plus(Duration.ofMinutes(6));
        settle();

        assertThat(tables()).contains(USERS);
        assertThat(policy("Alice")).contains(USERS);
        assertThat(condition("UpToDate")).isEqualTo("False UpdateRestricted");
        assertThat(message("UpToDate"))
                .isEqualTo(
                        "table "
                                + USERS
                                + " (eu-west-1) is there and should be gone, as it copies nothing"
                                + " that koa has");
        assertThat(ready()).isEqualTo("True Available");
    }

    @Test
    void aNewSourceIsCopied() throws Exception {
        settle();
        release("koa", "Carts");
        now = now.plus(Duration.ofMinutes(6));
        settle();

        assertThat(tables()).contains("idp-koa-alice-Carts");
        assertThat(policy("Alice")).contains("idp-koa-alice-Carts");
    }

    @Test
    void namesDoNotChange() throws Exception {
        settle();
        forProvider.put("name", "koa-bob");
        reconcile();
        assertThat(message("Synced")).contains("cannot change the value of the argument \"name\"");

        forProvider.put("name", "koa-alice");
        forProvider.put("tableName", "{environment}_{table}");
        reconcile();
        assertThat(message("Synced"))
                .contains("cannot change the value of the argument \"tableName\"");
        assertThat(tables()).hasSize(4);
    }

    @Test
    void aNameIsOfWhoeverWasFirst() throws Exception {
        settle();
        Map<String, String> first = annotations;
        annotations = new LinkedHashMap<>();
        status = Map.of();
        objectName = "another";
        // Tables of other names, so that it is the environment's own that is taken.
        forProvider.put("tableName", "{environment}_{table}");
        reconcile();

        assertThat(message("Synced"))
                .isEqualTo(
                        "create failed: the environment koa-alice belongs to the Environment object"
                                + " koa/alice in Kubernetes; choose another name");
        assertThat(tables()).hasSize(4);
        assertThat(first).containsKey(Annotations.CREATE_SUCCEEDED);
    }

    @Test
    void whatTheCommandLineMadeIsNotTakenOver() throws Exception {
        Map<String, Object> fields =
                Map.of("name", "koa-alice", "like", "koa", "users", List.of("Alice"));
        Reconciliation made =
                Reconciliation.of(
                        provider.target(),
                        EnvironmentEntry.values(
                                "test",
                                fields,
                                EnvironmentEntry.inRegion("test", EngineProvider.REGION)),
                        Release.ofEnvironment("koa", "koa-alice"),
                        new LiveSources(provider.target(), EngineProvider.REGION));
        Pace pace = new Pace(clock, new Random(7), _ -> Thread.onSpinWait(), 1);
        var _ = made.applier(pace, Progress.SILENT).apply(made.plan(made.observe(), now));
        annotations.put(Annotations.ADOPT, "true");
        reconcile();

        assertThat(message("Synced")).contains("belongs to release env-koa-alice in namespace koa");
        assertThat(tags(ORDERS)).containsEntry("idp/release", "env-koa-alice");
    }

    @Test
    void whatIsNobodysIsTakenOverOnlyWhenTheObjectSaysSo() throws Exception {
        settle();
        String arn = dynamoDb().describeTable(r -> r.tableName(ORDERS)).table().tableArn();
        var _ =
                dynamoDb()
                        .untagResource(
                                r ->
                                        r.resourceArn(arn)
                                                .tagKeys(
                                                        "idp/namespace",
                                                        "idp/release",
                                                        "managed-by",
                                                        "idp/environment"));
        reconcile();
        assertThat(message("Synced")).contains("no tag says that it belongs to this release");

        annotations.put(Annotations.ADOPT, "true");
        settle();
        assertThat(tags(ORDERS)).containsEntry("idp/environment", "koa-alice");
    }

    @Test
    void whatMayNotBeIsRefusedAndSaidPrecisely() throws Exception {
        namespaces.add("koa-shop");
        user("Stranger", "shop");
        var _ = iam().createRole(r -> r.roleName("deployer").assumeRolePolicyDocument(ANYBODY));
        for (String[] row :
                new String[][] {
                    {"name", "shop-alice", "does not begin with the namespace"},
                    {"name", "koa", "does not begin with the namespace"},
                    {"name", "koa-shop", "a name like that is of the namespace koa-shop"},
                    {"name", "koa-shop-x", "a name like that is of the namespace koa-shop"},
                    {"like", "shop", "names tables of another namespace, shop"},
                    {"like", "koa2", "names tables of another namespace, koa2"},
                    {"like", "koa/other", "names no tables: write a namespace"},
                    {"tableName", "Alice_{table}", "makes the AWS name Alice_Orders"},
                    {"tableName", "{environment}{table}", "makes the AWS name koa-aliceOrders"},
                    {"tableName", "{user}", "\"{user}\" does not tell the tables apart"},
                    {"users", "Stranger", "[0] names the user Stranger, which nothing says to be"},
                    {"roles", "deployer", "[0] names the role deployer, which nothing says to be"},
                    {"ttl", "3", "\"3\" is no time span: write minutes, hours, days or weeks"},
                    {"access", "All", "\"All\""},
                    {"group", "koa-g", "has no use with this form"},
                    {"colour", "blue", "is not a field"},
                }) {
            Map<String, Object> before = new LinkedHashMap<>(forProvider);
            boolean list = row[0].equals("users") || row[0].equals("roles");
            forProvider.put(row[0], list ? List.of(row[1]) : row[1]);

            reconcile();

            assertThat(condition("Synced")).isEqualTo("False ReconcileError");
            assertThat(message("Synced"))
                    .as("%s: %s", row[0], row[1])
                    .contains("spec.forProvider." + row[0])
                    .contains(row[2]);
            forProvider.clear();
            forProvider.putAll(before);
        }
        assertThat(tables()).hasSize(2);
        assertThat(iam().listPolicies(r -> r.scope("Local")).policies()).isEmpty();
    }

    @Test
    void allMistakesAreSaidAtOnce() throws Exception {
        forProvider.put("name", "alice");
        forProvider.put("like", "shop");
        forProvider.put("ttl", "3 days");
        reconcile();

        assertThat(message("Synced"))
                .contains("spec.forProvider.name is alice")
                .contains("spec.forProvider.like names tables of another namespace")
                .contains("spec.forProvider.ttl \"3 days\" is no time span");
    }

    @Test
    void aUserWhoIsMissingIsNamed() throws Exception {
        forProvider.put("users", List.of("Bob"));
        reconcile();

        assertThat(message("Synced"))
                .contains("user Bob cannot be given access")
                .contains("createPrincipals: true");
    }

    /** Otherwise whoever may write an Environment could join any group, administrators' too. */
    @Test
    void nobodyIsPutIntoAGroupThatWasThereBefore() throws Exception {
        var _ = iam().createGroup(r -> r.groupName("administrators"));
        forProvider.put("name", "koa-{user}");
        forProvider.put("form", "Group");
        forProvider.put("group", "administrators");
        reconcile();

        assertThat(message("Synced"))
                .contains(
                        "spec.forProvider.group names the group administrators, which this object"
                                + " has not made");
        assertThat(iam().getGroup(r -> r.groupName("administrators")).users()).isEmpty();
    }

    /**
     * Whoever can write a role's tags, or has a trust policy with sts:TagSession, could otherwise
     * name the environment of another namespace, and even its tables.
     */
    @Test
    void rolesByTagAreTheObjectsOwn() throws Exception {
        var ofKoa =
                software.amazon.awssdk.services.iam.model.Tag.builder()
                        .key("idp/namespaces")
                        .value("koa")
                        .build();
        var _ =
                iam().createRole(
                                r ->
                                        r.roleName("known")
                                                .assumeRolePolicyDocument(ANYBODY)
                                                .tags(ofKoa));
        forProvider.remove("users");
        for (String form : List.of("PrincipalTag", "ResourceTag")) {
            forProvider.put("form", form);
            forProvider.put("roles", List.of("known"));
            reconcile();
            assertThat(message("Synced"))
                    .contains(
                            "spec.forProvider.roles[0] names the role known, which this object has"
                                    + " not made");
        }
        assertThat(tables()).hasSize(2);

        forProvider.put("roles", List.of("koa-tests"));
        forProvider.put("createPrincipals", true);
        settle();
        assertThat(condition("UpToDate")).isEqualTo("True ObserveMatched");
        assertThat(iam().listRoleTags(r -> r.roleName("koa-tests")).tags())
                .anyMatch(t -> t.key().equals("idp/environment") && t.value().equals("koa-alice"));
    }

    @Test
    void whatIsMadeBeginsWithTheNamespace() throws Exception {
        forProvider.put("users", List.of("root2"));
        forProvider.put("roles", List.of("access-service-shop"));
        forProvider.put("createPrincipals", true);
        reconcile();
        assertThat(message("Synced"))
                .contains("users[0] names the user root2, which does not exist")
                .contains("roles[0] names the role access-service-shop, which does not exist");

        forProvider.put("users", List.of("koa-tester"));
        forProvider.put("roles", List.of("koa-tests"));
        settle();
        assertThat(attached("koa-tester")).hasSize(1);
        deleted = true;
        settle();
        assertThat(iam().listUsers().users())
                .extracting(u -> u.userName())
                .doesNotContain("koa-tester");
        assertThat(iam().listRoles().roles())
                .extracting(r -> r.roleName())
                .doesNotContain("koa-tests");
    }

    @Test
    void aLifetimeNeedsTheRightToDelete() throws Exception {
        forProvider.put("ttl", "3d");
        spec.put("deletionPolicy", "Orphan");
        reconcile();
        assertThat(message("Synced"))
                .contains("spec.forProvider.ttl has no use where nothing may be deleted");
    }

    /** Until nothing is to be done for now; what fails is as far as it goes. */
    private void settle() throws Exception {
        for (int round = 0; round < 200; round++) {
            Verdict verdict = reconcile();
            if (verdict.kind() != Verdict.Kind.AT_WORK) {
                return;
            }
        }
        throw new AssertionError("never settles: " + status);
    }

    private Verdict reconcile() throws Exception {
        Stored object = new Stored();
        ManagedReconcile reconcile =
                new ManagedReconcile(
                        Naming.BY_SETTINGS,
                        object,
                        one -> environments.connect(one, provider),
                        References.NONE,
                        Timing.DEFAULT,
                        clock,
                        new Random(7));
        Verdict verdict = reconcile.reconcile(object.read(), Streak.NONE);
        if (verdict.status() != null) {
            status = verdict.status();
        }
        return verdict;
    }

    /** The object, in place of an API server. */
    private final class Stored implements Store {
        ManagedObject read() {
            return new ManagedObject(
                    new ManagedObject.Identity(
                            "tablewright.dev/v1alpha1",
                            "Environment",
                            "koa",
                            objectName,
                            "uid-" + objectName,
                            null),
                    1,
                    deleted ? now : null,
                    Map.of(),
                    annotations,
                    finalizers,
                    spec,
                    status);
        }

        @Override
        public void write(ManagedObject object) {
            annotations = new LinkedHashMap<>(object.annotations());
            finalizers = new HashSet<>(object.finalizers());
        }

        @Override
        public void annotate(ManagedObject object, Map<String, String> added) {
            object.annotations().putAll(added);
            annotations.putAll(added);
        }

        @Override
        public void tell(ManagedObject object, Severity severity, String reason, String message) {
            events.add(reason + ": " + message);
        }
    }

    private String ready() {
        return condition("Ready");
    }

    private String condition(String type) {
        return field(type, "status") + " " + field(type, "reason");
    }

    private String message(String type) {
        return field(type, "message");
    }

    private String field(String type, String field) {
        return Trees.maps(status.get("conditions")).stream()
                .filter(one -> type.equals(one.get("type")))
                .map(one -> String.valueOf(one.get(field)))
                .findFirst()
                .orElse("");
    }

    private Map<String, Object> seen() {
        return Trees.map(status.get("atProvider"));
    }

    /** Tables as a release of the chart has made them. */
    private void release(String namespace, String... tables) {
        Release release = new Release(namespace, Release.DEFAULT_NAME);
        for (String table : tables) {
            List<Tag> tags = new ArrayList<>();
            release.tableTags(table, DeletionPolicy.DELETE, List.of())
                    .forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
            var _ =
                    dynamoDb()
                            .createTable(
                                    r ->
                                            r.tableName(release.tableName(table, true))
                                                    .billingMode("PAY_PER_REQUEST")
                                                    .attributeDefinitions(
                                                            AttributeDefinition.builder()
                                                                    .attributeName("id")
                                                                    .attributeType("S")
                                                                    .build())
                                                    .keySchema(
                                                            KeySchemaElement.builder()
                                                                    .attributeName("id")
                                                                    .keyType("HASH")
                                                                    .build())
                                                    .tags(tags));
        }
    }

    private void user(String name, String namespaces) {
        var tag =
                software.amazon.awssdk.services.iam.model.Tag.builder()
                        .key("idp/namespaces")
                        .value(namespaces)
                        .build();
        var _ = iam().createUser(r -> r.userName(name).tags(tag));
    }

    private void awaitTables(int count) {
        while (tables().size() > count) {
            Thread.onSpinWait();
        }
    }

    private List<String> tables() {
        return dynamoDb().listTables().tableNames();
    }

    private Map<String, String> tags(String table) {
        return Observer.tags(
                dynamoDb(), dynamoDb().describeTable(r -> r.tableName(table)).table().tableArn());
    }

    private List<String> attached(String user) {
        return iam().listAttachedUserPolicies(r -> r.userName(user)).attachedPolicies().stream()
                .map(AttachedPolicy::policyName)
                .toList();
    }

    private void detachAll(String user) {
        iam().listAttachedUserPolicies(r -> r.userName(user))
                .attachedPolicies()
                .forEach(
                        policy ->
                                iam().detachUserPolicy(
                                                r ->
                                                        r.userName(user)
                                                                .policyArn(policy.policyArn())));
    }

    private String policy(String user) {
        String arn =
                iam().listAttachedUserPolicies(r -> r.userName(user))
                        .attachedPolicies()
                        .getFirst()
                        .policyArn();
        String version = iam().getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId();
        return iam().getPolicyVersion(r -> r.policyArn(arn).versionId(version))
                .policyVersion()
                .document();
    }

    private DynamoDbClient dynamoDb() {
        return provider.target().dynamoDb(EngineProvider.REGION);
    }

    private IamClient iam() {
        return provider.target().iam();
    }
}
