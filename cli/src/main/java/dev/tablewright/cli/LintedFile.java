package dev.tablewright.cli;

import dev.tablewright.policy.lint.Finding;
import dev.tablewright.policy.lint.Severity;

import java.util.List;
import java.util.Locale;

/**
 * A file, or a policy of an account, and what the linter says of it.
 *
 * @param name path as it was given, or the policy's name
 * @param isFile whether {@code name} is a path
 */
record LintedFile(String name, String text, boolean isFile, List<Finding> findings) {
    LintedFile without(List<String> patterns) {
        return new LintedFile(
                name,
                text,
                isFile,
                findings.stream()
                        .filter(f -> patterns.stream().noneMatch(p -> matches(p, f.ruleId())))
                        .toList());
    }

    /** Whether {@code pattern}, a rule's id or the beginning of ids and {@code *}, means a rule. */
    static boolean matches(String pattern, String id) {
        String upper = pattern.toUpperCase(Locale.ROOT);
        return upper.endsWith("*")
                ? id.startsWith(upper.substring(0, upper.length() - 1))
                : id.equals(upper);
    }

    boolean has(Severity threshold) {
        return count(threshold) > 0;
    }

    /** Returns how many findings are at least that severe. */
    long count(Severity least) {
        return findings.stream().filter(f -> f.severity().compareTo(least) >= 0).count();
    }
}
