package dev.tablewright.server.federation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Federation;
import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.IdentityException.Code;
import dev.tablewright.server.identity.OidcProvider;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells genuine tokens from others.
 *
 * <p>The checks and their order: the token can be read; its issuer is an identity provider of the
 * account; the signature is of one of the issuer's keys, RSA or ECDSA; it has not expired; it was
 * issued already; it is for an audience that the provider lists. Expiry is exact. The clocks of
 * issuers may be {@link #SKEW} ahead of ours.
 *
 * <p>Safe for use by many threads. May wait for the issuer, some seconds.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
 */
public final class IdentityTokens {
    /** How far {@code iat} and {@code nbf} may lie in the future. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final int LEAST_RSA_BITS = 2048;

    /** Those that STS documents. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final List<IssuerKeys> sources;
    private final InstantSource clock;

    IdentityTokens(List<IssuerKeys> sources, InstantSource clock) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /**
     * Creates a verifier that takes keys from files, and those of other issuers from them over
     * HTTPS.
     *
     * @param files JSON Web Key Sets by issuer
     * @throws IOException if a file cannot be read or holds no key set
     */
    public static IdentityTokens withKeys(Map<String, Path> files, InstantSource clock)
            throws IOException {
        return new IdentityTokens(
                List.of(new ConfiguredKeys(files), new DiscoveredKeys(new HttpKeySource(), clock)),
                clock);
    }

    /**
     * Reads a token for an account.
     *
     * @param account null for one that does not exist
     * @throws IdentityException for the first check that fails
     */
    public IdentityToken verify(String token, @Nullable AccountImage account) {
        SignedJWT jwt = parse(token);
        JWTClaimsSet claims = claimsOf(jwt);
        String issuer = required(claims.getIssuer(), "iss");
        OidcProvider provider = providerOf(issuer, account);
        checkSignature(jwt, provider);
        checkTimes(claims);
        String subject = required(claims.getSubject(), "sub");
        List<String> audiences = claims.getAudience();
        if (audiences.isEmpty()) {
            throw missing("aud");
        }
        String authorized = text(claims, "azp");
        String audience = audienceOf(provider, audiences, authorized);
        Federation federation = federation(provider, claims, subject, audience, authorized);
        return AwsClaims.read(claims, subject, audience, federation);
    }

    private static SignedJWT parse(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException notOne) {
            throw notAToken();
        }
    }

    private static JWTClaimsSet claimsOf(SignedJWT jwt) {
        try {
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (claims != null) {
                return claims;
            }
        } catch (ParseException notClaims) {
            // Told below.
        }
        throw notAToken();
    }

    private static IdentityException notAToken() {
        return invalid(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an"
                        + " Access Token)");
    }

    private static OidcProvider providerOf(String issuer, @Nullable AccountImage account) {
        if (account != null) {
            for (OidcProvider provider : account.oidcProviders()) {
                if (provider.issuer().equals(issuer)) {
                    return provider;
                }
            }
        }
        throw invalid("No OpenIDConnect provider found in your account for " + issuer);
    }

    private void checkSignature(SignedJWT jwt, OidcProvider provider) {
        JWSHeader header = jwt.getHeader();
        JWSAlgorithm algorithm = header.getAlgorithm();
        if (!ALGORITHMS.contains(algorithm)) {
            throw invalid(
                    "The ID Token is signed with "
                            + algorithm
                            + ", and only RS256, RS384, RS512, ES256, ES384 and ES512 are"
                            + " accepted");
        }
        List<JWK> keys = keysFor(header, provider);
        if (keys.isEmpty()) {
            throw HttpKeySource.noKey();
        }
        if (keys.stream().noneMatch(key -> isSignedWith(jwt, key))) {
            throw invalid("The signature of the ID Token is not valid");
        }
    }

    private List<JWK> keysFor(JWSHeader header, OidcProvider provider) {
        String keyId = header.getKeyID();
        for (IssuerKeys source : sources) {
            JWKSet keys = source.of(provider, keyId);
            if (keys != null) {
                return keys.getKeys().stream()
                        .filter(key -> keyId == null || keyId.equals(key.getKeyID()))
                        .filter(key -> isFor(key, header.getAlgorithm()))
                        .toList();
            }
        }
        return List.of();
    }

    /** An RSA key never verifies what claims to be ECDSA, nor a curve what is of another. */
    private static boolean isFor(JWK key, JWSAlgorithm algorithm) {
        boolean kind =
                switch (key) {
                    case RSAKey rsa ->
                            JWSAlgorithm.Family.RSA.contains(algorithm)
                                    && rsa.size() >= LEAST_RSA_BITS;
                    case ECKey ec ->
                            JWSAlgorithm.Family.EC.contains(algorithm)
                                    && Curve.forJWSAlgorithm(algorithm).contains(ec.getCurve());
                    default -> false;
                };
        return kind
                && (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
    }

    private static boolean isSignedWith(SignedJWT jwt, JWK key) {
        try {
            JWSVerifier verifier =
                    key instanceof RSAKey rsa
                            ? new RSASSAVerifier(rsa)
                            : new ECDSAVerifier(key.toECKey());
            return jwt.verify(verifier);
        } catch (JOSEException unusable) {
            return false;
        }
    }

    private void checkTimes(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw missing("exp");
        }
        if (!now.isBefore(expires.toInstant())) {
            throw new IdentityException(
                    Code.EXPIRED_IDENTITY_TOKEN,
                    "Token expired: current date/time "
                            + now.getEpochSecond()
                            + " must be before the expiration date/time "
                            + expires.toInstant().getEpochSecond());
        }
        if (claims.getIssueTime() == null) {
            throw missing("iat");
        }
        requireReached(claims.getIssueTime(), "iat", now);
        if (claims.getNotBeforeTime() != null) {
            requireReached(claims.getNotBeforeTime(), "nbf", now);
        }
    }

    private static void requireReached(Date time, String claim, Instant now) {
        if (time.toInstant().isAfter(now.plus(SKEW))) {
            throw new IdentityException(
                    Code.IDP_REJECTED_CLAIM,
                    "Token is not valid yet: current date/time "
                            + now.getEpochSecond()
                            + " is before its "
                            + claim
                            + " "
                            + time.toInstant().getEpochSecond());
        }
    }

    private static String audienceOf(
            OidcProvider provider, List<String> audiences, @Nullable String authorized) {
        if (authorized != null && provider.clientIds().contains(authorized)) {
            return authorized;
        }
        for (String audience : audiences) {
            if (provider.clientIds().contains(audience)) {
                return authorized == null ? audience : authorized;
            }
        }
        throw invalid("Incorrect token audience");
    }

    /**
     * The condition keys of the token, named after the issuer without its scheme.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif">Available
     *     keys for AWS OIDC federation</a>
     */
    private static Federation federation(
            OidcProvider provider,
            JWTClaimsSet claims,
            String subject,
            String audience,
            @Nullable String authorized) {
        String prefix = provider.name() + ":";
        List<Federation.Key> keys = new ArrayList<>();
        keys.add(Federation.Key.of(prefix + "sub", subject));
        keys.add(Federation.Key.of(prefix + "aud", audience));
        if (authorized != null) {
            keys.add(Federation.Key.of(prefix + "azp", authorized));
            keys.add(Federation.Key.of(prefix + "oaud", claims.getAudience().getFirst()));
        }
        String email = text(claims, "email");
        if (email != null) {
            keys.add(Federation.Key.of(prefix + "email", email));
        }
        if (claims.getClaim("amr") instanceof List<?> methods && !methods.isEmpty()) {
            List<String> texts = methods.stream().map(String::valueOf).toList();
            keys.add(new Federation.Key(prefix + "amr", texts, true));
        }
        return new Federation(provider.arn(), keys);
    }

    private static @Nullable String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String value && !value.isEmpty() ? value : null;
    }

    private static String required(@Nullable String value, String claim) {
        if (value == null || value.isEmpty()) {
            throw missing(claim);
        }
        return value;
    }

    private static IdentityException missing(String claim) {
        return invalid("Missing a required claim: " + claim);
    }

    private static IdentityException invalid(String message) {
        return new IdentityException(Code.INVALID_IDENTITY_TOKEN, message);
    }
}
