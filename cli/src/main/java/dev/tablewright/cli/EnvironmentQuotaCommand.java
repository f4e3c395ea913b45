package dev.tablewright.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an environment may use: shown, set and removed. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        description =
                "Say what an environment may use, so that it cannot use up what others need."
                        + " Without NAME, list the quotas and what is used of them.")
final class EnvironmentQuotaCommand implements Callable<Integer> {
    @Mixin private DirectoryOption directory = new DirectoryOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The environment.")
    private @Nullable String name;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description =
                    "How the names of its tables begin; may be given several times (default: NAME-"
                            + " and idp-NAME-). The longest prefix that fits a table counts.")
    private List<String> prefixes = List.of();

    @Option(names = "--tables", paramLabel = "N", description = "Most tables at a time.")
    private @Nullable Long tables;

    @Option(
            names = "--changes",
            paramLabel = "N",
            description = "Most tables being created, changed or deleted at a time.")
    private @Nullable Long changes;

    @Option(names = "--bytes", paramLabel = "N", description = "Most bytes stored.")
    private @Nullable Long bytes;

    @Option(names = "--read-units", paramLabel = "N", description = "Read units a second.")
    private @Nullable Long readUnits;

    @Option(names = "--write-units", paramLabel = "N", description = "Write units a second.")
    private @Nullable Long writeUnits;

    @Option(names = "--remove", description = "Remove the quota.")
    private boolean remove;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "eu-west-1",
            description =
                    "Region that the call is signed for; a quota holds over all regions (default:"
                            + " ${DEFAULT-VALUE}).")
    private String region = "eu-west-1";

    private final Console console;

    EnvironmentQuotaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Administration server = Administration.of(directory.get(), region);
        if (name == null) {
            console.print(list(server));
        } else if (remove) {
            var _ = server.call("DeleteEnvironmentQuota", Map.of("Environment", name));
            console.print("The environment " + name + " has no quota any more.\n");
        } else {
            put(server, name);
        }
        return 0;
    }

    private void put(Administration server, String environment) {
        if (Stream.of(tables, changes, bytes, readUnits, writeUnits).allMatch(Objects::isNull)) {
            throw new CliException(
                    "say what the environment may use: --tables, --changes, --bytes, --read-units"
                            + " or --write-units");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Environment", environment);
        members.put(
                "TablePrefixes",
                prefixes.isEmpty()
                        ? List.of(environment + "-", "idp-" + environment + "-")
                        : prefixes);
        limit(members, "Tables", tables);
        limit(members, "ControlPlaneOperations", changes);
        limit(members, "StoredBytes", bytes);
        limit(members, "ReadUnits", readUnits);
        limit(members, "WriteUnits", writeUnits);
        var _ = server.call("PutEnvironmentQuota", members);
        console.print(list(server));
    }

    private static void limit(Map<String, Object> members, String member, @Nullable Long value) {
        if (value != null) {
            members.put(member, value);
        }
    }

    /** Used / allowed; units have no stock that could be counted. */
    private static String list(Administration server) {
        TextTable table =
                new TextTable(
                        "ENVIRONMENT",
                        "TABLES",
                        "CHANGES",
                        "BYTES",
                        "READ UNITS",
                        "WRITE UNITS",
                        "REFUSED",
                        "PREFIXES");
        for (JsonNode quota :
                server.call("ListEnvironmentQuotas", Map.of()).path("EnvironmentQuotas")) {
            JsonNode usage = quota.path("Usage");
            table.row(
                    quota.path("Environment").asString(),
                    used(usage, quota, "Tables"),
                    used(usage, quota, "ControlPlaneOperations"),
                    used(usage, quota, "StoredBytes"),
                    quota.path("ReadUnits").asString("-"),
                    quota.path("WriteUnits").asString("-"),
                    usage.path("Refused").asString(),
                    quota.path("TablePrefixes")
                            .valueStream()
                            .map(JsonNode::asString)
                            .collect(Collectors.joining(" ")));
        }
        return table.toString();
    }

    private static String used(JsonNode usage, JsonNode quota, String member) {
        return usage.path(member).asString() + " / " + quota.path(member).asString("-");
    }
}
