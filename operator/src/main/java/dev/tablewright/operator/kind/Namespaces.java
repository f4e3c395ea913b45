package dev.tablewright.operator.kind;

import dev.tablewright.operator.managed.ExternalFailure;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** The namespaces of the cluster. */
@FunctionalInterface
public interface Namespaces {
    /** What a namespace may be called. */
    Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    /**
     * Whether there is one of that name.
     *
     * @throws ExternalFailure if that cannot be told
     */
    boolean has(String name) throws ExternalFailure;

    /**
     * Returns another namespace that {@code name} belongs to rather than to {@code namespace}, with
     * which it begins too: {@code koa-dev-orders} is of {@code koa-dev}, where there is one, and
     * not of {@code koa}. Null if there is none.
     *
     * @throws ExternalFailure if that cannot be told
     */
    default @Nullable String closer(String namespace, String name) throws ExternalFailure {
        String candidate = name;
        while (candidate.length() > namespace.length()) {
            if (LABEL.matcher(candidate).matches() && has(candidate)) {
                return candidate;
            }
            candidate = candidate.substring(0, Math.max(candidate.lastIndexOf('-'), 0));
        }
        return null;
    }
}
