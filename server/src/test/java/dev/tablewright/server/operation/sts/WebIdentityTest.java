package dev.tablewright.server.operation.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;

import dev.tablewright.server.federation.TestIssuer;
import dev.tablewright.server.operation.iam.IamServer;
import dev.tablewright.server.operation.iam.IamServer.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Roles for workloads, as a Kubernetes cluster's service accounts assume them. */
class WebIdentityTest {
    private static final String NAME = "oidc.example.com/id/1";
    private static final String PROVIDER = "arn:aws:iam::123456789012:oidc-provider/" + NAME;
    private static final String ROLE = "arn:aws:iam::123456789012:role/team/orders";
    private static final String ALLOW_LIST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"}]}\
            """;

    @TempDir private static Path directory;

    private final IamServer server = new IamServer(Map.of(TestIssuer.URL, jwks()));
    private final IamClient iam = server.iam(server.root());

    private static Path jwks() {
        try {
            return Files.writeString(directory.resolve("jwks.json"), TestIssuer.jwks());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @BeforeEach
    void makeProviderAndRole() {
        iam.createOpenIDConnectProvider(
                r -> r.url(TestIssuer.URL).clientIDList("sts.amazonaws.com"));
        iam.createRole(
                r ->
                        r.roleName("orders")
                                .path("/team/")
                                .assumeRolePolicyDocument(
                                        irsa("sts:AssumeRoleWithWebIdentity", "")));
        iam.putRolePolicy(r -> r.roleName("orders").policyName("p").policyDocument(ALLOW_LIST));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The trust policy that everybody writes for service accounts. */
    private static String irsa(String action, String moreConditions) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},"Action":"%s",
        "Condition":{"StringEquals":{"%s:sub":"system:serviceaccount:shop:orders","%s:aud":"sts.amazonaws.com"%s}}}]}
        """
                .formatted(PROVIDER, action, NAME, NAME, moreConditions);
    }

    private void trust(String document) {
        iam.updateAssumeRolePolicy(r -> r.roleName("orders").policyDocument(document));
    }

    private JWTClaimsSet.Builder claims() {
        return TestIssuer.claims(server.clock().instant());
    }

    private Answer assume(String token, String... more) {
        var form =
                new StringBuilder(
                        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=pod-1");
        boolean roleGiven = String.join("", more).contains("RoleArn=");
        if (!roleGiven) {
            form.append("&RoleArn=").append(ROLE);
        }
        for (String parameter : more) {
            int equals = parameter.indexOf('=');
            form.append('&')
                    .append(parameter, 0, equals + 1)
                    .append(
                            URLEncoder.encode(
                                    parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return server.unsigned(form + "&WebIdentityToken=" + token);
    }

    private AssumeRoleWithWebIdentityResponse session(JWTClaimsSet.Builder claims) {
        return server.sts(AnonymousCredentialsProvider.create().resolveCredentials())
                .assumeRoleWithWebIdentity(
                        r ->
                                r.roleArn(ROLE)
                                        .roleSessionName("pod-1")
                                        .webIdentityToken(TestIssuer.sign(claims)));
    }

    private static void denied(Answer answer, String action) {
        assertThat(answer.message()).isEqualTo("Not authorized to perform " + action);
        assertThat(answer.code()).isEqualTo("AccessDenied");
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void aServiceAccountGetsTheRightsOfItsRole() {
        AssumeRoleWithWebIdentityResponse response = session(claims());

        assertThat(response.credentials().accessKeyId()).startsWith("ASIA");
        assertThat(response.credentials().expiration())
                .isBetween(
                        server.clock().instant().plusSeconds(3599),
                        server.clock().instant().plusSeconds(3600));
        assertThat(response.subjectFromWebIdentityToken())
                .isEqualTo("system:serviceaccount:shop:orders");
        assertThat(response.provider()).isEqualTo(PROVIDER);
        assertThat(response.audience()).isEqualTo("sts.amazonaws.com");
        assertThat(response.assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/orders/pod-1");
        assertThat(response.packedPolicySize()).isNull();
        AwsCredentials credentials = IamServer.of(response.credentials());
        assertThat(server.iam(credentials).listUsers().users()).isEmpty();
        assertThat(server.iamCall(credentials, "ListRoles").code()).isEqualTo("AccessDenied");
        assertThat(server.sts(credentials).getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/orders/pod-1");
    }

    @Test
    void everyWrongTokenHasAnErrorOfItsOwn() {
        String anotherIssuer = "https://oidc.example.com/id/2";
        Map<String, String> tokens =
                Map.of(
                        "InvalidIdentityToken: No OpenIDConnect provider found in your account for "
                                + anotherIssuer,
                        TestIssuer.sign(claims().issuer(anotherIssuer)),
                        "InvalidIdentityToken: Incorrect token audience",
                        TestIssuer.sign(claims().audience("https://kubernetes.default.svc")),
                        "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
                        TestIssuer.sign(claims().subject("system:serviceaccount:shop:admin")),
                        "InvalidIdentityToken: The signature of the ID Token is not valid",
                        TestIssuer.sign(claims(), JWSAlgorithm.RS256, TestIssuer.FORGED),
                        "InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may"
                                + " see this error if you sent an Access Token)",
                        "token");

        tokens.forEach(
                (expected, token) -> {
                    Answer answer = assume(token);
                    assertThat(answer.code() + ": " + answer.message()).isEqualTo(expected);
                    assertThat(answer.status())
                            .isEqualTo(expected.startsWith("AccessDenied") ? 403 : 400);
                });
        String expiring = TestIssuer.sign(claims());
        server.clock().advance(Duration.ofHours(1));
        Answer expired = assume(expiring);
        assertThat(expired.status()).isEqualTo(400);
        assertThat(expired.code()).isEqualTo("ExpiredTokenException");
        assertThat(expired.message()).startsWith("Token expired: current date/time ");
    }

    /** Nobody learns which roles there are. */
    @Test
    void aMissingRoleIsRefusedLikeAForeignOne() {
        String token = TestIssuer.sign(claims());

        denied(
                assume(token, "RoleArn=arn:aws:iam::123456789012:role/missing"),
                "sts:AssumeRoleWithWebIdentity");
        denied(
                assume(token, "RoleArn=arn:aws:iam::123456789012:role/orders"),
                "sts:AssumeRoleWithWebIdentity");
        assertThat(assume(token, "RoleArn=arn:aws:iam::999999999999:role/orders").message())
                .startsWith("No OpenIDConnect provider found in your account for");
    }

    @Test
    void aRoleThatTrustsAUserTrustsNoTokenEvenWhereItTrustsEverybody() {
        trust(
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:*"}]}\
                """);

        denied(assume(TestIssuer.sign(claims())), "sts:AssumeRoleWithWebIdentity");
    }

    @Test
    void anotherProviderOfTheAccountIsNotTrustedByTheRole() {
        iam.createOpenIDConnectProvider(r -> r.url("https://other.example.com"));
        trust(irsa("sts:AssumeRoleWithWebIdentity", "").replace(PROVIDER, PROVIDER + "/x"));

        denied(assume(TestIssuer.sign(claims())), "sts:AssumeRoleWithWebIdentity");
    }

    @Test
    void theProviderMustStillBeThere() {
        iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(PROVIDER));

        assertThat(assume(TestIssuer.sign(claims())).code()).isEqualTo("InvalidIdentityToken");
    }

    @Test
    void requestsAreChecked() {
        String token = TestIssuer.sign(claims());
        assertThat(assume(token, "RoleArn=arn:aws:s3:::some-bucket-name").message())
                .isEqualTo("Request ARN is invalid");
        assertThat(assume(token, "DurationSeconds=899").code()).isEqualTo("ValidationError");
        assertThat(assume(token, "DurationSeconds=3601").message())
                .isEqualTo(
                        "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                                + " role.");
        assertThat(assume(token, "ProviderId=www.amazon.com").code())
                .isEqualTo("InvalidIdentityToken");
        assertThat(assume("abc").message())
                .as("a token is a secret, even half of one")
                .isEqualTo(
                        "1 validation error detected: Value at 'webIdentityToken' failed to"
                                + " satisfy constraint: Member must have length greater than or"
                                + " equal to 4");
        assertThat(assume(token, "Policy={}").code()).isEqualTo("MalformedPolicyDocument");
    }

    @Test
    void sessionPoliciesLimit() {
        var response =
                server.sts(AnonymousCredentialsProvider.create().resolveCredentials())
                        .assumeRoleWithWebIdentity(
                                r ->
                                        r.roleArn(ROLE)
                                                .roleSessionName("pod-1")
                                                .policy(
                                                        ALLOW_LIST.replace(
                                                                "ListUsers", "ListGroups"))
                                                .webIdentityToken(TestIssuer.sign(claims())));

        assertThat(response.packedPolicySize()).isBetween(1, 100);
        assertThat(server.iamCall(IamServer.of(response.credentials()), "ListUsers").message())
                .endsWith("because no session policy allows the iam:ListUsers action");
    }

    @Test
    void whatTheTokenSaidStaysInTheSession() {
        iam.putRolePolicy(
                r ->
                        r.roleName("orders")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*",
                                        "Condition":{"StringEquals":{"%s:sub":"system:serviceaccount:shop:orders","aws:FederatedProvider":"%s"},
                                        "ForAnyValue:StringEquals":{"%s:amr":"mfa"}}}]}\
                                        """
                                                .formatted(NAME, PROVIDER, NAME)));

        var with = session(claims().claim("amr", List.of("pwd", "mfa")));
        var without = session(claims());

        assertThat(server.iamCall(IamServer.of(with.credentials()), "ListUsers").status())
                .isEqualTo(200);
        assertThat(server.iamCall(IamServer.of(without.credentials()), "ListUsers").code())
                .isEqualTo("AccessDenied");
    }

    @Test
    void tagsAndSourceIdentityOfATokenNeedPermission() {
        var tagged =
                claims().claim(
                                "https://aws.amazon.com/tags",
                                Map.of(
                                        "principal_tags", Map.of("team", List.of("blue")),
                                        "transitive_tag_keys", List.of("team")));
        var named = claims().claim("https://aws.amazon.com/source_identity", "alice");
        denied(assume(TestIssuer.sign(tagged)), "sts:TagSession");
        denied(assume(TestIssuer.sign(named)), "sts:SetSourceIdentity");

        trust(irsa("sts:*", ",\"aws:RequestTag/team\":\"blue\",\"sts:SourceIdentity\":\"alice\""));
        iam.putRolePolicy(
                r ->
                        r.roleName("orders")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*",
                                        "Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue","aws:SourceIdentity":"alice"}}}]}\
                                        """));
        var response = session(tagged.claim("https://aws.amazon.com/source_identity", "alice"));
        assertThat(response.sourceIdentity()).isEqualTo("alice");
        assertThat(response.packedPolicySize()).isNotNull();
        assertThat(server.iamCall(IamServer.of(response.credentials()), "ListUsers").message())
                .isEmpty();
    }

    @Test
    void anExplicitDenyTellsNoMore() {
        trust(
                irsa("sts:AssumeRoleWithWebIdentity", "")
                        .replace(
                                "\"Statement\":[",
                                "\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":"
                                        + "\"sts:*\",\"Condition\":{\"StringLike\":{\""
                                        + NAME
                                        + ":sub\":\"*:orders\"}}},"));

        denied(assume(TestIssuer.sign(claims())), "sts:AssumeRoleWithWebIdentity");
    }

    @Test
    void samlIsRefused() {
        Answer answer =
                server.unsigned(
                        "Action=AssumeRoleWithSAML&Version=2011-06-15&RoleArn="
                                + ROLE
                                + "&PrincipalArn=arn:aws:iam::123456789012:saml-provider/x"
                                + "&SAMLAssertion=PHNhbWw+");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("InvalidIdentityToken");
        assertThat(answer.message()).isEqualTo("Specified provider doesn't exist");
    }

    @Test
    void allOthersMustStillBeSigned() {
        for (String action : List.of("AssumeRole", "GetCallerIdentity", "GetFederationToken")) {
            assertThat(server.unsigned("Action=" + action + "&Version=2011-06-15").code())
                    .isEqualTo("MissingAuthenticationToken");
        }
    }
}
