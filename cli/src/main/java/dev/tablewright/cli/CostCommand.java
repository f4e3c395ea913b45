package dev.tablewright.cli;

import dev.tablewright.controlplane.cost.CostFileException;
import dev.tablewright.controlplane.cost.CountedTraffic;
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
import dev.tablewright.controlplane.target.ConsumedUnits;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import software.amazon.awssdk.core.exception.SdkException;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** Says what the tables of the values cost in a month. */
@Command(
        name = "cost",
        description = {
            "Estimate what the tables of a values file cost in a month: declared capacity,"
                + " requests, storage, point-in-time recovery, backups, streams and replicas, at"
                + " list prices.",
            "How big tables are is read from the target; how many requests there are is counted"
                    + " with --observed, or told with --reads and --writes or with --traffic. What"
                    + " is not known is said to be unknown, never counted as nothing."
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
            names = "--observed",
            paramLabel = "SPAN",
            description =
                    "Take the requests of the last SPAN, for instance 14d, for a month that goes on"
                        + " like that: as CloudWatch counted them on AWS, or a server of"
                        + " Tablewright since it began to serve. A table that --traffic names is as"
                        + " it says.")
    private @Nullable String observed;

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
        Live live = live(desired, values.region());
        List<TableUse> uses =
                desired.tables().stream()
                        .map(
                                table ->
                                        DeclaredUse.of(
                                                table,
                                                live.measured()
                                                        .getOrDefault(
                                                                table.address(), Measured.UNKNOWN)))
                        .toList();
        CostReport report =
                new CostReport(
                        Estimate.of(uses, told.with(live.traffic().tables()), prices.get()),
                        prices.get(),
                        prices.areShipped(),
                        live.traffic().sources(),
                        options.release());
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
            return new Traffic(everyTable, Map.of(), Map.of());
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

    private static Map<String, Set<String>> globalIndexes(DesiredState desired) {
        Map<String, Set<String>> indexes = new LinkedHashMap<>();
        desired.tables()
                .forEach(
                        table ->
                                indexes.put(
                                        table.logicalName(),
                                        new LinkedHashSet<>(CountedTraffic.globalIndexes(table))));
        return indexes;
    }

    private static void requireNotNegative(String option, @Nullable BigDecimal number) {
        if (number != null && number.signum() < 0) {
            throw new CliException(
                    option + " is " + number + ", and nobody does less than nothing");
        }
    }

    /** What the target tells. */
    private record Live(Map<TableAddress, Measured> measured, CountedTraffic traffic) {
        static final Live UNKNOWN = new Live(Map.of(), new CountedTraffic(Map.of(), List.of()));
    }

    private Live live(DesiredState desired, String region) {
        Duration span = observed == null ? null : Age.of("--observed", observed);
        if (span != null
                && (span.compareTo(Duration.ofHours(1)) < 0
                        || span.compareTo(ConsumedUnits.LONGEST) > 0)) {
            throw new CliException(
                    "--observed is from 1h to " + ConsumedUnits.LONGEST.toDays() + "d");
        }
        if (offline) {
            if (span != null) {
                throw new CliException("--observed asks, and --offline does not: give one of them");
            }
            return Live.UNKNOWN;
        }
        try (Target target = targetOptions.target(region)) {
            if (!target.hasCredentials()) {
                if (span != null) {
                    Rollout.requireCredentials(target);
                }
                console.say(
                        "There are no AWS credentials, so nobody was asked how big the tables"
                                + " are.");
                return Live.UNKNOWN;
            }
            try {
                Map<TableAddress, Measured> measured =
                        Measured.read(
                                target,
                                desired.tables().stream().map(DesiredTable::address).toList());
                return new Live(
                        measured,
                        span == null
                                ? Live.UNKNOWN.traffic()
                                : CountedTraffic.read(
                                        target,
                                        desired.tables(),
                                        measured,
                                        span,
                                        prices.get().hoursPerMonth(),
                                        Instant.now()));
            } catch (SdkException e) {
                throw new CliException(
                        Rollout.unreachable(target, e).getMessage()
                                + "; with --offline nobody is asked");
            }
        }
    }
}
