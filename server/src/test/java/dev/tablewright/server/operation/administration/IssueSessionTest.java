package dev.tablewright.server.operation.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.server.LiveServer;
import dev.tablewright.server.LiveServer.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/** Sessions for proving: exactly the rights of the principal, for whoever may issue them. */
class IssueSessionTest {
    private static final String TRUSTS_NOBODY =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """;
    private static final String MAY_LIST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Action":"dynamodb:ListTables","Resource":"*"}]}\
            """;
    private static final String ARNS = "arn:aws:iam::" + LiveServer.ACCOUNT + ":";

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new LiveServer();
        server.role("lister", TRUSTS_NOBODY, MAY_LIST);
        server.user("alice", MAY_LIST);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer issue(String body) throws IOException {
        return server.administer(server.root(), "IssueSession", body);
    }

    private static JsonNode credentials(String body) throws IOException {
        Answer answer = issue(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body()).get("Credentials");
    }

    private static DynamoDbClient client(JsonNode credentials) {
        return DynamoDbClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(LiveServer.REGION))
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsSessionCredentials.create(
                                        credentials.get("AccessKeyId").asString(),
                                        credentials.get("SecretAccessKey").asString(),
                                        credentials.get("SessionToken").asString())))
                .build();
    }

    @ParameterizedTest(name = "{0} acts as {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "Principal":"arn:aws:iam::000000000000:role/lister" | arn:aws:sts::000000000000:assumed-role/lister/tablewright-prove
                    "Principal":"arn:aws:iam::000000000000:role/lister","SessionName":"ci" | arn:aws:sts::000000000000:assumed-role/lister/ci
                    "Principal":"arn:aws:iam::000000000000:user/alice" | arn:aws:iam::000000000000:user/alice
                    """)
    void aSessionHasTheRightsOfItsPrincipalAndNoOthers(String members, String arn)
            throws IOException {
        try (DynamoDbClient client = client(credentials("{" + members + "}"))) {
            assertThatCode(client::listTables).doesNotThrowAnyException();
            assertThatThrownBy(() -> client.describeTable(r -> r.tableName("Orders")))
                    .isInstanceOf(DynamoDbException.class)
                    .hasMessageContaining(
                            "User: "
                                    + arn
                                    + " is not authorized to perform: dynamodb:DescribeTable");
        }
    }

    @Test
    void aSessionLastsAsLongAsAskedFor() throws IOException {
        double longer = expiration(",\"DurationSeconds\":3600");
        double usual = expiration("");

        assertThat(longer - usual).isBetween(2_600.0, 2_701.0);
    }

    private static double expiration(String more) throws IOException {
        return credentials("{\"Principal\":\"" + ARNS + "role/lister\"" + more + "}")
                .get("Expiration")
                .asDouble();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {} | Value null at 'principal'
                    {"Principal":"alice"} | at 'principal' failed to satisfy constraint
                    {"Principal":"arn:aws:iam::000000000000:group/g"} | at 'principal' failed to satisfy constraint
                    {"Principal":"arn:aws:iam::000000000000:user/alice","DurationSeconds":59} | Value '59' at 'durationSeconds'
                    {"Principal":"arn:aws:iam::000000000000:user/alice","DurationSeconds":3601} | Value '3601' at 'durationSeconds'
                    {"Principal":"arn:aws:iam::000000000000:role/lister","SessionName":"a"} | at 'sessionName'
                    {"Principal":"arn:aws:iam::000000000000:user/nobody"} | NoSuchPrincipal
                    {"Principal":"arn:aws:iam::000000000000:role/other/path/lister"} | NoSuchPrincipal
                    {"Principal":"arn:aws:iam::999999999999:user/alice"} | AccessDeniedException
                    """)
    void whatCannotBeIssuedIsRefused(String body, String refusal) throws IOException {
        Answer answer = issue(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(refusal);
    }

    /** Whoever could issue any session could do anything: the permission names the principal. */
    @Test
    void onlyForThePrincipalsThatAPolicyNames() throws IOException {
        var issuer =
                server.user(
                        "issuer",
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                         "Action":"tablewright:IssueSession","Resource":"arn:aws:iam::000000000000:role/lister"}]}
                        """);

        assertThat(
                        server.administer(
                                        issuer,
                                        "IssueSession",
                                        "{\"Principal\":\"" + ARNS + "role/lister\"}")
                                .status())
                .isEqualTo(200);
        assertThat(
                        server.administer(
                                        issuer,
                                        "IssueSession",
                                        "{\"Principal\":\"" + ARNS + "user/alice\"}")
                                .body())
                .contains(
                        "tablewright:IssueSession on resource: "
                                + ARNS
                                + "user/alice because no identity-based policy allows");
    }
}
