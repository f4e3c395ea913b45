package dev.tablewright.server.federation;

import com.nimbusds.jose.jwk.JWKSet;

import dev.tablewright.server.identity.OidcProvider;

import org.jspecify.annotations.Nullable;

/** Where the public keys of issuers come from. Safe for use by many threads. */
interface IssuerKeys {
    /**
     * Returns the keys of a provider, or null when they are not to be found here.
     *
     * @param keyId the key that is needed: whoever holds a copy without it gets a newer one, unless
     *     the copy is very new; null for any
     * @throws dev.tablewright.server.identity.IdentityException if the issuer does not answer, or
     *     what answers is not it
     */
    @Nullable JWKSet of(OidcProvider provider, @Nullable String keyId);
}
