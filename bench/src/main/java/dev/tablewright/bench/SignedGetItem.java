package dev.tablewright.bench;

import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.identity.Credential;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A GetItem as AWS's own signer signs it; valid as long as the clock stands still. */
record SignedGetItem(List<HttpHeaders.Field> headers) {
    static final String BODY =
            "{\"TableName\":\"" + Workplace.table(7) + "\",\"Key\":{\"id\":{\"S\":\"k1\"}}}";

    static SignedGetItem to(int port, Credential credential) {
        var identity =
                AwsSessionCredentialsIdentity.create(
                        credential.accessKeyId(),
                        credential.secretAccessKey(),
                        String.valueOf(credential.sessionToken()));
        var clock = Clock.fixed(Workplace.NOW, ZoneOffset.UTC);
        var signed =
                AwsV4HttpSigner.create()
                        .sign(
                                r ->
                                        r.identity(identity)
                                                .request(post(port))
                                                .payload(ContentStreamProvider.fromUtf8String(BODY))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        "dynamodb")
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME,
                                                        Workplace.REGION)
                                                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        List<HttpHeaders.Field> headers = new ArrayList<>();
        signed.request()
                .headers()
                .forEach((name, values) -> headers.add(field(name, values.getFirst())));
        headers.removeIf(field -> field.name().equalsIgnoreCase("content-length"));
        headers.add(field("Content-Length", Integer.toString(BODY.length())));
        return new SignedGetItem(headers);
    }

    private static HttpHeaders.Field field(String name, String value) {
        return new HttpHeaders.Field(name, value);
    }

    private static SdkHttpRequest post(int port) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("http://127.0.0.1:" + port + "/"))
                .putHeader("X-Amz-Target", "DynamoDB_20120810.GetItem")
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .build();
    }

    /** Returns the request as it goes over the wire. */
    byte[] bytes() {
        var text = new StringBuilder("POST / HTTP/1.1\r\n");
        headers.forEach(field -> text.append(field.name() + ": " + field.value() + "\r\n"));
        return text.append("\r\n").append(BODY).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the request as the listener hands it on. */
    HttpRequest request() {
        return new HttpRequest(
                "POST",
                "/",
                HttpHeaders.of(headers),
                BODY.getBytes(StandardCharsets.ISO_8859_1),
                "127.0.0.1");
    }
}
