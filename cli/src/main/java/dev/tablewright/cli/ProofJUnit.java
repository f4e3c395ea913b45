package dev.tablewright.cli;

import dev.tablewright.controlplane.access.proof.Check;
import dev.tablewright.controlplane.access.proof.Finding;
import dev.tablewright.controlplane.access.proof.Proof;

import java.util.List;

/** A proof as JUnit's XML, which every CI system shows: one test case for each check. */
final class ProofJUnit {
    private ProofJUnit() {}

    static String of(Proof proof) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<testsuites name=\"tablewright prove\">\n");
        for (Check.Group group : Check.Group.values()) {
            List<Check> checks =
                    proof.checks().stream().filter(check -> check.group() == group).toList();
            if (!checks.isEmpty()) {
                suite(out, group, checks);
            }
        }
        return out.append("</testsuites>\n").toString();
    }

    private static void suite(StringBuilder out, Check.Group group, List<Check> checks) {
        long failures = checks.stream().filter(check -> !check.holds()).count();
        out.append("  <testsuite name=\"")
                .append(group.id())
                .append("\" tests=\"")
                .append(checks.size())
                .append("\" failures=\"")
                .append(failures)
                .append("\">\n");
        for (Check check : checks) {
            out.append("    <testcase classname=\"prove.")
                    .append(group.id())
                    .append("\" name=\"")
                    .append(escaped(check.subject() + " " + check.claim()))
                    .append('"');
            if (check.holds()) {
                out.append("/>\n");
                continue;
            }
            out.append(">\n");
            failure(out, check.findings());
            out.append("    </testcase>\n");
        }
        out.append("  </testsuite>\n");
    }

    /** A case has one failure: several findings go into its text. */
    private static void failure(StringBuilder out, List<Finding> findings) {
        out.append("      <failure type=\"")
                .append(findings.getFirst().kind().id())
                .append("\" message=\"")
                .append(escaped(findings.getFirst().sentence()))
                .append("\">");
        for (Finding finding : findings) {
            out.append(escaped(text(finding)));
        }
        out.append("</failure>\n");
    }

    private static String text(Finding finding) {
        StringBuilder text = new StringBuilder(finding.sentence()).append('\n');
        text.append("  actions: ").append(String.join(", ", finding.actions())).append('\n');
        text.append("  on: ").append(String.join(", ", finding.resources())).append('\n');
        finding.by().forEach(by -> text.append("  by: ").append(by).append('\n'));
        if (finding.because() != null) {
            text.append("  why: ").append(finding.because()).append('\n');
        }
        if (finding.advice() != null) {
            text.append("  do: ").append(finding.advice()).append('\n');
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
