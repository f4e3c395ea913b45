package dev.tablewright.engine.ttl;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Condition;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * Holds for items that have expired: their attribute is a number, and as seconds since 1970 it lies
 * in the past, but not more than five years back. So a date in milliseconds, or a counter, deletes
 * nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html">Time
 *     to Live</a>
 */
record Expired(String attribute, BigDecimal after, BigDecimal notAfter) implements Condition {
    private static final int LONGEST_AGO_YEARS = 5;

    static Expired at(Instant now, String attribute) {
        Instant longestAgo = now.atOffset(ZoneOffset.UTC).minusYears(LONGEST_AGO_YEARS).toInstant();
        return new Expired(
                attribute,
                BigDecimal.valueOf(longestAgo.getEpochSecond()),
                BigDecimal.valueOf(now.getEpochSecond()));
    }

    @Override
    public boolean holdsFor(@Nullable Item item) {
        return item != null
                && item.get(attribute) instanceof AttributeValue.N(var seconds)
                && seconds.compareTo(after) > 0
                && seconds.compareTo(notAfter) <= 0;
    }

    @Override
    public Set<String> attributes() {
        return Set.of(attribute);
    }
}
