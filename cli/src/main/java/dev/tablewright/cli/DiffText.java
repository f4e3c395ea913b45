package dev.tablewright.cli;

import dev.tablewright.cli.Console.Ink;
import dev.tablewright.controlplane.comparison.AttributeChange;
import dev.tablewright.controlplane.comparison.Difference;
import dev.tablewright.controlplane.comparison.Outcome;
import dev.tablewright.controlplane.comparison.Sample;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The differences of two tables, for people and for programs. New members may come; those there are
 * stay (version 1).
 *
 * @param one how the first table is called
 */
record DiffText(String one, String other, Outcome outcome, List<Sample> samples) {
    private static final int LONGEST_VALUE = 60;

    /**
     * Shows the samples, and sums up.
     *
     * @param hint how to see more of them
     */
    String text(Console console, String hint) {
        return text(console, outcome.differences(), hint);
    }

    /**
     * Shows the samples, and sums up.
     *
     * @param of how many there are of what the samples are of
     */
    String text(Console console, long of, String hint) {
        StringBuilder text = new StringBuilder();
        for (Sample sample : samples) {
            switch (sample.kind()) {
                case ADDED -> line(text, console, Ink.ADDED, "+ ", sample);
                case REMOVED -> line(text, console, Ink.REMOVED, "- ", sample);
                case CHANGED -> {
                    line(text, console, Ink.CHANGED, "~ ", sample);
                    sample.changes().forEach(change -> change(text, change));
                }
            }
        }
        long more = of - samples.size();
        if (more > 0) {
            text.append("... and ").append(Spans.count(more)).append(" more").append(hint);
            text.append('\n');
        }
        return text.append(summary()).append('\n').toString();
    }

    String summary() {
        if (outcome.isSame()) {
            return "The same "
                    + Spans.count(outcome.items(), "item")
                    + " in "
                    + one
                    + " and "
                    + other
                    + ".";
        }
        return Spans.count(outcome.differences(), "difference")
                + " between "
                + one
                + " ("
                + Spans.count(outcome.items(), "item")
                + ") and "
                + other
                + " ("
                + Spans.count(outcome.otherItems(), "item")
                + "): "
                + Spans.count(outcome.added())
                + " added, "
                + Spans.count(outcome.changed())
                + " changed, "
                + Spans.count(outcome.removed())
                + " removed.";
    }

    private static void line(
            StringBuilder text, Console console, Ink ink, String mark, Sample sample) {
        text.append(console.inked(ink, mark + key(sample.key()))).append('\n');
    }

    private static void change(StringBuilder text, AttributeChange change) {
        text.append("    ").append(change.path()).append(": ");
        text.append(change.before() == null ? "absent" : words(change.before())).append(" -> ");
        text.append(change.after() == null ? "absent" : words(change.after())).append('\n');
    }

    static String key(Map<String, AttributeValue> key) {
        List<String> parts = new ArrayList<>();
        key.forEach((name, value) -> parts.add(name + "=" + words(value)));
        return String.join(", ", parts);
    }

    /** A value as JSON, cut where it is long. */
    static String words(AttributeValue value) {
        String json = JsonMapper.shared().writeValueAsString(plain(value));
        return json.length() <= LONGEST_VALUE
                ? json
                : json.substring(0, LONGEST_VALUE) + "... (" + json.length() + " characters)";
    }

    /** Without types: for people. */
    private static @Nullable Object plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> number(value.n());
            case B -> base64(value.b());
            case BOOL -> value.bool();
            case NUL, UNKNOWN_TO_SDK_VERSION -> null;
            case M -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                value.m().forEach((name, each) -> map.put(name, plain(each)));
                yield map;
            }
            case L -> {
                List<@Nullable Object> list = new ArrayList<>();
                value.l().forEach(each -> list.add(plain(each)));
                yield list;
            }
            case SS -> value.ss();
            case NS -> value.ns().stream().map(DiffText::number).toList();
            case BS -> value.bs().stream().map(DiffText::base64).toList();
        };
    }

    private static Object number(String text) {
        return new BigDecimal(text);
    }

    String json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("table", one);
        document.put("other", other);
        document.put("same", outcome.isSame());
        document.put("items", outcome.items());
        document.put("otherItems", outcome.otherItems());
        document.put("added", outcome.added());
        document.put("changed", outcome.changed());
        document.put("removed", outcome.removed());
        document.put("checksum", outcome.checksum());
        document.put("otherChecksum", outcome.otherChecksum());
        document.put("differences", samples.stream().map(DiffText::members).toList());
        return BackupText.JSON.writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> members(Sample sample) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", sample.kind().name().toLowerCase(Locale.ROOT));
        members.put("key", typed(sample.key()));
        if (sample.kind() == Difference.Kind.CHANGED) {
            List<Object> changes = new ArrayList<>();
            for (AttributeChange change : sample.changes()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("path", change.path());
                if (change.before() != null) {
                    one.put("before", typed(change.before()));
                }
                if (change.after() != null) {
                    one.put("after", typed(change.after()));
                }
                changes.add(one);
            }
            members.put("attributes", changes);
        }
        return members;
    }

    private static Map<String, Object> typed(Map<String, AttributeValue> item) {
        Map<String, Object> typed = new LinkedHashMap<>();
        item.forEach((name, value) -> typed.put(name, typed(value)));
        return typed;
    }

    /** As DynamoDB's own JSON has it. */
    private static Map<String, Object> typed(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case B -> Map.of("B", base64(value.b()));
            case BOOL -> Map.of("BOOL", value.bool());
            case NUL, UNKNOWN_TO_SDK_VERSION -> Map.of("NULL", true);
            case M -> Map.of("M", typed(value.m()));
            case L -> Map.of("L", value.l().stream().map(DiffText::typed).toList());
            case SS -> Map.of("SS", value.ss());
            case NS -> Map.of("NS", value.ns());
            case BS -> Map.of("BS", value.bs().stream().map(DiffText::base64).toList());
        };
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }
}
