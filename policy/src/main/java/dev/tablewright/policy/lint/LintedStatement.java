package dev.tablewright.policy.lint;

import dev.tablewright.policy.Effect;
import dev.tablewright.policy.PrincipalElement;
import dev.tablewright.policy.Statement;
import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ServiceAction;
import dev.tablewright.policy.json.JsonValue;
import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonBoolean;
import dev.tablewright.policy.json.JsonValue.JsonNull;
import dev.tablewright.policy.json.JsonValue.JsonNumber;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;
import dev.tablewright.policy.json.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A statement with the places of its parts, and what its actions and resources mean. */
final class LintedStatement {
    private final int index;
    private final JsonObject json;
    private final Statement.Source source;
    private final List<ActionEntry> actions = new ArrayList<>();
    private final List<ResourcePattern> resources = new ArrayList<>();
    private final List<ConditionLine> conditions = new ArrayList<>();

    LintedStatement(
            int index, JsonObject json, Statement.Source source, String text, boolean variables) {
        this.index = index;
        this.json = json;
        this.source = source;
        for (Element action : elements(either("Action"))) {
            actions.add(new ActionEntry(action, ActionCatalog.get().matching(action.text())));
        }
        for (Element resource : elements(either("Resource"))) {
            resources.add(new ResourcePattern(resource, variables));
        }
        if (json.members().get("Condition") instanceof JsonObject(_, var operators)) {
            operators.forEach((operator, keys) -> addConditions(operator, keys, text));
        }
    }

    private @Nullable JsonValue either(String name) {
        JsonValue value = json.members().get(name);
        return value != null ? value : json.members().get("Not" + name);
    }

    private void addConditions(String operator, JsonValue keys, String text) {
        if (keys instanceof JsonObject(_, var members)) {
            for (Map.Entry<String, JsonValue> key : members.entrySet()) {
                conditions.add(
                        new ConditionLine(
                                operator,
                                key.getKey(),
                                JsonSpan.nameOf(text, key.getKey(), key.getValue()),
                                elements(key.getValue())));
            }
        }
    }

    private static List<Element> elements(@Nullable JsonValue value) {
        return switch (value) {
            case null -> List.of();
            case JsonArray(_, var values) ->
                    values.stream().flatMap(each -> elements(each).stream()).toList();
            case JsonString(var position, var text) -> List.of(new Element(text, position));
            case JsonNumber(var position, var text) -> List.of(new Element(text, position));
            case JsonBoolean(var position, var truth) ->
                    List.of(new Element(Boolean.toString(truth), position));
            case JsonNull _, JsonObject _ -> List.of();
        };
    }

    int index() {
        return index;
    }

    JsonObject json() {
        return json;
    }

    Position position() {
        return json.position();
    }

    @Nullable String sid() {
        return source.sid();
    }

    /** Returns the place of a member's value; that of the statement when it is absent. */
    Position positionOf(String member) {
        JsonValue value = either(member);
        return value == null ? position() : value.position();
    }

    boolean allows() {
        return source.effect() == Effect.ALLOW;
    }

    boolean denies() {
        return !allows();
    }

    boolean notAction() {
        return source.notAction();
    }

    boolean notResource() {
        return source.notResource();
    }

    boolean notPrincipal() {
        return source.notPrincipal();
    }

    List<PrincipalElement> principals() {
        return source.principals();
    }

    /** Returns the entries of Action, or of NotAction. */
    List<ActionEntry> actions() {
        return actions;
    }

    /** Returns the entries of Action that a rule about single actions applies to. */
    List<ActionEntry> plainActions() {
        return notAction() ? List.of() : actions;
    }

    List<String> actionTexts() {
        return actions.stream().map(ActionEntry::text).toList();
    }

    /** Returns the entries of Resource, or of NotResource. */
    List<ResourcePattern> resources() {
        return resources;
    }

    /** Returns the entries of Resource that a rule about single resources applies to. */
    List<ResourcePattern> plainResources() {
        return notResource() ? List.of() : resources;
    }

    List<String> resourceTexts() {
        return resources.stream().map(ResourcePattern::text).toList();
    }

    List<ConditionLine> conditions() {
        return conditions;
    }

    Optional<ConditionLine> condition(Predicate<ConditionLine> which) {
        return conditions.stream().filter(which).findFirst();
    }

    /** Whether the statement asks that the key be there. */
    boolean requires(String key) {
        return conditions.stream()
                .anyMatch(
                        line ->
                                line.isNull()
                                        && line.isKey(key)
                                        && line.values().stream()
                                                .allMatch(v -> v.text().equals("false")));
    }

    /** Whether the Action element speaks of {@code action}. */
    boolean speaksOf(String action) {
        boolean listed =
                actions.stream()
                        .anyMatch(
                                entry ->
                                        entry.named().stream()
                                                .anyMatch(a -> a.fullName().equals(action)));
        return listed != notAction();
    }

    /** Returns the entries that name one of {@code names}, actions of DynamoDB. */
    List<Element> naming(Collection<String> names) {
        List<Element> found = new ArrayList<>();
        for (ActionEntry entry : plainActions()) {
            for (ServiceAction action : entry.named()) {
                if (action.service().equals("dynamodb") && names.contains(action.name())) {
                    found.add(entry.element());
                    break;
                }
            }
        }
        return found;
    }
}
