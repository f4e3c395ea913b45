package dev.tablewright.cli;

import dev.tablewright.policy.json.Position;
import dev.tablewright.policy.lint.Correction;
import dev.tablewright.policy.lint.Finding;
import dev.tablewright.policy.lint.Place;
import dev.tablewright.policy.lint.Severity;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings as a program reads them. New members may come; those there are stay (version 1). */
final class LintJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private LintJson() {}

    static String of(List<LintedFile> files) {
        List<Object> findings = new ArrayList<>();
        for (LintedFile file : files) {
            file.findings().forEach(finding -> findings.add(finding(file, finding)));
        }
        long errors = files.stream().mapToLong(f -> f.count(Severity.ERROR)).sum();
        long warnings = files.stream().mapToLong(f -> f.count(Severity.WARNING)).sum() - errors;
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("files", files.size());
        summary.put("errors", errors);
        summary.put("warnings", warnings);
        summary.put("notes", findings.size() - errors - warnings);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("summary", summary);
        document.put("findings", findings);
        return JSON.writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> finding(LintedFile file, Finding finding) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", file.name());
        entry.putAll(position(finding.position()));
        entry.put("rule", finding.ruleId());
        entry.put("severity", finding.severity().word());
        entry.put("message", finding.message());
        entry.put("why", finding.why());
        List<Object> places = new ArrayList<>();
        for (Place place : finding.places()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("text", place.text());
            part.putAll(position(place.position()));
            places.add(part);
        }
        entry.put("places", places);
        Correction correction = finding.correction();
        if (correction != null) {
            Map<String, Object> edit = new LinkedHashMap<>();
            edit.put("from", position(correction.from()));
            edit.put("to", position(correction.to()));
            edit.put("replacement", correction.replacement());
            entry.put("correction", edit);
        }
        return entry;
    }

    private static Map<String, Object> position(Position position) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("line", position.line());
        entry.put("column", position.column());
        return entry;
    }
}
