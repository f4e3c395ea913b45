package dev.tablewright.server.sigv4;

import static dev.tablewright.server.sigv4.SignatureRefused.Kind.INCOMPLETE_SIGNATURE;
import static dev.tablewright.server.sigv4.SignatureRefused.Kind.INVALID_SIGNATURE;
import static dev.tablewright.server.sigv4.SignatureRefused.Kind.MISSING_AUTHENTICATION_TOKEN;

import dev.tablewright.server.http.HttpRequest;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parts of a signature as the client sent them, complete but not yet checked.
 *
 * @param algorithm the first word of the header, or X-Amz-Algorithm
 * @param credential key id and scope, slashes included
 * @param signedHeaders lower case, in the order given
 * @param date as sent
 * @param expires X-Amz-Expires as sent; null where absent, as it is in a header
 * @param token session token as sent; null where absent
 * @param inQuery whether the request was presigned
 */
record Authorization(
        String algorithm,
        String credential,
        List<String> signedHeaders,
        String signature,
        String date,
        @Nullable String expires,
        @Nullable String token,
        boolean inQuery) {
    private static final String ALGORITHM = "X-Amz-Algorithm";

    /**
     * Finds the signature of a request, in its header or in its query.
     *
     * @throws SignatureRefused if there is none, more than one, or one that lacks a part
     */
    static Authorization of(HttpRequest request, QueryString query) {
        List<String> headers = request.headers().all("authorization");
        boolean presigned = query.has(ALGORITHM);
        if (!headers.isEmpty() && presigned) {
            throw new SignatureRefused(
                    INVALID_SIGNATURE,
                    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as"
                            + " HTTP header.");
        }
        if (presigned) {
            return ofQuery(query);
        }
        if (headers.isEmpty() || !headers.getFirst().strip().startsWith("AWS4-")) {
            throw new SignatureRefused(
                    MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");
        }
        return ofHeader(request, String.join(",", headers));
    }

    private static Authorization ofHeader(HttpRequest request, String header) {
        Map<String, String> parts = partsOf(header);
        String credential = parts.getOrDefault("Credential", "");
        String signature = parts.getOrDefault("Signature", "");
        String signedHeaders = parts.getOrDefault("SignedHeaders", "");
        String date = request.headers().first("x-amz-date");
        if (date == null) {
            date = request.headers().first("date");
        }
        var missing = new StringBuilder();
        requireParameter(missing, "Credential", credential);
        requireParameter(missing, "Signature", signature);
        requireParameter(missing, "SignedHeaders", signedHeaders);
        if (date == null || date.isEmpty()) {
            missing.append(
                    "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                            + " header. ");
        }
        if (date == null || !missing.isEmpty()) {
            throw new SignatureRefused(INCOMPLETE_SIGNATURE, missing + "Authorization=" + header);
        }
        return new Authorization(
                algorithmOf(header),
                credential,
                List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";")),
                signature,
                date,
                null,
                request.headers().first("x-amz-security-token"),
                false);
    }

    private static void requireParameter(StringBuilder missing, String name, String value) {
        if (value.isEmpty()) {
            missing.append("Authorization header requires '").append(name).append("' parameter. ");
        }
    }

    private static String algorithmOf(String header) {
        String stripped = header.strip();
        int end = stripped.indexOf(' ');
        return end < 0 ? stripped : stripped.substring(0, end);
    }

    /** Parts are separated by commas, blanks or both; a part without a value counts as absent. */
    private static Map<String, String> partsOf(String header) {
        Map<String, String> parts = new HashMap<>();
        int start = header.indexOf(algorithmOf(header)) + algorithmOf(header).length();
        for (int i = start; i <= header.length(); i++) {
            if (i == header.length() || header.charAt(i) == ',' || header.charAt(i) == ' ') {
                int equals = header.indexOf('=', start);
                if (equals > start && equals < i) {
                    // The first of two parts of a name would be as good; what counts is that the
                    // signature is judged by the part that is read here, and by no other.
                    parts.put(header.substring(start, equals), header.substring(equals + 1, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private static Authorization ofQuery(QueryString query) {
        var missing = new StringBuilder();
        String algorithm = require(missing, query, ALGORITHM);
        String credential = require(missing, query, "X-Amz-Credential");
        String signature = require(missing, query, "X-Amz-Signature");
        String signedHeaders = require(missing, query, "X-Amz-SignedHeaders");
        String date = require(missing, query, "X-Amz-Date");
        if (!missing.isEmpty()) {
            throw new SignatureRefused(
                    INCOMPLETE_SIGNATURE, missing + "Re-examine the query-string parameters.");
        }
        return new Authorization(
                algorithm,
                credential,
                List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";")),
                signature,
                date,
                query.first("X-Amz-Expires"),
                query.first("X-Amz-Security-Token"),
                true);
    }

    private static String require(StringBuilder missing, QueryString query, String name) {
        String value = query.first(name);
        if (value == null || value.isEmpty()) {
            missing.append("AWS query-string parameters must include '").append(name).append("'. ");
            return "";
        }
        return value;
    }
}
