package dev.tablewright.controlplane.target;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * Requests to services that we have no client of the SDK for, over the same connections and with
 * the same credentials as the others.
 */
record SignedHttp(
        URI endpoint, AwsCredentialsProvider credentials, SdkHttpClient http, String region) {
    /** Returns where a path is; it is encoded already. */
    URI uri(String path) {
        return endpoint.resolve(path);
    }

    /**
     * Signs and sends.
     *
     * @param service that the request is signed for
     * @param body empty for none
     * @throws SdkClientException if the service cannot be reached
     */
    HttpExecuteResponse send(String service, SdkHttpRequest request, byte[] body) {
        // The JDK makes a POST of a GET that has a body, an empty one also.
        ContentStreamProvider payload =
                body.length == 0 ? null : ContentStreamProvider.fromByteArray(body);
        var signed =
                AwsV4HttpSigner.create()
                        .sign(
                                r ->
                                        r.identity(credentials.resolveCredentials())
                                                .request(request)
                                                .payload(payload)
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service)
                                                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        try {
            return http.prepareRequest(
                            HttpExecuteRequest.builder()
                                    .request(signed.request())
                                    .contentStreamProvider(signed.payload().orElse(null))
                                    .build())
                    .call();
        } catch (IOException | UncheckedIOException e) {
            throw SdkClientException.create(String.valueOf(e.getMessage()), e);
        }
    }
}
