package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.comparison.Comparison;
import dev.tablewright.controlplane.comparison.ComparisonFailed;
import dev.tablewright.controlplane.comparison.Difference;
import dev.tablewright.controlplane.comparison.Items;
import dev.tablewright.controlplane.comparison.Outcome;
import dev.tablewright.controlplane.comparison.Sample;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.Moment;
import dev.tablewright.controlplane.restore.Restoration.Origin;
import dev.tablewright.controlplane.restore.RestoreFailed;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Compares the items of two tables. */
@Command(
        name = "diff",
        description = {
            "Compare the items of two tables: which does OTHER have besides, which has it"
                    + " otherwise, which does it not have.",
            "With --at, TABLE as it was at that time is compared with OTHER, or with itself as it"
                    + " is now.",
            "Both tables are read whole, which costs read capacity. Exit code: 0 the same, 2"
                    + " different, 1 not compared."
        })
final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERENT = 2;
    private static final String NEEDS =
            "dynamodb:DescribeTable, dynamodb:Scan and dynamodb:GetItem on both tables; with"
                    + " --watch DescribeStream, GetShardIterator and GetRecords on their streams; with"
                    + " --at what a restore takes, and dynamodb:DeleteTable on the scratch table";

    @Parameters(index = "0", paramLabel = "TABLE", description = "By its name in AWS or its end.")
    private String table = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OTHER",
            description = "The other table; may be left out with --at.")
    private @Nullable String other;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "Take TABLE as it was then, from a scratch table that is restored for it and"
                            + " deleted afterwards: "
                            + Moment.FORMS
                            + ".")
    private @Nullable String at;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many differences are shown (default: ${DEFAULT-VALUE}).")
    private int samples = 10;

    @Option(
            names = "--eventual",
            description =
                    "Read at half the price, and perhaps without what was written within the last"
                            + " second.")
    private boolean eventual;

    @Option(
            names = "--watch",
            description =
                    "Go on comparing while both tables are written, as with a shadow table: by"
                            + " their streams where both have one, else by reading them again."
                            + " Ctrl-C ends it.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "SPAN",
            defaultValue = "2s",
            description = "How often --watch looks (default: ${DEFAULT-VALUE}).")
    private String interval = "2s";

    @Option(
            names = "--for",
            paramLabel = "SPAN",
            description = "End --watch after that time, for instance 10m; exit code as above.")
    private @Nullable String time;

    @Option(names = "--yes", description = "Do not ask before a scratch table is restored.")
    private boolean yes;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    @Mixin private TableTarget where = new TableTarget();

    private final Console console;

    DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        OutputOption.require(output, "text", "json");
        if (other == null && at == null) {
            throw new CliException("name the other table, or say --at TIME");
        }
        if (watch && at != null) {
            throw new CliException("--watch is about tables as they are, --at about the past");
        }
        try (Target target = where.open(console)) {
            return diff(target);
        }
    }

    private int diff(Target target) throws InterruptedException {
        try {
            TableAddress one = where.table(target, table, console);
            TableAddress second = other == null ? one : where.table(target, other, console);
            if (watch) {
                return new WatchLines(
                                console, output.equals("json"), Age.of("--interval", interval))
                        .watch(target, one, second, time == null ? null : Age.of("--for", time));
            }
            if (at != null) {
                return diffToPast(target, one, second, RestoreCommand.moment(at));
            }
            return print(compare(target, one, one.name(), second));
        } catch (ComparisonFailed | RestoreFailed e) {
            throw new CliException(String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            throw TableTarget.refused(target, e, NEEDS);
        }
    }

    private int diffToPast(Target target, TableAddress one, TableAddress second, Moment moment)
            throws InterruptedException, ComparisonFailed, RestoreFailed {
        String question =
                "To look at the past, "
                        + one.name()
                        + " is restored to a scratch table beside it, which is deleted afterwards"
                        + " (AWS bills the restore by size). Go on?";
        if (!yes && !console.confirms(question, "say --yes to restore a scratch table")) {
            console.say("Nothing was done.");
            return 1;
        }
        try (ScratchTable scratch =
                ScratchTable.begin(target, one, new Origin.AtMoment(moment), console)) {
            var _ = scratch.await();
            String called =
                    one.name() + " at " + scratch.begun().moment().truncatedTo(ChronoUnit.SECONDS);
            return print(compare(target, scratch.begun().table(), called, second));
        }
    }

    private DiffText compare(Target target, TableAddress one, String called, TableAddress second)
            throws InterruptedException, ComparisonFailed {
        Items first = new Items(target, one, Sleeper.REAL);
        Items other = new Items(target, second, Sleeper.REAL);
        List<Difference> found = new ArrayList<>();
        Outcome outcome;
        try (CompareLines lines = new CompareLines(console, first.expected() + other.expected())) {
            outcome =
                    new Comparison(first, other, !eventual, lines::read)
                            .compare(
                                    difference -> {
                                        if (found.size() < samples) {
                                            found.add(difference);
                                        }
                                    });
        }
        List<Sample> shown = new ArrayList<>();
        for (Difference difference : found) {
            Sample sample = Sample.of(difference, first, other);
            if (sample != null) {
                shown.add(sample);
            }
        }
        return new DiffText(called, second.name(), outcome, shown);
    }

    private int print(DiffText text) {
        console.print(
                output.equals("json") ? text.json() : text.text(console, "; --samples shows more"));
        return text.outcome().isSame() ? 0 : DIFFERENT;
    }
}
