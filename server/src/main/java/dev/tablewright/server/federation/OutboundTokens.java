package dev.tablewright.server.federation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.tablewright.server.identity.Account;
import dev.tablewright.server.identity.AccountImage;
import dev.tablewright.server.identity.Identities;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tokens by which principals prove themselves to services outside: their signature, and the two
 * documents by which anybody can verify it. There is one key for each algorithm, made when it is
 * first needed and kept with the identities; accounts are told apart by their issuers.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
public final class OutboundTokens {
    private static final String CONFIGURATION = "/.well-known/openid-configuration";
    private static final String KEYS = "/.well-known/jwks.json";
    private static final int RSA_BITS = 2048;

    private final Identities identities;
    private final Map<Algorithm, JWK> keys = new LinkedHashMap<>();

    /** Creates them with the keys that {@code identities} keep. */
    public OutboundTokens(Identities identities) {
        this.identities = identities;
    }

    /** How a token is signed. */
    public enum Algorithm {
        /** ECDSA with P-384 and SHA-384. */
        ES384,
        /** RSA with SHA-256. */
        RS256;

        private JWSAlgorithm jws() {
            return JWSAlgorithm.parse(name());
        }

        private JWKGenerator<?> generator() {
            return switch (this) {
                case ES384 -> new ECKeyGenerator(Curve.P_384);
                case RS256 -> new RSAKeyGenerator(RSA_BITS);
            };
        }

        /**
         * A signing key has to be unguessable: no other source of chance is taken than the JDK's.
         */
        private byte[] newKey() {
            try {
                return generator()
                        .algorithm(jws())
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint(true)
                        .generate()
                        .toJSONString()
                        .getBytes(StandardCharsets.UTF_8);
            } catch (JOSEException everyJdkHasIt) {
                throw new IllegalStateException(everyJdkHasIt);
            }
        }
    }

    /**
     * What a token says.
     *
     * @param id never used before
     * @param others by name
     */
    public record Claims(
            String issuer,
            String subject,
            List<String> audience,
            Instant issued,
            Instant expires,
            String id,
            Map<String, Object> others) {
        private JWTClaimsSet asSet() {
            var set =
                    new JWTClaimsSet.Builder()
                            .issuer(issuer)
                            .subject(subject)
                            .audience(audience)
                            .issueTime(Date.from(issued))
                            .expirationTime(Date.from(expires))
                            .jwtID(id);
            others.forEach(set::claim);
            return set.build();
        }
    }

    /** Returns a signed token with {@code claims}. */
    public String sign(Claims claims, Algorithm algorithm) {
        JWK key = key(algorithm);
        var header = new JWSHeader.Builder(algorithm.jws()).keyID(key.getKeyID()).build();
        try {
            JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, algorithm.jws());
            var token = new SignedJWT(header, claims.asSet());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException ourOwnKey) {
            throw new IllegalStateException(ourOwnKey);
        }
    }

    /** Returns the JSON document that is found at {@code path}; null where there is none. */
    public @Nullable String document(String path) {
        for (String name : List.of(CONFIGURATION, KEYS)) {
            if (path.endsWith(name)) {
                String issuer = issuerAt(path.substring(0, path.length() - name.length()));
                return issuer == null
                        ? null
                        : name.equals(KEYS) ? publicKeys() : configuration(issuer);
            }
        }
        return null;
    }

    /** Issuers end in an identifier of their own, so the path alone tells them apart. */
    private @Nullable String issuerAt(String path) {
        return identities.image().accounts().stream()
                .map(AccountImage::account)
                .map(Account::outbound)
                .flatMap(outbound -> outbound == null ? Stream.empty() : Stream.of(outbound))
                .map(Account.Outbound::issuer)
                .filter(issuer -> path.length() > 1 && issuer.endsWith(path))
                .findFirst()
                .orElse(null);
    }

    private static String configuration(String issuer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", issuer);
        members.put("jwks_uri", issuer + KEYS);
        members.put("response_types_supported", List.of("id_token"));
        members.put("subject_types_supported", List.of("public"));
        members.put(
                "id_token_signing_alg_values_supported",
                Stream.of(Algorithm.values()).map(Algorithm::name).toList());
        members.put("claims_supported", List.of("aud", "exp", "iat", "iss", "jti", "sub"));
        return JsonMapper.shared().writeValueAsString(members);
    }

    private String publicKeys() {
        List<JWK> all = Stream.of(Algorithm.values()).map(this::key).toList();
        return new JWKSet(all).toString(true);
    }

    private synchronized JWK key(Algorithm algorithm) {
        return keys.computeIfAbsent(algorithm, this::kept);
    }

    private JWK kept(Algorithm algorithm) {
        byte[] key = identities.secretFor("web identity tokens " + algorithm, algorithm::newKey);
        try {
            return JWK.parse(new String(key, StandardCharsets.UTF_8));
        } catch (ParseException ourOwnKey) {
            throw new IllegalStateException(ourOwnKey);
        }
    }
}
