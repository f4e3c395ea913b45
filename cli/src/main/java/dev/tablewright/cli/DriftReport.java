package dev.tablewright.cli;

import dev.tablewright.cli.Console.Ink;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Step;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a target differs from the values: for people, for programs and for pull requests.
 *
 * @param target names the endpoint
 */
record DriftReport(Drift drift, LastChanges changes, Release release, String target) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    String text(Console console) {
        StringBuilder text = new StringBuilder();
        for (Step.Differs differs : drift.differences()) {
            text.append(differs.subject())
                    .append(": ")
                    .append(console.inked(Ink.STRONG, differs.field()))
                    .append("\n    wanted: ")
                    .append(console.inked(Ink.ADDED, differs.should()))
                    .append("\n    live:   ")
                    .append(console.inked(Ink.REMOVED, differs.is()))
                    .append('\n');
            changes.of(differs)
                    .ifPresent(
                            last ->
                                    text.append("    last changed ")
                                            .append(last.time())
                                            .append(" by ")
                                            .append(last.by())
                                            .append(" (")
                                            .append(last.operation())
                                            .append(")\n"));
        }
        drift.notes().forEach(note -> text.append(sentence(note)).append('\n'));
        return text.append(summary()).append('\n').toString();
    }

    /** New members may come; those there are stay (version 1). */
    String json() {
        List<Object> differences = new ArrayList<>();
        for (Step.Differs differs : drift.differences()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("subject", differs.subject());
            entry.put("field", differs.field());
            entry.put("wanted", differs.should());
            entry.put("live", differs.is());
            changes.of(differs)
                    .ifPresent(
                            last ->
                                    entry.put(
                                            "lastChange",
                                            Map.of(
                                                    "time",
                                                    last.time(),
                                                    "by",
                                                    last.by(),
                                                    "operation",
                                                    last.operation())));
            differences.add(entry);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("namespace", release.namespace());
        document.put("release", release.name());
        document.put("target", target);
        document.put("drift", !drift.differences().isEmpty());
        document.put("differences", differences);
        document.put("notes", drift.notes().stream().map(DriftReport::sentence).toList());
        return JSON.writeValueAsString(document) + "\n";
    }

    String markdown() {
        StringBuilder text = new StringBuilder("## Drift of the ").append(release).append("\n\n");
        text.append(summary()).append('\n');
        if (!drift.differences().isEmpty()) {
            text.append(
                    "\n| What | Field | Wanted | Live | Last change |\n|---|---|---|---|---|\n");
        }
        for (Step.Differs differs : drift.differences()) {
            text.append("| ").append(MarkdownCell.of(differs.subject()));
            text.append(" | ").append(MarkdownCell.of(differs.field()));
            text.append(" | ").append(MarkdownCell.of(differs.should()));
            text.append(" | ").append(MarkdownCell.of(differs.is()));
            text.append(" | ")
                    .append(
                            changes.of(differs)
                                    .map(
                                            last ->
                                                    MarkdownCell.of(
                                                            last.time()
                                                                    + " "
                                                                    + last.by()
                                                                    + " "
                                                                    + last.operation()))
                                    .orElse(""))
                    .append(" |\n");
        }
        drift.notes().forEach(note -> text.append("\nNote: ").append(sentence(note)).append('\n'));
        return text.toString();
    }

    private static String sentence(Step.Note note) {
        return note.subject() + " " + note.text();
    }

    private String summary() {
        int count = drift.differences().size();
        return count == 0
                ? "No drift: everything that the values name is as they say."
                : count + (count == 1 ? " difference." : " differences.");
    }
}
