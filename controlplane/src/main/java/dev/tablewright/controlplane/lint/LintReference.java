package dev.tablewright.controlplane.lint;

import dev.tablewright.policy.lint.PolicyLinter;
import dev.tablewright.policy.lint.RuleInfo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The page about the linter's rules, written from their definitions. */
public final class LintReference {
    private static final String HEAD =
            """
            # Lint

            `tablewright lint FILE...` says what policy documents and values files do otherwise than they seem to.
            This page is written from the rules themselves (`mvn -pl controlplane -am test -Dtest=LintReferenceTest -Dwrite.docs=true`).

            ```
            tablewright lint policy.json                     # a policy document: identity, trust or resource, told by its content
            tablewright lint values.yaml -n koa-dev          # a values file, and the policies that it makes
            tablewright lint .                               # every *.json, *.yaml and *.yml below that is one of these
            tablewright lint policy.json --attached-to role  # rules that depend on who carries the policy
            tablewright lint policy.json --values values.yaml -n koa-dev  # rules that need the tables' schemas
            tablewright lint --live                          # every policy of the account at the endpoint
            aws iam get-role-policy ... | tablewright lint - # standard input
            ```

            Each finding has a rule, a severity, a place, a reason, and a corrected form where one can be given without guessing
            what was meant: a correction is offered only if the corrected document parses and the rule has less to say about it.
            `--verbose` prints reasons and corrections in full; `-o json` (version 1) and `-o sarif` (2.1.0, with corrections as fixes) are for
            programs.

            Exit code: 0 when nothing is as severe as `--fail-on` (error unless said otherwise; warning or info), else 1. `--ignore ID[,ID]`
            leaves rules out (`DDB-RES-*` for a family).

            | rule | severity | reports | why, and what to do |
            |---|---|---|---|
            """;

    private LintReference() {}

    /** Returns what is told of every rule, by id. */
    public static List<RuleInfo> rules() {
        List<RuleInfo> rules = new ArrayList<>(PolicyLinter.rules());
        rules.addAll(ValuesLinter.rules());
        rules.sort(Comparator.comparing(RuleInfo::id));
        return List.copyOf(rules);
    }

    /** Returns docs/lint.md. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (RuleInfo rule : rules()) {
            page.append("| ").append(rule.id());
            page.append(" | ").append(rule.severity().word());
            page.append(" | ").append(escaped(rule.title()));
            page.append(" | ").append(escaped(rule.why())).append(" |\n");
        }
        return page.toString();
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("*", "\\*");
    }
}
