package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.plan.Drift;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.restore.TableHealth;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Says whether a server runs, and how its tables are. */
@Command(
        name = "status",
        description = {
            "Say whether a server runs on the data directory and answers, and how its tables are:"
                    + " size, moments they can be restored to, last backup, last proven restore,"
                    + " drift from the values. Exit code 1 when no server answers.",
            "With --endpoint-url or --aws only the tables."
        })
final class StatusCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "TABLE",
            description = "Only these tables, by their names in AWS.")
    private List<String> tables = List.of();

    @Mixin private AccountOptions account = new AccountOptions();
    @Mixin private ReleaseOptions releases = new ReleaseOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json; json is the tables only (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException, ValuesException {
        OutputOption.require(output, "text", "json");
        if (account.isElsewhere() || output.equals("json")) {
            printTables("");
            return 0;
        }
        Optional<DataDirectory.Running> running = account.directory().running();
        if (running.isEmpty()) {
            console.print("not running\n");
            return 1;
        }
        boolean ready = DetachedServer.isReady(running.get().endpoint());
        TextTable table = new TextTable("STATUS", "ENDPOINT", "ACCOUNT", "PROCESS", "DATA");
        table.row(
                ready ? "ready" : "not answering",
                running.get().endpoint().toString(),
                running.get().account(),
                String.valueOf(running.get().pid()),
                account.directory().root().toString());
        console.print(table.toString());
        if (ready) {
            printEnforcement();
            printTables("\n");
        }
        return ready ? 0 : 1;
    }

    private void printTables(String before) throws ValuesException {
        try (Target target = target()) {
            printTables(target, before);
        }
    }

    /** Looking makes no user: who has no administrator yet is asked as root. */
    private Target target() {
        if (!account.isElsewhere()) {
            DataDirectory.Running running = account.directory().required();
            Optional<Keys> keys =
                    account.directory()
                            .userKeys(Administrator.USER)
                            .filter(
                                    kept ->
                                            Administrator.work(
                                                    running.endpoint(), kept, account.region()))
                            .or(() -> account.directory().rootKeys(running));
            if (keys.isPresent()) {
                return Administrator.target(running.endpoint(), keys.get(), account.region());
            }
        }
        return account.open(console).target();
    }

    private void printTables(Target target, String before) throws ValuesException {
        try {
            List<TableHealth> health = new ArrayList<>();
            for (String region : account.regions()) {
                health.addAll(TableHealth.read(target, region, tables.isEmpty() ? null : tables));
            }
            List<Installed> installed =
                    releases.of(account.isElsewhere() ? null : account.directory());
            HealthText text = HealthText.of(health, driftOrNone(target, installed));
            if (output.equals("json")) {
                console.print(text.json());
            } else if (!health.isEmpty()) {
                console.print(before + text.text());
            }
        } catch (SdkException e) {
            throw TableTarget.refused(
                    target,
                    e,
                    "dynamodb:ListTables, ListBackups, DescribeTable, ListTagsOfResource and"
                            + " DescribeContinuousBackups");
        }
    }

    /** How tables are is worth knowing also where policies may not be read. */
    private Map<TableAddress, Integer> driftOrNone(Target target, List<Installed> installed)
            throws ValuesException {
        try {
            return drift(target, installed);
        } catch (CliException e) {
            console.say("drift is not known: " + e.getMessage());
            return Map.of();
        }
    }

    /**
     * Counts the differences from the values, by table; tables that no values name are not in it.
     */
    private static Map<TableAddress, Integer> drift(Target target, List<Installed> installed)
            throws ValuesException {
        Map<TableAddress, Integer> drift = new HashMap<>();
        for (Installed one : installed) {
            Rollout rollout = Rollout.of(target, one.values(), one.release());
            rollout.desired().tables().forEach(table -> drift.put(table.address(), 0));
            for (Step.Differs differs :
                    Drift.of(rollout.desired(), rollout.observe()).differences()) {
                drift.replaceAll(
                        (table, count) ->
                                differs.subject().equals("table " + table) ? count + 1 : count);
            }
        }
        return drift;
    }

    /** What runs with open doors must say so wherever it is looked at. */
    private void printEnforcement() {
        JsonNode status = Administration.of(account.directory()).call("GetStatus", Map.of());
        long dropped = status.path("AuditEventsDropped").asLong();
        if (dropped > 0) {
            console.print("\nWARNING: " + dropped + " audit events were dropped.\n");
        }
        if (!status.path("Enforcement").asString("").equals("SOFT")) {
            return;
        }
        JsonNode counts = status.path("LetThrough");
        long all = 0;
        TextTable table = new TextTable("PRINCIPAL", "ACTION", "WOULD BE DENIED");
        for (JsonNode count : counts) {
            all += count.path("Count").asLong();
            table.row(
                    count.path("Principal").asString(""),
                    count.path("Action").asString(""),
                    count.path("Count").asString(""));
        }
        console.print(
                "\nWARNING: soft mode. Policies are NOT enforced; "
                        + all
                        + (all == 1 ? " request was" : " requests were")
                        + " let through that they would deny.\n");
        if (all > 0) {
            console.print(table.toString());
        }
    }
}
