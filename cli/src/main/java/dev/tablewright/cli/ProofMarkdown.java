package dev.tablewright.cli;

import dev.tablewright.controlplane.access.proof.Check;
import dev.tablewright.controlplane.access.proof.Finding;
import dev.tablewright.controlplane.access.proof.Proof;

/** A proof for a merge request or a page. */
final class ProofMarkdown {
    private ProofMarkdown() {}

    static String of(Proof proof) {
        StringBuilder out = new StringBuilder();
        out.append(proof.holds() ? "## Proved\n\n" : "## Not proved\n\n");
        out.append("| | who | claim | holds |\n|---|---|---|---|\n");
        for (Check check : proof.checks()) {
            out.append("| ")
                    .append(check.group().id())
                    .append(" | ")
                    .append(MarkdownCell.of(check.subject()))
                    .append(" | ")
                    .append(MarkdownCell.of(check.claim()))
                    .append(" | ")
                    .append(check.holds() ? "yes" : "**no**")
                    .append(" |\n");
        }
        for (Finding finding : proof.findings()) {
            finding(out, finding);
        }
        out.append("\nAdministrators, who may go everywhere: ")
                .append(String.join(", ", proof.administrators()))
                .append(".\n\nAsked: ")
                .append(proof.questions())
                .append(" questions by reasoning");
        if (proof.asked().answered() > 0) {
            out.append(", ")
                    .append(proof.asked().answered())
                    .append(" of them also by ")
                    .append(proof.asked().how());
        }
        out.append(".\n");
        if (!proof.reasonedOnly().isEmpty()) {
            out.append("\nBy reasoning only: ")
                    .append(String.join(", ", proof.reasonedOnly()))
                    .append(".\n");
        }
        proof.notes().forEach(note -> out.append("\nNote: ").append(note).append(".\n"));
        out.append("\nNot seen: ").append(String.join("; ", proof.unseen())).append(".\n");
        return out.toString();
    }

    private static void finding(StringBuilder out, Finding finding) {
        out.append("\n### ").append(finding.sentence()).append("\n\n");
        item(out, "kind", finding.kind().id());
        item(out, "actions", code(finding.actions()));
        item(out, "on", code(finding.resources()));
        item(out, "by", String.join("; ", finding.by()));
        item(out, "why", finding.because() == null ? "" : finding.because());
        item(out, "do", finding.advice() == null ? "" : finding.advice());
    }

    private static String code(Iterable<String> texts) {
        String joined = String.join("`, `", texts);
        return joined.isEmpty() ? "" : "`" + joined + "`";
    }

    private static void item(StringBuilder out, String label, String text) {
        if (!text.isEmpty()) {
            out.append("- ").append(label).append(": ").append(text).append('\n');
        }
    }
}
