package dev.tablewright.engine.catalog;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * The policy that is attached to a table. To the database it is text: what it means, and who may
 * attach it, is decided elsewhere.
 *
 * @param text null where no policy is attached
 * @param revision another one for every other text; null where no policy is attached
 * @param changed when it was put; null where no policy is attached, and for one that came with the
 *     table
 */
public record ResourcePolicy(
        @Nullable String text, @Nullable String revision, @Nullable Instant changed) {
    /** No policy, and there never was one. */
    public static final ResourcePolicy NONE = new ResourcePolicy(null, null, null);

    /** As an expected revision: no policy is attached. */
    public static final String NO_POLICY = "NO_POLICY";

    /**
     * How long a policy cannot be updated after it was put. It can be removed at once: a removal is
     * no update, and who cleans up should not have to wait.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html">Resource-based
     *     policy considerations</a>
     */
    static final Duration PAUSE = Duration.ofSeconds(15);

    private static final String NOT_FOUND =
            "Resource-based policy not found for the provided ResourceArn: ";

    /** Returns the policy that a table is made with. */
    static ResourcePolicy of(@Nullable String text, Instant now) {
        return text == null ? NONE : new ResourcePolicy(text, revisionAt(now), null);
    }

    /**
     * Replaces the policy; the same text changes nothing.
     *
     * @param expected revision that must be attached, {@link #NO_POLICY}, or null for any
     * @throws DatabaseException.PolicyNotFound if another one is
     * @throws DatabaseException.ResourceInUse if one is attached that was put less than 15 seconds
     *     ago
     */
    ResourcePolicy put(String wanted, @Nullable String expected, TableRef table, Instant now) {
        requireRevision(expected, table);
        if (wanted.equals(text)) {
            return this;
        }
        requirePause(table, now);
        return new ResourcePolicy(wanted, newRevision(now), now);
    }

    /**
     * Removes the policy; where there is none, that changes nothing.
     *
     * @param expected as for {@link #put}
     * @throws DatabaseException.PolicyNotFound if another one is attached
     */
    ResourcePolicy delete(@Nullable String expected, TableRef table) {
        requireRevision(expected, table);
        return NONE;
    }

    private void requireRevision(@Nullable String expected, TableRef table) {
        if (expected == null || expected.equals(revision == null ? NO_POLICY : revision)) {
            return;
        }
        if (expected.equals(NO_POLICY)) {
            throw new DatabaseException.PolicyNotFound(
                    NOT_FOUND
                            + "Requested policy update expecting none to be present for table "
                            + table.name()
                            + ", but a policy exists with revision id "
                            + revision
                            + ".");
        }
        throw new DatabaseException.PolicyNotFound(
                NOT_FOUND
                        + "Requested update for policy with revision id "
                        + expected
                        + ", but "
                        + (revision == null
                                ? "no policy is associated to target table " + table.name()
                                : "the policy associated to target table "
                                        + table.name()
                                        + " has revision id "
                                        + revision)
                        + ".");
    }

    private void requirePause(TableRef table, Instant now) {
        if (text != null && changed != null && now.isBefore(changed.plus(PAUSE))) {
            throw new DatabaseException.ResourceInUse(
                    "Attempt to change a resource which is still in use: The resource-based policy"
                            + " of table "
                            + table.name()
                            + " was put less than "
                            + PAUSE.toSeconds()
                            + " seconds ago");
        }
    }

    /** Milliseconds since 1970, as DynamoDB's own look; later than the one before. */
    private String newRevision(Instant now) {
        String next = revisionAt(now);
        return next.equals(revision) ? revisionAt(now.plusMillis(1)) : next;
    }

    private static String revisionAt(Instant now) {
        return Long.toString(now.toEpochMilli());
    }
}
