package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.ValidationException;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * A page of exports or imports, newest first.
 *
 * @param next where the next page begins; null for none
 */
record TransferPage<T>(List<T> transfers, @Nullable String next) {
    /** Most of one page. */
    static final int MAX = 25;

    private static final int TOKEN_LENGTH = 112;

    /** Makes a page of {@code limit} out of up to one more. */
    static <T> TransferPage<T> of(List<T> found, int limit, Function<T, String> id) {
        return found.size() <= limit
                ? new TransferPage<>(found, null)
                : new TransferPage<>(found.subList(0, limit), id.apply(found.get(limit - 1)));
    }

    /** Writes NextToken, of the form that the API model demands: groups of 16 digits. */
    void writeNext(ResponseWriter out) {
        if (next != null) {
            String hex = HexFormat.of().formatHex(next.getBytes(StandardCharsets.UTF_8));
            out.string("NextToken", hex + "0".repeat(TOKEN_LENGTH - hex.length()));
        }
    }

    /** Reads the id out of a NextToken; null for null. */
    static @Nullable String idOf(@Nullable String token) {
        if (token == null) {
            return null;
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(token);
            return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\x00+$", "");
        } catch (IllegalArgumentException notOurs) {
            throw new ValidationException("Invalid NextToken");
        }
    }
}
