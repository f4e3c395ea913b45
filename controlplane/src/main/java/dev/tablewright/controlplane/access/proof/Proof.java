package dev.tablewright.controlplane.access.proof;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * What came out.
 *
 * @param principals that were judged, by environment; those of none under the empty name
 * @param tables by environment; those of none under the empty name
 * @param administrators that may go everywhere, and were not judged
 * @param questions that were answered by reasoning
 * @param asked what was asked of the target itself
 * @param reasonedOnly actions that were not tried: reasoning alone stands for them
 * @param notes worth a word
 * @param unseen what bears on access and could not be seen
 */
public record Proof(
        Map<String, SortedSet<String>> principals,
        Map<String, SortedSet<String>> tables,
        List<String> administrators,
        List<Check> checks,
        int questions,
        Asked asked,
        SortedSet<String> reasonedOnly,
        List<String> notes,
        List<String> unseen) {
    /**
     * Questions to the target.
     *
     * @param how for instance {@code signed requests}
     * @param answered and compared
     * @param unclear answered in a way that says neither yes nor no
     */
    public record Asked(String how, int answered, int unclear) {
        /** None were put. */
        public static final Asked NOTHING = new Asked("", 0, 0);
    }

    /** Copies the lists. */
    public Proof {
        administrators = List.copyOf(administrators);
        checks = List.copyOf(checks);
        notes = List.copyOf(notes);
        unseen = List.copyOf(unseen);
    }

    /** Whether everything holds. */
    public boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    /** Returns all findings. */
    public List<Finding> findings() {
        return checks.stream().flatMap(check -> check.findings().stream()).toList();
    }
}
