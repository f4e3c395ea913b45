package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeNames;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ExpressionAttributeNames and ExpressionAttributeValues of one request. Remembers which were used
 * by any of the request's expressions. Not for use by several threads.
 */
final class Placeholders {
    private static final int MAX_KEY_BYTES = 255;
    private static final int MAX_VALUES_BYTES = 2 * 1024 * 1024;

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final Set<String> usedNames;
    private final Set<String> usedValues;

    /**
     * Checks the placeholders' own syntax.
     *
     * @param names null where the request has none; so with {@code values}
     * @throws ValidationException if a map is empty, a key is malformed or a name is not allowed
     */
    Placeholders(
            @Nullable Map<String, String> names,
            @Nullable Map<String, AttributeValue> values,
            Map<String, String> refusedValues) {
        if (names != null) {
            checkNames(names);
        }
        if (values != null) {
            checkValues(values.keySet(), refusedValues);
            checkSize(values.values());
        }
        this.names = names == null ? Map.of() : names;
        this.values = values == null ? Map.of() : values;
        this.usedNames = HashSet.newHashSet(this.names.size());
        this.usedValues = HashSet.newHashSet(this.values.size());
    }

    private static void checkNames(Map<String, String> names) {
        checkKeys("ExpressionAttributeNames", '#', names.keySet());
        names.forEach(
                (key, name) -> {
                    String fault = AttributeNames.fault(name);
                    if (fault != null) {
                        throw badName(fault, key);
                    }
                });
    }

    private static ValidationException badName(String reason, String key) {
        return new ValidationException(
                "ExpressionAttributeNames contains invalid value: " + reason + " for key " + key);
    }

    private static void checkValues(Set<String> accepted, Map<String, String> refused) {
        Set<String> keys = new LinkedHashSet<>(accepted);
        keys.addAll(refused.keySet());
        checkKeys("ExpressionAttributeValues", ':', keys);
        refused.forEach(
                (key, reason) -> {
                    throw new ValidationException(
                            "ExpressionAttributeValues contains invalid value: "
                                    + reason
                                    + " for key "
                                    + key);
                });
    }

    private static void checkSize(Collection<AttributeValue> values) {
        long bytes = 0;
        for (AttributeValue value : values) {
            // Counting UTF-8 is not free, and a short text cannot matter.
            boolean isShort = value instanceof AttributeValue.S(var text) && text.length() < 1000;
            bytes += isShort ? 0 : value.sizeBytes();
        }
        if (bytes > MAX_VALUES_BYTES) {
            throw new ValidationException("ExpressionAttributeValues exceeds max size");
        }
    }

    private static void checkKeys(String parameter, char sigil, Set<String> keys) {
        if (keys.isEmpty()) {
            throw new ValidationException(parameter + " must not be empty");
        }
        for (String key : keys) {
            checkKey(parameter, sigil, key);
        }
    }

    private static void checkKey(String parameter, char sigil, String key) {
        String reason = null;
        if (key.isEmpty()) {
            reason = "The expression attribute map contains an empty key;";
        } else if (key.length() > MAX_KEY_BYTES) {
            reason = "The expression attribute map contains a key that is too long;";
            if (sigil == '#') {
                reason += " size of key: " + bytes(key);
            }
        } else if (!isPlaceholder(sigil, key)) {
            reason = "Syntax error; key: \"" + key + "\"";
        }
        if (reason != null) {
            throw new ValidationException(parameter + " contains invalid key: " + reason);
        }
    }

    private static boolean isPlaceholder(char sigil, String key) {
        if (key.length() < 2 || key.charAt(0) != sigil) {
            return false;
        }
        for (int i = 1; i < key.length(); i++) {
            if (!Token.isWordPart(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Binds a path; {@code kind} is named in the error. */
    DocumentPath path(ExpressionKind kind, Syntax.Path path) {
        DocumentPath literal = path.literal();
        return literal == null ? resolved(kind, path) : literal;
    }

    private DocumentPath resolved(ExpressionKind kind, Syntax.Path path) {
        List<DocumentPath.Step> steps = new ArrayList<>(path.parts().size());
        for (Syntax.Part part : path.parts()) {
            steps.add(
                    switch (part) {
                        case Syntax.Part.Name(var text) -> new DocumentPath.Step.Field(text);
                        case Syntax.Part.Placeholder(var key) ->
                                new DocumentPath.Step.Field(name(kind, key));
                        case Syntax.Part.Index(var position) ->
                                new DocumentPath.Step.Element(position);
                    });
        }
        if (steps.size() > DocumentPath.MAX_STEPS) {
            throw kind.invalid(
                    "The document path has too many nesting levels; nesting levels: "
                            + steps.size());
        }
        return new DocumentPath(steps);
    }

    private String name(ExpressionKind kind, String key) {
        String name = names.get(key);
        if (name == null) {
            throw kind.invalid(
                    "An expression attribute name used in the document path is not defined;"
                            + " attribute name: "
                            + key);
        }
        usedNames.add(key);
        return name;
    }

    /** Binds a value; {@code kind} is named in the error. */
    AttributeValue value(ExpressionKind kind, Syntax.Value value) {
        AttributeValue bound = values.get(value.placeholder());
        if (bound == null) {
            throw kind.invalid(
                    "An expression attribute value used in expression is not defined;"
                            + " attribute value: "
                            + value.placeholder());
        }
        usedValues.add(value.placeholder());
        return bound;
    }

    /**
     * To be called after the last expression.
     *
     * @throws ValidationException if a placeholder was used by none
     */
    void refuseUnused() {
        refuseUnused("ExpressionAttributeNames", names.keySet(), usedNames);
        refuseUnused("ExpressionAttributeValues", values.keySet(), usedValues);
    }

    private static void refuseUnused(String parameter, Set<String> all, Set<String> used) {
        if (all.size() == used.size()) {
            return;
        }
        Set<String> unused = new LinkedHashSet<>(all);
        unused.removeAll(used);
        throw new ValidationException(
                "Value provided in "
                        + parameter
                        + " unused in expressions: keys: {"
                        + String.join(", ", unused)
                        + "}");
    }
}
