package dev.tablewright.policy;

import dev.tablewright.policy.condition.Glob;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The Action or NotAction element. Names compare without regard to case. An action that no service
 * has is no mistake: it never matches.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html">IAM
 *     JSON policy elements: Action</a>
 */
final class ActionMatcher {
    private final boolean negated;
    private final Set<String> names = new HashSet<>();
    private final List<Glob> patterns = new ArrayList<>();

    ActionMatcher(boolean negated, List<String> actions) {
        this.negated = negated;
        for (String action : actions) {
            String lower = action.toLowerCase(Locale.ROOT);
            Glob pattern = Glob.of(lower);
            if (pattern.isLiteral()) {
                names.add(lower);
            } else {
                patterns.add(pattern);
            }
        }
    }

    boolean matches(Check check) {
        return covers(check.action());
    }

    /** Whether the element covers an action, given in lower case. */
    boolean covers(String lowerCaseAction) {
        return listsLowerCase(lowerCaseAction) != negated;
    }

    /** Whether the list itself, negation aside, has {@code action}. */
    boolean lists(String action) {
        return listsLowerCase(action.toLowerCase(Locale.ROOT));
    }

    private boolean listsLowerCase(String action) {
        if (names.contains(action)) {
            return true;
        }
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(action)) {
                return true;
            }
        }
        return false;
    }
}
