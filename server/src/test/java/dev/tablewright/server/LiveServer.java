package dev.tablewright.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tablewright.engine.Database;
import dev.tablewright.engine.catalog.Table.TableStatus;
import dev.tablewright.engine.objects.InMemoryObjects;
import dev.tablewright.engine.objects.ObjectStore;
import dev.tablewright.model.TableRef;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.EntityKind;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.server.identity.PolicyHolder.Policies;
import dev.tablewright.server.identity.Role;
import dev.tablewright.server.identity.StoredPolicy;
import dev.tablewright.server.identity.Tags;
import dev.tablewright.server.identity.TrustPolicies;
import dev.tablewright.server.identity.User;
import dev.tablewright.storage.InMemoryEngine;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A whole server in memory, on a port of its own, with one table: {@code Orders} with partition key
 * {@code customer} (S), sort key {@code number} (N), local index {@code byDate} on {@code date} (S)
 * and global index {@code byState} on {@code state} (S).
 */
public final class LiveServer implements AutoCloseable {
    /** The account that everything is in. */
    public static final String ACCOUNT = "000000000000";

    /** The region that everything is in. */
    public static final String REGION = "eu-west-1";

    /** The table. */
    public static final TableRef ORDERS = new TableRef(ACCOUNT, REGION, "Orders");

    private static final String CREATE_ORDERS =
            """
            {"TableName":"Orders","BillingMode":"PAY_PER_REQUEST",
             "AttributeDefinitions":[
               {"AttributeName":"customer","AttributeType":"S"},{"AttributeName":"number","AttributeType":"N"},
               {"AttributeName":"date","AttributeType":"S"},{"AttributeName":"state","AttributeType":"S"}],
             "KeySchema":[
               {"AttributeName":"customer","KeyType":"HASH"},{"AttributeName":"number","KeyType":"RANGE"}],
             "LocalSecondaryIndexes":[{"IndexName":"byDate","Projection":{"ProjectionType":"ALL"},
               "KeySchema":[{"AttributeName":"customer","KeyType":"HASH"},{"AttributeName":"date","KeyType":"RANGE"}]}],
             "GlobalSecondaryIndexes":[{"IndexName":"byState","Projection":{"ProjectionType":"ALL"},
               "KeySchema":[{"AttributeName":"state","KeyType":"HASH"}]}],
             "Tags":[{"Key":"team","Value":"shop"}]}
            """;

    private static final InstantSource CLOCK = InstantSource.system();

    private final Map<String, ObjectStore> buckets = new ConcurrentHashMap<>();
    private final Database database;
    private final Identities identities;
    private final AccessKey root;
    private final TablewrightServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Starts the server; the table is there already. */
    public LiveServer() throws IOException {
        this(_ -> {});
    }

    /** Starts the server as {@code configuration} wants it; the table is there already. */
    public LiveServer(Consumer<TablewrightServer.Builder> configuration) throws IOException {
        var storage = new InMemoryEngine();
        var random = new SecureRandom();
        database = Database.open(storage, new InMemoryObjects(), buckets::get, CLOCK, random);
        identities = Identities.open(storage, CLOCK, random);
        root = identities.createAccount(ACCOUNT);
        var builder = TablewrightServer.builder(database, identities);
        configuration.accept(builder);
        server = builder.start();
        var _ = call("CreateTable", CREATE_ORDERS);
        while (database.tables().describe(ORDERS).status() != TableStatus.ACTIVE) {
            // Background work makes it active within milliseconds.
            Thread.onSpinWait();
        }
    }

    /** Returns where to connect. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Returns a bucket, which is made where there is none. */
    public ObjectStore bucket(String name) {
        return buckets.computeIfAbsent(name, _ -> new InMemoryObjects());
    }

    /** Returns the key that may do everything. */
    public AccessKey root() {
        return root;
    }

    /** Makes a role with a trust policy that may do what {@code policy} says; returns its ARN. */
    public String role(String name, String trust, String policy) {
        return identities.change(
                ACCOUNT,
                draft -> {
                    var head = draft.newHead(EntityKind.ROLE, name, "/");
                    var stored = StoredPolicy.parse(policy, PolicyKind.INLINE);
                    var role =
                            new Role(
                                    head,
                                    Tags.NONE,
                                    Policies.NONE.withInline("only", stored),
                                    TrustPolicies.parse(trust, draft.image()),
                                    "",
                                    3600);
                    draft.put(role);
                    return role.arn();
                });
    }

    /** Makes a user that may do what {@code policy} says. */
    public AccessKey user(String name, String policy) {
        return identities.change(
                ACCOUNT,
                draft -> {
                    AccessKey key = draft.newAccessKey();
                    var stored = StoredPolicy.parse(policy, PolicyKind.INLINE);
                    draft.put(
                            new User(
                                    draft.newHead(EntityKind.USER, name, "/"),
                                    Tags.NONE,
                                    Policies.NONE.withInline("only", stored),
                                    List.of(),
                                    List.of(key)));
                    return key;
                });
    }

    /** An answer as it came. */
    public record Answer(int status, String body, Map<String, List<String>> headers) {
        /** Returns the first value of a header, or null. */
        public @Nullable String header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
        }
    }

    /** Calls a DynamoDB operation with a body as it is, signed by the root user. */
    public Answer call(String operation, String body) throws IOException {
        return call(root, operation, body);
    }

    /** Calls a DynamoDB operation with a body as it is, signed with {@code key}. */
    public Answer call(AccessKey key, String operation, String body) throws IOException {
        return call(key, REGION, operation, body);
    }

    /** Calls an operation of our own service. */
    public Answer administer(AccessKey key, String operation, String body) throws IOException {
        return call(key, "tablewright", REGION, "Tablewright." + operation, body);
    }

    /** Calls an operation of Application Auto Scaling. */
    public Answer scale(AccessKey key, String operation, String body) throws IOException {
        return call(
                key,
                "application-autoscaling",
                REGION,
                "AnyScaleFrontendService." + operation,
                body);
    }

    /** Calls a DynamoDB operation of a region. */
    public Answer call(AccessKey key, String region, String operation, String body)
            throws IOException {
        return call(key, "dynamodb", region, "DynamoDB_20120810." + operation, body);
    }

    /**
     * Calls an operation of AWS Backup.
     *
     * @param path encoded, with the query if there is one
     */
    public Answer backup(AccessKey key, SdkHttpMethod method, String path, String body)
            throws IOException {
        URI uri = URI.create(endpoint() + path);
        var unsigned =
                SdkHttpRequest.builder()
                        .method(method)
                        .uri(uri)
                        .putHeader("Content-Type", "application/json")
                        .build();
        return sendSigned(key, "backup", REGION, unsigned, uri, body);
    }

    private Answer call(AccessKey key, String service, String region, String target, String body)
            throws IOException {
        var unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint())
                        .putHeader("X-Amz-Target", target)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .build();
        return sendSigned(key, service, region, unsigned, endpoint(), body);
    }

    private Answer sendSigned(
            AccessKey key,
            String service,
            String region,
            SdkHttpRequest unsigned,
            URI uri,
            String body)
            throws IOException {
        var signed =
                AwsV4HttpSigner.create()
                        .sign(
                                request ->
                                        request.identity(
                                                        AwsCredentialsIdentity.create(
                                                                key.id(), key.secret()))
                                                .request(unsigned)
                                                .payload(ContentStreamProvider.fromUtf8String(body))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        service)
                                                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        var request =
                HttpRequest.newBuilder(uri)
                        .method(
                                unsigned.method().name(),
                                HttpRequest.BodyPublishers.ofString(body, UTF_8));
        signed.request()
                .headers()
                .forEach(
                        (name, values) -> {
                            if (!name.equalsIgnoreCase("host")) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        return send(request.build());
    }

    /** Sends a request as it is. */
    public Answer send(HttpRequest request) throws IOException {
        try {
            var response = http.send(request, BodyHandlers.ofString(UTF_8));
            return new Answer(response.statusCode(), response.body(), response.headers().map());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    @Override
    public void close() {
        http.close();
        server.close();
        database.close();
    }
}
