package dev.tablewright.controlplane.lint;

import dev.tablewright.policy.lint.Finding;

import java.util.List;

/**
 * A policy of an account and what there is to say of it.
 *
 * @param name for instance {@code policy Deployers} or {@code trust policy of role R}
 */
public record LintedPolicyText(String name, String text, List<Finding> findings) {
    /** Copies the list. */
    public LintedPolicyText {
        findings = List.copyOf(findings);
    }
}
