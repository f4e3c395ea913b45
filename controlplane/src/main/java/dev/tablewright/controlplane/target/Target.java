package dev.tablewright.controlplane.target;

import dev.tablewright.controlplane.desired.AwsAccount;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where tables and policies live: an endpoint and credentials.
 *
 * <p>Clients are made once for each region and shared. Safe for use by several threads.
 */
public final class Target implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ONE_ATTEMPT = Duration.ofSeconds(30);
    private static final Duration ONE_CALL = Duration.ofMinutes(2);

    private final @Nullable URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final Map<String, DynamoDbClient> dynamoDb = new ConcurrentHashMap<>();
    private final IamClient iam;
    private final StsClient sts;

    /**
     * Makes a target; nothing is called yet. TLS is vouched for by {@link CertificateAuthorities}.
     *
     * @param endpoint null for AWS, or for what AWS's usual configuration says
     * @param credentials null for AWS's usual chain: environment, profile, container, instance
     * @param region whose STS is asked, and whose partition's IAM
     * @throws SdkClientException if AWS's usual configuration makes no sense
     */
    public Target(
            @Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials, String region) {
        this(
                endpoint,
                credentials,
                region,
                client(endpoint).connectionTimeout(CONNECT).socketTimeout(ONE_ATTEMPT).build());
    }

    /**
     * Makes a target that is reached in another way.
     *
     * @param http is closed with the target
     */
    public Target(
            @Nullable URI endpoint,
            @Nullable AwsCredentialsProvider credentials,
            String region,
            SdkHttpClient http) {
        this.endpoint = endpoint;
        this.credentials =
                credentials == null ? DefaultCredentialsProvider.builder().build() : credentials;
        this.http = http;
        try {
            this.iam = configured(IamClient.builder().httpClient(http), iamRegion(region)).build();
            this.sts = configured(StsClient.builder().httpClient(http), Region.of(region)).build();
        } catch (NullPointerException | IllegalArgumentException wrong) {
            // The SDK takes any text of the environment or of a profile for an endpoint, at first.
            http.close();
            throw SdkClientException.create(
                    "AWS's usual configuration (AWS_ENDPOINT_URL, the profile) cannot be used: "
                            + wrong.getMessage(),
                    wrong);
        }
    }

    /** Without TLS nobody has to vouch, and a file with all authorities takes long to read. */
    private static UrlConnectionHttpClient.Builder client(@Nullable URI endpoint) {
        return endpoint != null && "http".equalsIgnoreCase(endpoint.getScheme())
                ? UrlConnectionHttpClient.builder()
                : CertificateAuthorities.ofEnvironment().client();
    }

    private static Region iamRegion(String region) {
        if (region.startsWith("cn-")) {
            return Region.AWS_CN_GLOBAL;
        }
        return region.startsWith("us-gov-") ? Region.AWS_US_GOV_GLOBAL : Region.AWS_GLOBAL;
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder, Region region) {
        builder.region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .apiCallAttemptTimeout(ONE_ATTEMPT)
                                .apiCallTimeout(ONE_CALL)
                                .build());
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }

    /** Returns the client for the tables of a region. */
    public DynamoDbClient dynamoDb(String region) {
        return dynamoDb.computeIfAbsent(
                region,
                name ->
                        configured(DynamoDbClient.builder().httpClient(http), Region.of(name))
                                .build());
    }

    /** Returns a client for the streams of a region's tables; the caller closes it. */
    public DynamoDbStreamsClient streams(String region) {
        return configured(DynamoDbStreamsClient.builder().httpClient(http), Region.of(region))
                .build();
    }

    /** Returns the client for policies and roles. */
    public IamClient iam() {
        return iam;
    }

    /** Returns the client that says who we are. */
    public StsClient sts() {
        return sts;
    }

    /** Returns what scales the capacities of a region's tables. */
    public AutoScaling autoScaling(String region) {
        URI uri =
                endpoint()
                        .orElseGet(
                                () ->
                                        URI.create(
                                                "https://application-autoscaling."
                                                        + region
                                                        + "."
                                                        + PartitionMetadata.of(Region.of(region))
                                                                .dnsSuffix()));
        return new AutoScaling(
                new SignedJson(
                        new SignedHttp(uri, credentials, http, region), AutoScaling.SERVICE));
    }

    /** Returns what was used of a region's tables. */
    public ConsumedUnits consumedUnits(String region) {
        URI cloudWatch =
                endpoint()
                        .orElseGet(
                                () ->
                                        URI.create(
                                                "https://monitoring."
                                                        + region
                                                        + "."
                                                        + PartitionMetadata.of(Region.of(region))
                                                                .dnsSuffix()));
        SignedHttp signed = new SignedHttp(cloudWatch, credentials, http, region);
        return new ConsumedUnits(signed, endpoint().isPresent());
    }

    /** Returns what backs a region's tables up by plan. */
    public BackupPlans backupPlans(String region) {
        URI uri =
                endpoint()
                        .orElseGet(
                                () ->
                                        URI.create(
                                                "https://backup."
                                                        + region
                                                        + "."
                                                        + PartitionMetadata.of(Region.of(region))
                                                                .dnsSuffix()));
        return new BackupPlans(new SignedHttp(uri, credentials, http, region));
    }

    /** Returns the quotas of environments; empty for AWS, which has none. */
    public Optional<EnvironmentQuotas> quotas() {
        return sts.serviceClientConfiguration()
                .endpointOverride()
                .map(
                        uri ->
                                new EnvironmentQuotas(
                                        new SignedJson(
                                                new SignedHttp(
                                                        uri,
                                                        credentials,
                                                        http,
                                                        sts.serviceClientConfiguration()
                                                                .region()
                                                                .id()),
                                                EnvironmentQuotas.SERVICE)));
    }

    /** Whether there is anything to sign with; may ask the network for an instance's role. */
    public boolean hasCredentials() {
        try {
            var _ = credentials.resolveCredentials();
            return true;
        } catch (SdkClientException e) {
            return false;
        }
    }

    /**
     * Asks which account the credentials belong to. AWS lets everybody ask.
     *
     * @return {@link AwsAccount#UNKNOWN} if the target has no STS
     * @throws SdkException if the target cannot be reached, or does not accept the credentials
     */
    public AwsAccount account() {
        try {
            var identity = sts.getCallerIdentity();
            return new AwsAccount(identity.arn().split(":", -1)[1], identity.account());
        } catch (StsException e) {
            if (e.statusCode() == 403 || e.statusCode() == 401) {
                throw e;
            }
            return AwsAccount.UNKNOWN;
        }
    }

    /** Returns the target's own sentence, without what the SDK adds to it. */
    public static String sentence(AwsServiceException e) {
        String sentence = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        if (sentence == null) {
            return String.valueOf(e.getMessage());
        }
        // AWS adds the canonical request to a wrong signature, for those who write clients.
        return sentence.strip().split("\\R\\R", 2)[0];
    }

    /** Returns the error's code and the target's own sentence. */
    public static String codeAndSentence(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? sentence(e)
                : e.awsErrorDetails().errorCode() + ": " + sentence(e);
    }

    /** Returns the endpoint, also one that AWS's configuration names; empty for AWS itself. */
    public Optional<URI> endpoint() {
        return sts.serviceClientConfiguration().endpointOverride();
    }

    /** Names the target, for messages; also an endpoint that AWS's configuration names. */
    @Override
    public String toString() {
        return endpoint().map(URI::toString).orElse("AWS");
    }

    @Override
    public void close() {
        dynamoDb.values().forEach(DynamoDbClient::close);
        iam.close();
        sts.close();
        http.close();
    }
}
