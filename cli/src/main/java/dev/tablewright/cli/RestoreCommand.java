package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.restore.BackupEntry;
import dev.tablewright.controlplane.restore.Moment;
import dev.tablewright.controlplane.restore.Restoration;
import dev.tablewright.controlplane.restore.Restoration.Begun;
import dev.tablewright.controlplane.restore.Restoration.Origin;
import dev.tablewright.controlplane.restore.RestoreFailed;
import dev.tablewright.controlplane.restore.RestoredEntry;
import dev.tablewright.controlplane.restore.RestoredSettings;
import dev.tablewright.controlplane.restore.TableBackups;
import dev.tablewright.controlplane.suggestion.UnifiedDiff;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Brings a table back beside itself. */
@Command(
        name = "restore",
        description = {
            "Bring a table back, as it was at a moment or from a backup, as a new table beside it."
                    + " The original is not touched.",
            "What AWS leaves out is put back: tags, time to live, stream, point-in-time recovery,"
                    + " deletion protection, resource policy and the other settings; with -f the"
                    + " roles too, by an entry in the values file.",
            "Broken off, run it again: it goes on. Afterwards: \"diff\" shows what is different,"
                    + " \"promote\" brings the items into the original's place."
        })
final class RestoreCommand implements Callable<Integer> {
    private static final String NEEDS =
            "dynamodb:DescribeTable, DescribeContinuousBackups and RestoreTableToPointInTime on the"
                    + " table, or DescribeBackup and RestoreTableFromBackup on the backup; and"
                    + " BatchWriteItem, DeleteItem, GetItem, PutItem, Query, Scan, UpdateItem and"
                    + " DescribeTable on the new table";

    @Parameters(paramLabel = "TABLE", description = "The table, by its name in AWS or its end.")
    private String table = "";

    /** Where it comes from. */
    static final class From {
        @Option(
                names = "--at",
                paramLabel = "TIME",
                description = "A moment of the last days, to the second: " + Moment.FORMS + ".")
        private @Nullable String at;

        @Option(
                names = "--from",
                paramLabel = "BACKUP",
                description = "A backup, by its name or ARN, or \"latest\": see \"backup list\".")
        private @Nullable String from;
    }

    @ArgGroup(multiplicity = "1")
    private From from = new From();

    @Option(
            names = "--to",
            paramLabel = "NAME",
            description = "Name of the new table (default: TABLE-restored-DATE-TIME, in UTC).")
    private @Nullable String to;

    @Option(
            names = {"-f", "--values"},
            paramLabel = "FILE",
            description =
                    "Values file of the original: gets an entry for the new table with the same"
                            + " roles, which is applied. May be given several times.")
    private List<Path> files = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Kubernetes namespace of the values file.")
    private @Nullable String namespace;

    @Option(
            names = "--release",
            paramLabel = "NAME",
            defaultValue = Release.DEFAULT_NAME,
            description = "Name of the release (default: ${DEFAULT-VALUE}).")
    private String release = Release.DEFAULT_NAME;

    @Mixin private TableTarget where = new TableTarget();

    private final Console console;
    private final Sleeper sleeper = Sleeper.REAL;
    private final InstantSource clock = InstantSource.system();

    RestoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        Release owner = owner();
        if (owner != null) {
            // Mistakes in the file are told before anything is begun.
            var _ = ValuesOptions.parse(files);
        }
        try (Target target = where.open(console)) {
            return restore(target, owner);
        }
    }

    private @Nullable Release owner() {
        if (files.isEmpty() != (namespace == null)) {
            throw new CliException("-f and --namespace belong together: give both or none");
        }
        try {
            return namespace == null ? null : new Release(namespace, release);
        } catch (IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private int restore(Target target, @Nullable Release owner)
            throws ValuesException, InterruptedException {
        Restoration restoration = new Restoration(target, clock, sleeper);
        RestoredSettings settings = new RestoredSettings(target, clock, sleeper);
        try {
            TableAddress source = source(target);
            Begun begun = restoration.begin(source, origin(target, source), to);
            console.say(
                    (begun.wasThere() ? "going on with " : "restoring ")
                            + begun.what()
                            + " to "
                            + begun.table().name());
            Instant begin = clock.instant();
            try (RestoreLines lines = new RestoreLines(console)) {
                restoration.await(begun, lines::show);
            }
            String took = Spans.exact(Duration.between(begin, clock.instant()));
            RestoredSettings.PutBack done = putBack(settings, begun, source);
            boolean named = owner == null || granted(target, owner, begun);
            if (done.failed().isEmpty()) {
                settings.complete(begun);
            }
            console.print(report(begun, took, done, owner));
            return done.failed().isEmpty() && named ? 0 : 1;
        } catch (RestoreFailed e) {
            throw new CliException(String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            throw TableTarget.refused(target, e, NEEDS);
        }
    }

    /** A table that is gone may have left a backup. */
    private TableAddress source(Target target) {
        TableAddress exact = new TableAddress(where.region(), table);
        if (from.from != null && !TableTarget.isThere(target, exact)) {
            if (from.from.startsWith("arn:") || hasBackups(target)) {
                return exact;
            }
        }
        return where.table(target, table, console);
    }

    private boolean hasBackups(Target target) {
        return !new TableBackups(target, clock, sleeper).list(where.region(), table).isEmpty();
    }

    private Origin origin(Target target, TableAddress source) throws RestoreFailed {
        if (from.from != null) {
            BackupEntry backup = new TableBackups(target, clock, sleeper).find(source, from.from);
            return new Origin.FromBackup(backup);
        }
        return new Origin.AtMoment(moment(String.valueOf(from.at)));
    }

    static Moment moment(String text) {
        try {
            return Moment.of(text, Instant.now(), ZoneId.systemDefault());
        } catch (Moment.NoMoment e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private RestoredSettings.PutBack putBack(
            RestoredSettings settings, Begun begun, TableAddress source)
            throws RestoreFailed, InterruptedException {
        RestoredSettings.Original original = settings.read(source);
        BackupEntry backup = begun.backup();
        if (original == null && backup != null) {
            original = settings.read(source.region(), backup);
        }
        if (original == null) {
            return new RestoredSettings.PutBack(
                    List.of(),
                    List.of("the table " + source + " is gone, and its settings with it"));
        }
        original.gaps().forEach(gap -> console.say("not known: " + gap));
        Map<String, String> tags = RestoredSettings.tags(original.tags(), begun.table());
        return settings.putBack(
                original, tags, begun.table(), done -> console.say("put back: " + done));
    }

    /** Returns whether the values name the new table now, and its roles have it. */
    private boolean granted(Target target, Release owner, Begun begun)
            throws ValuesException, InterruptedException {
        List<Source> sources = new ArrayList<>();
        files.forEach(file -> sources.add(new Source(file.toString(), ValuesOptions.read(file))));
        switch (RestoredEntry.of(sources, owner, begun.source(), begun.table())) {
            case RestoredEntry.Found.Already() ->
                    console.say("the values name " + begun.table().name() + " already");
            case RestoredEntry.Found.Added(var file, var before, var after) -> {
                write(Path.of(file), after);
                console.say("added to " + file + ":");
                console.print(UnifiedDiff.of(file.replaceFirst("^/", ""), before, after));
            }
            case RestoredEntry.Found.ByHand(var reason) -> {
                console.say(
                        "no entry was added, because "
                                + reason
                                + "; write it by hand: \"tablewright import "
                                + begun.table().name()
                                + " --namespace "
                                + owner.namespace()
                                + "\" prints one");
                return false;
            }
        }
        Rollout rollout = Rollout.of(target, ValuesOptions.parse(files), owner);
        Plan plan = rollout.plan();
        if (!plan.hasChanges() && plan.refusals().isEmpty()) {
            return true;
        }
        if (!isAbout(plan, begun.table())) {
            console.print(PlanText.of(plan, console));
            console.say(
                    "nothing of this was applied, as it is about more than "
                            + begun.table().name()
                            + "; apply it yourself: tablewright apply"
                            + installed(owner));
            return false;
        }
        return Rollout.apply(target, owner, plan, Pace.DEFAULT_PARALLELISM, console);
    }

    /** Whether all that changes is the restored table, and who may use it. */
    private static boolean isAbout(Plan plan, TableAddress restored) {
        String table = ":table/" + restored.name();
        return plan.refusals().isEmpty()
                && plan.steps().stream()
                        .filter(Step::isChange)
                        .allMatch(
                                step ->
                                        step instanceof Step.OnPolicy
                                                || step.subject().equals("table " + restored))
                && plan.access().stream()
                        .allMatch(
                                change ->
                                        change.resource().endsWith(table)
                                                || change.resource().contains(table + "/"));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CliException("cannot write " + file + ": " + e.getMessage());
        }
    }

    private String installed(Release owner) {
        StringBuilder options = new StringBuilder();
        files.forEach(file -> options.append(" -f ").append(file));
        options.append(" --namespace ").append(owner.namespace());
        return owner.name().equals(Release.DEFAULT_NAME)
                ? options.toString()
                : options + " --release " + owner.name();
    }

    private static String report(
            Begun begun, String took, RestoredSettings.PutBack done, @Nullable Release owner) {
        String restored = begun.table().name();
        String original = begun.source().name();
        StringBuilder text = new StringBuilder();
        done.failed().forEach(one -> text.append("NOT put back: ").append(one).append('\n'));
        if (!done.failed().isEmpty()) {
            text.append("Run the same again to try once more.\n");
        }
        text.append("Restored ").append(begun.what()).append(" to the table ").append(restored);
        text.append(begun.wasThere() ? "" : ", in " + took).append(".\n");
        text.append("  what is different:    tablewright diff ").append(original);
        text.append(' ').append(restored).append('\n');
        text.append("  bring it into place:  tablewright promote ").append(restored);
        text.append(" --over ").append(original).append('\n');
        if (owner == null) {
            BackupEntry backup = begun.backup();
            text.append("  let its roles use it: tablewright restore ").append(original);
            text.append(backup == null ? " --at " + begun.moment() : " --from " + backup.name());
            text.append(" --to ").append(restored).append(" -f VALUES --namespace NS\n");
        }
        return text.toString();
    }
}
