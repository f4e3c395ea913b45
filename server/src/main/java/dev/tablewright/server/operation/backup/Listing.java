package dev.tablewright.server.operation.backup;

import dev.tablewright.server.backup.BackupException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One page of a list; {@code next} is null when it is the last.
 *
 * @param <T> what is listed
 */
record Listing<T>(List<T> elements, @Nullable String next) {
    private static final int MOST = 1_000;

    Listing {
        elements = List.copyOf(elements);
    }

    /**
     * Which page is asked for.
     *
     * @param start how many elements lie before it
     */
    record Asked(int start, int limit) {
        /** Reads MaxResults and NextToken. */
        static Asked read(RequestReader in) {
            Integer limit =
                    in.integer("MaxResults", Constraint.atLeast(1), Constraint.atMost(MOST));
            String token = in.string("NextToken");
            return new Asked(
                    token == null ? 0 : position(token),
                    limit == null ? MOST : Math.clamp(limit, 1, MOST));
        }

        private static int position(String token) {
            try {
                return Integer.parseUnsignedInt(
                        new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notOurs) {
                throw BackupException.invalid("Invalid NextToken");
            }
        }
    }

    static <T> Listing<T> of(List<T> all, Asked asked) {
        int start = Math.min(asked.start(), all.size());
        int end = Math.min(start + asked.limit(), all.size());
        String next =
                end == all.size()
                        ? null
                        : Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(
                                        Integer.toString(end).getBytes(StandardCharsets.UTF_8));
        return new Listing<>(all.subList(start, end), next);
    }

    void write(ResponseWriter out, String member, BiConsumer<ResponseWriter, T> element) {
        out.objects(member, elements, element);
        if (next != null) {
            out.string("NextToken", next);
        }
    }
}
