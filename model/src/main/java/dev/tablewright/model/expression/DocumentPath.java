package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The way to a value inside an item.
 *
 * @param steps the first one is a field
 */
record DocumentPath(List<Step> steps) {
    /** Dereferencing operators plus one; the document tree itself has 32 levels. */
    static final int MAX_STEPS = 32;

    DocumentPath {
        steps = List.copyOf(steps);
    }

    /** One step. */
    sealed interface Step {
        /** Into the item or a map. */
        record Field(String name) implements Step {
            @Override
            public String toString() {
                return name;
            }
        }

        /** Into a list; the first element is 0. */
        record Element(int index) implements Step {
            @Override
            public String toString() {
                return "[" + index + "]";
            }
        }
    }

    static DocumentPath topLevel(String attribute) {
        return new DocumentPath(List.of(new Step.Field(attribute)));
    }

    /** The top-level attribute. */
    String attribute() {
        return steps.getFirst().toString();
    }

    /** Whether the path leads into the top-level attribute. */
    boolean isNested() {
        return steps.size() > 1;
    }

    /** Returns the value at the end of the path, or null where it leads nowhere. */
    @Nullable AttributeValue in(Item item) {
        AttributeValue value = item.get(attribute());
        for (int i = 1; i < steps.size() && value != null; i++) {
            value = step(value, steps.get(i));
        }
        return value;
    }

    /** Whether the path leads somewhere. */
    boolean existsIn(Item item) {
        return isNested() ? in(item) != null : item.has(attribute());
    }

    /** Takes one step from a container; null where there is nothing. */
    static @Nullable AttributeValue step(AttributeValue container, Step step) {
        return switch (step) {
            case Step.Field(var name) ->
                    container instanceof AttributeValue.M(var entries) ? entries.get(name) : null;
            case Step.Element(var index) ->
                    container instanceof AttributeValue.L(var elements) && index < elements.size()
                            ? elements.get(index)
                            : null;
        };
    }

    /** As error texts show it: {@code [a, [0], b]}. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
