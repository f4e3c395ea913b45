package dev.tablewright.server.protocol;

import dev.tablewright.model.json.JsonSyntaxException;
import dev.tablewright.server.http.HttpHeaders;
import dev.tablewright.server.http.HttpListener;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The gzip coding of bodies, which DynamoDB understands in requests and sends to whom accepts it.
 * Signature and checksum are over the coded bytes.
 */
final class Gzip {
    /** Bytes from which an answer is worth compressing. */
    static final int LEAST_COMPRESSED = 4096;

    private static final String NAME = "gzip";

    private Gzip() {}

    /** A body that is small while it is coded and over the limit of all bodies after it. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("over " + HttpListener.MAX_BODY_BYTES + " bytes", null, false, false);
        }
    }

    /**
     * Returns a body as it was before the client coded it.
     *
     * @throws JsonSyntaxException if the headers say that it is coded, and it is not
     * @throws TooLarge if it is over {@link HttpListener#MAX_BODY_BYTES} bytes
     */
    static byte[] decoded(HttpHeaders headers, byte[] body) {
        if (body.length == 0 || !NAME.equalsIgnoreCase(headers.first("content-encoding"))) {
            return body;
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] plain = in.readNBytes(HttpListener.MAX_BODY_BYTES + 1);
            if (plain.length > HttpListener.MAX_BODY_BYTES) {
                throw new TooLarge();
            }
            return plain;
        } catch (IOException notGzip) {
            throw new JsonSyntaxException("not gzip: " + notGzip.getMessage());
        }
    }

    /** Whether an answer of {@code length} bytes should be coded. */
    static boolean isWanted(HttpHeaders headers, int length) {
        String accepted = length < LEAST_COMPRESSED ? null : headers.first("accept-encoding");
        if (accepted == null) {
            return false;
        }
        for (String coding : accepted.split(",", -1)) {
            String[] parts = coding.strip().split("\\s*;\\s*", -1);
            if (parts[0].equalsIgnoreCase(NAME)) {
                return parts.length == 1 || !parts[1].matches("(?i)q=0(\\.0*)?");
            }
        }
        return false;
    }

    static byte[] coded(byte[] plain) {
        var bytes = new ByteArrayOutputStream(plain.length / 4);
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException memoryHasNone) {
            throw new UncheckedIOException(memoryHasNone);
        }
        return bytes.toByteArray();
    }
}
