package dev.tablewright.operator.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.ManagedObject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which target and which credentials a ProviderConfig gives, and what it may not ask for. */
final class ProviderConfigTest {
    private static final Map<String, Object> ENDPOINT =
            Map.of("url", Map.of("type", "Static", "static", "http://engine.example:8000"));
    private static final String KEYS =
            """
            # of the platform
            [other]
            aws_access_key_id = AKIAOTHER
            aws_secret_access_key = other
            [default]
            AWS_ACCESS_KEY_ID=AKIAOURS
            aws_secret_access_key = a/b+c==
            """;

    @Test
    void aClustersConfigReachesAnEndpointWithASecretOfAnyNamespace() throws Exception {
        try (Provider provider = provider(null, secret("platform"), ENDPOINT)) {
            assertThat(provider.target().endpoint().map(Object::toString))
                    .contains("http://engine.example:8000");
        }
    }

    /** Who may write a ProviderConfig in a namespace need not be allowed to read all Secrets. */
    @Test
    void aNamespacesConfigUsesItsOwnSecretsOnly() throws Exception {
        try (Provider provider = provider("koa", secret("koa"), ENDPOINT)) {
            assertThat(provider.target().hasCredentials()).isTrue();
        }
        assertThatThrownBy(() -> provider("koa", secret("platform"), ENDPOINT))
                .isInstanceOf(ExternalFailure.class)
                .hasMessageContaining("Secrets of that namespace only (koa, not platform)");
    }

    /** The operator's own token must not be sent to an address that a namespace chose. */
    @Test
    void aNamespacesConfigShowsTheOperatorsIdentityToAwsOnly() throws Exception {
        assertThatThrownBy(() -> provider("koa", Map.of("source", "IRSA"), ENDPOINT))
                .isInstanceOf(ExternalFailure.class)
                .hasMessageContaining("use a ClusterProviderConfig");
        try (Provider provider = provider("koa", Map.of("source", "IRSA"), null)) {
            assertThat(provider.target().endpoint()).isEmpty();
        }
        try (Provider provider = provider(null, Map.of("source", "IRSA"), ENDPOINT)) {
            assertThat(provider.target().endpoint()).isPresent();
        }
    }

    @Test
    void whatIsNotServedIsRefusedByName() {
        assertThatThrownBy(() -> provider(null, Map.of("source", "Upbound"), null))
                .hasMessageContaining("spec.credentials.source Upbound is not served");
        assertThatThrownBy(
                        () ->
                                provider(
                                        null,
                                        secret("koa"),
                                        Map.of("url", Map.of("type", "Dynamic"))))
                .hasMessageContaining("of type Static");
        assertThatThrownBy(
                        () ->
                                provider(
                                        null,
                                        secret("koa"),
                                        Map.of(
                                                "services",
                                                List.of("dynamodb"),
                                                "url",
                                                ENDPOINT.get("url"))))
                .hasMessageContaining("spec.endpoint.services");
    }

    @Test
    void theDefaultProfileIsRead() {
        assertThat(Credentials.profile(KEYS))
                .containsEntry("aws_access_key_id", "AKIAOURS")
                .containsEntry("aws_secret_access_key", "a/b+c==");
    }

    @Test
    void aSecretWithoutKeysIsSaid() {
        assertThatThrownBy(
                        () ->
                                new ProviderConfig(
                                                "ProviderConfig",
                                                null,
                                                "default",
                                                spec(secret("koa"), null))
                                        .provider(_ -> "[default]\nregion = eu-west-1", _ -> null))
                .hasMessageContaining("has no [default] profile");
    }

    @Test
    void objectsOfANamespaceUseTheClustersDefault() {
        assertThat(ProviderConfig.Reference.of(object("koa", Map.of())))
                .hasToString("ClusterProviderConfig default");
        assertThat(
                        ProviderConfig.Reference.of(
                                object("koa", Map.of("kind", "ProviderConfig", "name", "own"))))
                .hasToString("ProviderConfig koa/own");
        assertThat(ProviderConfig.Reference.of(object(null, Map.of("name", "own"))))
                .isEqualTo(
                        new ProviderConfig.Reference(
                                "aws.upbound.io", "ProviderConfig", null, "own"));
    }

    private static ManagedObject object(@Nullable String namespace, Map<String, Object> reference) {
        return new ManagedObject(
                new ManagedObject.Identity("v1", "Table", namespace, "orders", "uid", null),
                1,
                null,
                Map.of(),
                Map.of(),
                List.of(),
                Map.of("providerConfigRef", reference),
                Map.of());
    }

    private static Map<String, Object> secret(String namespace) {
        return Map.of(
                "source",
                "Secret",
                "secretRef",
                Map.of("namespace", namespace, "name", "aws", "key", "credentials"));
    }

    private static Map<String, Object> spec(
            Map<String, Object> credentials, @Nullable Map<String, Object> endpoint) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("credentials", credentials);
        if (endpoint != null) {
            spec.put("endpoint", endpoint);
        }
        return spec;
    }

    private static Provider provider(
            @Nullable String namespace,
            Map<String, Object> credentials,
            @Nullable Map<String, Object> endpoint)
            throws ExternalFailure {
        return new ProviderConfig(
                        "ProviderConfig", namespace, "default", spec(credentials, endpoint))
                .provider(
                        _ -> KEYS,
                        Map.of(
                                        "AWS_ROLE_ARN",
                                        "arn:aws:iam::123456789012:role/operator",
                                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                                        "/token")
                                ::get);
    }
}
