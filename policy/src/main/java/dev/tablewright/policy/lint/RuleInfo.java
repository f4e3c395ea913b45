package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.Position;

import java.util.List;

/**
 * What is told of a rule.
 *
 * @param id stable; for instance {@code DDB-RES-001}
 * @param severity of its findings, where a finding does not say otherwise
 * @param title what it reports, in a few words
 * @param why what goes wrong, and what to do, in a sentence or two
 */
public record RuleInfo(String id, Severity severity, String title, String why) {
    /** Returns a finding of this rule. */
    public Finding finding(Position position, String message) {
        return new Finding(id, severity, position, message, why, null, List.of());
    }
}
