package dev.tablewright.controlplane.target;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Calls a service of the AWS JSON protocol that we have no client of the SDK for, over the same
 * connections and with the same credentials as the others.
 */
final class SignedJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final String region;
    private final Service service;

    SignedJson(
            URI endpoint,
            AwsCredentialsProvider credentials,
            SdkHttpClient http,
            String region,
            Service service) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.http = http;
        this.region = region;
        this.service = service;
    }

    /**
     * A service.
     *
     * @param name that requests are signed for
     * @param target before the operation in X-Amz-Target
     * @param version of the protocol, 1.0 or 1.1
     */
    record Service(String name, String target, String version) {}

    /** What a service said. */
    record Answer(int status, JsonNode content) {
        boolean isGood() {
            return status == 200;
        }

        /** Returns the error's code, without its namespace; empty if there is none. */
        String code() {
            String type = content.path("__type").asString("");
            return type.substring(type.indexOf('#') + 1);
        }

        /** Returns the error's sentence. */
        String sentence() {
            return content.path("message").asString(content.path("Message").asString("no answer"));
        }
    }

    /**
     * Calls once, and returns the answer, an error also.
     *
     * @throws SdkClientException if the service cannot be reached
     */
    Answer ask(String operation, Map<String, ?> members) {
        byte[] body = JSON.writeValueAsBytes(members);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint.resolve("/"))
                        .putHeader("Content-Type", "application/x-amz-json-" + service.version())
                        .putHeader("X-Amz-Target", service.target() + "." + operation)
                        .build();
        var signed =
                AwsV4HttpSigner.create()
                        .sign(
                                r ->
                                        r.identity(credentials.resolveCredentials())
                                                .request(request)
                                                .payload(ContentStreamProvider.fromByteArray(body))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service.name())
                                                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        try {
            HttpExecuteResponse answer =
                    http.prepareRequest(
                                    HttpExecuteRequest.builder()
                                            .request(signed.request())
                                            .contentStreamProvider(signed.payload().orElse(null))
                                            .build())
                            .call();
            return new Answer(answer.httpResponse().statusCode(), content(answer));
        } catch (IOException | UncheckedIOException e) {
            throw SdkClientException.create(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Calls, and again where it is worth it, as the SDK's own clients do.
     *
     * @throws AwsServiceException if the service refuses
     * @throws SdkClientException if the service cannot be reached
     */
    JsonNode call(String operation, Map<String, ?> members) {
        return Retries.call(
                () -> {
                    Answer answer = ask(operation, members);
                    if (!answer.isGood()) {
                        throw refusal(answer);
                    }
                    return answer.content();
                });
    }

    private AwsServiceException refusal(Answer answer) {
        return AwsServiceException.builder()
                .statusCode(answer.status())
                .message(answer.sentence())
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName(service.name())
                                .errorCode(answer.code())
                                .errorMessage(answer.sentence())
                                .build())
                .build();
    }

    private static JsonNode content(HttpExecuteResponse answer) throws IOException {
        if (answer.responseBody().isEmpty()) {
            return JSON.createObjectNode();
        }
        try (var stream = answer.responseBody().get()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }
}
