package dev.tablewright.cli;

import dev.tablewright.controlplane.access.proof.Check;
import dev.tablewright.controlplane.access.proof.Finding;
import dev.tablewright.controlplane.access.proof.Proof;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A proof for people. */
final class ProofText {
    private static final int MANY = 12;

    private final Proof proof;
    private final Console console;
    private final StringBuilder out = new StringBuilder();

    private ProofText(Proof proof, Console console) {
        this.proof = proof;
        this.console = console;
    }

    static String of(Proof proof, Console console) {
        return new ProofText(proof, console).write();
    }

    private String write() {
        environments();
        for (Check check : proof.checks()) {
            for (Finding finding : check.findings()) {
                finding(finding);
            }
        }
        sums();
        return out.toString();
    }

    private void environments() {
        TextTable table = new TextTable("ENVIRONMENT", "PRINCIPALS", "TABLES");
        SortedSet<String> names = new TreeSet<>(proof.principals().keySet());
        names.addAll(proof.tables().keySet());
        for (String name : names) {
            table.row(
                    name.isEmpty() ? "(none)" : name,
                    few(proof.principals().getOrDefault(name, new TreeSet<>())),
                    few(proof.tables().getOrDefault(name, new TreeSet<>())));
        }
        out.append(table);
        out.append("Administrators, who may go everywhere: ")
                .append(String.join(", ", proof.administrators()))
                .append("\n\n");
    }

    private static String few(SortedSet<String> names) {
        if (names.isEmpty()) {
            return "-";
        }
        return names.size() <= MANY
                ? String.join(", ", names)
                : names.stream().limit(MANY).collect(Collectors.joining(", "))
                        + " and "
                        + (names.size() - MANY)
                        + " more";
    }

    private void finding(Finding finding) {
        out.append(console.inked(Console.Ink.REMOVED, head(finding.kind())))
                .append("  ")
                .append(finding.sentence())
                .append('\n');
        if (!finding.actions().isEmpty()) {
            line("actions", shortened(finding.actions()));
        }
        if (!finding.resources().isEmpty()) {
            line("on", few(finding.resources()));
        }
        finding.by().forEach(by -> line("by", by));
        if (finding.because() != null) {
            line("why", finding.because());
        }
        if (finding.confirmed() > 0) {
            line("seen", "allowed in " + finding.confirmed() + " of the signed requests");
        }
        if (finding.advice() != null) {
            line("do", finding.advice());
        }
        out.append('\n');
    }

    private static String shortened(SortedSet<String> actions) {
        return actions.stream()
                .map(action -> action.replaceFirst("^dynamodb:", ""))
                .collect(Collectors.joining(", "));
    }

    private static String head(Finding.Kind kind) {
        return switch (kind) {
            case CROSSES_BORDER -> "CROSSES A BORDER";
            case GRANT_WITHOUT_EFFECT -> "GRANT WITHOUT EFFECT";
            case GRANT_INCOMPLETE -> "GRANT STOPS HALF WAY";
            case DISAGREEMENT -> "DISAGREEMENT";
            case UNEXPECTED -> "TEST FAILS";
        };
    }

    private void line(String label, String text) {
        out.append("    ").append(label).repeat(' ', 9 - label.length()).append(text).append('\n');
    }

    private void sums() {
        Map<Check.Group, Long> holding =
                proof.checks().stream()
                        .filter(Check::holds)
                        .collect(Collectors.groupingBy(Check::group, Collectors.counting()));
        for (Check.Group group : Check.Group.values()) {
            long all = proof.checks().stream().filter(check -> check.group() == group).count();
            if (all > 0) {
                long good = holding.getOrDefault(group, 0L);
                out.append(
                                console.inked(
                                        good == all ? Console.Ink.ADDED : Console.Ink.REMOVED,
                                        good == all ? "holds" : "fails"))
                        .append("  ")
                        .append(sum(group, good, all))
                        .append('\n');
            }
        }
        if (proof.questions() > 0) {
            out.append("Asked: ").append(proof.questions()).append(" questions by reasoning");
            if (proof.asked().answered() > 0) {
                out.append(", ")
                        .append(proof.asked().answered())
                        .append(" of them also by ")
                        .append(proof.asked().how());
            }
            if (proof.asked().unclear() > 0) {
                out.append(" (")
                        .append(proof.asked().unclear())
                        .append(" more were answered neither yes nor no)");
            }
            out.append(".\n");
        }
        if (!proof.reasonedOnly().isEmpty()) {
            out.append("By reasoning only, as trying would change something or nothing is there: ")
                    .append(shortened(proof.reasonedOnly()))
                    .append(".\n");
        }
        proof.notes().forEach(note -> out.append("Note: ").append(note).append(".\n"));
        if (!proof.unseen().isEmpty()) {
            out.append("Not seen: ").append(String.join("; ", proof.unseen())).append(".\n");
        }
    }

    private static String sum(Check.Group group, long good, long all) {
        String of = good + " of " + all;
        return switch (group) {
            case BORDERS -> of + " principals stay inside their environments";
            case GRANTS -> of + " principals' grants work";
            case AGREEMENT -> of + " principals' requests are decided as reasoning says";
            case EXPECTATIONS -> of + " tests";
        };
    }
}
