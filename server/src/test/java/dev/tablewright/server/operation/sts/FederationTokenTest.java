package dev.tablewright.server.operation.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.server.operation.iam.IamServer;
import dev.tablewright.server.operation.iam.IamServer.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Credentials for users whom a user vouches for; and keys and messages that STS can read. */
class FederationTokenTest {
    private static final String ALLOW =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}\
            """;
    private static final String LIST = ALLOW.formatted("dynamodb:ListTables");

    private final IamServer server = new IamServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private AwsCredentials broker(String... actions) {
        return server.user(
                "broker",
                ALLOW.formatted(String.join("\",\"", actions))
                        .replace("\"Action\":\"", "\"Action\":[\"")
                        .replace("\",\"Resource", "\"],\"Resource"));
    }

    /** What a denial says, or nothing when tables can be listed. */
    private String listTables(AwsCredentials credentials) {
        try {
            server.dynamoDb(credentials, Region.EU_WEST_1).listTables();
            return "";
        } catch (DynamoDbException denied) {
            return denied.awsErrorDetails().errorMessage();
        }
    }

    @Test
    void aFederatedUserHasWhatBothSidesAllow() {
        AwsCredentials broker = broker("sts:*", "dynamodb:ListTables");
        GetFederationTokenResponse response =
                server.sts(broker).getFederationToken(r -> r.name("bob@example.com").policy(LIST));

        assertThat(response.federatedUser().arn())
                .isEqualTo("arn:aws:sts::123456789012:federated-user/bob@example.com");
        assertThat(response.federatedUser().federatedUserId())
                .isEqualTo("123456789012:bob@example.com");
        assertThat(response.packedPolicySize()).isBetween(1, 100);
        assertThat(response.credentials().expiration())
                .isEqualTo(
                        server.clock()
                                .instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plus(Duration.ofHours(12)));
        AwsCredentials bob = IamServer.of(response.credentials());
        assertThat(listTables(bob)).isEmpty();
        var identity = server.sts(bob).getCallerIdentity();
        assertThat(identity.arn()).isEqualTo(response.federatedUser().arn());
        assertThat(identity.userId()).isEqualTo("123456789012:bob@example.com");
    }

    @Test
    void withoutSessionPolicyAFederatedUserHasNothing() {
        AwsCredentials broker = broker("sts:*", "dynamodb:ListTables");
        var response = server.sts(broker).getFederationToken(r -> r.name("bob"));

        assertThat(response.packedPolicySize()).isNull();
        assertThat(listTables(IamServer.of(response.credentials())))
                .isEqualTo(
                        "User: arn:aws:sts::123456789012:federated-user/bob is not authorized to"
                                + " perform: dynamodb:ListTables on resource:"
                                + " arn:aws:dynamodb:eu-west-1:123456789012:table/* because no session"
                                + " policy allows the dynamodb:ListTables action");
    }

    @Test
    void aSessionPolicyGivesNothingThatTheUserHasNot() {
        AwsCredentials broker = broker("sts:GetFederationToken");
        var response = server.sts(broker).getFederationToken(r -> r.name("bob").policy(LIST));

        assertThat(listTables(IamServer.of(response.credentials())))
                .endsWith("because no identity-based policy allows the dynamodb:ListTables action");
    }

    @Test
    void policiesByArn() {
        String arn =
                server.iam(server.root())
                        .createPolicy(r -> r.policyName("list").policyDocument(LIST))
                        .policy()
                        .arn();
        AwsCredentials broker = broker("sts:*", "dynamodb:*");
        var response =
                server.sts(broker)
                        .getFederationToken(
                                r ->
                                        r.name("bob")
                                                .policyArns(
                                                        PolicyDescriptorType.builder()
                                                                .arn(arn)
                                                                .build()));

        assertThat(listTables(IamServer.of(response.credentials()))).isEmpty();
    }

    @Test
    void theRootUserVouchesForAnHour() {
        var response =
                server.sts(server.root())
                        .getFederationToken(
                                r -> r.name("bob").policy(LIST).durationSeconds(129_600));

        assertThat(response.credentials().expiration())
                .isEqualTo(
                        server.clock()
                                .instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plus(Duration.ofHours(1)));
        AwsCredentials bob = IamServer.of(response.credentials());
        assertThat(listTables(bob)).isEmpty();
        var nothing = server.sts(server.root()).getFederationToken(r -> r.name("eve"));
        assertThat(listTables(IamServer.of(nothing.credentials())))
                .contains("no session policy allows");
    }

    @Test
    void tagsNeedPermissionAndAreUsed() {
        AwsCredentials untagging = server.user("u", ALLOW.formatted("sts:GetFederationToken"));
        Answer refused =
                server.stsCall(
                        untagging,
                        "GetFederationToken",
                        "Name=bob",
                        "Tags.member.1.Key=team",
                        "Tags.member.1.Value=blue");
        assertThat(refused.message())
                .isEqualTo(
                        "User: arn:aws:iam::123456789012:user/u is not authorized to perform:"
                                + " sts:TagSession on resource:"
                                + " arn:aws:sts::123456789012:federated-user/bob because no"
                                + " identity-based policy allows the sts:TagSession action");

        AwsCredentials broker = broker("sts:*", "dynamodb:ListTables");
        String onlyBlue =
                LIST.replace(
                        "\"Resource\"",
                        "\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"blue\"}},\"Resource\"");
        var tagged =
                server.sts(broker)
                        .getFederationToken(
                                r ->
                                        r.name("bob")
                                                .policy(onlyBlue)
                                                .tags(
                                                        Tag.builder()
                                                                .key("team")
                                                                .value("blue")
                                                                .build()));
        var untagged = server.sts(broker).getFederationToken(r -> r.name("bob").policy(onlyBlue));
        assertThat(listTables(IamServer.of(tagged.credentials()))).isEmpty();
        assertThat(listTables(IamServer.of(untagged.credentials()))).isNotEmpty();
    }

    @Test
    void whatAFederatedUserMayNotCall() {
        AwsCredentials broker = broker("*");
        AwsCredentials bob =
                IamServer.of(
                        server.sts(broker)
                                .getFederationToken(r -> r.name("bob").policy(ALLOW.formatted("*")))
                                .credentials());

        assertThat(server.iamCall(bob, "ListUsers").code()).isEqualTo("InvalidClientTokenId");
        for (String[] call :
                new String[][] {
                    {"GetSessionToken"},
                    {"GetFederationToken", "Name=eve"},
                    {"GetAccessKeyInfo", "AccessKeyId=AKIAAAAAAAAAAAAAAAAA"},
                    {"DecodeAuthorizationMessage", "EncodedMessage=x"}
                }) {
            String[] parameters = java.util.Arrays.copyOfRange(call, 1, call.length);
            assertThat(server.stsCall(bob, call[0], parameters).message())
                    .isEqualTo("Cannot call " + call[0] + " with session credentials");
        }
        Answer assume =
                server.stsCall(
                        bob,
                        "AssumeRole",
                        "RoleArn=arn:aws:iam::123456789012:role/any",
                        "RoleSessionName=ci");
        assertThat(assume.code()).isEqualTo("AccessDenied");
        assertThat(assume.message())
                .isEqualTo(
                        "User: arn:aws:sts::123456789012:federated-user/bob is not authorized to"
                                + " perform: sts:AssumeRole on resource:"
                                + " arn:aws:iam::123456789012:role/any");
    }

    @Test
    void wrongRequests() {
        AwsCredentials broker = broker("sts:*");
        assertThat(server.stsCall(broker, "GetFederationToken", "Name=b").message())
                .isEqualTo(
                        "1 validation error detected: Value 'b' at 'name' failed to satisfy"
                                + " constraint: Member must have length greater than or equal to 2");
        assertThat(
                        server.stsCall(
                                        broker,
                                        "GetFederationToken",
                                        "Name=bob",
                                        "DurationSeconds=129601")
                                .code())
                .isEqualTo("ValidationError");
        AwsCredentials nobody = server.user("nobody", "");
        assertThat(server.stsCall(nobody, "GetFederationToken", "Name=bob").message())
                .isEqualTo(
                        "User: arn:aws:iam::123456789012:user/nobody is not authorized to perform:"
                                + " sts:GetFederationToken on resource:"
                                + " arn:aws:sts::123456789012:federated-user/bob because no"
                                + " identity-based policy allows the sts:GetFederationToken action");
    }

    @Test
    void keysTellTheirAccount() {
        server.identities().createAccount("210987654321");
        String foreign =
                server.identities().account("210987654321").account().rootKeys().getFirst().id();
        AwsCredentials broker = broker("sts:*");
        AwsCredentials session = IamServer.of(server.sts(broker).getSessionToken().credentials());

        assertThat(server.sts(broker).getAccessKeyInfo(r -> r.accessKeyId(foreign)).account())
                .isEqualTo("210987654321");
        assertThat(
                        server.sts(broker)
                                .getAccessKeyInfo(r -> r.accessKeyId(session.accessKeyId()))
                                .account())
                .isEqualTo("123456789012");
        assertThat(
                        server.stsCall(
                                        broker,
                                        "GetAccessKeyInfo",
                                        "AccessKeyId=AKIAAAAAAAAAAAAAAAAA")
                                .code())
                .isEqualTo("ValidationError");
        assertThat(
                        server.stsCall(
                                        server.user("nobody", ""),
                                        "GetAccessKeyInfo",
                                        "AccessKeyId=" + foreign)
                                .code())
                .isEqualTo("AccessDenied");
    }

    @Test
    void onlyMessagesOfThisServerAreDecoded() {
        Answer answer =
                server.stsCall(
                        server.root(), "DecodeAuthorizationMessage", "EncodedMessage=AQIDBAUG");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("InvalidAuthorizationMessageException");
        assertThat(answer.message()).isEqualTo("Message is not valid");
    }
}
