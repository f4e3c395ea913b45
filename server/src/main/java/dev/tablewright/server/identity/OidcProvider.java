package dev.tablewright.server.identity;

import java.util.List;

/**
 * Identity provider whose OpenID Connect tokens an account trusts. Its name is the host and path of
 * its URL.
 *
 * @param plainHttp whether the URL begins with {@code http://}: on loopback only
 * @param clientIds the audiences that tokens may be meant for, at most 100
 * @param thumbprints SHA-1 hashes of certificates that may stand at the top of the chain with which
 *     the provider's keys are served; 40 hexadecimal digits, at most 5
 */
public record OidcProvider(
        Head head, Tags tags, boolean plainHttp, List<String> clientIds, List<String> thumbprints)
        implements Entity {
    /** Copies the lists. */
    public OidcProvider {
        clientIds = List.copyOf(clientIds);
        thumbprints = List.copyOf(thumbprints);
    }

    @Override
    public EntityKind kind() {
        return EntityKind.OIDC_PROVIDER;
    }

    /** Returns the URL, which tokens name as their issuer. */
    public String issuer() {
        return (plainHttp ? "http://" : "https://") + name();
    }

    /** Returns this provider with other audiences. */
    public OidcProvider withClientIds(List<String> changed) {
        return new OidcProvider(head, tags, plainHttp, changed, thumbprints);
    }

    /** Returns this provider with other thumbprints. */
    public OidcProvider withThumbprints(List<String> changed) {
        return new OidcProvider(head, tags, plainHttp, clientIds, changed);
    }

    /** Returns this provider with other tags. */
    public OidcProvider withTags(Tags changed) {
        return new OidcProvider(head, changed, plainHttp, clientIds, thumbprints);
    }
}
