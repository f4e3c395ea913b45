package dev.tablewright.policy;

import dev.tablewright.policy.condition.ArnPattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Resource or NotResource element.
 *
 * <p>Policies that list thirty tables are the rule here, and almost all of their entries are plain
 * ARNs or end with the only wildcard that they have. These two kinds are looked up, and not even
 * that when a request does not begin as they all do; only the rest is tried one by one.
 */
final class ResourceMatcher {
    private final boolean negated;
    private final Set<String> names = new HashSet<>();
    private final String[] prefixes;
    private final String sharedBeginning;
    private final List<ArnPattern> patterns = new ArrayList<>();

    /**
     * Compiles the element.
     *
     * @param variables whether the policy's version knows variables
     * @param completed whether the missing parts of an ARN are filled up with {@code *}
     */
    ResourceMatcher(boolean negated, List<String> resources, boolean variables, boolean completed) {
        this.negated = negated;
        List<String> beginnings = new ArrayList<>();
        for (String resource : resources) {
            boolean variable = variables && resource.contains("${");
            int wildcard = firstWildcard(resource);
            if (!variable && wildcard < 0 && Arn.parse(resource) != null) {
                names.add(resource);
            } else if (!variable && isBeginning(resource, wildcard)) {
                beginnings.add(resource.substring(0, wildcard));
            } else {
                patterns.add(ArnPattern.ofResource(resource, variables, completed));
            }
        }
        this.prefixes = withoutExtensions(beginnings);
        this.sharedBeginning =
                Stream.concat(names.stream(), beginnings.stream())
                        .reduce(ResourceMatcher::sharedBeginning)
                        .orElse("");
    }

    private static String sharedBeginning(String one, String other) {
        int end = 0;
        int most = Math.min(one.length(), other.length());
        while (end < most && one.charAt(end) == other.charAt(end)) {
            end++;
        }
        return one.substring(0, end);
    }

    private static int firstWildcard(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '*' || text.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBeginning(String resource, int wildcard) {
        return resource.startsWith("arn:")
                && wildcard == resource.length() - 1
                && resource.endsWith("*");
    }

    /**
     * Drops every text that begins with another one. Of what is left, the only one that a text can
     * begin with is the greatest that is not greater than the text.
     */
    private static String[] withoutExtensions(List<String> texts) {
        List<String> kept = new ArrayList<>();
        for (String text : texts.stream().sorted().toList()) {
            if (kept.isEmpty() || !text.startsWith(kept.getLast())) {
                kept.add(text);
            }
        }
        return kept.toArray(String[]::new);
    }

    boolean matches(Check check) {
        return lists(check) != negated;
    }

    private boolean lists(Check check) {
        String resource = check.resource();
        if (check.arn() != null
                && resource.startsWith(sharedBeginning)
                && (names.contains(resource) || beginsWithPrefix(resource))) {
            return true;
        }
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(check.arn(), check.context())) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsWithPrefix(String resource) {
        if (prefixes.length == 0) {
            return false;
        }
        int found = Arrays.binarySearch(prefixes, resource);
        int floor = found >= 0 ? found : -found - 2;
        return floor >= 0 && resource.startsWith(prefixes[floor]);
    }
}
