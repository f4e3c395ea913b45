package dev.tablewright.server.federation;

import com.nimbusds.jose.jwk.JWKSet;

import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.identity.IdentityException.Code;
import dev.tablewright.server.identity.Loopback;
import dev.tablewright.server.identity.OidcProvider;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks an issuer for its keys: the discovery document says where they are. Follows no redirection;
 * an answer may take five seconds and have 512 KiB.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
final class HttpKeySource implements DiscoveredKeys.KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(HttpKeySource.class);
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);
    private static final int MOST_BYTES = 512 << 10;

    @Override
    public JWKSet fetch(OidcProvider provider) {
        HttpClient http =
                HttpClient.newBuilder()
                        .connectTimeout(LONGEST_CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .sslContext(PinnedTrust.contextFor(provider.thumbprints()))
                        .build();
        try {
            URI discovery = URI.create(withoutSlash(provider.issuer()) + DISCOVERY);
            URI keys = keysOf(provider, get(http, discovery, provider));
            return JWKSet.parse(get(http, keys, provider)).toPublicJWKSet();
        } catch (ParseException | JacksonException | IllegalArgumentException senseless) {
            LOG.info("{} publishes no keys: {}", provider.issuer(), senseless.getMessage());
            throw noKey();
        } finally {
            http.shutdownNow();
        }
    }

    private static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }

    private static URI keysOf(OidcProvider provider, String discovery) {
        JsonNode document = JsonMapper.shared().readTree(discovery);
        String issuer = document.path("issuer").asString("");
        if (!issuer.equals(provider.issuer())) {
            throw new IllegalArgumentException("it calls itself \"" + issuer + "\"");
        }
        URI keys = URI.create(document.path("jwks_uri").asString(""));
        boolean secure = "https".equalsIgnoreCase(keys.getScheme());
        boolean local =
                provider.plainHttp()
                        && "http".equalsIgnoreCase(keys.getScheme())
                        && keys.getHost() != null
                        && Loopback.isLoopback(keys.getHost());
        if (!secure && !local) {
            throw new IllegalArgumentException("its jwks_uri is \"" + keys + "\"");
        }
        return keys;
    }

    private static String get(HttpClient http, URI uri, OidcProvider provider) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(LONGEST).build();
        var limited =
                BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES);
        var answer = http.sendAsync(request, limited);
        try {
            HttpResponse<String> response = answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("it answers " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException | TimeoutException | IOException failed) {
            answer.cancel(true);
            LOG.info("{} cannot be read: {}", uri, String.valueOf(rootOf(failed)));
            throw PinnedTrust.isDistrust(failed) ? distrusted() : unreachable(provider);
        } catch (InterruptedException stopNow) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw unreachable(provider);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    static IdentityException unreachable(OidcProvider provider) {
        return new IdentityException(
                Code.IDP_COMMUNICATION_ERROR,
                "The identity provider " + provider.issuer() + " could not be reached.");
    }

    /** AWS's words for a token whose key its issuer does not publish; the blanks are AWS's too. */
    static IdentityException noKey() {
        return new IdentityException(
                Code.INVALID_IDENTITY_TOKEN,
                "Couldn't retrieve verification key from your identity provider,  please reference"
                        + " AssumeRoleWithWebIdentity documentation for requirements");
    }

    private static IdentityException distrusted() {
        return new IdentityException(
                Code.INVALID_IDENTITY_TOKEN,
                "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint");
    }
}
