package dev.tablewright.cli;

import dev.tablewright.controlplane.cost.CostFileException;
import dev.tablewright.controlplane.cost.DeclaredUse;
import dev.tablewright.controlplane.cost.Estimate;
import dev.tablewright.controlplane.cost.Measured;
import dev.tablewright.controlplane.cost.TableUse;
import dev.tablewright.controlplane.cost.Traffic;
import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.SourceTables;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.model.IndexDefinition;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import software.amazon.awssdk.core.exception.SdkException;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Says what the tables of the values cost in a month. */
@Command(
        name = "cost",
        description = {
            "Estimate what the tables of a values file cost in a month: declared capacity,"
                + " requests, storage, point-in-time recovery, backups, streams and replicas, at"
                + " list prices.",
            "How big tables are is read from the target; how many requests there are is told with"
                    + " --reads and --writes, or with --traffic. What is not known is said to be"
                    + " unknown, never counted as nothing."
        })
final class CostCommand implements Callable<Integer> {
    /** Either the estimate or the prices. */
    static final class What {
        @Option(
                names = "--show-prices",
                required = true,
                description = "Print the price file and end: a copy of it is where to begin.")
        // Its presence alone decides: without it there are values.
        @SuppressWarnings("UnusedVariable")
        private boolean showPrices;

        @ArgGroup(exclusive = false)
        private @Nullable ValuesOptions values;
    }

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Mixin private TargetOptions targetOptions = new TargetOptions();
    @Mixin private PricesOption prices = new PricesOption();

    @Option(
            names = "--reads",
            paramLabel = "N",
            description =
                    "Read request units of each table and its indexes in a month, where billed by"
                            + " request.")
    private @Nullable BigDecimal reads;

    @Option(
            names = "--writes",
            paramLabel = "N",
            description =
                    "Write request units of each table in a month; each write is taken to reach"
                            + " every global index too.")
    private @Nullable BigDecimal writes;

    @Option(
            names = "--traffic",
            paramLabel = "FILE",
            description =
                    "YAML or JSON with the requests of each table: tables: {Orders: {reads:"
                        + " 1000000, writes: 50000, streamReads: 0, indexes: {ByDate: {reads: 10,"
                        + " writes: 20}}}}; tables that it does not name are as --reads and"
                        + " --writes say.")
    private @Nullable Path traffic;

    @Option(
            names = "--offline",
            description = "Do not ask the target how big tables are: storage is unknown then.")
    private boolean offline;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or markdown (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    private final Console console;

    CostCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException {
        String format = OutputOption.require(output, "text", "json", "markdown");
        ValuesOptions options = what.values;
        if (options == null) {
            console.print(prices.text());
            return 0;
        }
        Values values = options.values();
        DesiredState desired =
                DesiredState.of(
                        values, options.release(), AwsAccount.UNKNOWN, SourceTables.UNKNOWN);
        Traffic told = traffic(desired);
        Map<TableAddress, Measured> measured = measured(desired, values.region());
        List<TableUse> uses =
                desired.tables().stream()
                        .map(
                                table ->
                                        DeclaredUse.of(
                                                table,
                                                measured.getOrDefault(
                                                        table.address(), Measured.UNKNOWN)))
                        .toList();
        CostReport report =
                new CostReport(
                        Estimate.of(uses, told, prices.get()), prices.get(), options.release());
        console.print(
                switch (format) {
                    case "json" -> report.json();
                    case "markdown" -> report.markdown();
                    default -> report.text(console);
                });
        return 0;
    }

    private Traffic traffic(DesiredState desired) {
        requireNotNegative("--reads", reads);
        requireNotNegative("--writes", writes);
        Traffic.OfTable everyTable =
                reads == null && writes == null
                        ? null
                        : new Traffic.OfTable(new Traffic.Requests(reads, writes), null, null);
        if (traffic == null) {
            return new Traffic(everyTable, Map.of());
        }
        try {
            return Traffic.read(
                    traffic.toString(),
                    ValuesOptions.read(traffic),
                    everyTable,
                    globalIndexes(desired));
        } catch (CostFileException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    /** What can be named in a traffic file: a local index has no requests of its own. */
    private static Map<String, Set<String>> globalIndexes(DesiredState desired) {
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        for (DesiredTable table : desired.tables()) {
            indexes.put(
                    table.logicalName(),
                    table.spec().definition().indexes().stream()
                            .filter(index -> index.kind() == IndexDefinition.Kind.GLOBAL)
                            .map(IndexDefinition::name)
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        return indexes;
    }

    private static void requireNotNegative(String option, @Nullable BigDecimal number) {
        if (number != null && number.signum() < 0) {
            throw new CliException(
                    option + " is " + number + ", and nobody does less than nothing");
        }
    }

    private Map<TableAddress, Measured> measured(DesiredState desired, String region) {
        if (offline) {
            return Map.of();
        }
        try (Target target = targetOptions.target(region)) {
            if (!target.hasCredentials()) {
                console.say(
                        "There are no AWS credentials, so nobody was asked how big the tables"
                                + " are.");
                return Map.of();
            }
            try {
                return Measured.read(
                        target, desired.tables().stream().map(DesiredTable::address).toList());
            } catch (SdkException e) {
                throw new CliException(
                        Rollout.unreachable(target, e).getMessage()
                                + "; with --offline nobody is asked");
            }
        }
    }
}
