package dev.tablewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The platform's guide, followed from an empty cluster to a pod that reads its tables, and back: a
 * real API server, the three charts installed by Helm, our engine and our operator as processes.
 * Skipped where there is no API server to start. {@code .ci/e2e} runs it.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "koa-dev", "values.yaml");
    private static final String TABLES = "dynamodb.aws.m.upbound.io/v1beta1";
    private static final String IAM = "iam.aws.m.upbound.io/v1beta1";

    @SuppressWarnings("NullAway.Init") // started once, or all is skipped
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Installed installed;

    @SuppressWarnings("NullAway.Init")
    private DynamoDbClient dynamoDb;

    @SuppressWarnings("NullAway.Init")
    private IamClient iam;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path temporary) throws Exception {
        directory = temporary;
        cluster = Cluster.start(Files.createDirectory(temporary.resolve("kube")));
        installed = Installed.start(temporary, cluster);
        dynamoDb = installed.client(DynamoDbClient.builder());
        iam = installed.client(IamClient.builder());
    }

    @AfterAll
    void stop() throws IOException {
        if (installed != null) {
            installed.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Tables, one policy, a role by token, and an uninstall that takes away what it made. */
    @Test
    void theGuidesTablesAreMadeUsedAndTakenAway() throws Exception {
        installed.namespace("koa-dev");
        installed.helm("install", "idp-advanced", "koa-dev", application("access-service"));
        ready(IAM, "koa-dev", "roles", "access-service-koa-dev");
        installed.helm("install", "helm-idp-dynamodb", "koa-dev", Files.readString(EXAMPLE));
        List<String> names =
                List.of(
                        "idp-koa-dev-AAUserAccess-v3",
                        "idp-koa-dev-IpAccessAgreement-v2",
                        "idp-koa-dev-IpAccessAgreement-v2-shadow",
                        "idp-koa-dev-Orders");
        for (String name : names) {
            ready(TABLES, "koa-dev", "tables", name.toLowerCase(Locale.ROOT));
            assertThat(table(name).orElseThrow().tableStatusAsString()).isEqualTo("ACTIVE");
            assertThat(table(name).orElseThrow().deletionProtectionEnabled()).isTrue();
        }
        String policy = "idp-dynamodb-koa-dev-helm-idp-dynamodb-access-service-koa-dev";
        ready(IAM, "koa-dev", "rolepolicyattachments", policy);
        assertThat(attached("access-service-koa-dev")).containsExactly(policy);

        dynamoDb.createTable(
                r ->
                        r.tableName("idp-koa-prod-Orders")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        AttributeDefinition.builder()
                                                .attributeName("k")
                                                .attributeType("S")
                                                .build())
                                .keySchema(
                                        KeySchemaElement.builder()
                                                .attributeName("k")
                                                .keyType("HASH")
                                                .build()));
        List<String> all =
                List.of(
                        "idp-koa-dev-AAUserAccess-v3=SsoId",
                        "idp-koa-dev-IpAccessAgreement-v2=Ip,Brand",
                        "idp-koa-dev-IpAccessAgreement-v2-shadow=Ip,Brand",
                        "idp-koa-dev-Orders=CustomerId,OrderDate",
                        "idp-koa-prod-Orders=k");
        List<String> expected = new ArrayList<>();
        for (String table : all) {
            String name = table.substring(0, table.indexOf('='));
            String own = names.contains(name) ? "ok" : "AccessDeniedException";
            for (String call : List.of("put", "get", "scan")) {
                expected.add("pod: " + call + " " + name + ": " + own);
            }
            expected.add("pod: delete-table " + name + ": AccessDeniedException");
        }
        expected.add("pod: list-roles -: AccessDenied");
        expected.add("pod: create-table -: AccessDeniedException");
        assertThat(pod("access-service", "access-service-koa-dev", all))
                .containsExactlyElementsOf(expected);

        cluster.create(
                "/api/v1/namespaces/koa-dev/serviceaccounts",
                "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"other\"}}");
        assertThat(pod("other", "access-service-koa-dev", List.of(all.getFirst())))
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .contains(
                                                "Not authorized to perform"
                                                        + " sts:AssumeRoleWithWebIdentity"));

        aTeamGivesItselfAnEnvironment();
        engineDiesAndNothingIsLost(names.getFirst());
        takeAway(names, policy);
    }

    /** With the rights that the chart gives the operator, and those of its policy for AWS. */
    private void aTeamGivesItselfAnEnvironment() throws Exception {
        cluster.create(
                "/apis/tablewright.dev/v1alpha1/namespaces/koa-dev/environments",
                """
                {"apiVersion": "tablewright.dev/v1alpha1", "kind": "Environment", "metadata": {"name": "trial"},
                 "spec": {"forProvider": {"region": "eu-west-1", "name": "koa-dev-trial", "users": ["koa-dev-tester"],
                 "roles": ["access-service-koa-dev"], "createPrincipals": true, "permissionsBoundary": false, "ttl": "2h"}}}
                """);
        ready("tablewright.dev/v1alpha1", "koa-dev", "environments", "trial");
        assertThat(table("idp-koa-dev-trial-Orders").orElseThrow().deletionProtectionEnabled())
                .isNotEqualTo(true);
        assertThat(attached("access-service-koa-dev")).hasSize(2);
        assertThat(iam.listAttachedUserPolicies(r -> r.userName("koa-dev-tester")))
                .satisfies(answer -> assertThat(answer.attachedPolicies()).hasSize(1));

        cluster.delete(path("tablewright.dev/v1alpha1", "koa-dev", "environments", "trial"));
        Cluster.until(
                () ->
                        cluster.find(
                                        path(
                                                "tablewright.dev/v1alpha1",
                                                "koa-dev",
                                                "environments",
                                                "trial"))
                                .isEmpty(),
                "the environment is gone");
        assertThat(table("idp-koa-dev-trial-Orders")).isEmpty();
        assertThat(attached("access-service-koa-dev")).hasSize(1);
        assertThat(iam.listUsers().users()).noneMatch(u -> u.userName().equals("koa-dev-tester"));
    }

    /** The table is the same one afterwards, not one made anew, and its item is there. */
    private void engineDiesAndNothingIsLost(String name) throws Exception {
        Instant made = table(name).orElseThrow().creationDateTime();
        installed.restartEngine();
        // A new look, which must find nothing to do.
        cluster.merge(
                path(TABLES, "koa-dev", "tables", name.toLowerCase(Locale.ROOT)),
                "{\"metadata\":{\"annotations\":{\"crossplane.io/reconcile-requested-at\":\"1\"}}}");
        Cluster.until(
                () ->
                        cluster.find(
                                        path(
                                                TABLES,
                                                "koa-dev",
                                                "tables",
                                                name.toLowerCase(Locale.ROOT)))
                                .orElseThrow()
                                .at("/status/lastHandledReconcileAt")
                                .asString("")
                                .equals("1"),
                "the table was looked at again");
        ready(TABLES, "koa-dev", "tables", name.toLowerCase(Locale.ROOT));
        assertThat(table(name).orElseThrow().creationDateTime()).isEqualTo(made);
        assertThat(dynamoDb.scan(r -> r.tableName(name)).count()).isEqualTo(1);
    }

    private void takeAway(List<String> names, String policy) throws Exception {
        String unprotected =
                Files.readString(EXAMPLE)
                        .replace(
                                "    billingMode:",
                                "    deletionProtectionEnabled: false\n    billingMode:");
        installed.helm("upgrade", "helm-idp-dynamodb", "koa-dev", unprotected);
        Cluster.until(
                () ->
                        names.stream()
                                .noneMatch(n -> table(n).orElseThrow().deletionProtectionEnabled()),
                "the protection of the tables is off");
        installed.uninstall("helm-idp-dynamodb", "koa-dev");
        Cluster.until(
                () -> names.stream().allMatch(n -> table(n).isEmpty()), "the tables are gone");
        Cluster.until(() -> attached("access-service-koa-dev").isEmpty(), "it is detached");
        Cluster.until(
                () ->
                        iam.listPolicies(r -> r.scope("Local")).policies().stream()
                                .noneMatch(p -> p.policyName().equals(policy)),
                "the policy is gone");
        assertThat(table("idp-koa-prod-Orders")).isPresent();

        installed.uninstall("idp-advanced", "koa-dev");
        Cluster.until(() -> !roleExists("access-service-koa-dev"), "the role is gone");
        assertThat(iam.listOpenIDConnectProviders().openIDConnectProviderList()).hasSize(1);
    }

    /** What a release may do, and what it leaves: as its switches say. */
    @Test
    void switchesOfTheValuesAreObeyed() throws Exception {
        installed.namespace("shop");
        dynamoDb.createTable(
                r ->
                        r.tableName("shop-Looked-At")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        AttributeDefinition.builder()
                                                .attributeName("id")
                                                .attributeType("S")
                                                .build())
                                .keySchema(
                                        KeySchemaElement.builder()
                                                .attributeName("id")
                                                .keyType("HASH")
                                                .build()));
        installed.helm(
                "install",
                "helm-idp-dynamodb",
                "shop",
                """
                tables:
                  - name: Looked-At
                    managementPolicies: Observe
                    hashKey: id
                    attributes: [{name: id, type: 'S'}]
                    ttl: {attributeName: expires}
                  - name: Kept
                    deletionPolicy: Orphan
                    hashKey: id
                    attributes: [{name: id, type: 'S'}]
                  - name: Gone
                    deletionProtectionEnabled: false
                    hashKey: id
                    attributes: [{name: id, type: 'S'}]
                    serviceAccountReadRoles: [nobody-shop]
                """);
        ready(TABLES, "shop", "tables", "shop-kept");
        ready(TABLES, "shop", "tables", "shop-gone");
        Cluster.until(
                () -> condition(TABLES, "shop", "tables", "shop-looked-at", "Synced").isPresent(),
                "the observed table was looked at");
        assertThat(condition(TABLES, "shop", "tables", "shop-looked-at", "Synced").orElseThrow())
                .startsWith("True");
        assertThat(
                        dynamoDb.describeTimeToLive(r -> r.tableName("shop-Looked-At"))
                                .timeToLiveDescription()
                                .timeToLiveStatusAsString())
                .isEqualTo("DISABLED");

        String attachment = "idp-dynamodb-shop-helm-idp-dynamodb-nobody-shop";
        Cluster.until(
                () ->
                        condition(IAM, "shop", "rolepolicyattachments", attachment, "Synced")
                                .orElse("")
                                .contains("nobody-shop"),
                "the unknown role is told");
        assertThat(
                        condition(IAM, "shop", "rolepolicyattachments", attachment, "Synced")
                                .orElseThrow())
                .startsWith("False ReconcileError")
                .contains("no identity-based policy allows the iam:AttachRolePolicy action");

        installed.uninstall("helm-idp-dynamodb", "shop");
        Cluster.until(() -> table("shop-Gone").isEmpty(), "the table is gone");
        Cluster.until(
                () ->
                        cluster.find(path(TABLES, "shop", "tables", ""))
                                .orElseThrow()
                                .path("items")
                                .isEmpty(),
                "the objects are gone");
        assertThat(table("shop-Kept")).isPresent();
        assertThat(table("shop-Looked-At")).isPresent();
    }

    private String application(String name) {
        return """
        accountId: '%s'
        cluster:
          oidcIssuer: %s
          createOidcProvider: true
          thumbprints: ['%s']
          endpoint: %s
        applications:
          - name: %s
            image: {repository: registry.example/app, tag: '1'}
            ports: [{name: http, containerPort: 8080}]
        """
                .formatted(
                        Installed.ACCOUNT,
                        cluster.endpoint(),
                        "0".repeat(40),
                        installed.endpoint(),
                        name);
    }

    /** Runs a pod's program with the environment of the chart's Deployment and a fresh token. */
    private List<String> pod(String account, String application, List<String> tables)
            throws Exception {
        String name = application.substring(0, application.lastIndexOf("-koa-dev"));
        Map<String, String> environment = new java.util.HashMap<>();
        cluster.find("/apis/apps/v1/namespaces/koa-dev/deployments/" + name)
                .orElseThrow()
                .at("/spec/template/spec/containers/0/env")
                .forEach(
                        entry ->
                                environment.put(
                                        entry.path("name").asString(),
                                        entry.path("value").asString()));
        // There is no machine of EC2 under it that would have to be asked.
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put(
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                Files.writeString(
                                directory.resolve("token-" + account),
                                cluster.tokenOf("koa-dev", account, "sts.amazonaws.com"))
                        .toString());
        List<String> command = new ArrayList<>(List.of(PodClient.class.getName()));
        command.addAll(tables);
        return installed
                .programs()
                .run("pod-" + account + ".log", environment, command)
                .lines()
                .filter(line -> line.startsWith("pod: "))
                .toList();
    }

    private void ready(String api, String namespace, String kind, String name) throws Exception {
        try {
            Cluster.until(
                    () ->
                            isTrue("Ready", api, namespace, kind, name)
                                    && isTrue("Synced", api, namespace, kind, name),
                    name + " is ready and synced");
        } catch (AssertionError late) {
            throw new AssertionError(cluster.find(path(api, namespace, kind, name)) + "", late);
        }
    }

    private boolean isTrue(String type, String api, String namespace, String kind, String name)
            throws Exception {
        return condition(api, namespace, kind, name, type).orElse("").startsWith("True");
    }

    /** Returns a condition's status, reason and message. */
    private Optional<String> condition(
            String api, String namespace, String kind, String name, String type) throws Exception {
        Optional<JsonNode> object = cluster.find(path(api, namespace, kind, name));
        if (object.isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode condition : object.get().at("/status/conditions")) {
            if (condition.path("type").asString().equals(type)) {
                return Optional.of(
                        condition.path("status").asString()
                                + " "
                                + condition.path("reason").asString("")
                                + " "
                                + condition.path("message").asString(""));
            }
        }
        return Optional.empty();
    }

    private static String path(String api, String namespace, String kind, String name) {
        return "/apis/" + api + "/namespaces/" + namespace + "/" + kind + "/" + name;
    }

    private Optional<TableDescription> table(String name) {
        try {
            return Optional.of(dynamoDb.describeTable(r -> r.tableName(name)).table());
        } catch (ResourceNotFoundException gone) {
            return Optional.empty();
        }
    }

    private List<String> attached(String role) {
        return iam.listAttachedRolePolicies(r -> r.roleName(role)).attachedPolicies().stream()
                .map(AttachedPolicy::policyName)
                .toList();
    }

    private boolean roleExists(String role) {
        try {
            iam.getRole(r -> r.roleName(role));
            return true;
        } catch (NoSuchEntityException gone) {
            return false;
        }
    }
}
