package dev.tablewright.server.operation.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.ListPoliciesGrantingServiceAccessEntry;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyGrantingServiceAccess;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Who used which service last, and which policies give it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastAccessedTest {
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\
            {"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}\
            """;

    private final IamServer server = new IamServer();
    private final IamClient iam = server.iam(server.root());

    @BeforeAll
    void fill() {
        iam.createGroup(r -> r.groupName("readers"));
        iam.createPolicy(
                r -> r.policyName("read").policyDocument(allow("Action", "dynamodb:Get*")));
        iam.attachGroupPolicy(r -> r.groupName("readers").policyArn(arn("policy/read")));
        for (String name : List.of("ann", "bob", "eve")) {
            iam.createUser(r -> r.userName(name));
            iam.addUserToGroup(r -> r.groupName("readers").userName(name));
        }
        iam.putUserPolicy(
                r ->
                        r.userName("ann")
                                .policyName("more")
                                .policyDocument(allow("NotAction", "iam:*")));
        iam.createRole(r -> r.roleName("app").assumeRolePolicyDocument(TRUST));
        iam.attachRolePolicy(r -> r.roleName("app").policyArn(arn("policy/read")));
        iam.putRolePolicy(
                r ->
                        r.roleName("app")
                                .policyName("none")
                                .policyDocument(
                                        allow("Action", "backup:*").replace("Allow", "Deny")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String allow(String element, String action) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","%s":"%s","Resource":"*"}]}\
        """
                .formatted(element, action);
    }

    private static String arn(String resource) {
        return "arn:aws:iam::123456789012:" + resource;
    }

    /** Uses DynamoDB, whether that is allowed or not. */
    private void use(String user) {
        AccessKey key = iam.createAccessKey(r -> r.userName(user)).accessKey();
        var credentials = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
        assertThatThrownBy(() -> server.dynamoDb(credentials, Region.EU_WEST_1).listTables());
    }

    private String generate(String arn) {
        return iam.generateServiceLastAccessedDetails(r -> r.arn(arn)).jobId();
    }

    private GetServiceLastAccessedDetailsResponse report(String arn) {
        String job = generate(arn);
        return iam.getServiceLastAccessedDetails(r -> r.jobId(job));
    }

    @Test
    void aReportTellsWhoUsedAServiceLast() {
        use("bob");
        server.clock().advance(Duration.ofHours(1));
        Instant then = server.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        use("eve");
        server.clock().advance(Duration.ofHours(1));

        var report = report(arn("group/readers"));

        assertThat(report.jobStatusAsString()).isEqualTo("COMPLETED");
        assertThat(report.jobTypeAsString()).isEqualTo("SERVICE_LEVEL");
        assertThat(report.servicesLastAccessed())
                .containsExactly(
                        ServiceLastAccessed.builder()
                                .serviceName("Amazon DynamoDB")
                                .serviceNamespace("dynamodb")
                                .lastAuthenticated(then)
                                .lastAuthenticatedEntity(arn("user/eve"))
                                .lastAuthenticatedRegion("eu-west-1")
                                .totalAuthenticatedEntities(2)
                                .build());

        String job = generate(arn("policy/read"));
        var entities =
                iam.getServiceLastAccessedDetailsWithEntities(
                        r -> r.jobId(job).serviceNamespace("dynamodb"));
        assertThat(entities.entityDetailsList())
                .extracting(e -> e.entityInfo().name(), e -> e.lastAuthenticated() != null)
                .containsExactly(
                        tuple("eve", true),
                        tuple("bob", true),
                        tuple("ann", false),
                        tuple("app", false));
    }

    @Test
    void aReportHasTheServicesThatPoliciesGive() {
        assertThat(report(arn("user/ann")).servicesLastAccessed())
                .extracting(ServiceLastAccessed::serviceNamespace)
                .containsExactly("application-autoscaling", "backup", "dynamodb", "sts");
        var unused = report(arn("role/app")).servicesLastAccessed();
        assertThat(unused)
                .containsExactly(
                        ServiceLastAccessed.builder()
                                .serviceName("Amazon DynamoDB")
                                .serviceNamespace("dynamodb")
                                .totalAuthenticatedEntities(0)
                                .build());
        String job = generate(arn("user/ann"));
        var first = iam.getServiceLastAccessedDetails(r -> r.jobId(job).maxItems(3));
        assertThat(first.isTruncated()).isTrue();
        assertThat(
                        iam.getServiceLastAccessedDetails(r -> r.jobId(job).marker(first.marker()))
                                .servicesLastAccessed())
                .hasSize(1);
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> generate(arn("user/nobody")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(() -> generate(arn("policy/nothing")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(() -> generate("arn:aws:s3:::something"))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(
                        () ->
                                iam.getServiceLastAccessedDetails(
                                        r -> r.jobId("00000000-0000-0000-0000-000000000000")))
                .isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void policiesThatGiveAServiceAreListed() {
        var entries =
                iam.listPoliciesGrantingServiceAccess(
                                r ->
                                        r.arn(arn("user/ann"))
                                                .serviceNamespaces("dynamodb", "s3", "iam"))
                        .policiesGrantingServiceAccess();

        var own =
                PolicyGrantingServiceAccess.builder()
                        .policyName("more")
                        .policyType("INLINE")
                        .entityType("USER")
                        .entityName("ann")
                        .build();
        var ofGroup =
                PolicyGrantingServiceAccess.builder()
                        .policyName("read")
                        .policyType("MANAGED")
                        .policyArn(arn("policy/read"))
                        .build();
        assertThat(entries)
                .containsExactly(entry("dynamodb", own, ofGroup), entry("s3", own), entry("iam"));
        assertThat(
                        iam.listPoliciesGrantingServiceAccess(
                                        r -> r.arn(arn("role/app")).serviceNamespaces("backup"))
                                .policiesGrantingServiceAccess())
                .as("a denial gives nothing")
                .containsExactly(entry("backup"));
    }

    private static ListPoliciesGrantingServiceAccessEntry entry(
            String namespace, PolicyGrantingServiceAccess... policies) {
        return ListPoliciesGrantingServiceAccessEntry.builder()
                .serviceNamespace(namespace)
                .policies(policies)
                .build();
    }

    @Test
    void accountsBelongToNoOrganization() {
        assertThatThrownBy(() -> iam.listOrganizationsFeatures(r -> {}))
                .isInstanceOfSatisfying(
                        IamException.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("OrganizationNotFoundException"));
    }

    @Test
    void theVersionOfTokensIsKeptForTheSummary() {
        assertThat(tokenVersion()).isEqualTo(1);
        iam.setSecurityTokenServicePreferences(r -> r.globalEndpointTokenVersion("v2Token"));
        assertThat(tokenVersion()).isEqualTo(2);
    }

    private int tokenVersion() {
        Map<SummaryKeyType, Integer> summary = iam.getAccountSummary().summaryMap();
        return summary.getOrDefault(SummaryKeyType.GLOBAL_ENDPOINT_TOKEN_VERSION, 0);
    }
}
