package dev.tablewright.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Table objects in a real API server become tables of our engine. Skipped without an API server.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TableOperatorTest {
    private Bench bench;

    @BeforeAll
    void begin(@TempDir Path directory) throws Exception {
        bench = Bench.start(directory);
    }

    @AfterAll
    void end() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    private static final String TABLES = "tables.dynamodb.aws.m.upbound.io";
    private static final String POLICIES = "policies.iam.aws.m.upbound.io";
    private static final String ATTACHMENTS = "rolepolicyattachments.iam.aws.m.upbound.io";
    private static final String ROLES = "roles.iam.aws.m.upbound.io";

    @Test
    void anObjectBecomesATableAndGoesWithIt() throws Exception {
        bench.apply(table("orders", "", "ttl: {enabled: true, attributeName: expires}"));
        upToDate("orders");

        assertThat(describe("orders").tableStatusAsString()).isEqualTo("ACTIVE");
        assertThat(
                        bench.dynamoDb()
                                .describeContinuousBackups(r -> r.tableName("orders"))
                                .continuousBackupsDescription()
                                .pointInTimeRecoveryDescription()
                                .recoveryPeriodInDays())
                .isEqualTo(7);
        assertThat(bench.status(TABLES, "koa", "orders"))
                .containsEntry("drift", "none")
                .containsKey("atProvider");

        bench.delete(TABLES, "koa", "orders");
        bench.awaitGone(TABLES, "koa", "orders");
        assertThat(exists("orders")).isFalse();
    }

    @Test
    void anOrphanStays() throws Exception {
        bench.apply(
                table(
                        "stays",
                        "managementPolicies: [Observe, Create, Update, LateInitialize]",
                        ""));
        upToDate("stays");

        bench.delete(TABLES, "koa", "stays");
        bench.awaitGone(TABLES, "koa", "stays");
        assertThat(exists("stays")).isTrue();
    }

    @Test
    void observingReportsDriftAndChangesNothing() throws Exception {
        create("seen");
        bench.apply(
                table("seen", "managementPolicies: [Observe]", "deletionProtectionEnabled: true"));

        bench.awaitCondition(TABLES, "koa", "seen", "UpToDate", "False");
        assertThat(bench.status(TABLES, "koa", "seen"))
                .extracting("drift", org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("deletionProtectionEnabled")
                .contains("pointInTimeRecovery")
                .contains("tag team");
        assertThat(describe("seen").deletionProtectionEnabled()).isNotEqualTo(true);
        assertThat(tags("seen")).isEmpty();

        bench.delete(TABLES, "koa", "seen");
        bench.awaitGone(TABLES, "koa", "seen");
        assertThat(exists("seen")).isTrue();
    }

    @Test
    void aTableOfNobodyIsTakenOverOnlyWhenTheObjectSaysSo() throws Exception {
        create("foreign");
        bench.apply(table("foreign", "", ""));

        bench.awaitCondition(TABLES, "koa", "foreign", "Synced", "False");
        assertThat(bench.status(TABLES, "koa", "foreign").toString())
                .contains("set the annotation tablewright.dev/adopt");
        assertThat(tags("foreign")).isEmpty();

        bench.object(TABLES, "koa", "foreign")
                .edit(
                        o -> {
                            o.getMetadata().getAnnotations().put("tablewright.dev/adopt", "true");
                            return o;
                        });
        upToDate("foreign");
        assertThat(tags("foreign")).containsEntry("team", "koa");
    }

    @Test
    void indexesAreAddedOneAfterTheOther() throws Exception {
        bench.apply(table("wide", "", ""));
        upToDate("wide");

        bench.apply(
                """
                apiVersion: dynamodb.aws.m.upbound.io/v1beta1
                kind: Table
                metadata: {name: wide, namespace: koa}
                spec:
                  forProvider:
                    region: eu-west-1
                    hashKey: id
                    billingMode: PAY_PER_REQUEST
                    attribute:
                    - {name: id, type: S}
                    - {name: a, type: S}
                    - {name: b, type: N}
                    globalSecondaryIndex:
                    - {name: by-a, hashKey: a, projectionType: ALL}
                    - {name: by-b, hashKey: b, projectionType: KEYS_ONLY}
                    pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
                    tags: {team: koa}
                """);
        Cluster.eventually(
                "both indexes", () -> describe("wide").globalSecondaryIndexes().size() == 2);
        upToDate("wide");
    }

    @Test
    void aChangedKeyIsRefusedAndNothingIsReplaced() throws Exception {
        bench.apply(table("fixed", "", ""));
        upToDate("fixed");
        String id = describe("fixed").tableId();

        bench.apply(
                table("fixed", "", "")
                        .replace("hashKey: id", "hashKey: other")
                        .replace("name: id,", "name: other,"));

        bench.awaitCondition(TABLES, "koa", "fixed", "Synced", "False");
        assertThat(bench.status(TABLES, "koa", "fixed").toString())
                .contains("DynamoDB cannot change that");
        assertThat(describe("fixed").tableId()).isEqualTo(id);
    }

    @Test
    void driftIsMendedAtTheNextThoroughLook() throws Exception {
        bench.apply(table("moved", "", ""));
        upToDate("moved");

        var _ =
                bench.dynamoDb()
                        .updateTable(r -> r.tableName("moved").deletionProtectionEnabled(true));
        var _ =
                bench.dynamoDb()
                        .untagResource(
                                r -> r.resourceArn(describe("moved").tableArn()).tagKeys("team"));

        Cluster.eventually("the tag is back", () -> tags("moved").containsKey("team"));
        // What the object does not name is nobody's business.
        assertThat(describe("moved").deletionProtectionEnabled()).isTrue();
    }

    @Test
    void settingsThatMakeNoSenseAreSaid() throws Exception {
        bench.apply(table("wrong", "", "streamEnabled: true"));

        bench.awaitCondition(TABLES, "koa", "wrong", "Synced", "False");
        assertThat(bench.status(TABLES, "koa", "wrong").toString())
                .contains("spec.forProvider.streamViewType");
        assertThat(exists("wrong")).isFalse();
    }

    @Test
    void tablesOfTheClusterInTheOlderForm() throws Exception {
        bench.apply(
                """
                apiVersion: dynamodb.aws.upbound.io/v1beta1
                kind: Table
                metadata: {name: old-form}
                spec:
                  forProvider:
                    region: eu-west-1
                    hashKey: id
                    billingMode: PROVISIONED
                    readCapacity: 3
                    writeCapacity: 2
                    attribute: [{name: id, type: S}]
                    ttl: [{enabled: true, attributeName: expires}]
                """);

        bench.awaitCondition(
                "tables.dynamodb.aws.upbound.io", null, "old-form", "UpToDate", "True");
        assertThat(describe("old-form").provisionedThroughput().readCapacityUnits()).isEqualTo(3);
        assertThat(
                        bench.dynamoDb()
                                .describeTimeToLive(r -> r.tableName("old-form"))
                                .timeToLiveDescription()
                                .attributeName())
                .isEqualTo("expires");
        bench.delete("tables.dynamodb.aws.upbound.io", null, "old-form");
        bench.awaitGone("tables.dynamodb.aws.upbound.io", null, "old-form");
        assertThat(exists("old-form")).isFalse();
    }

    @Test
    void aPolicyIsAttachedToARoleThatARefersTo() throws Exception {
        bench.apply(attachment("reader", "access-koa"));
        bench.awaitCondition(ATTACHMENTS, "koa", "reader", "Synced", "False");
        assertThat(bench.status(ATTACHMENTS, "koa", "reader").toString())
                .contains("cannot resolve references");

        bench.apply(policy("reader", "orders"));
        bench.awaitCondition(POLICIES, "koa", "reader", "UpToDate", "True");
        // There is no such role yet: the sentence that the documents promise.
        Cluster.eventually(
                "the documented error",
                () ->
                        bench.status(ATTACHMENTS, "koa", "reader")
                                .toString()
                                .contains("no role based policy allows the assignment"));

        bench.apply(
                """
                apiVersion: iam.aws.m.upbound.io/v1beta1
                kind: Role
                metadata: {name: access-koa, namespace: koa}
                spec:
                  forProvider:
                    maxSessionDuration: 7200
                    assumeRolePolicy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}'
                """);
        bench.awaitCondition(ROLES, "koa", "access-koa", "UpToDate", "True");
        Cluster.eventually(
                "attached",
                java.time.Duration.ofSeconds(90),
                () -> attached("access-koa").equals(List.of("reader")));
        bench.awaitCondition(ATTACHMENTS, "koa", "reader", "UpToDate", "True");

        bench.apply(policy("reader", "customers"));
        Cluster.eventually(
                "the new document", () -> document("reader").contains("table/customers"));

        // In any order: each waits for what has to go before it.
        bench.delete(ROLES, "koa", "access-koa");
        bench.delete(POLICIES, "koa", "reader");
        bench.delete(ATTACHMENTS, "koa", "reader");
        bench.awaitGone(ATTACHMENTS, "koa", "reader");
        bench.awaitGone(POLICIES, "koa", "reader");
        bench.awaitGone(ROLES, "koa", "access-koa");
    }

    /** As the chart renders a role's policies, dealt anew by an upgrade. */
    @Test
    void aRightThatMovesStaysUntilTheOtherPolicyIsAttached() throws Exception {
        var _ =
                bench.target()
                        .iam()
                        .createRole(
                                r ->
                                        r.roleName("mover")
                                                .assumeRolePolicyDocument(
                                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}"));
        bench.apply(part("one", "a", "b"));
        bench.apply(attachment("one", "mover"));
        bench.awaitCondition(ATTACHMENTS, "koa", "one", "UpToDate", "True");

        bench.apply(part("two", "b"));
        bench.awaitCondition(POLICIES, "koa", "two", "UpToDate", "True");
        bench.apply(part("one", "a"));
        // The status says nothing of the generation before any more.
        bench.awaitCondition(POLICIES, "koa", "one", "UpToDate", "False");
        assertThat(document("one")).contains("table/a").contains("table/b");

        bench.apply(attachment("two", "mover"));
        bench.awaitCondition(POLICIES, "koa", "one", "UpToDate", "True");
        assertThat(document("one")).contains("table/a").doesNotContain("table/b");
        assertThat(attached("mover")).containsExactlyInAnyOrder("one", "two");
    }

    private static String part(String name, String... tables) {
        String resources =
                Arrays.stream(tables)
                        .map("\"arn:aws:dynamodb:*:*:table/%s\""::formatted)
                        .collect(Collectors.joining(","));
        return """
        apiVersion: iam.aws.m.upbound.io/v1beta1
        kind: Policy
        metadata: {name: %s, namespace: koa}
        spec:
          forProvider:
            policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem"],"Resource":[%s]}]}'
            tags: {idp/namespace: koa, idp/release: moving, managed-by: tablewright, idp/role: mover}
        """
                .formatted(name, resources);
    }

    @Test
    void aProviderOfTokens() throws Exception {
        String crd = "openidconnectproviders.iam.aws.m.upbound.io";
        bench.apply(
                """
                apiVersion: iam.aws.m.upbound.io/v1beta1
                kind: OpenIDConnectProvider
                metadata: {name: cluster, namespace: koa}
                spec:
                  forProvider:
                    url: https://kubernetes.example/oidc
                    clientIdList: [sts.amazonaws.com]
                    thumbprintList: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]
                """);
        bench.awaitCondition(crd, "koa", "cluster", "UpToDate", "True");
        assertThat(bench.object(crd, "koa", "cluster").get().getMetadata().getAnnotations())
                .containsEntry(
                        "crossplane.io/external-name",
                        "arn:aws:iam::123456789012:oidc-provider/kubernetes.example/oidc");

        bench.delete(crd, "koa", "cluster");
        bench.awaitGone(crd, "koa", "cluster");
        assertThat(bench.target().iam().listOpenIDConnectProviders().openIDConnectProviderList())
                .isEmpty();
    }

    @Test
    void aProviderConfigInUseStays() throws Exception {
        String configs = "providerconfigs.aws.m.upbound.io";
        bench.apply(
                """
                apiVersion: aws.m.upbound.io/v1beta1
                kind: ProviderConfig
                metadata: {name: own, namespace: koa}
                spec:
                  credentials:
                    source: Secret
                    secretRef: {namespace: koa, name: aws, key: credentials}
                  endpoint:
                    url: {type: Static, static: "%s"}
                """
                        .formatted(bench.target()));
        for (String name : List.of("user-one", "user-two")) {
            bench.apply(table(name, "providerConfigRef: {kind: ProviderConfig, name: own}", ""));
            upToDate(name);
        }
        Cluster.eventually("both are counted", () -> users(configs) == 2);

        String uid = bench.object(TABLES, "koa", "user-one").get().getMetadata().getUid();
        var usage = bench.object("providerconfigusages.aws.m.upbound.io", "koa", uid).get();
        assertThat(usage.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
        assertThat(usage.getMetadata().getLabels())
                .containsEntry("crossplane.io/provider-config", "own")
                .containsEntry("crossplane.io/provider-config-kind", "ProviderConfig");
        // Somebody cleans up.
        bench.delete("providerconfigusages.aws.m.upbound.io", "koa", uid);
        Cluster.eventually(
                "it is written again",
                () -> {
                    var again = bench.object("providerconfigusages.aws.m.upbound.io", "koa", uid);
                    return again.get() != null
                            && !again.get()
                                    .getMetadata()
                                    .getUid()
                                    .equals(usage.getMetadata().getUid());
                });
        Cluster.eventually("both are counted again", () -> users(configs) == 2);

        bench.delete(configs, "koa", "own");
        bench.awaitCondition(configs, "koa", "own", "Terminating", "True");
        bench.delete(TABLES, "koa", "user-one");
        bench.awaitGone(TABLES, "koa", "user-one");
        Cluster.eventually("one is left", () -> users(configs) == 1);
        // The other changed its mind.
        bench.apply(
                table(
                        "user-two",
                        "providerConfigRef: {kind: ClusterProviderConfig, name: default}",
                        ""));
        bench.awaitGone(configs, "koa", "own");
        upToDate("user-two");
        assertThat(exists("user-one")).isFalse();
        assertThat(exists("user-two")).isTrue();
    }

    private int users(String configs) {
        return bench.status(configs, "koa", "own").get("users") instanceof Number number
                ? number.intValue()
                : 0;
    }

    /** What a team does after a bad release, without a ticket. */
    @Test
    void aTableIsBroughtBackBesideItself() throws Exception {
        String crd = "tablerestores.tablewright.dev";
        bench.apply(table("ledger", "", "ttl: {enabled: true, attributeName: expires}"));
        upToDate("ledger");
        var _ =
                bench.dynamoDb()
                        .putItem(
                                r ->
                                        r.tableName("ledger")
                                                .item(Map.of("id", AttributeValue.fromS("1"))));
        bench.apply(
                """
                apiVersion: tablewright.dev/v1alpha1
                kind: TableRestore
                metadata: {name: back, namespace: koa}
                spec:
                  forProvider:
                    region: eu-west-1
                    sourceTableRef: {name: ledger}
                    targetTable: ledger-back
                """);

        bench.awaitCondition(crd, "koa", "back", "Ready", "True");
        bench.awaitCondition(crd, "koa", "back", "UpToDate", "True");
        assertThat(
                        bench.dynamoDb()
                                .describeTimeToLive(r -> r.tableName("ledger-back"))
                                .timeToLiveDescription()
                                .attributeName())
                .isEqualTo("expires");
        assertThat(tags("ledger-back")).containsEntry("team", "koa");

        // Done is done: neither the end of the table nor that of the object means anything more.
        var _ = bench.dynamoDb().deleteTable(r -> r.tableName("ledger-back"));
        bench.awaitCondition(crd, "koa", "back", "Ready", "False");
        bench.delete(crd, "koa", "back");
        bench.awaitGone(crd, "koa", "back");
        assertThat(exists("ledger-back")).isFalse();
        assertThat(exists("ledger")).isTrue();
    }

    @Test
    void aPlanOfBackupsWithItsVaultAndSelection() throws Exception {
        String vaults = "vaults.backup.aws.m.upbound.io";
        String plans = "plans.backup.aws.m.upbound.io";
        String selections = "selections.backup.aws.m.upbound.io";
        bench.apply(
                """
                apiVersion: backup.aws.m.upbound.io/v1beta1
                kind: Selection
                metadata: {name: nightly, namespace: koa}
                spec:
                  forProvider:
                    region: eu-west-1
                    name: nightly
                    iamRoleArn: arn:aws:iam::123456789012:role/backup
                    planIdRef: {name: nightly}
                    selectionTag: [{type: STRINGEQUALS, key: idp-backup, value: nightly}]
                """);
        bench.apply(
                """
                apiVersion: backup.aws.m.upbound.io/v1beta1
                kind: Plan
                metadata: {name: nightly, namespace: koa}
                spec:
                  forProvider:
                    region: eu-west-1
                    name: nightly
                    rule:
                    - ruleName: nightly
                      schedule: cron(0 3 * * ? *)
                      targetVaultNameRef: {name: safe}
                      lifecycle: {deleteAfter: 35}
                """);
        bench.apply(
                """
                apiVersion: backup.aws.m.upbound.io/v1beta1
                kind: Vault
                metadata: {name: safe, namespace: koa}
                spec: {forProvider: {region: eu-west-1, tags: {team: koa}}}
                """);
        bench.apply(
                """
                apiVersion: iam.aws.m.upbound.io/v1beta1
                kind: Role
                metadata: {name: backup, namespace: koa}
                spec:
                  forProvider:
                    assumeRolePolicy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"backup.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
                """);

        bench.awaitCondition(vaults, "koa", "safe", "UpToDate", "True");
        bench.awaitCondition(plans, "koa", "nightly", "UpToDate", "True");
        bench.awaitCondition(selections, "koa", "nightly", "UpToDate", "True");
        var api = bench.target().backupPlans(Bench.REGION);
        String id = java.util.Objects.requireNonNull(api.plans().get("nightly"));
        assertThat(api.read(id).deleteAfterDays()).isEqualTo(35);
        assertThat(api.selections(id)).containsExactly("nightly");

        bench.delete(vaults, "koa", "safe");
        bench.delete(plans, "koa", "nightly");
        bench.delete(selections, "koa", "nightly");
        bench.awaitGone(selections, "koa", "nightly");
        bench.awaitGone(plans, "koa", "nightly");
        bench.awaitGone(vaults, "koa", "safe");
        assertThat(api.plans()).doesNotContainKey("nightly");
    }

    private static String policy(String name, String table) {
        return """
        apiVersion: iam.aws.m.upbound.io/v1beta1
        kind: Policy
        metadata: {name: %s, namespace: koa}
        spec:
          forProvider:
            policy: '%s'
        """
                .formatted(
                        name,
                        ("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                             + "\"dynamodb:GetItem\",\"Resource\":\"arn:aws:dynamodb:eu-west-1:*:table/"
                                + table
                                + "\"}]}"));
    }

    private static String attachment(String policy, String role) {
        return """
        apiVersion: iam.aws.m.upbound.io/v1beta1
        kind: RolePolicyAttachment
        metadata: {name: %s, namespace: koa}
        spec:
          forProvider:
            role: %s
            policyArnRef: {name: %s}
        """
                .formatted(policy, role, policy);
    }

    private List<String> attached(String role) {
        return bench
                .target()
                .iam()
                .listAttachedRolePolicies(r -> r.roleName(role))
                .attachedPolicies()
                .stream()
                .map(p -> p.policyName())
                .toList();
    }

    private String document(String policy) {
        String arn = "arn:aws:iam::123456789012:policy/" + policy;
        String version =
                bench.target().iam().getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId();
        return java.net.URLDecoder.decode(
                bench.target()
                        .iam()
                        .getPolicyVersion(r -> r.policyArn(arn).versionId(version))
                        .policyVersion()
                        .document(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String table(String name, String ofSpec, String ofProvider) {
        return """
        apiVersion: dynamodb.aws.m.upbound.io/v1beta1
        kind: Table
        metadata: {name: %s, namespace: koa}
        spec:
          %s
          forProvider:
            region: eu-west-1
            hashKey: id
            billingMode: PAY_PER_REQUEST
            attribute: [{name: id, type: S}]
            pointInTimeRecovery: {enabled: true, recoveryPeriodInDays: 7}
            tags: {team: koa}
            %s
        """
                .formatted(name, ofSpec, ofProvider);
    }

    private void create(String name) throws InterruptedException {
        var _ =
                bench.dynamoDb()
                        .createTable(
                                r ->
                                        r.tableName(name)
                                                .keySchema(
                                                        KeySchemaElement.builder()
                                                                .attributeName("id")
                                                                .keyType("HASH")
                                                                .build())
                                                .attributeDefinitions(
                                                        AttributeDefinition.builder()
                                                                .attributeName("id")
                                                                .attributeType("S")
                                                                .build())
                                                .billingMode("PAY_PER_REQUEST"));
        Cluster.eventually(
                name + " is ACTIVE", () -> describe(name).tableStatusAsString().equals("ACTIVE"));
    }

    private void upToDate(String name) throws InterruptedException {
        bench.awaitCondition(TABLES, "koa", name, "UpToDate", "True");
        bench.awaitCondition(TABLES, "koa", name, "Ready", "True");
    }

    private TableDescription describe(String table) {
        return bench.dynamoDb().describeTable(r -> r.tableName(table)).table();
    }

    private boolean exists(String table) {
        return bench.dynamoDb().listTables().tableNames().contains(table);
    }

    private Map<String, String> tags(String table) {
        Map<String, String> tags = new TreeMap<>();
        bench.dynamoDb()
                .listTagsOfResource(r -> r.resourceArn(describe(table).tableArn()))
                .tags()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }
}
