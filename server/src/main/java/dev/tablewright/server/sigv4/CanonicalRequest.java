package dev.tablewright.server.sigv4;

import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpRequest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The text that is hashed into the string to sign.
 *
 * <p>Header values and the target arrive as one char per byte (ISO 8859-1), and leave that way, so
 * what is signed is what was sent, whatever its charset. The hash of the body is always our own:
 * what x-amz-content-sha256 claims counts only as a header, so neither UNSIGNED-PAYLOAD nor
 * aws-chunked bodies are accepted, which is AWS's rule for all services but S3.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed request</a>
 */
final class CanonicalRequest {
    private CanonicalRequest() {}

    static String of(HttpRequest request, QueryString query, List<String> signedHeaders) {
        var text = new StringBuilder(512);
        text.append(request.method()).append('\n');
        text.append(canonicalPath(request.path())).append('\n');
        text.append(query.canonical()).append('\n');
        for (String name : signedHeaders) {
            text.append(name).append(':');
            appendValues(text, request.headers(), name);
            text.append('\n');
        }
        text.append('\n');
        text.append(String.join(";", signedHeaders)).append('\n');
        return text.append(Hashes.hex(Hashes.sha256(request.body()))).toString();
    }

    private static void appendValues(StringBuilder text, HttpHeaders headers, String name) {
        boolean first = true;
        for (HttpHeaders.Field field : headers.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                if (!first) {
                    text.append(',');
                }
                appendSingleSpaced(text, field.value());
                first = false;
            }
        }
    }

    /** Runs of blanks count as one, and at the ends as none. */
    private static void appendSingleSpaced(StringBuilder text, String value) {
        if (value.indexOf(' ') < 0 && value.indexOf('\t') < 0) {
            text.append(value);
            return;
        }
        int start = text.length();
        boolean blank = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                blank = true;
            } else {
                if (blank && text.length() > start) {
                    text.append(' ');
                }
                blank = false;
                text.append(c);
            }
        }
    }

    /** Dot segments and empty segments resolved, then each segment encoded once more. */
    private static String canonicalPath(String path) {
        if (path.equals("/") || path.isEmpty()) {
            return "/";
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> segments.pollLast();
                default ->
                        segments.addLast(
                                QueryString.encode(segment.getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        boolean directory = !segments.isEmpty() && path.endsWith("/");
        return "/" + String.join("/", segments) + (directory ? "/" : "");
    }
}
