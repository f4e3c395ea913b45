package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedPolicy;
import dev.tablewright.controlplane.observed.ObservedPrincipal;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the environments of an account by their tags.
 *
 * <p>Calls: for each table of a region one DescribeTable and one ListTagsOfResource, of which AWS
 * allows ten a second; for each policy of a release six calls.
 */
public final class LiveEnvironments {
    private static final Pattern TABLE_ARN = Pattern.compile("arn:[^:\"]*:dynamodb:([a-z0-9-]+):");

    /** Names of policies that were too long end with a hash. */
    private static final Pattern SHORTENED = Pattern.compile("-[0-9a-f]{8}$");

    private final Target target;
    private final Map<String, List<LiveTable>> tables = new TreeMap<>();
    private final Map<String, List<ObservedPolicy>> policies = new TreeMap<>();
    private final List<ObservedPolicy> families = new ArrayList<>();

    private LiveEnvironments(Target target) {
        this.target = target;
    }

    /**
     * Returns the environments of one release, by name, with what is its own only.
     *
     * @param region is searched, and every region that its policies name
     * @param tableNames which tables may be of it
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be read
     */
    public static Map<String, LiveEnvironment> of(
            Target target, String region, Release release, Predicate<String> tableNames) {
        Map<String, LiveEnvironment> own = new TreeMap<>();
        read(target, region, tableNames, release::mayOwnPolicy)
                .forEach((name, environment) -> own.put(name, environment.of(release)));
        own.values().removeIf(LiveEnvironment::isEmpty);
        return own;
    }

    /**
     * Returns the environment of a name, as far as that name shows in those of its tables or its
     * policies: enough to tell whether the name is taken, without looking at every table there is.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be read
     */
    public static Optional<LiveEnvironment> named(Target target, String region, String name) {
        Map<String, LiveEnvironment> found =
                read(
                        target,
                        region,
                        table -> table.startsWith(name) || table.startsWith("idp-" + name),
                        policy -> policy.contains(name) || SHORTENED.matcher(policy).find());
        return Optional.ofNullable(found.get(name));
    }

    /**
     * Returns all environments, by name.
     *
     * @param region is searched, and every region that policies of environments name
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be read
     */
    public static Map<String, LiveEnvironment> read(Target target, String region) {
        Map<String, LiveEnvironment> all = read(target, region, _ -> true, _ -> true);
        all.keySet().removeIf(name -> name.contains(Release.FAMILY_USER));
        return all;
    }

    private static Map<String, LiveEnvironment> read(
            Target target,
            String region,
            Predicate<String> tableNames,
            Predicate<String> policyNames) {
        LiveEnvironments reading = new LiveEnvironments(target);
        Set<String> regions = new TreeSet<>(Set.of(region));
        for (ObservedPolicy policy : Observer.environmentPolicies(target, policyNames)) {
            reading.policy(policy);
            Matcher arn = TABLE_ARN.matcher(policy.document());
            while (arn.find()) {
                regions.add(arn.group(1));
            }
        }
        regions.forEach(one -> reading.tables(one, tableNames));
        return reading.environments();
    }

    private void policy(ObservedPolicy policy) {
        String name = Owner.environment(policy.tags()).orElseThrow();
        if (name.contains(Release.FAMILY_USER)) {
            families.add(policy);
        } else {
            policies.computeIfAbsent(name, _ -> new ArrayList<>()).add(policy);
        }
    }

    private void tables(String region, Predicate<String> names) {
        DynamoDbClient dynamoDb = target.dynamoDb(region);
        for (String name : dynamoDb.listTablesPaginator().tableNames()) {
            if (!names.test(name)) {
                continue;
            }
            try {
                TableDescription table = dynamoDb.describeTable(r -> r.tableName(name)).table();
                Map<String, String> tags = Observer.tags(dynamoDb, table.tableArn());
                Owner.environment(tags)
                        .ifPresent(
                                environment ->
                                        tables.computeIfAbsent(environment, _ -> new ArrayList<>())
                                                .add(live(region, table, tags)));
            } catch (ResourceNotFoundException _) {
                // Deleted since it was listed.
            }
        }
    }

    private static LiveTable live(String region, TableDescription table, Map<String, String> tags) {
        return new LiveTable(
                new TableAddress(region, table.tableName()),
                table.tableArn(),
                table.tableStatusAsString(),
                table.itemCount() == null ? 0 : table.itemCount(),
                table.tableSizeBytes() == null ? 0 : table.tableSizeBytes(),
                Boolean.TRUE.equals(table.deletionProtectionEnabled()),
                tags);
    }

    private Map<String, LiveEnvironment> environments() {
        Set<String> names = new TreeSet<>(tables.keySet());
        names.addAll(policies.keySet());
        Map<String, Set<Principal>> members = new TreeMap<>();
        Map<String, List<ObservedPolicy>> shared = new TreeMap<>();
        for (ObservedPolicy family : families) {
            String pattern = Owner.environment(family.tags()).orElseThrow();
            Set<String> users = users(family);
            if (users.isEmpty()) {
                // No environment, but it has to be found to go with its release.
                names.add(pattern);
                shared.computeIfAbsent(pattern, _ -> new ArrayList<>()).add(family);
            }
            for (String user : users) {
                String name = pattern.replace(Release.FAMILY_USER, user);
                names.add(name);
                members.computeIfAbsent(name, _ -> new TreeSet<>()).add(Principal.user(user));
                shared.computeIfAbsent(name, _ -> new ArrayList<>()).add(family);
            }
        }
        Map<String, LiveEnvironment> environments = new TreeMap<>();
        for (String name : names) {
            List<ObservedPolicy> own = policies.getOrDefault(name, List.of());
            Set<Principal> principals = new TreeSet<>(members.getOrDefault(name, Set.of()));
            for (ObservedPolicy policy : own) {
                principals.addAll(policy.attachedTo());
                principals.addAll(policy.boundaryOf());
                Owner.principal(policy.tags()).ifPresent(principals::add);
            }
            environments.put(
                    name,
                    new LiveEnvironment(
                            name,
                            tables.getOrDefault(name, List.of()),
                            own,
                            shared.getOrDefault(name, List.of()),
                            principals));
        }
        return environments;
    }

    /** Users that a policy with their names in it is about. */
    private Set<String> users(ObservedPolicy family) {
        Set<String> users = new TreeSet<>();
        family.boundaryOf().forEach(user -> users.add(user.name()));
        for (Principal group : family.attachedTo()) {
            if (group.kind() == Principal.Kind.GROUP
                    && Observer.principal(target, group)
                            instanceof ObservedPrincipal.Present present) {
                users.addAll(present.members());
            }
        }
        return users;
    }
}
