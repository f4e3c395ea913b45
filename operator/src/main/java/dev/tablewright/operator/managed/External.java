package dev.tablewright.operator.managed;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The resource of one object, at a provider that answers. Made for one reconcile and then
 * forgotten.
 *
 * <p>No method waits for work that the provider does by itself: what is begun is found again by the
 * next {@link #observe}.
 */
public interface External {
    /**
     * Returns what the resource is called, where its settings alone say so; else null, and {@link
     * #create} tells.
     */
    default @Nullable String externalName() {
        return null;
    }

    /**
     * Looks at the resource. Changes nothing.
     *
     * @param thoroughly whether what rarely changes must be read too
     */
    Observation observe(boolean thoroughly) throws ExternalFailure, InterruptedException;

    /**
     * Makes the resource.
     *
     * @return its name, where the provider gave it; null where the object did
     */
    @Nullable String create() throws ExternalFailure, InterruptedException;

    /**
     * Does what can be done now to make the resource as it should be; called after {@link #observe}
     * said that it {@linkplain State#DIFFERS differs}.
     */
    void update() throws ExternalFailure, InterruptedException;

    /**
     * Returns why the resource must not be deleted yet, though its object is to go; null mostly.
     * Called after {@link #observe}.
     */
    default @Nullable String keptFor() throws ExternalFailure, InterruptedException {
        return null;
    }

    /** Deletes the resource; nothing happens when it is gone or going. */
    void delete() throws ExternalFailure, InterruptedException;

    /** Returns when to look again, where that is known and before the next poll; else null. */
    default @Nullable Instant nextLook() {
        return null;
    }

    /** What was seen. */
    sealed interface Observation {
        /** There is none. */
        record Missing() implements Observation {}

        /**
         * It is there.
         *
         * @param atProvider as it is
         * @param differences as far as they are known; also those that nobody may mend
         * @param unnamed fields that the resource has and the object does not name
         * @param waits why something cannot be changed now, and until when; null mostly
         * @param progress of a change of several steps; null mostly
         * @param lastBackup null if there is none, or nobody looked
         */
        record Present(
                State state,
                Usable usable,
                Map<String, Object> atProvider,
                List<Difference> differences,
                Map<String, Object> unnamed,
                @Nullable Waits waits,
                @Nullable Progress progress,
                @Nullable Instant lastBackup)
                implements Observation {
            /** Copies the list. */
            public Present {
                differences = List.copyOf(differences);
            }

            /** One of which there is nothing more to say. */
            public Present(State state, Map<String, Object> atProvider, List<Difference> differs) {
                this(state, Usable.YES, atProvider, differs, Map.of(), null, null, null);
            }
        }
    }

    /** How a resource compares with its object. */
    enum State {
        /** As it should be. */
        UP_TO_DATE,
        /** Otherwise, and it can be changed. */
        DIFFERS,
        /** Otherwise, but nothing more can be changed before {@link Waits#until}. */
        WAITS,
        /** The provider works on it; nothing can be changed until that is done. */
        AT_WORK,
        /** Otherwise, and left so until a person decides. */
        LEFT
    }

    /** Whether a resource can be used. */
    enum Usable {
        /** It can. */
        YES,
        /** It is being made. */
        BEING_MADE,
        /** It is being deleted. */
        BEING_DELETED,
        /** It cannot: its time is over. */
        EXPIRED,
        /** It cannot, for another reason. */
        NO
    }

    /** A change that the provider allows only later. */
    record Waits(Instant until, String reason) {}

    /** How far a change has come: step 2 of 3. */
    record Progress(int step, int steps, String text) {}
}
