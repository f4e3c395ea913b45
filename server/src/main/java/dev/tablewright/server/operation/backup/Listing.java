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
import java.util.function.Function;

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
     * @param after what the page before ended with; null for the first page
     * @param position how many elements lay before this page then
     */
    record Asked(@Nullable String after, int position, int limit) {
        /** Reads MaxResults and NextToken. */
        static Asked read(RequestReader in) {
            Integer limit =
                    in.integer("MaxResults", Constraint.atLeast(1), Constraint.atMost(MOST));
            String token = in.string("NextToken");
            int most = limit == null ? MOST : Math.clamp(limit, 1, MOST);
            return token == null ? new Asked(null, 0, most) : of(token, most);
        }

        private static Asked of(String token, int limit) {
            try {
                String text =
                        new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                int slash = text.indexOf('/');
                int position = Integer.parseUnsignedInt(text, 0, Math.max(slash, 0), 10);
                return new Asked(text.substring(slash + 1), position, limit);
            } catch (IllegalArgumentException notOurs) {
                throw BackupException.invalid("Invalid NextToken");
            }
        }

        private <T> int start(List<T> all, Function<T, String> identity) {
            for (int i = 0; i < all.size() && after != null; i++) {
                if (identity.apply(all.get(i)).equals(after)) {
                    return i + 1;
                }
            }
            return Math.min(position, all.size());
        }
    }

    /**
     * Takes a page out of a list. It goes on behind the element that the page before ended with,
     * wherever that is by now; where it stood, if it is gone.
     *
     * @param identity tells elements apart, from page to page
     */
    static <T> Listing<T> of(List<T> all, Asked asked, Function<T, String> identity) {
        int start = asked.start(all, identity);
        int end = Math.min(start + asked.limit(), all.size());
        List<T> page = all.subList(start, end);
        return new Listing<>(
                page, end == all.size() ? null : token(end + "/" + identity.apply(page.getLast())));
    }

    private static String token(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(ResponseWriter out, String member, BiConsumer<ResponseWriter, T> element) {
        out.objects(member, elements, element);
        if (next != null) {
            out.string("NextToken", next);
        }
    }
}
