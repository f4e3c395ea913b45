package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.observed.ObservedPolicy;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An environment as the target has it.
 *
 * @param policies that are of this environment alone
 * @param shared policies that it has in common with others: those of a group
 * @param principals users, roles and groups that hold its own policies, and users that a shared
 *     policy is about
 */
public record LiveEnvironment(
        String name,
        List<LiveTable> tables,
        List<ObservedPolicy> policies,
        List<ObservedPolicy> shared,
        Set<Principal> principals) {
    /** Copies the lists. */
    public LiveEnvironment {
        tables = List.copyOf(tables);
        policies = List.copyOf(policies);
        shared = List.copyOf(shared);
    }

    /** Returns the part of it that is a release's. */
    public LiveEnvironment of(Release release) {
        Owner owner = new Owner.OwnedBy(release);
        return new LiveEnvironment(
                name,
                tables.stream().filter(one -> Owner.of(one.tags()).equals(owner)).toList(),
                policies.stream().filter(one -> Owner.of(one.tags()).equals(owner)).toList(),
                shared.stream().filter(one -> Owner.of(one.tags()).equals(owner)).toList(),
                principals);
    }

    /** Returns those whom parts of it belong to. */
    public Set<Owner> owners() {
        return tags().map(Owner::of).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns this environment without some of its tables. */
    public LiveEnvironment without(Predicate<LiveTable> some) {
        return new LiveEnvironment(
                name, tables.stream().filter(some.negate()).toList(), policies, shared, principals);
    }

    /** Whether nothing is left of it that could be found again. */
    public boolean isEmpty() {
        return tables.isEmpty() && policies.isEmpty() && shared.isEmpty();
    }

    /** Returns what it copies, as its tags tell; null if they do not. */
    public @Nullable String like() {
        return tags().map(tags -> tags.get(Release.LIKE_TAG))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns when it may be torn down; null when it stays. It stays as long as any of its tables
     * does: one that has no end, or none that can be understood, keeps all of it.
     */
    public @Nullable Instant expires() {
        Collection<Map<String, String>> tags =
                tables.isEmpty()
                        ? policies.stream().map(ObservedPolicy::tags).toList()
                        : tables.stream().map(LiveTable::tags).toList();
        Instant latest = null;
        for (Map<String, String> one : tags) {
            Instant end = instant(one.get(Release.EXPIRES_TAG));
            if (end == null) {
                return null;
            }
            latest = latest == null || end.isAfter(latest) ? end : latest;
        }
        return latest;
    }

    /** Whether its time has come. */
    public boolean isExpired(Instant now) {
        Instant end = expires();
        return end != null && !now.isBefore(end);
    }

    /** Whether a copy of data into it did not come to its end. */
    public boolean isHalfCopied() {
        return tables.stream().anyMatch(LiveTable::isHalfCopied);
    }

    private java.util.stream.Stream<Map<String, String>> tags() {
        return java.util.stream.Stream.concat(
                tables.stream().map(LiveTable::tags),
                java.util.stream.Stream.concat(policies.stream(), shared.stream())
                        .map(ObservedPolicy::tags));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
