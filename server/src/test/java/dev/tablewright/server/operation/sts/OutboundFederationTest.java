package dev.tablewright.server.operation.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.tablewright.server.operation.iam.IamServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.model.GetWebIdentityTokenResponse;
import software.amazon.awssdk.services.sts.model.Tag;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tokens for services outside: who gets them, what they say, and how they are verified. */
class OutboundFederationTest {
    private static final String MAY_ASK =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetWebIdentityToken",
             "Resource":"*","Condition":{
               "ForAllValues:StringEquals":{"sts:IdentityTokenAudience":["https://api.example.com"]},
               "NumericLessThanEquals":{"sts:DurationSeconds":"900"}}}]}
            """;

    private final IamServer server = new IamServer();
    private final IamClient iam = server.iam(server.root());
    private AwsCredentials alice = server.root();

    @BeforeEach
    void fill() {
        iam.createUser(r -> r.userName("alice"));
        iam.putUserPolicy(r -> r.userName("alice").policyName("p").policyDocument(MAY_ASK));
        AccessKey key = iam.createAccessKey(r -> r.userName("alice")).accessKey();
        alice = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String enable() {
        return iam.enableOutboundWebIdentityFederation(r -> {}).issuerIdentifier();
    }

    private GetWebIdentityTokenResponse token(AwsCredentials who, String algorithm, Tag... tags) {
        return server.sts(who)
                .getWebIdentityToken(
                        r ->
                                r.audience("https://api.example.com")
                                        .signingAlgorithm(algorithm)
                                        .tags(tags));
    }

    private static void refused(Runnable request, String code) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private static String fetch(String url) throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url)).build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(url).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return answer.body();
    }

    @Test
    void nobodyGetsATokenUntilTheAccountWantsIt() {
        refused(() -> iam.getOutboundWebIdentityFederationInfo(r -> {}), "FeatureDisabled");
        refused(() -> iam.disableOutboundWebIdentityFederation(r -> {}), "FeatureDisabled");
        refused(() -> token(alice, "ES384"), "OutboundWebIdentityFederationDisabledException");

        String issuer = enable();

        refused(this::enable, "FeatureEnabled");
        assertThat(iam.getOutboundWebIdentityFederationInfo(r -> {}))
                .satisfies(info -> assertThat(info.issuerIdentifier()).isEqualTo(issuer))
                .satisfies(info -> assertThat(info.jwtVendingEnabled()).isTrue());
        assertThat(token(alice, "ES384").webIdentityToken()).isNotEmpty();

        iam.disableOutboundWebIdentityFederation(r -> {});

        refused(() -> token(alice, "ES384"), "OutboundWebIdentityFederationDisabledException");
        assertThat(iam.getOutboundWebIdentityFederationInfo(r -> {}).jwtVendingEnabled()).isFalse();
        assertThat(enable()).as("services outside know the issuer already").isEqualTo(issuer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES384", "RS256"})
    void aTokenIsVerifiedByTheKeysOfItsIssuer(String algorithm) throws Exception {
        String issuer = enable();
        var answer = token(alice, algorithm);
        SignedJWT token = SignedJWT.parse(answer.webIdentityToken());
        iam.disableOutboundWebIdentityFederation(r -> {});

        JsonNode configuration =
                JsonMapper.shared().readTree(fetch(issuer + "/.well-known/openid-configuration"));
        assertThat(configuration.get("issuer").asString()).isEqualTo(issuer);
        String keys = fetch(configuration.get("jwks_uri").asString());
        assertThat(keys).doesNotContain("\"d\"");
        JWK key = JWKSet.parse(keys).getKeyByKeyId(token.getHeader().getKeyID());
        var verifier =
                new DefaultJWSVerifierFactory()
                        .createJWSVerifier(token.getHeader(), ((AsymmetricJWK) key).toPublicKey());
        assertThat(token.verify(verifier)).isTrue();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);

        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(issuer);
        assertThat(claims.getSubject()).isEqualTo("arn:aws:iam::123456789012:user/alice");
        assertThat(claims.getAudience()).containsExactly("https://api.example.com");
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(answer.expiration())
                .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(300));
        assertThat(claims.getJSONObjectClaim("https://sts.amazonaws.com/"))
                .containsEntry("aws_account", "123456789012");
    }

    @Test
    void aPolicySaysForWhomAndHowLong() {
        enable();
        var sts = server.sts(alice);
        refused(
                () ->
                        sts.getWebIdentityToken(
                                r ->
                                        r.audience("https://other.example.com")
                                                .signingAlgorithm("RS256")),
                "AccessDenied");
        refused(
                () ->
                        sts.getWebIdentityToken(
                                r ->
                                        r.audience("https://api.example.com")
                                                .signingAlgorithm("RS256")
                                                .durationSeconds(901)),
                "AccessDenied");
        Tag tag = Tag.builder().key("job").value("7").build();
        assertThatThrownBy(() -> token(alice, "RS256", tag))
                .hasMessageContaining("sts:TagGetWebIdentityToken on resource: *");
        refused(
                () ->
                        sts.getWebIdentityToken(
                                r ->
                                        r.audience("https://api.example.com")
                                                .signingAlgorithm("HS256")),
                "ValidationError");
        refused(() -> sts.getWebIdentityToken(r -> r.signingAlgorithm("RS256")), "ValidationError");
    }

    @Test
    void tagsAreInTheToken() throws Exception {
        enable();
        Tag tag = Tag.builder().key("job").value("7").build();

        SignedJWT token = SignedJWT.parse(token(server.root(), "ES384", tag).webIdentityToken());

        assertThat(token.getJWTClaimsSet().getJSONObjectClaim("https://sts.amazonaws.com/"))
                .containsEntry("request_tags", Map.of("job", "7"));
    }

    /** Whoever is in a session must not be able to stay longer by it. */
    @Test
    void aTokenOfARoleEndsWithItsSession() {
        enable();
        iam.createRole(
                r ->
                        r.roleName("app")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":
                                        {"AWS":"arn:aws:iam::123456789012:user/alice"},"Action":"sts:AssumeRole"}]}
                                        """));
        iam.putRolePolicy(r -> r.roleName("app").policyName("p").policyDocument(MAY_ASK));
        AwsCredentials session =
                IamServer.of(
                        server.sts(alice)
                                .assumeRole(
                                        r ->
                                                r.roleArn("arn:aws:iam::123456789012:role/app")
                                                        .roleSessionName("ci")
                                                        .durationSeconds(900))
                                .credentials());
        assertThat(token(session, "ES384").webIdentityToken()).isNotEmpty();
        server.clock().advance(Duration.ofSeconds(601));

        refused(() -> token(session, "ES384"), "SessionDurationEscalationException");
    }

    /** Our own tokens are those of any issuer: the way out and the way in fit together. */
    @Test
    void aRoleCanTrustTheTokensOfItsOwnAccount() {
        String issuer = enable();
        String provider =
                iam.createOpenIDConnectProvider(
                                r -> r.url(issuer).clientIDList("https://api.example.com"))
                        .openIDConnectProviderArn();
        String name = issuer.substring("http://".length());
        iam.createRole(
                r ->
                        r.roleName("outside")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                        "Principal":{"Federated":"%s"},"Action":"sts:AssumeRoleWithWebIdentity",
                                        "Condition":{"StringEquals":{"%s:sub":"arn:aws:iam::123456789012:user/alice"}}}]}
                                        """
                                                .formatted(provider, name)));

        var assumed =
                server.sts(server.root())
                        .assumeRoleWithWebIdentity(
                                r ->
                                        r.roleArn("arn:aws:iam::123456789012:role/outside")
                                                .roleSessionName("round-trip")
                                                .webIdentityToken(
                                                        token(alice, "RS256").webIdentityToken()));

        assertThat(assumed.subjectFromWebIdentityToken())
                .isEqualTo("arn:aws:iam::123456789012:user/alice");
        assertThat(List.of(assumed.audience())).containsExactly("https://api.example.com");
    }
}
