package dev.tablewright.policy.lint;

import java.util.List;

/** A rule of the linter. */
interface Rule {
    /** Returns what is told of the rule. */
    RuleInfo info();

    /** Returns what the rule has to say of a document that parses. Never throws. */
    List<Finding> check(LintedPolicy policy, LintContext context);
}
