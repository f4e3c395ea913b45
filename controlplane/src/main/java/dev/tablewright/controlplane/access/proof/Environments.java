package dev.tablewright.controlplane.access.proof;

import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.TableFacts;
import dev.tablewright.controlplane.access.proof.ProofRules.EnvironmentRule;
import dev.tablewright.controlplane.desired.DesiredEnvironment;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.policy.AttachedPolicy;
import dev.tablewright.policy.condition.Glob;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which principal and which table belongs to which environment.
 *
 * <p>Of a table, in this order: the rules, where of several patterns the one with the most letters
 * counts; the tag {@value Release#ENVIRONMENT_TAG}; the namespace of the release that its tags
 * name; the values. A principal is of every environment that the rules, its tags, the values, or
 * the release of one of its policies name.
 */
public final class Environments {
    private static final List<String> ALWAYS_ADMINISTRATORS =
            List.of("user/tablewright-admin", "user/tablewright-controller");

    private final Map<String, String> ofTables = new HashMap<>();
    private final Map<String, SortedSet<String>> ofPrincipals = new HashMap<>();
    private final Set<String> administrators = new HashSet<>();

    /**
     * Works it out.
     *
     * @param declared values that say what is whose; none where nobody gave any
     */
    public Environments(AccessSnapshot snapshot, ProofRules rules, List<DesiredState> declared) {
        for (TableFacts table : snapshot.tables()) {
            String environment = environment(table, rules, declared);
            if (environment != null) {
                ofTables.put(table.arn(), environment);
            }
        }
        for (PrincipalFacts who : snapshot.principals()) {
            ofPrincipals.put(who.arn(), environments(who, snapshot, rules, declared));
            if (who.kind() == PrincipalFacts.Kind.ROOT
                    || ProofRules.name(ALWAYS_ADMINISTRATORS, who)
                    || ProofRules.name(rules.administrators(), who)) {
                administrators.add(who.arn());
            }
        }
    }

    private static @Nullable String environment(
            TableFacts table, ProofRules rules, List<DesiredState> declared) {
        String byRule = null;
        int letters = -1;
        for (Map.Entry<String, EnvironmentRule> rule : rules.environments().entrySet()) {
            for (String pattern : rule.getValue().tables()) {
                int exactness = pattern.replaceAll("[*?]", "").length();
                if (exactness > letters && Glob.of(pattern).matches(table.name())) {
                    byRule = rule.getKey();
                    letters = exactness;
                }
            }
        }
        if (byRule != null) {
            return byRule;
        }
        if (table.tags().containsKey(Release.ENVIRONMENT_TAG)) {
            return table.tags().get(Release.ENVIRONMENT_TAG);
        }
        String namespace = Release.namespace(table.tags());
        if (namespace != null) {
            return namespace;
        }
        return declared.stream()
                .map(state -> environment(state, new TableAddress(table.region(), table.name())))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String environment(DesiredState state, TableAddress table) {
        for (DesiredEnvironment environment : state.environments()) {
            if (environment.tables().contains(table)) {
                return environment.name();
            }
        }
        return state.tables().stream().anyMatch(wanted -> wanted.address().equals(table))
                ? state.release().namespace()
                : null;
    }

    private static SortedSet<String> environments(
            PrincipalFacts who,
            AccessSnapshot snapshot,
            ProofRules rules,
            List<DesiredState> declared) {
        SortedSet<String> environments = new TreeSet<>();
        rules.environments()
                .forEach(
                        (name, rule) -> {
                            if (ProofRules.name(rule.principals(), who)) {
                                environments.add(name);
                            }
                        });
        String tag = who.tags().get(Release.ENVIRONMENT_TAG);
        String namespace = Release.namespace(who.tags());
        if (tag != null) {
            environments.add(tag);
        } else if (namespace != null) {
            environments.add(namespace);
        }
        for (AttachedPolicy policy : who.policies().identity()) {
            String environment = snapshot.policyEnvironments().get(policy.name());
            if (environment != null) {
                // One policy may be for a family of environments, one for each user.
                environments.add(environment.replace(Release.FAMILY_USER, who.name()));
            }
        }
        declared.forEach(state -> environments.addAll(environments(state, who)));
        return environments;
    }

    private static List<String> environments(DesiredState state, PrincipalFacts who) {
        boolean role = who.kind() == PrincipalFacts.Kind.ROLE;
        List<String> environments = new ArrayList<>();
        if (role && state.roles().stream().anyMatch(access -> access.role().equals(who.name()))) {
            environments.add(state.release().namespace());
        }
        Principal principal = role ? Principal.role(who.name()) : Principal.user(who.name());
        state.environments().stream()
                .filter(environment -> environment.principals().contains(principal))
                .forEach(environment -> environments.add(environment.name()));
        return environments;
    }

    /** Returns the environment of a table; null for none. */
    public @Nullable String of(TableFacts table) {
        return ofTables.get(table.arn());
    }

    /** Returns every environment of a principal; empty for none. */
    public SortedSet<String> of(PrincipalFacts who) {
        return ofPrincipals.getOrDefault(who.arn(), new TreeSet<>());
    }

    /** Whether a principal may go everywhere. */
    public boolean isAdministrator(PrincipalFacts who) {
        return administrators.contains(who.arn());
    }

    /** Returns the environments that have a table, sorted. */
    public SortedSet<String> names() {
        return new TreeSet<>(ofTables.values());
    }
}
