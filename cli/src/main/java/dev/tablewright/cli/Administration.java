package dev.tablewright.cli;

import dev.tablewright.controlplane.target.CertificateAuthorities;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * The administrative service of a server, as a client sees it. Holds nothing open between calls.
 */
final class Administration {
    private static final String SERVICE = "tablewright";

    /** For calls that are the same in every region. */
    private static final String ANY_REGION = "eu-west-1";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final String region;

    private Administration(URI endpoint, AwsCredentialsProvider credentials, String region) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.region = region;
    }

    /**
     * The server that runs on a data directory, called as its administrator.
     *
     * @throws CliException if none runs
     */
    static Administration of(DataDirectory directory, String region) {
        DataDirectory.Running server = directory.required();
        Keys keys = new Session(directory, server).user(Administrator.USER, region);
        return at(server.endpoint(), keys, region);
    }

    /**
     * As {@link #of(DataDirectory, String)}, for what is the same in every region.
     *
     * @throws CliException if none runs
     */
    static Administration of(DataDirectory directory) {
        return of(directory, ANY_REGION);
    }

    /**
     * A server anywhere.
     *
     * @param keys null for those of AWS's usual chain: environment, profile
     */
    static Administration at(URI endpoint, @Nullable Keys keys, String region) {
        return new Administration(
                endpoint,
                keys == null
                        ? DefaultCredentialsProvider.builder().build()
                        : StaticCredentialsProvider.create(keys.forSdk()),
                region);
    }

    /** Why a call failed: {@link #code} tells programs, the message people. */
    static final class Failed extends CliException {
        private static final long serialVersionUID = 1L;

        private final String code;

        Failed(String code, String sentence) {
            super(sentence);
            this.code = code;
        }

        /** Returns the name of the error, without its namespace. */
        String code() {
            return code;
        }
    }

    /**
     * Calls an operation.
     *
     * @param members of the request: strings, numbers, booleans, lists and maps of them
     * @throws Failed if the server refuses
     * @throws CliException if it cannot be reached or there are no credentials
     */
    JsonNode call(String operation, Map<String, ?> members) {
        byte[] body = JsonMapper.shared().writeValueAsBytes(members);
        try (SdkHttpClient http =
                CertificateAuthorities.ofEnvironment()
                        .client()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER)
                        .build()) {
            SignedRequest signed = sign(operation, body);
            HttpExecuteResponse answer =
                    http.prepareRequest(
                                    HttpExecuteRequest.builder()
                                            .request(signed.request())
                                            .contentStreamProvider(signed.payload().orElse(null))
                                            .build())
                            .call();
            JsonNode content = read(answer);
            if (!answer.httpResponse().isSuccessful()) {
                throw failed(operation, content);
            }
            return content;
        } catch (IOException e) {
            throw new CliException("cannot reach " + endpoint + ": " + e.getMessage());
        } catch (SdkClientException e) {
            throw new CliException("cannot call " + endpoint + ": " + e.getMessage());
        }
    }

    private SignedRequest sign(String operation, byte[] body) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .uri(endpoint)
                        .method(SdkHttpMethod.POST)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .putHeader("X-Amz-Target", "Tablewright." + operation)
                        .build();
        return AwsV4HttpSigner.create()
                .sign(
                        signing ->
                                signing.identity(credentials.resolveCredentials())
                                        .request(request)
                                        .payload(ContentStreamProvider.fromByteArray(body))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    }

    private JsonNode read(HttpExecuteResponse answer) throws IOException {
        String text = "";
        if (answer.responseBody().isPresent()) {
            try (var body = answer.responseBody().get()) {
                text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        try {
            return JsonMapper.shared().readTree(text.isEmpty() ? "{}" : text);
        } catch (JacksonException e) {
            throw new CliException(endpoint + " is no Tablewright server: it answers " + text);
        }
    }

    private Failed failed(String operation, JsonNode error) {
        String type = error.path("__type").asString("");
        String code = type.substring(type.indexOf('#') + 1);
        if (code.equals("UnknownOperationException")) {
            return new Failed(code, endpoint + " has no operation " + operation);
        }
        String sentence = error.path("message").asString(error.path("Message").asString(""));
        return new Failed(code, sentence.isEmpty() ? endpoint + " answers: " + code : sentence);
    }
}
