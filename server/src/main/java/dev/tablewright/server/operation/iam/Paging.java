package dev.tablewright.server.operation.iam;

import dev.tablewright.server.identity.IdentityException;
import dev.tablewright.server.protocol.query.QueryReader;
import dev.tablewright.server.protocol.query.XmlWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Where a list goes on, and how much of it is wanted.
 *
 * @param marker from the answer before, or null for the beginning
 * @param maxItems 1 to 1,000
 */
record Paging(@Nullable String marker, int maxItems) {
    private static final int DEFAULT_ITEMS = 100;
    private static final int MOST_ITEMS = 1000;

    /**
     * A part of a list.
     *
     * @param next where the list goes on, or null at its end
     */
    record Page<T>(List<T> items, @Nullable String next) {
        void encode(XmlWriter out) {
            out.flag("IsTruncated", next != null);
            out.text("Marker", next);
        }
    }

    static Paging read(QueryReader in) {
        String marker = in.optional("Marker", Shapes.MARKER);
        Integer maxItems = in.integer("MaxItems", 1, MOST_ITEMS);
        return new Paging(marker, maxItems == null ? DEFAULT_ITEMS : maxItems);
    }

    /**
     * Cuts the part out of {@code all}. A marker holds the key of the last item given and its
     * place: when that item is gone meanwhile, the list goes on from its place, so nothing is left
     * out.
     *
     * @param keyOf unique in the list, at most 128 characters
     * @throws IdentityException if the marker is none of ours
     */
    <T> Page<T> cut(List<T> all, Function<T, String> keyOf) {
        int from = marker == null ? 0 : start(all, keyOf, marker);
        int to = Math.min(from + maxItems, all.size());
        List<T> items = List.copyOf(all.subList(from, to));
        String next = to < all.size() ? markerAfter(to, keyOf.apply(all.get(to - 1))) : null;
        return new Page<>(items, next);
    }

    private static String markerAfter(int place, String key) {
        return Base64.getEncoder()
                .encodeToString((place + ":" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static <T> int start(List<T> all, Function<T, String> keyOf, String marker) {
        String text;
        int colon;
        int place;
        try {
            text = new String(Base64.getDecoder().decode(marker), StandardCharsets.UTF_8);
            colon = text.indexOf(':');
            place = Integer.parseInt(text.substring(0, Math.max(colon, 0)));
        } catch (IllegalArgumentException notOurs) {
            throw new IdentityException(IdentityException.Code.VALIDATION_ERROR, "Invalid Marker.");
        }
        String key = text.substring(colon + 1);
        for (int i = 0; i < all.size(); i++) {
            if (keyOf.apply(all.get(i)).equals(key)) {
                return i + 1;
            }
        }
        return Math.clamp(place - 1L, 0, all.size());
    }
}
