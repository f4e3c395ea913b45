package dev.tablewright.policy;

import java.util.List;

/** The Resource or NotResource element. */
final class ResourceMatcher {
    private final boolean negated;
    private final List<String> resources;
    private final boolean variables;
    private final boolean completed;
    private final ResourceTable<Boolean> table = new ResourceTable<>();

    /**
     * Compiles the element.
     *
     * @param variables whether the policy's version knows variables
     * @param completed whether the missing parts of an ARN are filled up with {@code *}
     */
    ResourceMatcher(boolean negated, List<String> resources, boolean variables, boolean completed) {
        this.negated = negated;
        this.resources = resources;
        this.variables = variables;
        this.completed = completed;
        collectInto(table, true);
    }

    /** Whether this is NotResource. */
    boolean isNegated() {
        return negated;
    }

    /** Adds every entry to {@code table}, negation aside. */
    <V> void collectInto(ResourceTable<V> into, V value) {
        for (String resource : resources) {
            into.add(resource, variables, completed, value);
        }
    }

    boolean matches(Check check) {
        return (table.find(check) != null) != negated;
    }
}
