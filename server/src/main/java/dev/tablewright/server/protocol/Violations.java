package dev.tablewright.server.protocol;

import dev.tablewright.model.ValidationException;

import java.util.ArrayList;
import java.util.List;

/** The broken rules of one request. AWS reports at most ten. */
final class Violations {
    private static final int MOST_REPORTED = 10;

    private final List<String> texts = new ArrayList<>();
    private boolean lacksMember;

    /** Notes that a required member is not there. */
    void addMissing(String path) {
        lacksMember = true;
        add("null", path, "Member must not be null");
    }

    /** Whether a required member is not there. */
    boolean lacksMember() {
        return lacksMember;
    }

    void add(String shownValue, String path, String rule) {
        if (texts.size() < MOST_REPORTED) {
            texts.add(
                    "Value "
                            + shownValue
                            + " at '"
                            + path
                            + "' failed to satisfy constraint: "
                            + rule);
        }
    }

    /**
     * Ends the collecting.
     *
     * @throws ValidationException with all broken rules, if there are any
     */
    void throwIfAny() {
        if (!texts.isEmpty()) {
            throw new ValidationException(
                    texts.size()
                            + (texts.size() == 1 ? " validation error" : " validation errors")
                            + " detected: "
                            + String.join("; ", texts));
        }
    }
}
