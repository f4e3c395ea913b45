package dev.tablewright.policy.condition;

import dev.tablewright.policy.Arn;
import dev.tablewright.policy.ConditionContext;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pattern for ARNs: the six parts are compared one by one, so that a wildcard does not reach past
 * its colon; in the last part wildcards take every character, colons and slashes too. A lone {@code
 * *} matches everything, also what is no ARN.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">IAM
 *     JSON policy elements: Resource</a>
 */
public final class ArnPattern {
    private final List<TextTemplate> parts;
    private final boolean everything;
    private final boolean restIsFree;

    private ArnPattern(List<TextTemplate> parts, boolean everything, boolean restIsFree) {
        this.parts = List.copyOf(parts);
        this.everything = everything;
        this.restIsFree = restIsFree;
    }

    /**
     * Reads an entry of a Resource element. Variables count behind the fifth colon only.
     *
     * @param completed whether missing parts are filled up with {@code *}, as identity policies do;
     *     otherwise a short pattern matches nothing unless it ends with {@code *}
     */
    public static ArnPattern ofResource(String text, boolean variables, boolean completed) {
        String[] texts = text.split(":", Arn.PARTS);
        List<TextTemplate> parts = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            parts.add(TextTemplate.of(texts[i], variables && i == Arn.PARTS - 1, true));
        }
        return new ArnPattern(parts, text.equals("*"), completed || text.endsWith("*"));
    }

    /** Returns the keys of the variables in an entry of a Resource element. */
    public static Stream<String> keysOfResource(String text, boolean variables) {
        String[] texts = text.split(":", Arn.PARTS);
        return texts.length < Arn.PARTS
                ? Stream.empty()
                : TextTemplate.of(texts[Arn.PARTS - 1], variables, true).keys().stream();
    }

    /** Reads a value of an Arn operator. Variables count everywhere. */
    public static ArnPattern ofCondition(String text, boolean variables) {
        List<TextTemplate> parts = new ArrayList<>();
        for (String part : splitOutsideVariables(text, variables)) {
            parts.add(TextTemplate.of(part, variables, true));
        }
        return new ArnPattern(parts, text.equals("*"), text.endsWith("*"));
    }

    private static List<String> splitOutsideVariables(String text, boolean variables) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int i = 0;
        while (i < text.length() && parts.size() < Arn.PARTS - 1) {
            int close = variables && text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (close >= 0) {
                i = close;
            } else if (text.charAt(i) == ':') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
            i++;
        }
        parts.add(text.substring(start));
        return parts;
    }

    /**
     * Whether the pattern covers a resource.
     *
     * @param arn null when what is asked for is not an ARN, such as the {@code *} of a listing
     */
    public boolean matches(@Nullable Arn arn, ConditionContext context) {
        if (everything) {
            return true;
        }
        if (arn == null || (parts.size() < Arn.PARTS && !restIsFree)) {
            return false;
        }
        // The resource first: it is where requests differ most.
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (!parts.get(i).matches(arn.toString(), arn.start(i), arn.end(i), context)) {
                return false;
            }
        }
        return true;
    }
}
