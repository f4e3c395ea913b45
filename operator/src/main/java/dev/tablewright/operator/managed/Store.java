package dev.tablewright.operator.managed;

import java.util.Map;

/** The API server, as far as one object is concerned. */
public interface Store {
    /** How much an event matters. */
    enum Severity {
        /** It went as it should. */
        NORMAL,
        /** Somebody should look. */
        WARNING
    }

    /**
     * Keeps metadata and {@code spec} of an object.
     *
     * @throws Conflict if somebody has changed the object since it was read; nothing was written
     */
    void write(ManagedObject object) throws Conflict;

    /**
     * Keeps some annotations of an object, whatever has become of it since: what was made must not
     * be forgotten. They are put into {@code object} too.
     */
    void annotate(ManagedObject object, Map<String, String> annotations);

    /** Tells people something about an object; what is lost is lost. */
    void tell(ManagedObject object, Severity severity, String reason, String message);

    /** Somebody has changed the object since it was read: it has to be read again. */
    final class Conflict extends Exception {
        private static final long serialVersionUID = 1L;

        /** Says what the API server said. */
        public Conflict(String message) {
            super(message, null, false, false);
        }
    }
}
