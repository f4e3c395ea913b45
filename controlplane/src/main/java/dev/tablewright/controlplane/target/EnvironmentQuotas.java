package dev.tablewright.controlplane.target;

import dev.tablewright.controlplane.values.QuotaValues;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The quotas of environments, which Tablewright's own server holds. AWS and other servers know
 * nothing of the kind; asked, they say so.
 */
public final class EnvironmentQuotas {
    private static final String SERVICE = "tablewright";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final String region;

    EnvironmentQuotas(
            URI endpoint, AwsCredentialsProvider credentials, SdkHttpClient http, String region) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.http = http;
        this.region = region;
    }

    /**
     * A quota, and how far it is used up.
     *
     * @param prefixes of the names of its tables
     * @param used for instance {@code Tables=3}; as the server tells
     */
    public record Quota(List<String> prefixes, QuotaValues limits, Map<String, Long> used) {
        /** Copies the list. */
        public Quota {
            prefixes = List.copyOf(prefixes);
        }
    }

    /** Returns the quotas by environment; null if the target has no such thing, or hides it. */
    public @Nullable Map<String, Quota> list() {
        Answer answer = call("ListEnvironmentQuotas", Map.of());
        if (answer.status() != 200 || !answer.content().has("EnvironmentQuotas")) {
            return null;
        }
        Map<String, Quota> quotas = new LinkedHashMap<>();
        for (JsonNode one : answer.content().path("EnvironmentQuotas")) {
            List<String> prefixes = new ArrayList<>();
            one.path("TablePrefixes").forEach(prefix -> prefixes.add(prefix.stringValue()));
            Map<String, Long> used = new LinkedHashMap<>();
            one.path("Usage")
                    .properties()
                    .forEach(use -> used.put(use.getKey(), use.getValue().longValue()));
            quotas.put(
                    one.path("Environment").stringValue(),
                    new Quota(
                            prefixes,
                            new QuotaValues(
                                    number(one, "Tables"),
                                    number(one, "ControlPlaneOperations"),
                                    number(one, "StoredBytes"),
                                    number(one, "ReadUnits"),
                                    number(one, "WriteUnits")),
                            used));
        }
        return quotas;
    }

    private static @Nullable Long number(JsonNode node, String member) {
        return node.has(member) ? node.path(member).longValue() : null;
    }

    /**
     * Sets a quota in place of what there was.
     *
     * @throws SdkClientException if the server refuses, with its sentence
     */
    public void put(String environment, List<String> prefixes, QuotaValues limits) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Environment", environment);
        members.put("TablePrefixes", prefixes);
        add(members, "Tables", limits.tables());
        add(members, "ControlPlaneOperations", limits.controlPlane());
        add(members, "StoredBytes", limits.storedBytes());
        add(members, "ReadUnits", limits.readUnits());
        add(members, "WriteUnits", limits.writeUnits());
        require(call("PutEnvironmentQuota", members));
    }

    private static void add(Map<String, Object> members, String name, @Nullable Long value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /**
     * Takes a quota away; one that is not there is gone already.
     *
     * @throws SdkClientException if the server refuses, with its sentence
     */
    public void delete(String environment) {
        Answer answer = call("DeleteEnvironmentQuota", Map.of("Environment", environment));
        if (!answer.content().path("__type").asString("").endsWith("NoSuchQuota")) {
            require(answer);
        }
    }

    private static void require(Answer answer) {
        if (answer.status() != 200) {
            throw SdkClientException.create(
                    answer.content()
                            .path("message")
                            .asString(answer.content().path("Message").asString("no answer")));
        }
    }

    private record Answer(int status, JsonNode content) {}

    private Answer call(String operation, Map<String, ?> members) {
        byte[] body = JSON.writeValueAsBytes(members);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint.resolve("/"))
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .putHeader("X-Amz-Target", "Tablewright." + operation)
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
                                                        SERVICE)
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
        } catch (IOException e) {
            throw SdkClientException.create(String.valueOf(e.getMessage()), e);
        }
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
