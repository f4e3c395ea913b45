package dev.tablewright.policy.lint;

import java.util.Locale;

/** How much a finding matters, least first. */
public enum Severity {
    /** Worth knowing; nothing needs to be done. */
    INFO,
    /** Likely not what was meant. */
    WARNING,
    /** Does not work, or is refused, or opens what must not be open. */
    ERROR;

    /** Returns the severity in lower case, as users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
