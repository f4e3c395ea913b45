package dev.tablewright.server.operation.iam;

import dev.tablewright.engine.Database;
import dev.tablewright.server.TablewrightServer;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.MovableClock;
import dev.tablewright.storage.InMemoryEngine;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole server on loopback, with one account, and clients for it. */
public final class IamServer implements AutoCloseable {
    /** The account of the server. */
    public static final String ACCOUNT = "123456789012";

    private static final Pattern ERROR =
            Pattern.compile("<Code>(.*?)</Code><Message>(.*?)</Message>", Pattern.DOTALL);

    private final MovableClock clock = new MovableClock(Instant.now());
    private final Identities identities;
    private final Database database;
    private final TablewrightServer server;
    private final AccessKey rootKey;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<SdkAutoCloseable> clients = new ArrayList<>();

    /** Starts the server with an empty account. */
    public IamServer() {
        this(Map.of());
    }

    /** Starts the server with an empty account, and with the keys of OIDC issuers. */
    public IamServer(Map<String, Path> oidcKeys) {
        var storage = new InMemoryEngine();
        identities = Identities.open(storage, clock, new Random(4));
        rootKey = identities.createAccount(ACCOUNT);
        database = Database.open(storage, clock, new Random(5));
        try {
            server =
                    TablewrightServer.builder(database, identities)
                            .clock(clock)
                            .oidcKeys(oidcKeys)
                            .start();
        } catch (IOException notBound) {
            throw new UncheckedIOException(notBound);
        }
    }

    /** What the server works on. */
    public Identities identities() {
        return identities;
    }

    /** The server's clock; it stands still. */
    public MovableClock clock() {
        return clock;
    }

    /** Credentials of the root user. */
    public AwsCredentials root() {
        return AwsBasicCredentials.create(rootKey.id(), rootKey.secret());
    }

    /** Credentials of STS as the SDK wants them. */
    public static AwsCredentials of(software.amazon.awssdk.services.sts.model.Credentials sts) {
        return AwsSessionCredentials.create(
                sts.accessKeyId(), sts.secretAccessKey(), sts.sessionToken());
    }

    /** An IAM client. */
    public IamClient iam(AwsCredentials credentials) {
        return remember(
                IamClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.AWS_GLOBAL)
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build());
    }

    /** An STS client. */
    public StsClient sts(AwsCredentials credentials) {
        return remember(
                StsClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build());
    }

    /** A DynamoDB client of a region. */
    public DynamoDbClient dynamoDb(AwsCredentials credentials, Region region) {
        return remember(
                DynamoDbClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(region)
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build());
    }

    /** A client of DynamoDB Streams. */
    public DynamoDbStreamsClient streams(AwsCredentials credentials, Region region) {
        return remember(
                DynamoDbStreamsClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(region)
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build());
    }

    /** Makes a user with an inline policy and a key. */
    public AwsCredentials user(String name, String policy) {
        IamClient iam = iam(root());
        iam.createUser(r -> r.userName(name));
        if (!policy.isEmpty()) {
            iam.putUserPolicy(r -> r.userName(name).policyName("p").policyDocument(policy));
        }
        var key = iam.createAccessKey(r -> r.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private <C extends SdkAutoCloseable> C remember(C client) {
        clients.add(client);
        return client;
    }

    /**
     * What came back.
     *
     * @param code of the error; empty for none
     */
    public record Answer(int status, String body, String code, String message) {}

    /** Sends a call of IAM by hand: the name, and {@code Name=value} for each parameter. */
    public Answer iamCall(AwsCredentials credentials, String action, String... parameters) {
        return call(credentials, "iam", "2010-05-08", action, parameters);
    }

    /** Sends a call of STS by hand. */
    public Answer stsCall(AwsCredentials credentials, String action, String... parameters) {
        return call(credentials, "sts", "2011-06-15", action, parameters);
    }

    /** Sends a call of some version by hand. */
    public Answer call(
            AwsCredentials credentials,
            String service,
            String version,
            String action,
            String... parameters) {
        var form = new StringBuilder("Action=" + action + "&Version=" + version);
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            form.append('&')
                    .append(encode(parameter.substring(0, equals)))
                    .append('=')
                    .append(encode(parameter.substring(equals + 1)));
        }
        return send(
                signed(credentials, service, form.toString())
                        .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    /** Sends a presigned GET, as EKS and others do with GetCallerIdentity. */
    public Answer presigned(AwsCredentials credentials, String service, String query) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(URI.create(server.endpoint() + "/?" + query))
                        .build();
        var signed =
                AwsV4HttpSigner.create()
                        .sign(
                                r ->
                                        r.identity(credentials)
                                                .request(request)
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service)
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                                                .putProperty(
                                                        AwsV4HttpSigner.AUTH_LOCATION,
                                                        AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                                                .putProperty(
                                                        AwsV4HttpSigner.EXPIRATION_DURATION,
                                                        Duration.ofMinutes(1)));
        return send(HttpRequest.newBuilder(signed.request().getUri()).GET());
    }

    /** Sends a form without a signature. */
    public Answer unsigned(String form) {
        return send(
                HttpRequest.newBuilder(server.endpoint())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpRequest.Builder signed(AwsCredentials credentials, String service, String form) {
        URI endpoint = server.endpoint();
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create(endpoint + "/"))
                        .putHeader("Content-Type", "application/x-www-form-urlencoded")
                        .build();
        var signed =
                AwsV4HttpSigner.create()
                        .sign(
                                r ->
                                        r.identity(credentials)
                                                .request(request)
                                                .payload(ContentStreamProvider.fromUtf8String(form))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service)
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "us-east-1"));
        var sent = HttpRequest.newBuilder(URI.create(endpoint + "/"));
        signed.request()
                .headers()
                .forEach(
                        (name, values) -> {
                            if (!name.equalsIgnoreCase("host")
                                    && !name.equalsIgnoreCase("content-length")) {
                                values.forEach(value -> sent.header(name, value));
                            }
                        });
        return sent;
    }

    private Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        Matcher error = ERROR.matcher(response.body());
        return error.find()
                ? new Answer(
                        response.statusCode(),
                        response.body(),
                        error.group(1),
                        error.group(2)
                                .replace("&lt;", "<")
                                .replace("&gt;", ">")
                                .replace("&amp;", "&"))
                : new Answer(response.statusCode(), response.body(), "", "");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        clients.forEach(SdkAutoCloseable::close);
        http.close();
        server.close();
        database.close();
    }
}
