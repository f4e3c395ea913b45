package dev.tablewright.controlplane.values;

import static dev.tablewright.controlplane.values.Mistakes.quoted;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules that concern several fields of an environment, or several environments. */
final class EnvironmentRules {
    private static final Pattern IN_TABLE_NAMES = Pattern.compile("[a-zA-Z0-9_.-]+");

    private final EnvironmentValues environment;
    private final Problems problems;

    EnvironmentRules(EnvironmentValues environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    void check() {
        pattern();
        users();
        form();
        boundary();
    }

    private void pattern() {
        String pattern = environment.tableName();
        if (pattern == null || !problems.sound(at("tableName"))) {
            return;
        }
        String rest =
                pattern.replace(EnvironmentValues.USER, "")
                        .replace(EnvironmentValues.TABLE, "")
                        .replace(EnvironmentValues.ENVIRONMENT, "");
        if (!rest.isEmpty() && !IN_TABLE_NAMES.matcher(rest).matches()) {
            add(
                    "tableName",
                    quoted(pattern) + " holds more than a table name can",
                    "write {user}, {environment}, {table} and characters of a-z, A-Z, 0-9, '_',"
                            + " '.' and '-'");
        }
        if (count(pattern, EnvironmentValues.TABLE) != 1
                || count(environment.tableNamePattern(false), EnvironmentValues.USER) > 1) {
            add(
                    "tableName",
                    quoted(pattern) + " does not tell the tables apart",
                    "write {table} once and {user} at most once, such as {user}_{table}");
        }
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    private boolean namesHoldUsers() {
        return environment.tableNamePattern(false).contains(EnvironmentValues.USER);
    }

    private void users() {
        if (environment.isFamily() && environment.users().isEmpty()) {
            add("name", "holds {user}, but there are no users", "name the users");
        }
        if (environment.isFamily() && !environment.roles().isEmpty()) {
            add(
                    "roles",
                    "would belong to no environment: the name holds {user}, so there is one"
                            + " environment for each user",
                    "give the roles an environment of their own");
        }
        if (environment.isFamily() && problems.sound(at("tableName")) && !namesHoldUsers()) {
            add(
                    "tableName",
                    "gives the environments of all users the same tables",
                    "write {user} or {environment} into it");
        }
        if (!environment.isFamily() && namesHoldUsers() && environment.users().size() != 1) {
            add(
                    "tableName",
                    "holds {user}, but the environment "
                            + quoted(environment.name())
                            + " has "
                            + environment.users().size()
                            + " users",
                    "write name: \"{user}\" for one environment a user");
        }
        if (environment.isFamily() || namesHoldUsers()) {
            for (int i = 0; i < environment.users().size(); i++) {
                String user = environment.users().get(i);
                if (!IN_TABLE_NAMES.matcher(user).matches()) {
                    add(
                            "users[" + i + "]",
                            quoted(user) + " cannot be part of a table name",
                            "table names hold a-z, A-Z, 0-9, '_', '.' and '-' only; leave {user}"
                                    + " out of the names for this user");
                }
            }
        }
    }

    private void form() {
        switch (environment.form()) {
            case PER_PRINCIPAL -> {}
            case GROUP -> {
                if (!environment.roles().isEmpty()) {
                    add(
                            "roles",
                            "cannot be in a group, and ${aws:username} has no value for them",
                            "use the form PerPrincipal, PrincipalTag or ResourceTag for roles");
                }
                if (!namesHoldUsers()) {
                    add(
                            "form",
                            "Group needs the user in the names of the tables",
                            "write tableName: \"{user}_{table}\", or use another form");
                }
                if (environment.group() == null && problems.sound(at("group"))) {
                    add("form", "Group needs a group", "write group: <its name>");
                }
            }
            case PRINCIPAL_TAG, RESOURCE_TAG -> {
                if (!environment.users().isEmpty()) {
                    add(
                            "users",
                            "cannot have a policy by principal tag: that form is for roles",
                            "use the form PerPrincipal or Group for users");
                }
                String pattern = environment.tableName();
                if (environment.form() == PolicyForm.PRINCIPAL_TAG
                        && pattern != null
                        && !pattern.contains(EnvironmentValues.ENVIRONMENT)) {
                    add(
                            "form",
                            "PrincipalTag needs the environment in the names of the tables",
                            "write {environment} into tableName, or use the form ResourceTag");
                }
            }
        }
        if (environment.form() != PolicyForm.GROUP && environment.group() != null) {
            add("group", "has no use with this form", "remove it, or write form: Group");
        }
    }

    private void boundary() {
        if (!environment.permissionsBoundary() && !environment.boundaryAllows().isEmpty()) {
            add(
                    "boundaryAllows",
                    "has no use without a boundary",
                    "write permissionsBoundary: true, or remove it");
        }
    }

    private void add(String field, String wrong, String right) {
        problems.add(at(field), wrong, right);
    }

    private String at(String field) {
        return Problems.inner(environment.path(), field);
    }

    /** Environments are told apart by their names, as AWS tells users and roles apart. */
    static void checkAll(List<EnvironmentValues> environments, Problems problems) {
        Map<String, String> seen = new HashMap<>();
        Map<String, String> groups = new HashMap<>();
        Map<String, String> tagged = new HashMap<>();
        for (EnvironmentValues environment : environments) {
            if (environment.users().isEmpty() && environment.roles().isEmpty()) {
                // By its policies an environment is found again when it has left the file.
                problems.add(
                        environment.path(),
                        "has neither users nor roles",
                        "name those whom it is for");
            }
            List<String> names =
                    environment.isFamily()
                            ? environment.users().stream()
                                    .map(u -> environment.name().replace("{user}", u))
                                    .toList()
                            : List.of(environment.name());
            for (String name : names) {
                String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), environment.path());
                if (other != null) {
                    problems.add(
                            environment.path() + ".name",
                            quoted(name) + " is the name of an environment of " + other + " too",
                            "names of environments differ by more than case");
                }
            }
            String group = environment.group();
            if (group != null) {
                once(groups, group, environment.path() + ".group", problems);
            }
            if (environment.form() == PolicyForm.PRINCIPAL_TAG
                    || environment.form() == PolicyForm.RESOURCE_TAG) {
                for (int i = 0; i < environment.roles().size(); i++) {
                    once(
                            tagged,
                            environment.roles().get(i),
                            environment.path() + ".roles[" + i + "]",
                            problems);
                }
            }
        }
    }

    private static void once(
            Map<String, String> seen, String name, String path, Problems problems) {
        String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), path);
        if (other != null) {
            problems.add(
                    path,
                    quoted(name) + " stands at " + other + " too",
                    "in these forms a group or a role can be of one environment only");
        }
    }
}
