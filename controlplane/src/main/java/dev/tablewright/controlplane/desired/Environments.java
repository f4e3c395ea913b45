package dev.tablewright.controlplane.desired;

import dev.tablewright.controlplane.setting.SettingMemory;
import dev.tablewright.controlplane.values.EnvironmentAccess;
import dev.tablewright.controlplane.values.EnvironmentValues;
import dev.tablewright.controlplane.values.PolicyForm;
import dev.tablewright.controlplane.values.Values;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Works out what the entries of {@code environments} ask for. */
final class Environments {
    /** The caller's environment, in the policies of roles. */
    static final String PRINCIPAL_TAG = "${aws:PrincipalTag/" + Release.ENVIRONMENT_TAG + "}";

    private static final String USERNAME = "${aws:username}";

    /** DynamoDB's 50, less those that say whose a table of an environment is. */
    private static final int MAX_TAGS = 39;

    private final Values values;
    private final Release release;
    private final AwsAccount account;
    private final SourceTables elsewhere;
    private final List<SourceTable> here;

    final List<DesiredTable> tables = new ArrayList<>();
    final List<PolicySet> policies = new ArrayList<>();
    final List<DesiredEnvironment> environments = new ArrayList<>();
    private final Map<Principal, DesiredPrincipal> principals = new TreeMap<>();

    Environments(
            Values values,
            Release release,
            AwsAccount account,
            SourceTables elsewhere,
            List<SourceTable> here) {
        this.values = values;
        this.release = release;
        this.account = account;
        this.elsewhere = elsewhere;
        this.here = here;
    }

    List<DesiredPrincipal> principals() {
        return List.copyOf(principals.values());
    }

    Environments read() {
        values.environments().forEach(this::entry);
        return this;
    }

    private void entry(EnvironmentValues entry) {
        List<SourceTable> sources = entry.like() == null ? here : elsewhere.of(entry.like());
        if (sources == null) {
            return;
        }
        if (sources.isEmpty()) {
            problem(
                    entry,
                    "like",
                    "names no tables" + (entry.like() == null ? ": the file has none" : ""),
                    "write a namespace whose tables were made by Tablewright");
            return;
        }
        for (SourceTable source : sources) {
            if (source.spec().tags().size() > MAX_TAGS) {
                problem(
                        entry,
                        "like",
                        "copies the table " + source.logicalName() + ", which has too many tags",
                        "at most " + MAX_TAGS + " are possible in an environment");
            }
        }
        if (entry.isFamily()) {
            entry.users().forEach(user -> environment(entry, user, sources));
        } else {
            environment(entry, entry.users().size() == 1 ? entry.users().getFirst() : "", sources);
        }
        shared(entry, sources);
    }

    /** One environment, with its tables, and the policies that are its own. */
    private void environment(EnvironmentValues entry, String user, List<SourceTable> sources) {
        String name = entry.name().replace(EnvironmentValues.USER, user);
        List<Principal> holders = new ArrayList<>();
        (entry.isFamily() ? List.of(user) : entry.users())
                .forEach(one -> holders.add(Principal.user(one)));
        entry.roles().forEach(role -> holders.add(Principal.role(role)));
        List<DesiredTable> copies = new ArrayList<>();
        for (SourceTable source : sources) {
            copies.add(copy(entry, name, user, source));
        }
        tables.addAll(copies);
        environments.add(
                new DesiredEnvironment(
                        name,
                        like(entry),
                        holders,
                        copies.stream().map(DesiredTable::address).toList(),
                        quota(entry, user, sources)));
        Function<SourceTable, String> arns = source -> arn(source, tableName(entry, user, source));
        String boundary = null;
        if (entry.permissionsBoundary() && entry.form() != PolicyForm.GROUP) {
            boundary = boundary(entry, name, holders, sources, arns);
        }
        for (Principal holder : holders) {
            if (entry.form() == PolicyForm.PER_PRINCIPAL) {
                grants(entry, name + "-" + holder.name(), name, List.of(holder), sources, arns);
            }
            principal(entry, holder, name, boundary, List.of());
        }
    }

    private static @Nullable DesiredQuota quota(
            EnvironmentValues entry, String user, List<SourceTable> sources) {
        if (entry.quotas() == null) {
            return null;
        }
        List<String> prefixes =
                sources.stream()
                        .map(source -> prefix(entry, user, source))
                        .distinct()
                        .sorted()
                        .toList();
        return new DesiredQuota(prefixes, entry.quotas());
    }

    /** What all its tables begin with, those of tomorrow included; otherwise the whole name. */
    private static String prefix(EnvironmentValues entry, String user, SourceTable source) {
        String name = tableName(entry, user, source);
        String pattern = pattern(entry, source);
        return pattern.endsWith(EnvironmentValues.TABLE)
                        && pattern.length() > EnvironmentValues.TABLE.length()
                ? name.substring(0, name.length() - source.logicalName().length())
                : name;
    }

    /** The policies that all environments of an entry, or all roles of one, have in common. */
    private void shared(EnvironmentValues entry, List<SourceTable> sources) {
        switch (entry.form()) {
            case PER_PRINCIPAL -> {}
            case GROUP -> group(entry, sources);
            case PRINCIPAL_TAG -> {
                checkCollisions(entry, sources, EnvironmentValues.ENVIRONMENT);
                grants(
                        entry,
                        entry.name(),
                        entry.name(),
                        roles(entry),
                        sources,
                        source ->
                                arn(
                                        source,
                                        pattern(entry, source)
                                                .replace(
                                                        EnvironmentValues.ENVIRONMENT,
                                                        PRINCIPAL_TAG)
                                                .replace(
                                                        EnvironmentValues.TABLE,
                                                        source.logicalName())));
            }
            case RESOURCE_TAG -> byTag(entry, sources);
        }
    }

    private static List<Principal> roles(EnvironmentValues entry) {
        return entry.roles().stream().map(Principal::role).toList();
    }

    private void group(EnvironmentValues entry, List<SourceTable> sources) {
        checkCollisions(entry, sources, EnvironmentValues.USER);
        String name = String.valueOf(entry.group());
        Principal group = Principal.group(name);
        Function<SourceTable, String> arns =
                source -> arn(source, tableName(entry, USERNAME, source));
        String family = family(entry);
        grants(entry, name, family, List.of(group), sources, arns);
        List<Principal> users = entry.users().stream().map(Principal::user).toList();
        principal(entry, group, family, null, entry.users());
        if (entry.permissionsBoundary()) {
            String boundary = boundary(entry, name, users, sources, arns);
            for (Principal user : users) {
                principal(
                        entry,
                        user,
                        entry.name().replace(EnvironmentValues.USER, user.name()),
                        boundary,
                        List.of());
            }
        }
    }

    /** Braces are not allowed in tags. */
    private static String family(EnvironmentValues entry) {
        return entry.name().replace(EnvironmentValues.USER, Release.FAMILY_USER);
    }

    private void byTag(EnvironmentValues entry, List<SourceTable> sources) {
        List<String> anyTable =
                sources.stream()
                        .map(SourceTable::region)
                        .distinct()
                        .sorted()
                        .map(region -> account.tableArn(new TableAddress(region, "*")))
                        .toList();
        List<String> restored =
                sources.stream()
                        .map(source -> restored(arn(source, tableName(entry, "", source))))
                        .sorted()
                        .toList();
        String document =
                EnvironmentDocument.accessByTag(
                        entry.access(), entry.streams(), anyTable, restored);
        if (document.length() > EnvironmentDocument.MAX_CHARACTERS) {
            problem(
                    entry,
                    "form",
                    "ResourceTag needs a policy of " + document.length() + " characters",
                    "AWS allows "
                            + EnvironmentDocument.MAX_CHARACTERS
                            + "; use fewer tables, or less than Admin");
        }
        add(
                entry,
                PolicySet.Use.ATTACHED,
                entry.name(),
                entry.name(),
                roles(entry),
                List.of(document));
    }

    private DesiredTable copy(
            EnvironmentValues entry, String name, String user, SourceTable source) {
        TableAddress address = new TableAddress(source.region(), tableName(entry, user, source));
        checkName(entry, source, address.name());
        Map<String, String> tags = new LinkedHashMap<>(source.spec().tags());
        tags.putAll(
                release.tableTags(
                        source.logicalName(),
                        source.deletionPolicy(),
                        source.spec().tags().keySet()));
        tags.put(Release.ENVIRONMENT_TAG, name);
        tags.put(Release.LIKE_TAG, like(entry));
        if (entry.ttl() != null) {
            tags.put(Release.TTL_TAG, entry.ttl().text());
        }
        TableSpec spec = source.spec();
        tags.putAll(SettingMemory.of(spec.copy(tags).settings()));
        return new DesiredTable(
                source.logicalName(),
                address,
                spec.copy(tags),
                source.managementPolicies(),
                source.deletionPolicy(),
                source.adopt());
    }

    private String like(EnvironmentValues entry) {
        return entry.like() == null ? release.namespace() + "/" + release.name() : entry.like();
    }

    private void checkName(EnvironmentValues entry, SourceTable source, String name) {
        int most =
                DesiredState.MAX_TABLE_NAME
                        - (entry.access() == EnvironmentAccess.ADMIN
                                ? EnvironmentDocument.RESTORED.length()
                                : 0);
        if (name.length() < 3 || name.length() > most) {
            problem(
                    entry,
                    entry.tableName() == null ? "name" : "tableName",
                    "makes the AWS name "
                            + name
                            + " of "
                            + name.length()
                            + " characters for the table "
                            + source.logicalName(),
                    "DynamoDB allows 3 to "
                            + DesiredState.MAX_TABLE_NAME
                            + (most < DesiredState.MAX_TABLE_NAME
                                    ? ", and Admin restores to a name that is longer by "
                                            + EnvironmentDocument.RESTORED
                                    : ""));
        }
    }

    private static String pattern(EnvironmentValues entry, SourceTable source) {
        String written = entry.tableName();
        if (written != null) {
            return written;
        }
        return (source.useIdpPrefix() ? "idp-" : "")
                + EnvironmentValues.ENVIRONMENT
                + "-"
                + EnvironmentValues.TABLE;
    }

    private static String tableName(EnvironmentValues entry, String user, SourceTable source) {
        return pattern(entry, source)
                .replace(EnvironmentValues.ENVIRONMENT, entry.name())
                .replace(EnvironmentValues.USER, user)
                .replace(EnvironmentValues.TABLE, source.logicalName());
    }

    /**
     * A policy with a variable in its names is about more than the principals of today. If one
     * table's name can end like another's, a principal of the right name would get somebody else's
     * table: {@code Alice_B} + {@code _Orders} is {@code Alice} + {@code _B_Orders}.
     */
    private void checkCollisions(
            EnvironmentValues entry, List<SourceTable> sources, String variable) {
        for (int i = 0; i < sources.size(); i++) {
            for (int j = i + 1; j < sources.size(); j++) {
                SourceTable one = sources.get(i);
                SourceTable two = sources.get(j);
                if (one.region().equals(two.region())
                        && collide(parts(entry, one, variable), parts(entry, two, variable))) {
                    problem(
                            entry,
                            "form",
                            "would mix up the tables "
                                    + one.logicalName()
                                    + " and "
                                    + two.logicalName()
                                    + ": with a fitting name in place of "
                                    + variable
                                    + " both get the same name",
                            "choose a tableName with another separator, or the form PerPrincipal");
                }
            }
        }
    }

    private record NameParts(String before, String after) {}

    private static NameParts parts(EnvironmentValues entry, SourceTable source, String variable) {
        String pattern = pattern(entry, source);
        String named =
                (variable.equals(EnvironmentValues.USER)
                                ? pattern.replace(EnvironmentValues.ENVIRONMENT, entry.name())
                                : pattern)
                        .replace(EnvironmentValues.TABLE, source.logicalName());
        int at = named.indexOf(variable);
        return new NameParts(named.substring(0, at), named.substring(at + variable.length()));
    }

    private static boolean collide(NameParts one, NameParts two) {
        return (one.before().startsWith(two.before()) || two.before().startsWith(one.before()))
                && (one.after().endsWith(two.after()) || two.after().endsWith(one.after()));
    }

    private String arn(SourceTable source, String tableName) {
        return account.tableArn(new TableAddress(source.region(), tableName));
    }

    private static String restored(String tableArn) {
        return tableArn + EnvironmentDocument.RESTORED;
    }

    private static List<String> restored(EnvironmentValues entry, List<String> arns) {
        return entry.access() == EnvironmentAccess.ADMIN
                ? arns.stream().map(Environments::restored).toList()
                : List.of();
    }

    /** Puts the tables into as few policies as hold them, in the order of the values. */
    private void grants(
            EnvironmentValues entry,
            String subject,
            String environment,
            List<Principal> holders,
            List<SourceTable> sources,
            Function<SourceTable, String> arns) {
        List<List<String>> bins = new ArrayList<>();
        for (SourceTable source : sources) {
            place(entry, arns.apply(source), bins);
        }
        add(
                entry,
                PolicySet.Use.ATTACHED,
                subject,
                environment,
                holders,
                bins.stream().map(bin -> document(entry, bin)).toList());
    }

    private static void place(EnvironmentValues entry, String arn, List<List<String>> bins) {
        for (List<String> bin : bins) {
            bin.add(arn);
            if (document(entry, bin).length() <= GrantDocument.MAX_CHARACTERS) {
                return;
            }
            bin.removeLast();
        }
        bins.add(new ArrayList<>(List.of(arn)));
    }

    private static String document(EnvironmentValues entry, List<String> arns) {
        List<String> sorted = arns.stream().sorted().toList();
        return EnvironmentDocument.access(
                entry.access(), entry.streams(), sorted, restored(entry, sorted));
    }

    private String boundary(
            EnvironmentValues entry,
            String subject,
            List<Principal> holders,
            List<SourceTable> sources,
            Function<SourceTable, String> arns) {
        List<String> sorted = sources.stream().map(arns).sorted().toList();
        String document =
                EnvironmentDocument.boundary(
                        sorted, restored(entry, sorted), entry.boundaryAllows());
        if (document.length() > EnvironmentDocument.MAX_CHARACTERS) {
            problem(
                    entry,
                    "permissionsBoundary",
                    "needs " + document.length() + " characters for " + sources.size() + " tables",
                    "a boundary is one policy, and AWS allows "
                            + EnvironmentDocument.MAX_CHARACTERS
                            + " characters; spread the tables over several environments, or use"
                            + " shorter names");
        }
        return add(
                        entry,
                        PolicySet.Use.BOUNDARY,
                        subject + "-boundary",
                        entry.form() == PolicyForm.GROUP ? family(entry) : subject,
                        holders,
                        List.of(document))
                .parts()
                .getFirst()
                .name();
    }

    private PolicySet add(
            EnvironmentValues entry,
            PolicySet.Use use,
            String subject,
            String environment,
            List<Principal> holders,
            List<String> documents) {
        List<PolicyPart> parts = new ArrayList<>();
        for (String document : documents) {
            parts.add(
                    new PolicyPart(
                            RoleAccess.policyName(release, "env-" + subject, parts.size() + 1),
                            document,
                            List.of()));
        }
        Map<String, String> tags = tags(entry, environment);
        if (entry.ttl() != null) {
            tags.put(Release.TTL_TAG, entry.ttl().text());
        }
        if (use == PolicySet.Use.ATTACHED && holders.size() == 1) {
            tags.put(Release.tag(holders.getFirst().kind()), holders.getFirst().name());
        }
        PolicySet set = new PolicySet(use, holders, parts, tags);
        policies.add(set);
        return set;
    }

    private Map<String, String> tags(EnvironmentValues entry, String environment) {
        Map<String, String> tags = new LinkedHashMap<>(release.environmentTags(environment));
        tags.put(Release.LIKE_TAG, like(entry));
        return tags;
    }

    /** A principal may be of several environments; what any of them asks for is asked for. */
    private void principal(
            EnvironmentValues entry,
            Principal principal,
            String environment,
            @Nullable String boundary,
            List<String> members) {
        Map<String, String> needed =
                entry.form() == PolicyForm.PRINCIPAL_TAG || entry.form() == PolicyForm.RESOURCE_TAG
                        ? Map.of(Release.ENVIRONMENT_TAG, environment)
                        : Map.of();
        DesiredPrincipal wanted =
                new DesiredPrincipal(
                        principal,
                        entry.createPrincipals(),
                        tags(entry, environment),
                        needed,
                        boundary,
                        members);
        DesiredPrincipal before = principals.get(principal);
        principals.put(principal, before == null ? wanted : both(entry, before, wanted));
    }

    private DesiredPrincipal both(
            EnvironmentValues entry, DesiredPrincipal one, DesiredPrincipal two) {
        if (one.boundary() != null
                && two.boundary() != null
                && !one.boundary().equals(two.boundary())) {
            problem(
                    entry,
                    "permissionsBoundary",
                    "would be the second boundary of the " + one.principal(),
                    "a principal has one boundary, so it can be of one bounded environment only");
        }
        Map<String, String> needed = new LinkedHashMap<>(one.tags());
        needed.putAll(two.tags());
        return new DesiredPrincipal(
                one.principal(),
                one.create() || two.create(),
                one.creationTags(),
                needed,
                one.boundary() == null ? two.boundary() : one.boundary(),
                one.members().isEmpty() ? two.members() : one.members());
    }

    private void problem(EnvironmentValues entry, String field, String wrong, String right) {
        String path = entry.path().isEmpty() ? field : entry.path() + "." + field;
        values.problems().add(path, wrong, right);
    }
}
