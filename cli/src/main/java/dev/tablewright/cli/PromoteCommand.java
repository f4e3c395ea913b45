package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.comparison.Comparison;
import dev.tablewright.controlplane.comparison.ComparisonFailed;
import dev.tablewright.controlplane.comparison.Difference;
import dev.tablewright.controlplane.comparison.DifferenceLog;
import dev.tablewright.controlplane.comparison.Items;
import dev.tablewright.controlplane.comparison.Outcome;
import dev.tablewright.controlplane.comparison.Sample;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.Promotion;
import dev.tablewright.controlplane.restore.RestoreFailed;
import dev.tablewright.controlplane.target.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Brings the items of a restored table into the place of its original. */
@Command(
        name = "promote",
        description = {
            "Bring the items of a restored table into the place of its original. A table cannot be"
                + " renamed; so what differs is copied, item by item, and the original keeps its"
                + " name, ARN, settings, stream and rights.",
            "In order: compare, show, ask; keep the original as it is, in a backup and as the table"
                    + " TABLE-before-DATE-TIME; write each item that differs, on condition that"
                    + " nobody has written it since; compare again. What somebody else writes"
                    + " meanwhile is left alone and reported. Broken off, run it again.",
            "Exit code: 0 done, 1 not done, 2 done but for items that others wrote meanwhile."
        })
final class PromoteCommand implements Callable<Integer> {
    private static final int SOME_LEFT = 2;
    private static final int SHOWN = 10;

    /** The rights that it takes, but those for keeping the original. */
    static final String NEEDS =
            "dynamodb:DescribeTable, Scan and GetItem on both tables, dynamodb:PutItem and"
                    + " DeleteItem on the original";

    @Parameters(
            paramLabel = "RESTORED",
            description = "The table that has the right items, by its name in AWS or its end.")
    private String restored = "";

    @Option(
            names = "--over",
            paramLabel = "TABLE",
            required = true,
            description = "The original: the table that gets them.")
    private String over = "";

    @Option(
            names = "--missing-only",
            description =
                    "Only put back items that the original does not have; leave those that it has"
                            + " as they are.")
    private boolean missingOnly;

    @Option(
            names = "--keep",
            paramLabel = "WHAT",
            defaultValue = "table",
            description = {
                "What to keep of the original as it is: \"table\" makes a table of it under a dated"
                        + " name, and a backup; \"backup\" only that; with \"nothing\", what is"
                        + " overwritten is lost (default: ${DEFAULT-VALUE})."
            })
    private String keep = "table";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin private TableTarget where = new TableTarget();

    private final Console console;

    PromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        OldTable.Keep kept = OldTable.Keep.of(keep);
        try (Target target = where.open(console)) {
            return promote(target, kept);
        }
    }

    private int promote(Target target, OldTable.Keep kept) throws InterruptedException {
        try {
            TableAddress from = where.table(target, restored, console);
            TableAddress to = where.table(target, over, console);
            if (from.equals(to)) {
                throw new CliException("a table cannot be promoted over itself");
            }
            requireActive(target, from);
            Items original = new Items(target, to, Sleeper.REAL);
            Items wanted = new Items(target, from, Sleeper.REAL);
            OldTable old = new OldTable(target, to, from, kept, console);
            try (DifferenceLog log = new DifferenceLog(original.key())) {
                Outcome outcome = compare(original, wanted, log);
                return promote(target, from, to, original, wanted, old, log, outcome);
            }
        } catch (ComparisonFailed | RestoreFailed e) {
            throw new CliException(String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            throw TableTarget.refused(target, e, NEEDS + OldTable.needs(kept));
        }
    }

    private static void requireActive(Target target, TableAddress table) {
        String status = describe(target, table).tableStatusAsString();
        if (!status.equals("ACTIVE")) {
            throw new CliException(
                    table + " is " + status + ": its restore has not ended; run \"restore\" again");
        }
    }

    private static TableDescription describe(Target target, TableAddress table) {
        return target.dynamoDb(table.region())
                .describeTable(r -> r.tableName(table.name()))
                .table();
    }

    /** Notes the differences that are going to be written. */
    private Outcome compare(Items original, Items wanted, DifferenceLog log)
            throws ComparisonFailed, InterruptedException {
        try (CompareLines lines =
                new CompareLines(console, original.expected() + wanted.expected())) {
            return new Comparison(original, wanted, true, lines::read)
                    .compare(
                            difference -> {
                                if (!missingOnly || difference.kind() == Difference.Kind.ADDED) {
                                    log.add(difference);
                                }
                            });
        }
    }

    private int promote(
            Target target,
            TableAddress from,
            TableAddress to,
            Items original,
            Items wanted,
            OldTable old,
            DifferenceLog log,
            Outcome outcome)
            throws ComparisonFailed, RestoreFailed, InterruptedException {
        console.print(shown(from, to, original, wanted, log, outcome));
        if (log.count() == 0) {
            console.print(
                    (missingOnly
                                    ? to.name() + " misses nothing that " + from.name() + " has"
                                    : "Nothing to do")
                            + ".\n");
            return old.isBegun() ? keptByNow(old) : 0;
        }
        console.print(old.plan(outcome.items()));
        if (!yes
                && !console.confirms(
                        question(target, from, to, outcome) + old.condition(),
                        "say --yes to go on")) {
            console.say("Nothing was done.");
            return 1;
        }
        old.keep();
        Promotion.Done done;
        try (CompareLines lines = new CompareLines(console, "wrote", log.count())) {
            done = new Promotion(target, to, original, wanted).copy(log, lines::read);
        }
        report(from, to, original, wanted, done);
        int code = keptByNow(old);
        console.print(
                "  no longer needed:     "
                        + from.name()
                        + ", once you have looked: take it out of the values, or aws dynamodb"
                        + " delete-table\n");
        return code == 0 && done.conflicts() > 0 ? SOME_LEFT : code;
    }

    /** The items are in place; the table that is kept may take longer. */
    private int keptByNow(OldTable old) throws InterruptedException {
        boolean complete = old.complete();
        console.print(old.report());
        return complete ? 0 : 1;
    }

    private String shown(
            TableAddress from,
            TableAddress to,
            Items original,
            Items wanted,
            DifferenceLog log,
            Outcome outcome)
            throws ComparisonFailed, InterruptedException {
        List<Difference> first = new ArrayList<>();
        log.forEach(
                difference -> {
                    if (first.size() < SHOWN) {
                        first.add(difference);
                    }
                });
        List<Sample> samples = new ArrayList<>();
        for (Difference difference : first) {
            Sample sample = Sample.of(difference, original, wanted);
            if (sample != null) {
                samples.add(sample);
            }
        }
        return new DiffText(to.name(), from.name(), outcome, samples).text(console, log.count(), "")
                + (log.count() == outcome.differences()
                        ? ""
                        : "With --missing-only the "
                                + Spans.count(log.count())
                                + " added are put back, and nothing else is written.\n");
    }

    private String question(Target target, TableAddress from, TableAddress to, Outcome outcome) {
        var summary = describe(target, from).restoreSummary();
        String arn = describe(target, to).tableArn();
        boolean other = summary == null || !arn.equals(summary.sourceTableArn());
        List<String> changes = new ArrayList<>();
        changes.add(Spans.count(outcome.added(), "item") + " put back");
        if (!missingOnly) {
            changes.add(Spans.count(outcome.changed(), "item") + " changed back");
            changes.add(Spans.count(outcome.removed(), "item") + " that only it has deleted");
        }
        return (other ? "NOTE: " + from.name() + " was not restored from it.\n" : "")
                + "Make "
                + to
                + (missingOnly ? " have all of " : " have the items of ")
                + from.name()
                + ": "
                + String.join(", ", changes);
    }

    private void report(
            TableAddress from, TableAddress to, Items original, Items wanted, Promotion.Done done)
            throws ComparisonFailed, InterruptedException {
        long left = done.conflicts();
        for (var key : done.shown()) {
            console.print("! " + DiffText.key(key) + ": written meanwhile, left alone\n");
        }
        console.print(
                "Promoted "
                        + from.name()
                        + " over "
                        + to.name()
                        + ": "
                        + Spans.count(done.putBack(), "item")
                        + " put back, "
                        + Spans.count(done.changedBack())
                        + " changed back, "
                        + Spans.count(done.deleted())
                        + " deleted"
                        + (left == 0 ? "" : ", " + Spans.count(left) + " left alone")
                        + ".\n");
        console.print(compared(from, to, original, wanted));
    }

    /** What is still different was written by others since, or is meant to stay. */
    private String compared(TableAddress from, TableAddress to, Items original, Items wanted)
            throws ComparisonFailed, InterruptedException {
        try (DifferenceLog rest = new DifferenceLog(original.key())) {
            Outcome outcome = compare(original, wanted, rest);
            String summary = new DiffText(to.name(), from.name(), outcome, List.of()).summary();
            return (outcome.isSame() || missingOnly ? "" : "Others go on writing. ")
                    + "Compared again: "
                    + summary
                    + "\n";
        }
    }
}
