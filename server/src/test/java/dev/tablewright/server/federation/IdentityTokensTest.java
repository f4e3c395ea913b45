package dev.tablewright.server.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;

import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Federation;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.IdentityException.Code;
import dev.tablewright.server.identity.MovableClock;
import dev.tablewright.server.identity.OidcProvider;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.storage.InMemoryEngine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which tokens are genuine, and what each of the others is told. */
class IdentityTokensTest {
    private static final String ACCOUNT = "123456789012";

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Identities identities =
            Identities.open(new InMemoryEngine(), clock, new Random(1));
    private final IdentityTokens tokens = new IdentityTokens(List.of(this::keys), clock);
    private String jwks = TestIssuer.jwks();

    IdentityTokensTest() {
        identities.createAccount(ACCOUNT);
        provider(TestIssuer.URL, "sts.amazonaws.com", "client");
    }

    private void provider(String url, String... clientIds) {
        identities.change(
                ACCOUNT,
                draft ->
                        draft.put(
                                new OidcProvider(
                                        draft.newHead(
                                                EntityKind.OIDC_PROVIDER,
                                                url.substring("https://".length()),
                                                "/"),
                                        Tags.NONE,
                                        false,
                                        List.of(clientIds),
                                        List.of())));
    }

    private JWKSet keys(OidcProvider provider, @org.jspecify.annotations.Nullable String keyId) {
        try {
            return JWKSet.parse(jwks);
        } catch (ParseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JWTClaimsSet.Builder claims() {
        return TestIssuer.claims(clock.instant());
    }

    private IdentityToken verify(String token) {
        return tokens.verify(token, account());
    }

    private AccountImage account() {
        return identities.account(ACCOUNT);
    }

    private void refused(String token, Code code, String message) {
        assertThatThrownBy(() -> verify(token))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> {
                            assertThat(e.getMessage()).isEqualTo(message);
                            assertThat(e.code()).isEqualTo(code);
                        });
    }

    @Test
    void aServiceAccountsTokenIsGenuine() {
        IdentityToken token = verify(TestIssuer.sign(claims()));

        assertThat(token.subject()).isEqualTo("system:serviceaccount:shop:orders");
        assertThat(token.audience()).isEqualTo("sts.amazonaws.com");
        assertThat(token.federation())
                .isEqualTo(
                        new Federation(
                                "arn:aws:iam::123456789012:oidc-provider/oidc.example.com/id/1",
                                List.of(
                                        Federation.Key.of(
                                                "oidc.example.com/id/1:sub",
                                                "system:serviceaccount:shop:orders"),
                                        Federation.Key.of(
                                                "oidc.example.com/id/1:aud",
                                                "sts.amazonaws.com"))));
        assertThat(token.tags()).isEqualTo(Tags.NONE);
        assertThat(token.sourceIdentity()).isNull();
    }

    @Test
    void bothKindsOfKeySign() {
        verify(TestIssuer.sign(claims(), JWSAlgorithm.ES256, TestIssuer.EC));
        for (JWSAlgorithm algorithm :
                List.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512)) {
            verify(TestIssuer.sign(claims(), algorithm, TestIssuer.RSA));
        }
        verify(
                TestIssuer.sign(
                        claims(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256).build(),
                        TestIssuer.RSA));
    }

    @Test
    void otherAlgorithmsDoNot() {
        refused(
                TestIssuer.sign(claims(), JWSAlgorithm.PS256, TestIssuer.RSA),
                Code.INVALID_IDENTITY_TOKEN,
                "The ID Token is signed with PS256, and only RS256, RS384, RS512, ES256, ES384 and"
                        + " ES512 are accepted");
    }

    /**
     * The oldest trick: say that there is no signature, or that the public key is a shared secret.
     */
    @Test
    void unsignedTokensAreNone() {
        String payload = TestIssuer.sign(claims()).split("\\.", -1)[1];
        for (String header :
                List.of("{\"alg\":\"none\"}", "{\"alg\":\"None\"}", "{\"alg\":\"HS256\"}")) {
            String encoded =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(header.getBytes(StandardCharsets.UTF_8));
            for (String signature : List.of("", "AAAA")) {
                assertThatThrownBy(() -> verify(encoded + "." + payload + "." + signature))
                        .as(header)
                        .isInstanceOfSatisfying(
                                IdentityException.class,
                                e -> assertThat(e.code()).isEqualTo(Code.INVALID_IDENTITY_TOKEN));
            }
        }
    }

    @Test
    void whatIsNoToken() {
        String message =
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an"
                        + " Access Token)";
        for (String text : List.of("abcd", "a.b.c", "....", "eyJ.eyJ.sig")) {
            refused(text, Code.INVALID_IDENTITY_TOKEN, message);
        }
    }

    @Test
    void anotherIssuer() {
        refused(
                TestIssuer.sign(claims().issuer("https://oidc.example.com/id/2")),
                Code.INVALID_IDENTITY_TOKEN,
                "No OpenIDConnect provider found in your account for"
                        + " https://oidc.example.com/id/2");
        refused(
                TestIssuer.sign(claims().issuer("http://oidc.example.com/id/1")),
                Code.INVALID_IDENTITY_TOKEN,
                "No OpenIDConnect provider found in your account for http://oidc.example.com/id/1");
    }

    @Test
    void anotherAccount() {
        assertThatThrownBy(() -> tokens.verify(TestIssuer.sign(claims()), null))
                .hasMessageStartingWith("No OpenIDConnect provider found in your account for");
    }

    @Test
    void aSignatureOfSomebodyElse() {
        refused(
                TestIssuer.sign(claims(), JWSAlgorithm.RS256, TestIssuer.FORGED),
                Code.INVALID_IDENTITY_TOKEN,
                "The signature of the ID Token is not valid");
    }

    @Test
    void aChangedTokenIsNotWhatWasSigned() {
        String genuine = TestIssuer.sign(claims());
        String other = TestIssuer.sign(claims().subject("system:serviceaccount:shop:admin"));
        String[] parts = genuine.split("\\.", -1);

        refused(
                parts[0] + "." + other.split("\\.", -1)[1] + "." + parts[2],
                Code.INVALID_IDENTITY_TOKEN,
                "The signature of the ID Token is not valid");
    }

    @Test
    void aKeyThatTheIssuerDoesNotPublish() throws ParseException {
        jwks = new JWKSet(TestIssuer.EC.toPublicJWK()).toString();

        refused(
                TestIssuer.sign(claims()),
                Code.INVALID_IDENTITY_TOKEN,
                "Couldn't retrieve verification key from your identity provider,  please reference"
                        + " AssumeRoleWithWebIdentity documentation for requirements");
    }

    @Test
    void expiryIsExact() {
        String token = TestIssuer.sign(claims());
        clock.advance(Duration.ofHours(1).minusSeconds(1));
        verify(token);

        clock.advance(Duration.ofSeconds(1));

        refused(
                token,
                Code.EXPIRED_IDENTITY_TOKEN,
                "Token expired: current date/time 1772362800 must be before the expiration"
                        + " date/time 1772362800");
    }

    @Test
    void theIssuersClockMayBeAheadFiveMinutes() {
        Date ahead = Date.from(clock.instant().plus(Duration.ofMinutes(5)));
        verify(TestIssuer.sign(claims().issueTime(ahead).notBeforeTime(ahead)));

        Date tooFar = Date.from(clock.instant().plusSeconds(301));
        for (var claims : List.of(claims().issueTime(tooFar), claims().notBeforeTime(tooFar))) {
            assertThatThrownBy(() -> verify(TestIssuer.sign(claims)))
                    .isInstanceOfSatisfying(
                            IdentityException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.IDP_REJECTED_CLAIM))
                    .hasMessageStartingWith("Token is not valid yet: current date/time 1772359200");
        }
    }

    @Test
    void claimsThatMustBeThere() {
        Map<String, JWTClaimsSet.Builder> without =
                Map.of(
                        "iss", claims().issuer(null),
                        "sub", claims().subject(null),
                        "aud", claims().audience(List.of()),
                        "iat", claims().issueTime(null),
                        "exp", claims().expirationTime(null));

        without.forEach(
                (claim, claims) ->
                        refused(
                                TestIssuer.sign(claims),
                                Code.INVALID_IDENTITY_TOKEN,
                                "Missing a required claim: " + claim));
        verify(TestIssuer.sign(claims().notBeforeTime(null)));
    }

    @Test
    void audiences() {
        refused(
                TestIssuer.sign(claims().audience("https://kubernetes.default.svc")),
                Code.INVALID_IDENTITY_TOKEN,
                "Incorrect token audience");
        assertThat(verify(TestIssuer.sign(claims().audience(List.of("x", "client")))).audience())
                .isEqualTo("client");

        IdentityToken byAzp =
                verify(TestIssuer.sign(claims().audience("x").claim("azp", "client")));
        assertThat(byAzp.audience()).isEqualTo("client");
        assertThat(byAzp.federation().keys())
                .contains(
                        Federation.Key.of("oidc.example.com/id/1:aud", "client"),
                        Federation.Key.of("oidc.example.com/id/1:azp", "client"),
                        Federation.Key.of("oidc.example.com/id/1:oaud", "x"));
    }

    @Test
    void methodsOfAuthenticationAreAKeyOfManyValues() {
        assertThat(
                        verify(TestIssuer.sign(claims().claim("amr", List.of("mfa", "pwd"))))
                                .federation()
                                .keys())
                .contains(
                        new Federation.Key(
                                "oidc.example.com/id/1:amr", List.of("mfa", "pwd"), true));
    }

    @Test
    void sessionTagsNestedAndFlat() {
        var nested =
                claims().claim(
                                "https://aws.amazon.com/tags",
                                Map.of(
                                        "principal_tags", Map.of("team", List.of("blue")),
                                        "transitive_tag_keys", List.of("team")))
                        .claim("https://aws.amazon.com/source_identity", "alice");
        var flat =
                claims().claim("https://aws.amazon.com/tags/principal_tags/team", "blue")
                        .claim("https://aws.amazon.com/tags/transitive_tag_keys", List.of("team"))
                        .claim("https://aws.amazon.com/source_identity", "alice");

        for (var claims : List.of(nested, flat)) {
            IdentityToken token = verify(TestIssuer.sign(claims));
            assertThat(token.tags()).isEqualTo(new Tags(List.of(new Tags.Tag("team", "blue"))));
            assertThat(token.transitiveKeys()).containsExactly("team");
            assertThat(token.sourceIdentity()).isEqualTo("alice");
        }
    }

    @Test
    void claimsThatAreNoTags() {
        for (Object tags :
                List.of(
                        Map.of("principal_tags", Map.of("team", List.of("a", "b"))),
                        Map.of("principal_tags", Map.of("team", 5)),
                        Map.of("principal_tags", Map.of("aws:team", "x")),
                        Map.of("principal_tags", Map.of("team", "x"), "transitive_tag_keys", "y"),
                        Map.of("principal_tags", Map.of("t", "x", "T", "y")))) {
            assertThatThrownBy(
                            () ->
                                    verify(
                                            TestIssuer.sign(
                                                    claims().claim(
                                                                    "https://aws.amazon.com/tags",
                                                                    tags))))
                    .as("%s", tags)
                    .isInstanceOfSatisfying(
                            IdentityException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.IDP_REJECTED_CLAIM));
        }
    }

    /** A cluster changes its keys while the server runs; whoever wrote the file writes it again. */
    @Test
    void aFileOfKeysIsReadAgainWhenItChanged(@TempDir Path directory)
            throws IOException, ParseException {
        Path file = directory.resolve("jwks.json");
        Files.writeString(file, new JWKSet(TestIssuer.RSA.toPublicJWK()).toString());
        var configured = IdentityTokens.withKeys(Map.of(TestIssuer.URL, file), clock);
        String token = TestIssuer.sign(claims(), JWSAlgorithm.ES256, TestIssuer.EC);
        assertThatThrownBy(() -> configured.verify(token, account()))
                .hasMessageStartingWith("Couldn't retrieve verification key");

        Files.writeString(file, TestIssuer.jwks());
        Files.setLastModifiedTime(
                file, FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(1)));
        assertThat(configured.verify(token, account()).audience()).isEqualTo("sts.amazonaws.com");

        Files.writeString(file, "{");
        Files.setLastModifiedTime(
                file, FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(2)));
        assertThat(configured.verify(token, account()).audience())
                .as("the keys read before stay")
                .isEqualTo("sts.amazonaws.com");
        assertThatThrownBy(() -> IdentityTokens.withKeys(Map.of(TestIssuer.URL, file), clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no JSON Web Key Set");
    }
}
