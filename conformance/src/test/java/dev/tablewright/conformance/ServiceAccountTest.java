package dev.tablewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import dev.tablewright.engine.Database;
import dev.tablewright.server.TablewrightServer;
import dev.tablewright.server.identity.AccessKey;
import dev.tablewright.server.identity.Identities;
import dev.tablewright.storage.InMemoryEngine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.StsException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A pod's way to its tables, whole: a Kubernetes API server issues a token for a service account,
 * an unmodified SDK takes it to STS, and the session may do what its role may. Skipped where there
 * is no API server to start.
 */
@Tag("e2e")
class ServiceAccountTest {
    private static final String ACCOUNT = "123456789012";
    private static final String ROLE = "arn:aws:iam::123456789012:role/orders";
    private static final String STS = "sts.amazonaws.com";

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private Duration later = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(later);

    @SuppressWarnings("NullAway.Init") // started by each test, which may be skipped
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private TablewrightServer server;

    @SuppressWarnings("NullAway.Init")
    private IamClient iam;

    private void start(boolean keysInFile) throws Exception {
        cluster = Cluster.start(directory);
        cluster.create(
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\"}}");
        for (String account : List.of("orders", "other")) {
            cluster.create(
                    "/api/v1/namespaces/shop/serviceaccounts",
                    "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"%s\"}}"
                            .formatted(account));
        }
        String issuer = cluster.endpoint().toString();
        Path jwks = Files.writeString(directory.resolve("jwks.json"), cluster.jwks());
        var storage = new InMemoryEngine();
        Identities identities = Identities.open(storage, clock, new SecureRandom());
        AccessKey root = identities.createAccount(ACCOUNT);
        database = Database.open(storage, clock, new SecureRandom());
        server =
                TablewrightServer.builder(database, identities)
                        .clock(clock)
                        .oidcKeys(keysInFile ? Map.of(issuer, jwks) : Map.of())
                        .start();
        var credentials =
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(root.id(), root.secret()));
        iam = client(IamClient.builder(), credentials);
        prepare(issuer, client(DynamoDbClient.builder(), credentials));
    }

    private void prepare(String issuer, DynamoDbClient tables) throws Exception {
        var key =
                AttributeDefinition.builder()
                        .attributeName("k")
                        .attributeType(ScalarAttributeType.S)
                        .build();
        var hash = KeySchemaElement.builder().attributeName("k").keyType(KeyType.HASH).build();
        for (String table : List.of("Orders", "Other")) {
            tables.createTable(
                    r ->
                            r.tableName(table)
                                    .billingMode(BillingMode.PAY_PER_REQUEST)
                                    .attributeDefinitions(key)
                                    .keySchema(hash));
        }
        X509Certificate top = cluster.certificates().getLast();
        String thumbprint =
                HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-1").digest(top.getEncoded()));
        String provider =
                iam.createOpenIDConnectProvider(
                                r -> r.url(issuer).clientIDList(STS).thumbprintList(thumbprint))
                        .openIDConnectProviderArn();
        String name = issuer.substring("https://".length());
        iam.createRole(
                r ->
                        r.roleName("orders")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},
                                        "Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{
                                        "%s:sub":"system:serviceaccount:shop:orders","%s:aud":"sts.amazonaws.com"}}}]}\
                                        """
                                                .formatted(provider, name, name)));
        iam.putRolePolicy(
                r ->
                        r.roleName("orders")
                                .policyName("tables")
                                .policyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:PutItem","dynamodb:GetItem"],
                                        "Resource":"arn:aws:dynamodb:*:*:table/Orders"}]}\
                                        """));
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
            database.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, AwsCredentialsProvider credentials) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private DynamoDbClient pod(String token) throws Exception {
        Path file = Files.writeString(directory.resolve("token"), token);
        return client(
                DynamoDbClient.builder(),
                StsWebIdentityTokenFileCredentialsProvider.builder()
                        .stsClient(
                                client(StsClient.builder(), AnonymousCredentialsProvider.create()))
                        .webIdentityTokenFile(file)
                        .roleArn(ROLE)
                        .roleSessionName("pod-1")
                        .build());
    }

    private static void put(DynamoDbClient tables, String table) {
        tables.putItem(r -> r.tableName(table).item(Map.of("k", AttributeValue.fromS("1"))));
    }

    private void refused(String token, String code, String message) {
        StsClient sts = client(StsClient.builder(), AnonymousCredentialsProvider.create());
        assertThatThrownBy(
                        () ->
                                sts.assumeRoleWithWebIdentity(
                                        r ->
                                                r.roleArn(ROLE)
                                                        .roleSessionName("pod-1")
                                                        .webIdentityToken(token)))
                .isInstanceOfSatisfying(
                        StsException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorMessage()).startsWith(message);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                        });
    }

    @Test
    void aServiceAccountHasItsRolesRightsAndNobodyElseHas() throws Exception {
        start(true);
        String token = cluster.tokenOf("shop", "orders", STS);

        DynamoDbClient pod = pod(token);
        put(pod, "Orders");
        assertThatThrownBy(() -> put(pod, "Other"))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining(
                        "User: arn:aws:sts::123456789012:assumed-role/orders/pod-1 is not"
                                + " authorized to perform: dynamodb:PutItem");
        assertThatThrownBy(() -> pod.deleteTable(r -> r.tableName("Orders")))
                .hasMessageContaining("is not authorized to perform: dynamodb:DeleteTable");

        String other = cluster.tokenOf("shop", "other", STS);
        refused(other, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        refused(
                cluster.tokenOf("shop", "orders", "somebody-else"),
                "InvalidIdentityToken",
                "Incorrect token audience");
        refused(
                ofAnotherIssuer(),
                "InvalidIdentityToken",
                "No OpenIDConnect provider found in your account for https://other.example");
        refused(
                tampered(other, token),
                "InvalidIdentityToken",
                "The signature of the ID Token is not valid");
        later = Duration.ofHours(2);
        refused(token, "ExpiredTokenException", "Token expired: current date/time ");
    }

    /** The first token's claims under the second one's signature. */
    private static String tampered(String claims, String signature) {
        return claims.substring(0, claims.lastIndexOf('.'))
                + signature.substring(signature.lastIndexOf('.'));
    }

    private static String ofAnotherIssuer() throws Exception {
        var jwt =
                new SignedJWT(
                        new JWSHeader(JWSAlgorithm.RS256),
                        new JWTClaimsSet.Builder()
                                .issuer("https://other.example")
                                .subject("system:serviceaccount:shop:orders")
                                .audience(STS)
                                .issueTime(Date.from(Instant.now()))
                                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                                .build());
        jwt.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
        return jwt.serialize();
    }

    /**
     * The keys come from the API server itself, whose certificate only its thumbprint vouches for.
     */
    @Test
    void theClusterIsAskedForItsKeys() throws Exception {
        start(false);
        String token = cluster.tokenOf("shop", "orders", STS);
        refused(token, "IDPCommunicationError", "The identity provider");

        cluster.create(
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding",
                 "metadata":{"name":"oidc-discovery"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
                            "name":"system:service-account-issuer-discovery"},
                 "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"Group","name":"system:unauthenticated"}]}\
                """);
        // The failure is remembered for five seconds of the server's clock.
        later = Duration.ofSeconds(10);

        put(pod(token), "Orders");
    }
}
