package dev.tablewright.controlplane.environment;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a rule holds: {@code email}, {@code address.street}, {@code items[].note}. A dot or bracket
 * that is part of a name has a backslash before it.
 */
record MaskPath(List<Step> steps) {
    private static final String NAME = "(?:[^.\\[\\]\\\\]|\\\\.)+";
    private static final Pattern WHOLE =
            Pattern.compile(NAME + "(?:\\[])*(?:\\." + NAME + "(?:\\[])*)*");
    private static final Pattern STEP = Pattern.compile("(" + NAME + ")|\\[]");

    /** One step of a path. */
    sealed interface Step {
        /** Into the attribute or member of this name. */
        record Member(String name) implements Step {}

        /** Into every element of a list. */
        record EachElement() implements Step {}
    }

    /** Copies the list. */
    MaskPath {
        steps = List.copyOf(steps);
    }

    /** Reads a path; returns null if it is none. */
    static @Nullable MaskPath parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        while (step.find()) {
            String name = step.group(1);
            steps.add(
                    name == null
                            ? new Step.EachElement()
                            : new Step.Member(name.replaceAll("\\\\(.)", "$1")));
        }
        return new MaskPath(steps);
    }
}
