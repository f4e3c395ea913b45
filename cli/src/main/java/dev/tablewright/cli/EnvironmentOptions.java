package dev.tablewright.cli;

import dev.tablewright.controlplane.environment.EnvironmentEntry;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that say what an environment is to be: the fields of a values file. */
final class EnvironmentOptions {
    private static final String ORIGIN = "(options)";

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "IAM user whom it is for. May be given several times.")
    private List<String> users = List.of();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "IAM role that it is for. May be given several times.")
    private List<String> roles = List.of();

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "PerPrincipal (default), Group, PrincipalTag or ResourceTag.")
    private @Nullable String form;

    @Option(names = "--group", paramLabel = "GROUP", description = "IAM group; form Group only.")
    private @Nullable String group;

    @Option(
            names = "--access",
            paramLabel = "ACCESS",
            description = "Read, Write, ReadWrite (default) or Admin.")
    private @Nullable String access;

    @Option(names = "--streams", description = "They may read the tables' streams.")
    private boolean streams;

    @Option(
            names = "--table-name",
            paramLabel = "PATTERN",
            description =
                    "Names of its tables, such as {user}_{table}; otherwise"
                            + " [idp-]{environment}-{table}.")
    private @Nullable String tableName;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            description = "How long it lives, such as 90m, 12h, 3d or 2w.")
    private @Nullable String ttl;

    @Option(
            names = "--boundary",
            description =
                    "A permissions boundary keeps its users and roles to its tables, whatever else"
                            + " is attached to them.")
    private boolean boundary;

    @Option(
            names = "--create-principals",
            description = "Make users, roles and group where they are missing.")
    private boolean createPrincipals;

    /** Returns values with one environment, and the region and account of {@code base}. */
    Values values(String name, String like, Values base) throws ValuesException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("like", like);
        fields.put("users", users);
        fields.put("roles", roles);
        put(fields, "form", form);
        put(fields, "group", group);
        put(fields, "access", access);
        put(fields, "tableName", tableName);
        put(fields, "ttl", ttl);
        fields.put("streams", streams);
        fields.put("permissionsBoundary", boundary);
        fields.put("createPrincipals", createPrincipals);
        return EnvironmentEntry.values(ORIGIN, fields, base);
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** Returns values that say nothing but the region. */
    static Values inRegion(String region) throws ValuesException {
        return EnvironmentEntry.inRegion(ORIGIN, region);
    }
}
