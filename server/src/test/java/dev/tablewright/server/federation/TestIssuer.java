package dev.tablewright.server.federation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** An issuer with two keys, made once: making an RSA key takes a while. */
public final class TestIssuer {
    /** As tokens name it. */
    public static final String URL = "https://oidc.example.com/id/1";

    /** Its RSA key, {@code rsa}. */
    public static final RSAKey RSA;

    /** Its key on P-256, {@code ec}. */
    public static final ECKey EC;

    /** A key that is not the issuer's, and says it is. */
    public static final RSAKey FORGED;

    static {
        try {
            RSA = new RSAKeyGenerator(2048).keyID("rsa").generate();
            EC = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
            FORGED = new RSAKeyGenerator(2048).keyID("rsa").generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private TestIssuer() {}

    /** Returns the keys as the issuer publishes them. */
    public static String jwks() {
        return new JWKSet(java.util.List.<JWK>of(RSA, EC)).toPublicJWKSet().toString();
    }

    /** Begins a token of {@code system:serviceaccount:shop:orders} for STS, good for an hour. */
    public static JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(URL)
                .subject("system:serviceaccount:shop:orders")
                .audience("sts.amazonaws.com")
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
    }

    /** Signs with the RSA key. */
    public static String sign(JWTClaimsSet.Builder claims) {
        return sign(claims, JWSAlgorithm.RS256, RSA);
    }

    /** Signs with some key. */
    public static String sign(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, JWK key) {
        return sign(claims, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), key);
    }

    /** Signs with some key and header. */
    public static String sign(JWTClaimsSet.Builder claims, JWSHeader header, JWK key) {
        try {
            JWSSigner signer =
                    key instanceof RSAKey rsa
                            ? new RSASSASigner(rsa)
                            : new ECDSASigner(key.toECKey());
            var jwt = new SignedJWT(header, claims.build());
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
