package dev.tablewright.policy;

import dev.tablewright.policy.Explanation.Obstacle;
import dev.tablewright.policy.condition.ArnPattern;
import dev.tablewright.policy.condition.Condition;
import dev.tablewright.policy.json.Position;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One statement of a policy: as it is written, for linters and explanations, and compiled. */
public final class Statement {
    /**
     * A statement as it is written, single values as lists of one.
     *
     * @param position where the statement begins
     * @param notAction whether {@code actions} stand under NotAction
     * @param notResource whether {@code resources} stand under NotResource
     * @param notPrincipal whether {@code principals} stand under NotPrincipal
     * @param principals empty in identity policies
     */
    public record Source(
            Position position,
            @Nullable String sid,
            Effect effect,
            boolean notAction,
            List<String> actions,
            boolean notResource,
            List<String> resources,
            boolean notPrincipal,
            List<PrincipalElement> principals,
            List<Condition> conditions) {
        /** Copies the lists. */
        public Source {
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
            principals = List.copyOf(principals);
            conditions = List.copyOf(conditions);
        }
    }

    private final Source source;
    private final ActionMatcher actions;
    private final @Nullable ResourceMatcher resources;
    private final @Nullable PrincipalMatcher principals;
    private final List<Condition> conditions;
    private final List<String> resourceKeys;

    Statement(Source source, PolicyKind kind, boolean variables) {
        this.source = source;
        this.conditions = source.conditions();
        this.actions = new ActionMatcher(source.notAction(), source.actions());
        this.resources =
                kind == PolicyKind.TRUST
                        ? null
                        : new ResourceMatcher(
                                source.notResource(),
                                source.resources(),
                                variables,
                                kind != PolicyKind.RESOURCE);
        this.resourceKeys =
                source.resources().stream()
                        .flatMap(resource -> ArnPattern.keysOfResource(resource, variables))
                        .toList();
        this.principals =
                kind == PolicyKind.TRUST || kind == PolicyKind.RESOURCE
                        ? new PrincipalMatcher(source.notPrincipal(), source.principals())
                        : null;
    }

    /** Returns the statement as it is written. */
    public Source source() {
        return source;
    }

    /** Whether there is a condition on a key that {@code keys} names. */
    boolean hasCondition(Predicate<String> keys) {
        return conditions.stream().anyMatch(condition -> keys.test(condition.key()));
    }

    /** See {@link PolicyDocument#settled}. A statement that is not met gets no action at all. */
    Statement settled(
            Predicate<String> open, boolean inFavour, PolicyKind kind, boolean variables) {
        if (!hasCondition(open)) {
            return this;
        }
        boolean met = (source.effect() == Effect.ALLOW) == inFavour;
        return new Statement(
                new Source(
                        source.position(),
                        source.sid(),
                        source.effect(),
                        met && source.notAction(),
                        met ? source.actions() : List.of(),
                        source.notResource(),
                        source.resources(),
                        source.notPrincipal(),
                        source.principals(),
                        conditions.stream().filter(c -> !open.test(c.key())).toList()),
                kind,
                variables);
    }

    /** Whether Action or NotAction covers an action, given in lower case. */
    boolean coversAction(String lowerCaseAction) {
        return actions.covers(lowerCaseAction);
    }

    /**
     * Adds the resources to a table of what is allowed, if nothing but action and resource decides
     * whether the statement applies.
     *
     * @return whether they were added
     */
    <V> boolean collectInto(ResourceTable<V> allowed, V value) {
        ResourceMatcher listed = resources;
        if (source.effect() == Effect.DENY
                || principals != null
                || !conditions.isEmpty()
                || listed == null
                || listed.isNegated()) {
            return false;
        }
        listed.collectInto(allowed, value);
        return true;
    }

    /** Whether this is a Deny that applies. */
    boolean denies(Check check) {
        return source.effect() == Effect.DENY
                && (principals == null || principals.denies(check))
                && covers(check);
    }

    /** Returns how far this statement grants the request; {@code FULL} in identity policies. */
    Grant allows(Check check) {
        if (source.effect() == Effect.DENY) {
            return Grant.NONE;
        }
        Grant grant = principals == null ? Grant.FULL : principals.allows(check);
        return grant != Grant.NONE && covers(check) ? grant : Grant.NONE;
    }

    /** Returns everything that keeps this statement from the request; for explanations. */
    List<Obstacle> obstacles(Check check) {
        List<Obstacle> obstacles = new ArrayList<>();
        if (principals != null && !concerns(principals, check)) {
            obstacles.add(new Obstacle.OtherPrincipal());
        }
        if (!actions.matches(check)) {
            obstacles.add(new Obstacle.OtherAction());
        }
        if (resources != null && !resources.matches(check)) {
            obstacles.add(new Obstacle.OtherResource());
        }
        for (Condition condition : conditions) {
            if (!condition.holds(check.context())) {
                obstacles.add(
                        new Obstacle.Unmet(
                                condition,
                                condition.resolvedValues(check.context()),
                                check.context().get(condition.key()),
                                condition.unevaluable(check.context())));
            }
        }
        return obstacles;
    }

    private boolean concerns(PrincipalMatcher matcher, Check check) {
        return source.effect() == Effect.DENY
                ? matcher.denies(check)
                : matcher.allows(check) != Grant.NONE;
    }

    /** Returns every key that the statement looks at, those of the resources first. */
    List<String> keys() {
        List<String> keys = new ArrayList<>(resourceKeys);
        conditions.forEach(condition -> keys.addAll(condition.keys()));
        return keys;
    }

    /**
     * Returns the keys that decide whether the statement applies to the request: none when it is
     * about another principal, action or resource.
     */
    List<String> keysNeeded(Check check) {
        if (!actions.matches(check) || (principals != null && !concerns(principals, check))) {
            return List.of();
        }
        return resources == null || resources.matches(check) ? keys() : resourceKeys;
    }

    private boolean covers(Check check) {
        if (!actions.matches(check) || (resources != null && !resources.matches(check))) {
            return false;
        }
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(check.context())) {
                return false;
            }
        }
        return true;
    }
}
