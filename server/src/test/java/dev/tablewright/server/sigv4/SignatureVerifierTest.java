package dev.tablewright.server.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tablewright.policy.AppliedPolicies;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.policy.Principal;
import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.server.identity.Credential;
import dev.tablewright.server.identity.Credentials;
import dev.tablewright.server.sigv4.SignatureRefused.Kind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class SignatureVerifierTest {
    private static final String KEY_ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final byte[] BODY = "{\"TableName\":\"Música\"}".getBytes(UTF_8);

    private static final SignedService VECTORS =
            new SignedService("service", Duration.ofMinutes(15));

    // Signatures that AWS publishes for requests that AWS publishes.

    @Test
    void acceptsThePublishedListUsersExample() {
        HttpRequest request =
                new HttpRequest(
                        "GET",
                        "/?Action=ListUsers&Version=2010-05-08",
                        headers(
                                "Host", "iam.amazonaws.com",
                                "Content-Type", "application/x-www-form-urlencoded; charset=utf-8",
                                "X-Amz-Date", "20150830T123600Z",
                                "Authorization",
                                        "AWS4-HMAC-SHA256"
                                                + " Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                                                + " SignedHeaders=content-type;host;x-amz-date,"
                                                + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"),
                        new byte[0],
                        "127.0.0.1");

        assertThat(verifierAt(NOW).verify(request, SignedService.IAM).region())
                .isEqualTo("us-east-1");
    }

    @Test
    void acceptsThePublishedVanillaVector() {
        HttpRequest request =
                new HttpRequest(
                        "GET",
                        "/",
                        headers(
                                "Host", "example.amazonaws.com",
                                "X-Amz-Date", "20150830T123600Z",
                                "Authorization",
                                        "AWS4-HMAC-SHA256"
                                                + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                                + " SignedHeaders=host;x-amz-date,"
                                                + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
                        new byte[0],
                        "127.0.0.1");

        assertThat(verifierAt(NOW).verify(request, VECTORS).credential().accessKeyId())
                .isEqualTo(KEY_ID);
    }

    // AWS's own signer is the judge of canonicalization.

    @Test
    void acceptsWhatTheSdkSigns() {
        for (String target :
                List.of(
                        "/",
                        "/?b=2&a=1&a=0",
                        "/?x=%20%2F%C3%A9&y",
                        "/a/b%20c/",
                        "/?Param=~._-&Param-3=a%2Bb")) {
            HttpRequest request = signed(target, Map.of(), SECRET, null, false);

            assertThat(verifierAt(NOW).verify(request, SignedService.DYNAMODB).region())
                    .as(target)
                    .isEqualTo("eu-west-1");
        }
    }

    @Test
    void acceptsHeadersWithRunsOfBlanksAndSeveralValues() {
        HttpRequest request =
                signed("/", Map.of("X-Amz-Meta", List.of("  a   b ", "c")), SECRET, null, false);

        assertThat(verifierAt(NOW).verify(request, SignedService.DYNAMODB)).isNotNull();
    }

    @Test
    void acceptsPresignedRequestsForAsLongAsTheySay() {
        HttpRequest request = signed("/?Action=x", Map.of(), SECRET, null, true);

        assertThat(
                        verifierAt(NOW.plus(Duration.ofMinutes(50)))
                                .verify(request, SignedService.DYNAMODB))
                .isNotNull();
        assertRefused(
                request,
                NOW.plus(Duration.ofMinutes(61)),
                Kind.INVALID_SIGNATURE,
                "Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z"
                        + " (20150830T133700Z - 60 min.)");
    }

    @Test
    void refusesAnyChangeToWhatWasSigned() {
        HttpRequest good = signed("/?a=1", Map.of(), SECRET, null, false);

        assertMismatch(with(good, "GET", "/?a=1", good.headers(), BODY));
        assertMismatch(with(good, "POST", "/?a=2", good.headers(), BODY));
        assertMismatch(with(good, "POST", "/x?a=1", good.headers(), BODY));
        assertMismatch(with(good, "POST", "/?a=1", good.headers(), "{}".getBytes(UTF_8)));
        assertMismatch(with(good, "POST", "/?a=1", replaced(good, "host", "localhost:8001"), BODY));
    }

    @Test
    void refusesTheWrongSecretAndShowsWhatShouldHaveBeenSigned() {
        HttpRequest request = signed("/", Map.of(), "another secret", null, false);

        assertThatExceptionOfType(SignatureRefused.class)
                .isThrownBy(() -> verifierAt(NOW).verify(request, SignedService.DYNAMODB))
                .withMessageStartingWith(
                        "The request signature we calculated does not match the signature you"
                                + " provided. Check your AWS Secret Access Key and signing method."
                                + " Consult the service documentation for details.\n\n"
                                + "The Canonical String for this request should have been\n'POST\n")
                .withMessageContaining(
                        "'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n")
                .withMessageNotContaining(SECRET);
    }

    /** Otherwise whoever can change a request under way could give it another body. */
    @Test
    void refusesUnsignedPayload() {
        HttpRequest request =
                signed(
                        "/",
                        Map.of("x-amz-content-sha256", List.of("UNSIGNED-PAYLOAD")),
                        SECRET,
                        null,
                        false);

        assertMismatch(
                with(
                        request,
                        "POST",
                        "/",
                        replaced(request, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
                        BODY));
    }

    @Test
    void sessionTokenMustBeTheSessionsOwnAndNotExpired() {
        Instant expires = NOW.plusSeconds(60);

        assertThat(
                        session("token", expires, NOW)
                                .verify(
                                        signed("/", Map.of(), SECRET, "token", false),
                                        SignedService.DYNAMODB))
                .isNotNull();
        assertRefused(
                session("token", expires, NOW),
                signed("/", Map.of(), SECRET, "other", false),
                Kind.UNRECOGNIZED_CLIENT,
                "The security token included in the request is invalid");
        assertRefused(
                session("token", expires, NOW),
                signed("/", Map.of(), SECRET, null, false),
                Kind.UNRECOGNIZED_CLIENT,
                "The security token included in the request is invalid");
        assertRefused(
                session("token", expires, expires),
                signed("/", Map.of(), SECRET, "token", false),
                Kind.EXPIRED_TOKEN,
                "The security token included in the request is expired");
    }

    // The complaints, in AWS's order.

    @Test
    void complainsAsDynamoDbDoes() {
        String good = "AWS4-HMAC-SHA256 Credential=k/20150830/eu-west-1/dynamodb/aws4_request,";
        assertComplaint(
                null, Kind.MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");
        assertComplaint(
                "Basic x",
                Kind.MISSING_AUTHENTICATION_TOKEN,
                "Request is missing Authentication Token");
        assertComplaint(
                "AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders",
                Kind.INCOMPLETE_SIGNATURE,
                "Authorization header requires 'Credential' parameter. Authorization header"
                        + " requires 'SignedHeaders' parameter."
                        + " Authorization=AWS4-HMAC-SHA256 Signature=b,    Credential,   "
                        + " SignedHeaders");
        assertComplaint(
                good + " SignedHeaders=x, Signature=1",
                Kind.INVALID_SIGNATURE,
                "'Host' must be a 'SignedHeader' in the AWS Authorization.");
        assertComplaint(
                good.replace("SHA256", "SHA25") + " SignedHeaders=host;x-amz-date, Signature=1",
                Kind.INCOMPLETE_SIGNATURE,
                "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ");
        assertComplaint(
                "AWS4-HMAC-SHA256 Credential=a/b/c/d//, SignedHeaders=host;x-amz-date, Signature=1",
                Kind.INCOMPLETE_SIGNATURE,
                "Credential must have exactly 5 slash-delimited elements, e.g."
                        + " keyid/date/region/service/term, got 'a/b/c/d//'");
        assertComplaint(
                "AWS4-HMAC-SHA256 Credential=a/b/C/d/e, SignedHeaders=host;x-amz-date, Signature=1",
                Kind.INVALID_SIGNATURE,
                "Credential should be scoped to a valid region, not 'C'. Credential should be"
                        + " scoped to correct service: 'dynamodb'. Credential should be scoped with"
                        + " a valid terminator: 'aws4_request', not 'e'. Date in Credential scope"
                        + " does not match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' !="
                        + " '20150830', from '20150830T123600Z'.");
        assertComplaint(
                good + " SignedHeaders=host;x-amz-date, Signature=1",
                Kind.UNRECOGNIZED_CLIENT,
                "The security token included in the request is invalid.");
    }

    @Test
    void complainsAboutTimeAsDynamoDbDoes() {
        HttpRequest request = signed("/", Map.of(), SECRET, null, false);

        assertRefused(
                request,
                NOW.plus(Duration.ofMinutes(16)),
                Kind.INVALID_SIGNATURE,
                "Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z"
                        + " (20150830T125200Z - 15 min.)");
        assertRefused(
                request,
                NOW.minus(Duration.ofMinutes(16)),
                Kind.INVALID_SIGNATURE,
                "Signature not yet current: 20150830T123600Z is still later than"
                        + " 20150830T123500Z (20150830T122000Z + 15 min.)");
        assertRefused(
                with(request, "POST", "/", replaced(request, "x-amz-date", "2015-08-30"), BODY),
                NOW,
                Kind.INCOMPLETE_SIGNATURE,
                "Date must be in ISO-8601 'basic format'. Got '2015-08-30'. See"
                        + " http://en.wikipedia.org/wiki/ISO_8601");
    }

    @Test
    void refusesTwoSignatures() {
        HttpRequest request = signed("/", Map.of(), SECRET, null, false);

        assertRefused(
                with(request, "POST", "/?X-Amz-Algorithm=x", request.headers(), BODY),
                NOW,
                Kind.INVALID_SIGNATURE,
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                        + " header.");
    }

    @Test
    void presignedRequestsNameTheParametersThatLack() {
        HttpRequest request =
                new HttpRequest(
                        "POST",
                        "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20150830T123600Z",
                        headers("Host", "localhost"),
                        BODY,
                        "127.0.0.1");

        assertRefused(
                request,
                NOW,
                Kind.INCOMPLETE_SIGNATURE,
                "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string"
                        + " parameters must include 'X-Amz-Signature'. AWS query-string parameters"
                        + " must include 'X-Amz-SignedHeaders'. Re-examine the query-string"
                        + " parameters.");
    }

    /** Else the operation could be exchanged under way: PutItem and DeleteItem may share a body. */
    @Test
    void theTargetMustBeSigned() {
        HttpRequest request = signed("/", Map.of(), SECRET, null, false);
        List<HttpHeaders.Field> fields = new ArrayList<>(request.headers().fields());
        fields.add(new HttpHeaders.Field("X-Amz-Target", "DynamoDB_20120810.DeleteItem"));

        assertRefused(
                with(request, "POST", "/", HttpHeaders.of(fields), BODY),
                NOW,
                Kind.INVALID_SIGNATURE,
                "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.");
    }

    private static void assertComplaint(@Nullable String authorization, Kind kind, String text) {
        HttpHeaders headers =
                authorization == null
                        ? headers("Host", "localhost", "X-Amz-Date", "20150830T123600Z")
                        : headers(
                                "Host",
                                "localhost",
                                "X-Amz-Date",
                                "20150830T123600Z",
                                "Authorization",
                                authorization);
        assertRefused(new HttpRequest("POST", "/", headers, BODY, "127.0.0.1"), NOW, kind, text);
    }

    private static void assertMismatch(HttpRequest request) {
        assertThatExceptionOfType(SignatureRefused.class)
                .isThrownBy(() -> verifierAt(NOW).verify(request, SignedService.DYNAMODB))
                .withMessageStartingWith("The request signature we calculated does not match");
    }

    private static void assertRefused(HttpRequest request, Instant now, Kind kind, String text) {
        assertRefused(verifierAt(now), request, kind, text);
    }

    private static void assertRefused(
            SignatureVerifier verifier, HttpRequest request, Kind kind, String text) {
        assertThatExceptionOfType(SignatureRefused.class)
                .isThrownBy(() -> verifier.verify(request, SignedService.DYNAMODB))
                .withMessage(text)
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    private static HttpRequest with(
            HttpRequest request, String method, String target, HttpHeaders headers, byte[] body) {
        return new HttpRequest(method, target, headers, body, request.remoteAddress());
    }

    private static HttpHeaders replaced(HttpRequest request, String name, String value) {
        return HttpHeaders.of(
                request.headers().fields().stream()
                        .map(
                                field ->
                                        field.name().equalsIgnoreCase(name)
                                                ? new HttpHeaders.Field(name, value)
                                                : field)
                        .toList());
    }

    private static HttpHeaders headers(String... namesAndValues) {
        List<HttpHeaders.Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new HttpHeaders.Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return HttpHeaders.of(fields);
    }

    private static SignatureVerifier verifierAt(Instant now) {
        return new SignatureVerifier(new OneKey(null, null), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static SignatureVerifier session(String token, Instant expires, Instant now) {
        return new SignatureVerifier(new OneKey(token, expires), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static HttpRequest signed(
            String target,
            Map<String, List<String>> extraHeaders,
            String secret,
            @Nullable String token,
            boolean presigned) {
        AwsCredentialsIdentity identity =
                token == null
                        ? AwsCredentialsIdentity.create(KEY_ID, secret)
                        : AwsSessionCredentialsIdentity.create(KEY_ID, secret, token);
        var unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create("http://localhost:8000" + target));
        extraHeaders.forEach(unsigned::putHeader);
        var result =
                AwsV4HttpSigner.create()
                        .sign(
                                request -> {
                                    request.identity(identity)
                                            .request(unsigned.build())
                                            .payload(ContentStreamProvider.fromByteArray(BODY))
                                            .putProperty(
                                                    HttpSigner.SIGNING_CLOCK,
                                                    Clock.fixed(NOW, ZoneOffset.UTC))
                                            .putProperty(
                                                    AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                    "dynamodb")
                                            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1");
                                    if (presigned) {
                                        request.putProperty(
                                                        AwsV4HttpSigner.AUTH_LOCATION,
                                                        AuthLocation.QUERY_STRING)
                                                .putProperty(
                                                        AwsV4HttpSigner.EXPIRATION_DURATION,
                                                        Duration.ofHours(1));
                                    }
                                });
        SdkHttpRequest sent = result.request();
        List<HttpHeaders.Field> fields = new ArrayList<>();
        sent.headers()
                .forEach(
                        (name, values) ->
                                values.forEach(
                                        value -> fields.add(new HttpHeaders.Field(name, value))));
        String query = sent.encodedQueryParameters().map(text -> "?" + text).orElse("");
        return new HttpRequest(
                "POST", sent.encodedPath() + query, HttpHeaders.of(fields), BODY, "127.0.0.1");
    }

    private record OneKey(@Nullable String token, @Nullable Instant expires)
            implements Credentials {
        @Override
        public @Nullable Credential find(String accessKeyId) {
            return accessKeyId.equals(KEY_ID)
                    ? new Credential(KEY_ID, SECRET, token, expires, caller())
                    : null;
        }

        private static Caller caller() {
            var root =
                    new Principal(
                            Principal.Type.ACCOUNT,
                            "000000000000",
                            "arn:aws:iam::000000000000:root",
                            List.of());
            return new Caller(root, "root", ConditionContext.builder().build());
        }

        @Override
        public AppliedPolicies policiesOf(Caller caller) {
            return AppliedPolicies.NONE;
        }
    }
}
