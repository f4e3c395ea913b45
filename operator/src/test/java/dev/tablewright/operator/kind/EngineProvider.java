package dev.tablewright.operator.kind;

import dev.tablewright.controlplane.target.Target;
import dev.tablewright.operator.provider.Provider;
import dev.tablewright.server.Installation;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

import java.io.IOException;

/** Our engine in memory, and what leads to it as its root user. */
record EngineProvider(Installation engine, Provider provider) implements AutoCloseable {
    static final String REGION = "eu-west-1";

    static EngineProvider open() throws IOException {
        return open(UrlConnectionHttpClient.create());
    }

    /** Opens one that is called by {@code http}. */
    static EngineProvider open(SdkHttpClient http) throws IOException {
        Installation engine = Installation.open(Installation.Settings.IN_MEMORY);
        Installation.RootKey key = engine.rootKey().orElseThrow();
        return new EngineProvider(
                engine,
                new Provider(
                        new Target(
                                engine.server().endpoint(),
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                key.accessKeyId(), key.secretAccessKey())),
                                REGION,
                                http)));
    }

    @Override
    public void close() {
        provider.close();
        engine.close();
    }
}
