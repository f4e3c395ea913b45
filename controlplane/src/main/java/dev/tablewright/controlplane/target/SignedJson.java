package dev.tablewright.controlplane.target;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Calls a service of the AWS JSON protocol that we have no client of the SDK for, over the same
 * connections and with the same credentials as the others.
 */
final class SignedJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SignedHttp http;
    private final Service service;

    SignedJson(SignedHttp http, Service service) {
        this.http = http;
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
                        .uri(http.uri("/"))
                        .putHeader("Content-Type", "application/x-amz-json-" + service.version())
                        .putHeader("X-Amz-Target", service.target() + "." + operation)
                        .build();
        HttpExecuteResponse answer = http.send(service.name(), request, body);
        try {
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

    AwsServiceException refusal(Answer answer) {
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

    static JsonNode content(HttpExecuteResponse answer) throws IOException {
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
