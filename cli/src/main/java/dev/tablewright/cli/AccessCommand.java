package dev.tablewright.cli;

import dev.tablewright.controlplane.access.AccessMatrix;
import dev.tablewright.controlplane.access.AccessMatrix.Column;
import dev.tablewright.controlplane.access.AccessMatrix.Level;
import dev.tablewright.controlplane.access.AccessSnapshot;
import dev.tablewright.controlplane.access.DeclaredAccess;
import dev.tablewright.controlplane.access.PrincipalFacts;
import dev.tablewright.controlplane.access.proof.Environments;
import dev.tablewright.controlplane.access.proof.ProofRules;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.policy.condition.Glob;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Shows who has which kind of access to which table. */
@Command(
        name = "access",
        description =
                "Show who has which access to which table: read, write, admin, stream, index; each"
                        + " full, partial, conditional or none. With -f what the values declare,"
                        + " without asking any server.")
final class AccessCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Mixin private AccountOptions accountOptions = new AccountOptions();

    @ArgGroup(exclusive = false, heading = "What values declare:%n")
    private @Nullable ValuesOptions values;

    @Option(
            names = {"--principal", "--role", "--user"},
            paramLabel = "PATTERN",
            description =
                    "Only principals of this name: role/NAME, user/NAME or NAME, with * and ?.")
    private List<String> principals = List.of();

    @Option(
            names = "--table",
            paramLabel = "PATTERN",
            description = "Only tables of this name, with * and ?.")
    private List<String> tables = List.of();

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "Only tables of this environment, or namespace.")
    private List<String> wantedEnvironments = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or markdown (default: ${DEFAULT-VALUE}).")
    private String output = "table";

    private final Console console;

    AccessCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException {
        OutputOption.require(output, "table", "json", "markdown");
        AccessSnapshot snapshot = values == null ? observed() : declared(values);
        Environments environments = new Environments(snapshot, ProofRules.NONE, List.of());
        List<AccessMatrix.Row> rows =
                AccessMatrix.of(
                        snapshot,
                        who -> principals.isEmpty() || ProofRules.name(principals, who),
                        table ->
                                matches(tables, table.name())
                                        && (wantedEnvironments.isEmpty()
                                                || matches(
                                                        wantedEnvironments,
                                                        orEmpty(environments.of(table)))));
        requireKnown(snapshot, environments);
        console.print(
                switch (output) {
                    case "json" -> json(rows, environments, snapshot);
                    case "markdown" -> markdown(rows, environments, snapshot);
                    default -> table(rows, environments) + CanCommand.notSeen(snapshot);
                });
        return 0;
    }

    /** An empty answer to a mistyped name would look like "nobody has access". */
    private void requireKnown(AccessSnapshot snapshot, Environments environments) {
        Set<String> known = new TreeSet<>();
        snapshot.tables().forEach(table -> known.add(orEmpty(environments.of(table))));
        known.remove("");
        if (!wantedEnvironments.isEmpty()
                && known.stream().noneMatch(name -> matches(wantedEnvironments, name))) {
            throw new CliException(
                    "no table is of environment "
                            + String.join(", ", wantedEnvironments)
                            + (known.isEmpty() ? "" : "; there are " + String.join(", ", known)));
        }
    }

    private AccessSnapshot observed() {
        AccountOptions.Account account = accountOptions.open(console);
        try (var _ = account.target()) {
            return accountOptions.snapshot(account, List.of());
        }
    }

    private static AccessSnapshot declared(ValuesOptions options) throws ValuesException {
        return DeclaredAccess.of(
                DesiredState.of(options.values(), options.release(), DeclaredAccess.NOWHERE),
                DeclaredAccess.NOWHERE);
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.isEmpty()
                || patterns.stream().anyMatch(pattern -> Glob.of(pattern).matches(name));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String table(List<AccessMatrix.Row> rows, Environments environments) {
        TextTable table =
                new TextTable(
                        "PRINCIPAL",
                        "TABLE",
                        "ENVIRONMENT",
                        "READ",
                        "WRITE",
                        "ADMIN",
                        "STREAM",
                        "INDEX");
        rows.forEach(row -> table.row(cells(row, environments).toArray(String[]::new)));
        return rows.isEmpty() ? "Nobody has access to such a table.\n" : table.toString();
    }

    private static List<String> cells(AccessMatrix.Row row, Environments environments) {
        List<String> cells = new ArrayList<>();
        cells.add(name(row.who()));
        cells.add(row.table().name());
        String environment = environments.of(row.table());
        cells.add(environment == null ? "-" : environment);
        for (Column column : Column.values()) {
            Level level = row.levels().getOrDefault(column, Level.NONE);
            cells.add(level == Level.ABSENT || level == Level.NONE ? "-" : level.id());
        }
        return cells;
    }

    private static String name(PrincipalFacts who) {
        return who.shortName();
    }

    private static String markdown(
            List<AccessMatrix.Row> rows, Environments environments, AccessSnapshot snapshot) {
        StringBuilder text = new StringBuilder();
        text.append(
                "| principal | table | environment | read | write | admin | stream | index |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        for (AccessMatrix.Row row : rows) {
            text.append("| ").append(String.join(" | ", cells(row, environments))).append(" |\n");
        }
        return text.append('\n').append(CanCommand.notSeen(snapshot)).toString();
    }

    private static String json(
            List<AccessMatrix.Row> rows, Environments environments, AccessSnapshot snapshot) {
        List<Object> entries = new ArrayList<>();
        for (AccessMatrix.Row row : rows) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("principal", row.who().arn());
            entry.put("table", row.table().arn());
            String environment = environments.of(row.table());
            if (environment != null) {
                entry.put("environment", environment);
            }
            row.levels().forEach((column, level) -> entry.put(column.id(), level.id()));
            entries.add(entry);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("access", entries);
        document.put("notSeen", snapshot.unseen());
        return JSON.writeValueAsString(document) + "\n";
    }
}
