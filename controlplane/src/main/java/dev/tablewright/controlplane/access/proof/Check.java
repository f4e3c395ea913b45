package dev.tablewright.controlplane.access.proof;

import java.util.List;
import java.util.Locale;

/**
 * Something that was proved, or not.
 *
 * @param subject whom or what it is about
 * @param claim what holds where there are no findings
 * @param findings none where it holds
 */
public record Check(Group group, String subject, String claim, List<Finding> findings) {
    /** What is proved. */
    public enum Group {
        /** Nobody reaches another environment. */
        BORDERS,
        /** Grants work. */
        GRANTS,
        /** Requests are answered as reasoning says. */
        AGREEMENT,
        /** What was written down holds. */
        EXPECTATIONS;

        /** Returns the name in small letters. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the list. */
    public Check {
        findings = List.copyOf(findings);
    }

    /** Whether it holds. */
    public boolean holds() {
        return findings.isEmpty();
    }
}
