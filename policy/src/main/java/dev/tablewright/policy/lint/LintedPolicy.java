package dev.tablewright.policy.lint;

import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.Statement;
import dev.tablewright.policy.json.JsonReader;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A document that parses, with the places of its parts. */
final class LintedPolicy {
    static final String VERSION = "2012-10-17";

    private final String text;
    private final PolicyDocument document;
    private final JsonObject json;
    private final List<LintedStatement> statements = new ArrayList<>();

    LintedPolicy(PolicyDocument document) {
        this.text = document.text();
        this.document = document;
        this.json = (JsonObject) JsonReader.read(text);
        List<JsonObject> objects = objects();
        for (int i = 0; i < objects.size(); i++) {
            Statement.Source source = document.statements().get(i).source();
            statements.add(new LintedStatement(i, objects.get(i), source, text, knowsVariables()));
        }
    }

    private List<JsonObject> objects() {
        List<JsonObject> objects = new ArrayList<>();
        JsonValue statement = json.members().get("Statement");
        if (statement instanceof JsonObject single) {
            objects.add(single);
        } else if (statement instanceof JsonArray(_, var elements)) {
            elements.forEach(element -> objects.add((JsonObject) element));
        }
        return objects;
    }

    String text() {
        return text;
    }

    JsonObject json() {
        return json;
    }

    PolicyKind kind() {
        return document.kind();
    }

    boolean isIdentityPolicy() {
        return kind() != PolicyKind.TRUST && kind() != PolicyKind.RESOURCE;
    }

    boolean knowsVariables() {
        return document.version().equals(VERSION);
    }

    List<LintedStatement> statements() {
        return statements;
    }

    /** Returns the statements that allow {@code action} on something. */
    List<LintedStatement> allowing(String action) {
        return statements.stream().filter(s -> s.allows() && s.speaksOf(action)).toList();
    }

    /** Returns the statements that deny {@code action} on something. */
    List<LintedStatement> denying(String action) {
        return statements.stream().filter(s -> s.denies() && s.speaksOf(action)).toList();
    }

    /** Whether {@code action} is allowed on a resource of which {@code which} holds. */
    boolean allows(String action, Predicate<ResourcePattern> which) {
        return allowing(action).stream()
                .anyMatch(s -> s.notResource() || s.resources().stream().anyMatch(which));
    }

    /** Returns a Sid that no statement has, made from that of {@code statement}. */
    String freshSid(@Nullable String base, String ending) {
        Set<String> taken =
                statements.stream()
                        .map(LintedStatement::sid)
                        .filter(sid -> sid != null)
                        .collect(Collectors.toCollection(HashSet::new));
        String stem = (base == null ? "" : base) + ending;
        String sid = stem;
        for (int n = 2; taken.contains(sid); n++) {
            sid = stem + n;
        }
        return sid;
    }

    /**
     * Returns the correction that puts {@code drafts}, at least one, in place of a statement. Where
     * one member changes only, the rest of the statement is left as it is written.
     */
    Correction replacing(LintedStatement statement, Draft... drafts) {
        List<JsonObject> objects = new ArrayList<>();
        for (Draft draft : drafts) {
            objects.add(draft.json());
        }
        return objects.size() == 1
                ? changing(statement.json(), objects.getFirst())
                : replacing(statement, objects);
    }

    private Correction replacing(LintedStatement statement, List<JsonObject> objects) {
        Position from = statement.position();
        int margin = margin(from);
        boolean alone = json.members().get("Statement") instanceof JsonObject;
        String replacement =
                alone
                        ? JsonPretty.write(Draft.array(objects), margin)
                        : objects.stream()
                                .map(object -> JsonPretty.write(object, margin))
                                .collect(Collectors.joining(",\n" + " ".repeat(margin)));
        return new Correction(from, JsonSpan.end(text, statement.json()), replacement);
    }

    private Correction changing(JsonObject before, JsonObject after) {
        List<String> changed =
                after.members().entrySet().stream()
                        .filter(m -> !m.getValue().equals(before.members().get(m.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
        boolean sameMembers = before.members().keySet().equals(after.members().keySet());
        if (sameMembers && changed.size() == 1) {
            String name = changed.getFirst();
            JsonValue old = before.members().get(name);
            JsonValue changedTo = after.members().get(name);
            if (old != null && changedTo != null) {
                return changing(old, changedTo, margin(JsonSpan.nameOf(text, name, old)));
            }
        }
        return changing(before, after, margin(before.position()));
    }

    private Correction changing(JsonValue before, JsonValue after, int margin) {
        return new Correction(
                before.position(), JsonSpan.end(text, before), JsonPretty.write(after, margin));
    }

    /** Returns the blanks before {@code from}, when there is nothing else. */
    private int margin(Position from) {
        int start = JsonSpan.offset(text, new Position(from.line(), 1));
        return text.substring(start, start + from.column() - 1).isBlank() ? from.column() - 1 : 0;
    }

    /** Returns the correction that gives the document its version. */
    Correction withVersion() {
        JsonValue old = json.members().get("Version");
        String version = JsonPretty.write(Draft.text(VERSION), 0);
        if (old != null) {
            return new Correction(old.position(), JsonSpan.end(text, old), version);
        }
        Position inside = new Position(json.position().line(), json.position().column() + 1);
        return new Correction(inside, inside, " \"Version\": " + version + ",");
    }

    private Correction replacing(Draft draft) {
        return changing(json, draft.json());
    }

    /** Returns the correction that removes a statement; null when it is the only one. */
    @Nullable Correction removing(LintedStatement statement) {
        List<JsonObject> others = new ArrayList<>(objects());
        others.remove(statement.index());
        return others.isEmpty()
                ? null
                : replacing(Draft.of(json).put("Statement", Draft.array(others)));
    }

    /** Returns the correction that adds a statement behind the others. */
    Correction adding(Draft draft) {
        return adding(List.of(draft));
    }

    /** Returns the correction that adds statements behind the others. */
    Correction adding(List<Draft> drafts) {
        if (json.members().get("Statement") instanceof JsonArray) {
            JsonObject last = statements.getLast().json();
            int margin = margin(last.position());
            StringBuilder added = new StringBuilder();
            for (Draft draft : drafts) {
                added.append(",\n").append(" ".repeat(margin));
                added.append(JsonPretty.write(draft.json(), margin));
            }
            Position end = JsonSpan.end(text, last);
            return new Correction(end, end, added.toString());
        }
        List<JsonObject> all = new ArrayList<>(objects());
        drafts.forEach(draft -> all.add(draft.json()));
        return replacing(Draft.of(json).put("Statement", Draft.array(all)));
    }

    /**
     * Returns the correction that takes actions out of a statement, or the statement away when none
     * is left; null when nothing would be left at all.
     */
    @Nullable Correction withoutActions(LintedStatement statement, Set<String> texts) {
        List<String> left =
                statement.actionTexts().stream().filter(t -> !texts.contains(t)).toList();
        return left.isEmpty()
                ? removing(statement)
                : replacing(statement, Draft.of(statement.json()).list("Action", left));
    }
}
