package dev.tablewright.cli;

import dev.tablewright.policy.lint.Correction;
import dev.tablewright.policy.lint.Finding;
import dev.tablewright.policy.lint.Severity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Findings for people: one line each that an editor can jump to, and a short correction. */
final class LintText {
    /** A correction that is longer is shown with --verbose only. */
    private static final int SHORT = 160;

    private LintText() {}

    static String of(List<LintedFile> files, boolean verbose, Console console) {
        StringBuilder text = new StringBuilder();
        for (LintedFile file : files) {
            for (Finding finding : file.findings()) {
                text.append(file.name())
                        .append(':')
                        .append(finding.position().line())
                        .append(':')
                        .append(finding.position().column())
                        .append(": ")
                        .append(severity(finding.severity(), console))
                        .append(' ')
                        .append(finding.ruleId())
                        .append(": ")
                        .append(finding.message())
                        .append('\n');
                if (verbose) {
                    text.append("    why: ").append(finding.why()).append('\n');
                }
                correction(text, finding.correction(), verbose);
            }
        }
        return text.toString();
    }

    private static String severity(Severity severity, Console console) {
        return switch (severity) {
            case ERROR -> console.inked(Console.Ink.REMOVED, severity.word());
            case WARNING -> console.inked(Console.Ink.CHANGED, severity.word());
            case INFO -> severity.word();
        };
    }

    private static void correction(
            StringBuilder text, @Nullable Correction correction, boolean verbose) {
        if (correction == null) {
            return;
        }
        boolean inserts = correction.from().equals(correction.to());
        String where =
                (inserts ? "insert at " : "instead at ")
                        + correction.from().line()
                        + ":"
                        + correction.from().column();
        String compact = correction.replacement().replaceAll("\\s*\n\\s*", " ").strip();
        if (compact.length() <= SHORT) {
            text.append("    ").append(where).append(": ").append(compact).append('\n');
        } else if (verbose) {
            text.append("    ").append(where).append(":\n");
            withoutMargin(correction.replacement())
                    .forEach(line -> text.append("        ").append(line).append('\n'));
        }
    }

    /** All lines but the first stand as far to the right as the document's do. */
    private static List<String> withoutMargin(String replacement) {
        List<String> lines = replacement.lines().filter(line -> !line.isBlank()).toList();
        int margin =
                lines.stream()
                        .skip(1)
                        .mapToInt(line -> line.length() - line.stripLeading().length())
                        .min()
                        .orElse(0);
        return lines.stream()
                .map(line -> line.startsWith(" ") ? line.substring(margin) : line)
                .toList();
    }

    /** Returns for instance {@code 2 errors, 1 warning, 3 notes in 2 files}. */
    static String summary(List<LintedFile> files, boolean verbose) {
        long errors = files.stream().mapToLong(f -> f.count(Severity.ERROR)).sum();
        long warnings = files.stream().mapToLong(f -> f.count(Severity.WARNING)).sum() - errors;
        long notes =
                files.stream().mapToLong(f -> f.count(Severity.INFO)).sum() - errors - warnings;
        List<String> parts = new ArrayList<>();
        add(parts, errors, "error");
        add(parts, warnings, "warning");
        add(parts, notes, "note");
        String hint = parts.isEmpty() || verbose ? "" : " (--verbose for reasons and corrections)";
        boolean allFiles = files.stream().allMatch(LintedFile::isFile);
        String what = allFiles ? (files.size() == 1 ? "file" : "files") : "files and policies";
        return (parts.isEmpty() ? "nothing to report" : String.join(", ", parts))
                + " in "
                + files.size()
                + " "
                + what
                + hint;
    }

    private static void add(List<String> parts, long count, String word) {
        if (count > 0) {
            parts.add(count + " " + word + (count == 1 ? "" : "s"));
        }
    }
}
