package dev.tablewright.cli;

import dev.tablewright.controlplane.lint.LintReference;
import dev.tablewright.policy.json.Position;
import dev.tablewright.policy.lint.Correction;
import dev.tablewright.policy.lint.Finding;
import dev.tablewright.policy.lint.Place;
import dev.tablewright.policy.lint.RuleInfo;
import dev.tablewright.policy.lint.Severity;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings in the format that code hosts and editors read.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
 */
final class LintSarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final List<RuleInfo> rules = LintReference.rules();

    private LintSarif() {}

    static String of(List<LintedFile> files) {
        return JSON.writeValueAsString(new LintSarif().log(files)) + "\n";
    }

    private Map<String, Object> log(List<LintedFile> files) {
        List<Object> results = new ArrayList<>();
        for (LintedFile file : files) {
            file.findings().forEach(finding -> results.add(result(file, finding)));
        }
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "tablewright");
        driver.put("semanticVersion", VersionCommand.version());
        driver.put("rules", rules.stream().map(LintSarif::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "utf16CodeUnits");
        run.put("results", results);
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return log;
    }

    private static Map<String, Object> rule(RuleInfo rule) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", rule.id());
        entry.put("shortDescription", text(rule.title()));
        entry.put("fullDescription", text(rule.why()));
        entry.put("help", text(rule.why()));
        entry.put("defaultConfiguration", Map.of("level", level(rule.severity())));
        return entry;
    }

    private Map<String, Object> result(LintedFile file, Finding finding) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("ruleId", finding.ruleId());
        entry.put("ruleIndex", rules.stream().map(RuleInfo::id).toList().indexOf(finding.ruleId()));
        entry.put("level", level(finding.severity()));
        entry.put("message", text(finding.message()));
        entry.put("locations", List.of(location(file, finding.position(), null)));
        List<Object> related = new ArrayList<>();
        for (Place place : finding.places()) {
            if (!place.position().equals(finding.position())) {
                related.add(location(file, place.position(), place.text()));
            }
        }
        if (!related.isEmpty()) {
            entry.put("relatedLocations", related);
        }
        Correction correction = finding.correction();
        if (correction != null && file.isFile()) {
            entry.put("fixes", List.of(fix(file, finding, correction)));
        }
        return entry;
    }

    private static Map<String, Object> location(
            LintedFile file, Position position, @Nullable String message) {
        Map<String, Object> location = new LinkedHashMap<>();
        if (file.isFile()) {
            location.put(
                    "physicalLocation",
                    Map.of("artifactLocation", artifact(file), "region", region(position, null)));
        } else {
            location.put("logicalLocations", List.of(Map.of("fullyQualifiedName", file.name())));
        }
        if (message != null) {
            location.put("message", text(message));
        }
        return location;
    }

    private static Map<String, Object> fix(
            LintedFile file, Finding finding, Correction correction) {
        Map<String, Object> replacement = new LinkedHashMap<>();
        replacement.put("deletedRegion", region(correction.from(), correction.to()));
        replacement.put("insertedContent", Map.of("text", correction.replacement()));
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("artifactLocation", artifact(file));
        change.put("replacements", List.of(replacement));
        Map<String, Object> fix = new LinkedHashMap<>();
        fix.put("description", text(finding.why()));
        fix.put("artifactChanges", List.of(change));
        return fix;
    }

    /** Relative where the file is below the working directory, as code hosts need it. */
    private static Map<String, Object> artifact(LintedFile file) {
        Path here = Path.of("").toAbsolutePath();
        Path path = here.resolve(file.name()).normalize();
        if (!path.startsWith(here)) {
            return Map.of("uri", path.toUri().toString());
        }
        Path relative = here.relativize(path);
        List<String> parts = new ArrayList<>();
        relative.forEach(part -> parts.add(part.toString()));
        try {
            return Map.of("uri", new URI(null, null, String.join("/", parts), null).getRawPath());
        } catch (URISyntaxException e) {
            return Map.of("uri", path.toUri().toString());
        }
    }

    private static Map<String, Object> region(Position from, @Nullable Position to) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", from.line());
        region.put("startColumn", from.column());
        if (to != null) {
            region.put("endLine", to.line());
            region.put("endColumn", to.column());
        }
        return region;
    }

    private static Map<String, Object> text(String text) {
        return Map.of("text", text);
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }
}
