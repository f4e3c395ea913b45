package dev.tablewright.operator.provider;

import dev.tablewright.controlplane.target.CertificateAuthorities;
import dev.tablewright.operator.managed.ExternalFailure;
import dev.tablewright.operator.managed.Trees;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.Tag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The credentials that {@code spec.credentials} of a ProviderConfig describes. */
final class Credentials {
    private static final String SESSION = "tablewright-operator";

    private final Map<String, Object> spec;
    private final Secrets secrets;
    private final Function<String, @Nullable String> environment;
    private final @Nullable URI endpoint;
    private final String region;

    /** Reads one key of a Secret. */
    @FunctionalInterface
    interface Secrets {
        /** Returns the text of {@code secretRef}: namespace, name, key. */
        String read(Map<String, Object> secretRef) throws ExternalFailure;
    }

    /**
     * Describes them.
     *
     * @param spec of the ProviderConfig
     * @param environment variables of this process
     * @param region whose STS is asked
     */
    Credentials(
            Map<String, Object> spec,
            Secrets secrets,
            Function<String, @Nullable String> environment,
            @Nullable URI endpoint,
            String region) {
        this.spec = spec;
        this.secrets = secrets;
        this.environment = environment;
        this.endpoint = endpoint;
        this.region = region;
    }

    /** Returns them; null for AWS's usual chain. */
    AwsCredentialsProvider resolve() throws ExternalFailure {
        Map<String, Object> credentials = Trees.map(spec.get("credentials"));
        String source = String.valueOf(credentials.get("source"));
        AwsCredentialsProvider first =
                switch (source) {
                    case "Secret" -> secret(Trees.map(credentials.get("secretRef")));
                    case "IRSA" -> irsa();
                    case "WebIdentity" -> webIdentity(Trees.map(credentials.get("webIdentity")));
                    case "PodIdentity" -> ContainerCredentialsProvider.builder().build();
                    default ->
                            throw new ExternalFailure(
                                    "spec.credentials.source "
                                            + source
                                            + " is not served: use Secret, IRSA, WebIdentity or"
                                            + " PodIdentity");
                };
        AwsCredentialsProvider last = first;
        for (Map<String, Object> role : Trees.maps(spec.get("assumeRoleChain"))) {
            last = assumed(role, last);
        }
        return last;
    }

    private AwsCredentialsProvider secret(Map<String, Object> reference) throws ExternalFailure {
        Map<String, String> entries = profile(secrets.read(reference));
        String id = entries.get("aws_access_key_id");
        String key = entries.get("aws_secret_access_key");
        if (id == null || key == null) {
            throw new ExternalFailure(
                    "the secret "
                            + reference.get("name")
                            + " has no [default] profile with aws_access_key_id and"
                            + " aws_secret_access_key under the key "
                            + reference.get("key"));
        }
        String token = entries.get("aws_session_token");
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, key)
                        : AwsSessionCredentials.create(id, key, token));
    }

    /** Reads the default profile of a credentials file; without any profile, the whole file. */
    static Map<String, String> profile(String file) {
        Map<String, String> entries = new LinkedHashMap<>();
        boolean ours = true;
        for (String line : file.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                ours = line.equals("[default]");
            } else if (ours && line.contains("=") && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                entries.put(
                        line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        line.substring(equals + 1).strip());
            }
        }
        return entries;
    }

    /** The identity of the operator's own service account. */
    private AwsCredentialsProvider irsa() throws ExternalFailure {
        String role = environment.apply("AWS_ROLE_ARN");
        String file = environment.apply("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (role == null || file == null) {
            throw new ExternalFailure(
                    "spec.credentials.source is IRSA, but the operator's pod has no AWS_ROLE_ARN"
                            + " and AWS_WEB_IDENTITY_TOKEN_FILE");
        }
        return webIdentity(role, SESSION, () -> text(Path.of(file)));
    }

    private AwsCredentialsProvider webIdentity(Map<String, Object> identity)
            throws ExternalFailure {
        String role = Trees.text(identity.get("roleARN"));
        if (role == null) {
            throw new ExternalFailure("spec.credentials.webIdentity.roleARN is missing");
        }
        String session = Trees.text(identity.get("roleSessionName"));
        Map<String, Object> token = Trees.map(identity.get("tokenConfig"));
        Supplier<String> text;
        if ("Secret".equals(token.get("source"))) {
            String read = secrets.read(Trees.map(token.get("secretRef"))).strip();
            text = () -> read;
        } else {
            String path = Trees.text(Trees.map(token.get("fs")).get("path"));
            String file = path == null ? environment.apply("AWS_WEB_IDENTITY_TOKEN_FILE") : path;
            if (file == null) {
                throw new ExternalFailure(
                        "spec.credentials.webIdentity.tokenConfig names no token, and the"
                                + " operator's pod has no AWS_WEB_IDENTITY_TOKEN_FILE");
            }
            text = () -> text(Path.of(file));
        }
        return webIdentity(role, session == null ? SESSION : session, text);
    }

    /** The token is read anew each time: Kubernetes renews it in its file. */
    private AwsCredentialsProvider webIdentity(
            String role, String session, Supplier<String> token) {
        return StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                .stsClient(sts(AnonymousCredentialsProvider.create()))
                .refreshRequest(
                        () ->
                                AssumeRoleWithWebIdentityRequest.builder()
                                        .roleArn(role)
                                        .roleSessionName(session)
                                        .webIdentityToken(token.get())
                                        .build())
                .build();
    }

    private AwsCredentialsProvider assumed(Map<String, Object> link, AwsCredentialsProvider by)
            throws ExternalFailure {
        String role = Trees.text(link.get("roleARN"));
        if (role == null) {
            throw new ExternalFailure("spec.assumeRoleChain: an entry has no roleARN");
        }
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts(by))
                .refreshRequest(
                        request ->
                                request.roleArn(role)
                                        .roleSessionName(SESSION)
                                        .externalId(Trees.text(link.get("externalID")))
                                        .tags(
                                                Trees.maps(link.get("tags")).stream()
                                                        .map(Credentials::tag)
                                                        .toList())
                                        .transitiveTagKeys(
                                                Trees.texts(link.get("transitiveTagKeys"))))
                .build();
    }

    private static Tag tag(Map<String, Object> tag) {
        return Tag.builder()
                .key(String.valueOf(tag.get("key")))
                .value(String.valueOf(tag.get("value")))
                .build();
    }

    private StsClient sts(AwsCredentialsProvider credentials) {
        SdkHttpClient http = CertificateAuthorities.ofEnvironment().client().build();
        StsClientBuilder sts =
                StsClient.builder()
                        .httpClient(http)
                        .region(Region.of(region))
                        .credentialsProvider(credentials);
        return endpoint == null ? sts.build() : sts.endpointOverride(endpoint).build();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
