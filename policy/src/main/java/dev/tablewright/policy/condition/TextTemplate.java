package dev.tablewright.policy.condition;

import dev.tablewright.policy.ConditionContext;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Text of a policy in which variables stand: {@code ${aws:username}}, with a default {@code
 * ${aws:PrincipalTag/team, 'none'}}, or one of {@code ${*}}, {@code ${?}}, {@code ${$}} for the
 * character itself.
 *
 * <p>What a variable stands for is inserted literally: a wildcard in a value is an ordinary
 * character. A variable whose key is absent or multi-valued, and that has no default, is
 * unresolved, and then the text matches nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy
 *     variables</a>
 */
public final class TextTemplate {
    private sealed interface Part {
        record Pattern(String text) implements Part {}

        record Literal(String text) implements Part {}

        record Variable(String key, @Nullable String fallback) implements Part {}
    }

    private final List<Part> parts;
    private final boolean wildcards;
    private final @Nullable Glob constant;

    /** What was built last: requests of one caller resolve to the same, again and again. */
    private volatile @Nullable Built last;

    /** A pattern, and what its variables stood for. */
    private record Built(List<String> values, Glob glob) {}

    private TextTemplate(List<Part> parts, boolean wildcards) {
        this.parts = List.copyOf(parts);
        this.wildcards = wildcards;
        boolean variable = parts.stream().anyMatch(Part.Variable.class::isInstance);
        this.constant = variable ? null : build(List.of());
    }

    /**
     * Reads a text.
     *
     * @param variables whether <code>${...}</code> means anything, which it does in Version
     *     2012-10-17 only
     * @param wildcards whether {@code *} and {@code ?} mean anything
     */
    public static TextTemplate of(String text, boolean variables, boolean wildcards) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (variables) {
            int open = text.indexOf("${", from);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            parts.add(new Part.Pattern(text.substring(from, open)));
            parts.add(variable(text.substring(open + 2, close)));
            from = close + 1;
        }
        parts.add(new Part.Pattern(text.substring(from)));
        return new TextTemplate(parts, wildcards);
    }

    private static Part variable(String inner) {
        if (inner.equals("*") || inner.equals("?") || inner.equals("$")) {
            return new Part.Literal(inner);
        }
        int comma = inner.indexOf(',');
        if (comma >= 0) {
            String quoted = inner.substring(comma + 1).strip();
            if (quoted.length() >= 2 && quoted.startsWith("'") && quoted.endsWith("'")) {
                return new Part.Variable(
                        inner.substring(0, comma).strip(),
                        quoted.substring(1, quoted.length() - 1));
            }
        }
        return new Part.Variable(inner, null);
    }

    /**
     * Whether {@code text} from {@code from} to {@code to} has the form that this template takes in
     * {@code context}.
     */
    public boolean matches(String text, int from, int to, ConditionContext context) {
        Glob glob = constant != null ? constant : resolved(context);
        return glob != null && glob.matches(text, from, to);
    }

    /** Whether {@code text}, all of it, has the form that this template takes. */
    public boolean matches(String text, ConditionContext context) {
        return matches(text, 0, text.length(), context);
    }

    /** Returns the keys that the text needs, in its order; those with a default too. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Variable(var key, _)) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Returns the text with its variables resolved, or null when one cannot be. */
    public @Nullable String resolve(ConditionContext context) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            String resolved = text(part, context);
            if (resolved == null) {
                return null;
            }
            text.append(resolved);
        }
        return text.toString();
    }

    private @Nullable Glob resolved(ConditionContext context) {
        List<String> values = new ArrayList<>(2);
        for (Part part : parts) {
            if (part instanceof Part.Variable) {
                String value = text(part, context);
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
        }
        Built known = last;
        if (known == null || !known.values().equals(values)) {
            known = new Built(values, build(values));
            last = known;
        }
        return known.glob();
    }

    /** Builds the pattern, with {@code values} for its variables in their order. */
    private Glob build(List<String> values) {
        Glob.Builder glob = new Glob.Builder();
        int variable = 0;
        for (Part part : parts) {
            switch (part) {
                case Part.Pattern(var pattern) when wildcards -> glob.pattern(pattern);
                case Part.Pattern(var pattern) -> glob.literal(pattern);
                case Part.Literal(var literal) -> glob.literal(literal);
                case Part.Variable _ -> glob.literal(values.get(variable++));
            }
        }
        return glob.build();
    }

    private static @Nullable String text(Part part, ConditionContext context) {
        return switch (part) {
            case Part.Pattern(var pattern) -> pattern;
            case Part.Literal(var literal) -> literal;
            case Part.Variable(var key, var fallback) -> {
                List<String> values = context.get(key);
                if (values == null || values.isEmpty()) {
                    yield fallback;
                }
                // A key that can have several values is not supported, even with one value.
                yield context.isMultivalued(key) ? null : values.getFirst();
            }
        };
    }
}
