package dev.tablewright.controlplane.access.proof;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something that is not as it should be.
 *
 * @param principal for instance {@code user/Alice}
 * @param sentence what it is
 * @param actions with their service, sorted; empty where it is not about actions
 * @param resources in short, sorted
 * @param by the policies and statements that do it
 * @param because why they do it; null where the statement says all
 * @param advice what to do about it; null where only the user can know
 * @param confirmed how many of the cells a real request confirmed
 */
public record Finding(
        Kind kind,
        String principal,
        String sentence,
        SortedSet<String> actions,
        SortedSet<String> resources,
        List<String> by,
        @Nullable String because,
        @Nullable String advice,
        int confirmed) {
    /** Kinds of finding. */
    public enum Kind {
        /** A principal reaches what belongs to another environment. */
        CROSSES_BORDER,
        /** A grant that has no effect. */
        GRANT_WITHOUT_EFFECT,
        /** A grant that stops half way, such as a table without its indexes. */
        GRANT_INCOMPLETE,
        /** Reasoning and a request do not agree. */
        DISAGREEMENT,
        /** An expectation does not hold. */
        UNEXPECTED;

        /** Returns for instance {@code crosses-border}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Copies the collections. */
    public Finding {
        actions = Collections.unmodifiableSortedSet(new TreeSet<>(actions));
        resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
        by = List.copyOf(by);
    }

    static Finding of(
            Kind kind,
            String principal,
            String sentence,
            Collection<String> actions,
            Collection<String> resources,
            List<String> by,
            @Nullable String because,
            @Nullable String advice) {
        return new Finding(
                kind,
                principal,
                sentence,
                new TreeSet<>(actions),
                new TreeSet<>(resources),
                by,
                because,
                advice,
                0);
    }

    Finding confirmedBy(int requests) {
        return new Finding(
                kind, principal, sentence, actions, resources, by, because, advice, requests);
    }
}
