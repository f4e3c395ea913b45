package dev.tablewright.engine.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Walks through keyspaces again and again, a chunk at a time, with a pause between rounds that
 * grows with the space: ten seconds, and ten more for every ten thousand entries. So a small table
 * is looked at often, and a large one costs no more.
 *
 * @param <P> a position inside a space
 */
public final class Rounds<P> {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int ENTRIES_A_PAUSE = 10_000;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Map<Long, Round<P>> rounds = new HashMap<>();

    private Instant nextLook = Instant.MIN;

    private record Round<P>(@Nullable P position, long seen, Instant due) {}

    /**
     * Whether to look for spaces whose turn it is: at once while there is more, else once a second,
     * however often it is asked.
     */
    public boolean open(Instant now) {
        return !now.isBefore(nextLook);
    }

    /**
     * Ends one look at all spaces.
     *
     * @return {@code more}
     */
    public boolean close(boolean more, Instant now) {
        nextLook = more ? now : now.plus(LOOK);
        return more;
    }

    /** Forgets every other space. */
    public void keepOnly(Set<Long> spaces) {
        rounds.keySet().retainAll(spaces);
    }

    /** Whether it is the turn of {@code space}. */
    public boolean due(long space, Instant now) {
        Round<P> round = rounds.get(space);
        return round == null || !now.isBefore(round.due());
    }

    /** Returns where the last chunk of the present round ended, or null at its start. */
    public @Nullable P position(long space) {
        Round<P> round = rounds.get(space);
        return round == null ? null : round.position();
    }

    /**
     * Notes that a chunk was looked at.
     *
     * @param reached where it ended; null when the round is over
     * @return whether the round goes on
     */
    public boolean advance(long space, long entries, @Nullable P reached, Instant now) {
        Round<P> round = rounds.get(space);
        long seen = entries + (round == null ? 0 : round.seen());
        if (reached != null) {
            rounds.put(space, new Round<>(reached, seen, now));
            return true;
        }
        Instant due = now.plus(PAUSE.multipliedBy(1 + seen / ENTRIES_A_PAUSE));
        rounds.put(space, new Round<>(null, 0, due));
        return false;
    }
}
