package dev.tablewright.server.operation.autoscaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tablewright.server.autoscaling.ScalingException;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One page of a list; {@code next} is null when it is the last.
 *
 * @param <T> what is listed
 */
record ListPage<T>(List<T> elements, @Nullable String next) {
    ListPage {
        elements = List.copyOf(elements);
    }

    /**
     * Which page is asked for.
     *
     * @param start how many elements lie before it
     */
    record Asked(int start, int limit) {
        /**
         * Reads MaxResults and NextToken.
         *
         * @param most size of a page, which is also what is given when none is asked for
         */
        static Asked read(RequestReader in, int most) {
            Integer limit = in.integer("MaxResults");
            String token = in.string("NextToken");
            return new Asked(
                    token == null ? 0 : position(token),
                    limit == null || limit < 1 ? most : Math.min(limit, most));
        }

        private static int position(String token) {
            try {
                return Integer.parseUnsignedInt(
                        new String(Base64.getUrlDecoder().decode(token), UTF_8));
            } catch (IllegalArgumentException notOurs) {
                throw new ScalingException(
                        ScalingException.Kind.INVALID_NEXT_TOKEN, "Invalid next token: " + token);
            }
        }
    }

    static <T> ListPage<T> of(List<T> all, Asked asked) {
        int start = Math.min(asked.start(), all.size());
        int end = Math.min(start + asked.limit(), all.size());
        String next =
                end == all.size()
                        ? null
                        : Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(Integer.toString(end).getBytes(UTF_8));
        return new ListPage<>(all.subList(start, end), next);
    }

    void write(ResponseWriter out, String member, BiConsumer<ResponseWriter, T> element) {
        out.objects(member, elements, element);
        if (next != null) {
            out.string("NextToken", next);
        }
    }
}
