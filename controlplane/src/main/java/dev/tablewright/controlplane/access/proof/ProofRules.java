package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.values.Position;
import dev.tablewright.policy.condition.Glob;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody wrote down beside the values: which environments there are, who may go everywhere,
 * and what is expected.
 *
 * @param environments by name
 * @param administrators patterns of principals
 */
public record ProofRules(
        Map<String, EnvironmentRule> environments,
        List<String> administrators,
        List<AccessTest> tests) {
    /** Nothing was written down. */
    public static final ProofRules NONE = new ProofRules(Map.of(), List.of(), List.of());

    /** Copies the collections; keeps the order of the file. */
    public ProofRules {
        environments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environments));
        administrators = List.copyOf(administrators);
        tests = List.copyOf(tests);
    }

    /**
     * What belongs to an environment.
     *
     * @param at where it is written
     * @param principals patterns such as {@code user/Alice} and {@code role/*-koa-dev}
     * @param tables patterns of table names
     */
    public record EnvironmentRule(Position at, List<String> principals, List<String> tables) {
        /** Copies the lists. */
        public EnvironmentRule {
            principals = List.copyOf(principals);
            tables = List.copyOf(tables);
        }
    }

    /**
     * Something that is expected.
     *
     * @param at where it is written
     * @param principals patterns
     * @param actions patterns, with their service
     * @param resources patterns of {@code TABLE}, {@code TABLE/index/NAME}, ...
     * @param allow whether the action is to be allowed, or denied
     * @param context condition keys of the request
     */
    public record AccessTest(
            Position at,
            String name,
            List<String> principals,
            List<String> actions,
            List<String> resources,
            boolean allow,
            Map<String, List<String>> context) {
        /** Copies the collections. */
        public AccessTest {
            principals = List.copyOf(principals);
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
            context = Map.copyOf(context);
        }
    }

    /** Returns these rules and others; an environment that both name is of both. */
    public ProofRules and(ProofRules other) {
        Map<String, EnvironmentRule> both = new LinkedHashMap<>(environments);
        other.environments.forEach(
                (name, rule) ->
                        both.merge(
                                name,
                                rule,
                                (mine, theirs) ->
                                        new EnvironmentRule(
                                                mine.at(),
                                                joined(mine.principals(), theirs.principals()),
                                                joined(mine.tables(), theirs.tables()))));
        return new ProofRules(
                both, joined(administrators, other.administrators), joined(tests, other.tests));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    /** Whether one of the patterns names a principal, by ARN, {@code user/NAME} or NAME. */
    public static boolean name(List<String> patterns, PrincipalFacts who) {
        return patterns.stream().anyMatch(pattern -> name(pattern, who));
    }

    static boolean name(String pattern, PrincipalFacts who) {
        Glob glob = Glob.of(pattern);
        return glob.matches(who.shortName())
                || glob.matches(who.arn())
                || (!pattern.contains("/") && glob.matches(who.name()));
    }
}
