package dev.tablewright.server.sigv4;

import static dev.tablewright.server.sigv4.SignatureRefused.Kind.EXPIRED_TOKEN;
import static dev.tablewright.server.sigv4.SignatureRefused.Kind.INCOMPLETE_SIGNATURE;
import static dev.tablewright.server.sigv4.SignatureRefused.Kind.INVALID_SIGNATURE;
import static dev.tablewright.server.sigv4.SignatureRefused.Kind.UNRECOGNIZED_CLIENT;

import dev.tablewright.server.http.HttpRequest;
import dev.tablewright.server.identity.Credential;
import dev.tablewright.server.identity.Credentials;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Finds out who signed a request, and that it is as it was signed. Safe for many threads. */
public final class SignatureVerifier {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";
    private static final Duration LONGEST_PRESIGNED = Duration.ofDays(7);

    private static final DateTimeFormatter BASIC_FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Credentials credentials;
    private final InstantSource clock;
    private final SigningKeys signingKeys = new SigningKeys();

    /** Creates a verifier that judges times by {@code clock}. */
    public SignatureVerifier(Credentials credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Verifies the signature of {@code request}, in its header or in its query.
     *
     * <p>The checks and their order are DynamoDB's, as recorded from it: parts, date, skew, signed
     * headers, algorithm, scope, key, signature, session token.
     *
     * @throws SignatureRefused with AWS's text for the first check that fails
     */
    public Signer verify(HttpRequest request, SignedService service) {
        QueryString query = QueryString.parse(request.query());
        Authorization authorization = Authorization.of(request, query);
        Instant now = clock.instant();
        checkTime(authorization, dateOf(authorization), now, service.skew());
        checkSignedHeaders(request, authorization);
        if (!authorization.algorithm().equals(ALGORITHM)) {
            throw new SignatureRefused(
                    INCOMPLETE_SIGNATURE,
                    "Unsupported AWS 'algorithm': '"
                            + authorization.algorithm()
                            + "' (only AWS4-HMAC-SHA256 for now). ");
        }
        Scope scope = Scope.of(authorization, service);
        Credential credential = credentials.find(scope.keyId());
        if (credential == null) {
            throw new SignatureRefused(
                    UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
        }
        checkSignature(request, query, authorization, scope, credential);
        checkSession(credential, authorization.token(), now);
        credentials.noteUse(scope.keyId(), service.name(), scope.region(), now);
        return new Signer(credential, scope.region());
    }

    private static Instant dateOf(Authorization authorization) {
        String date = authorization.date();
        try {
            if (date.length() == 16 && date.charAt(8) == 'T' && date.charAt(15) == 'Z') {
                return LocalDateTime.of(
                                number(date, 0, 4),
                                number(date, 4, 6),
                                number(date, 6, 8),
                                number(date, 9, 11),
                                number(date, 11, 13),
                                number(date, 13, 15))
                        .toInstant(ZoneOffset.UTC);
            }
        } catch (NumberFormatException | DateTimeException notBasic) {
            // Refused below.
        }
        throw new SignatureRefused(
                INCOMPLETE_SIGNATURE,
                "Date must be in ISO-8601 'basic format'. Got '"
                        + date
                        + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    /** Digits only: a formatter, which every request would pay for, takes no sign either. */
    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException();
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static void checkTime(
            Authorization authorization, Instant date, Instant now, Duration skew) {
        Duration lifetime = lifetimeOf(authorization, skew);
        if (date.isBefore(now.minus(lifetime))) {
            throw new SignatureRefused(
                    INVALID_SIGNATURE,
                    "Signature expired: "
                            + BASIC_FORMAT.format(date)
                            + " is now earlier than "
                            + BASIC_FORMAT.format(now.minus(lifetime))
                            + " ("
                            + BASIC_FORMAT.format(now)
                            + " - "
                            + inWords(lifetime)
                            + ")");
        }
        if (date.isAfter(now.plus(skew))) {
            throw new SignatureRefused(
                    INVALID_SIGNATURE,
                    "Signature not yet current: "
                            + BASIC_FORMAT.format(date)
                            + " is still later than "
                            + BASIC_FORMAT.format(now.plus(skew))
                            + " ("
                            + BASIC_FORMAT.format(now)
                            + " + "
                            + inWords(skew)
                            + ")");
        }
    }

    /** A presigned request may say how long it is good for; others are good for the skew. */
    private static Duration lifetimeOf(Authorization authorization, Duration skew) {
        String expires = authorization.expires();
        if (expires == null) {
            return skew;
        }
        try {
            Duration lifetime = Duration.ofSeconds(Long.parseLong(expires));
            if (lifetime.isPositive() && lifetime.compareTo(LONGEST_PRESIGNED) <= 0) {
                return lifetime;
            }
        } catch (NumberFormatException notSeconds) {
            // Refused below, as an impossible number of seconds is.
        }
        throw new SignatureRefused(
                INCOMPLETE_SIGNATURE,
                "X-Amz-Expires must be a number of seconds between 1 and 604800");
    }

    private static String inWords(Duration duration) {
        return duration.toSecondsPart() == 0
                ? duration.toMinutes() + " min."
                : duration.toSeconds() + " sec.";
    }

    /** What decides who asks for what must be under the signature. */
    private static void checkSignedHeaders(HttpRequest request, Authorization authorization) {
        requireSigned(authorization, "Host");
        for (String name : new String[] {"X-Amz-Date", "X-Amz-Target"}) {
            if (request.headers().first(name) != null) {
                requireSigned(authorization, name);
            }
        }
    }

    private static void requireSigned(Authorization authorization, String name) {
        if (!authorization.signedHeaders().contains(name.toLowerCase(Locale.ROOT))) {
            throw new SignatureRefused(
                    INVALID_SIGNATURE,
                    "'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
        }
    }

    /** A credential scope that fits the service and the date. */
    private record Scope(String keyId, String day, String region, String service) {
        static Scope of(Authorization authorization, SignedService service) {
            String credential = authorization.credential();
            String[] parts = stripTrailingSlashes(credential).split("/", -1);
            if (parts.length != 5) {
                throw new SignatureRefused(
                        INCOMPLETE_SIGNATURE,
                        "Credential must have exactly 5 slash-delimited elements, e.g."
                                + " keyid/date/region/service/term, got '"
                                + credential
                                + "'");
            }
            var problems = new StringBuilder();
            if (!isRegion(parts[2])) {
                problems.append("Credential should be scoped to a valid region, not '")
                        .append(parts[2])
                        .append("'. ");
            }
            if (!parts[3].equals(service.name())) {
                problems.append("Credential should be scoped to correct service: '")
                        .append(service.name())
                        .append("'. ");
            }
            if (!parts[4].equals(TERMINATOR)) {
                problems.append("Credential should be scoped with a valid terminator: '")
                        .append(TERMINATOR)
                        .append("', not '")
                        .append(parts[4])
                        .append("'. ");
            }
            String day = authorization.date().substring(0, 8);
            if (!parts[1].equals(day)) {
                problems.append(
                                "Date in Credential scope does not match YYYYMMDD from ISO-8601"
                                        + " version of date from HTTP: '")
                        .append(parts[1])
                        .append("' != '")
                        .append(day)
                        .append("', from '")
                        .append(authorization.date())
                        .append("'.");
            }
            if (!problems.isEmpty()) {
                throw new SignatureRefused(INVALID_SIGNATURE, problems.toString());
            }
            return new Scope(parts[0], day, parts[2], parts[3]);
        }

        /** Any region name works; what cannot be one is refused. */
        private static boolean isRegion(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                if (!fits && (c != '-' || i == 0)) {
                    return false;
                }
            }
            return !text.isEmpty() && text.length() <= 63;
        }

        private static String stripTrailingSlashes(String text) {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == '/') {
                end--;
            }
            return text.substring(0, end);
        }

        String text() {
            return day + "/" + region + "/" + service + "/" + TERMINATOR;
        }
    }

    private void checkSignature(
            HttpRequest request,
            QueryString query,
            Authorization authorization,
            Scope scope,
            Credential credential) {
        String canonical = CanonicalRequest.of(request, query, authorization.signedHeaders());
        String stringToSign =
                ALGORITHM
                        + "\n"
                        + authorization.date()
                        + "\n"
                        + scope.text()
                        + "\n"
                        + Hashes.hex(
                                Hashes.sha256(canonical.getBytes(StandardCharsets.ISO_8859_1)));
        byte[] key =
                signingKeys.derive(
                        credential.secretAccessKey(), scope.day(), scope.region(), scope.service());
        String expected =
                Hashes.hex(Hashes.hmac(key, stringToSign.getBytes(StandardCharsets.UTF_8)));
        if (!sameInConstantTime(expected, authorization.signature())) {
            throw new SignatureRefused(
                    INVALID_SIGNATURE,
                    "The request signature we calculated does not match the signature you"
                            + " provided. Check your AWS Secret Access Key and signing method."
                            + " Consult the service documentation for details.\n\nThe Canonical"
                            + " String for this request should have been\n'"
                            + canonical
                            + "'\n\nThe String-to-Sign should have been\n'"
                            + stringToSign
                            + "'\n");
        }
    }

    private static void checkSession(Credential credential, @Nullable String token, Instant now) {
        String expected = credential.sessionToken();
        boolean same =
                (expected == null || token == null)
                        ? expected == null && token == null
                        : sameInConstantTime(expected, token);
        if (!same) {
            throw new SignatureRefused(
                    UNRECOGNIZED_CLIENT, "The security token included in the request is invalid");
        }
        Instant expires = credential.expires();
        if (expires != null && !now.isBefore(expires)) {
            throw new SignatureRefused(
                    EXPIRED_TOKEN, "The security token included in the request is expired");
        }
    }

    private static boolean sameInConstantTime(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
