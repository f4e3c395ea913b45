package dev.tablewright.cli;

import dev.tablewright.controlplane.access.SnapshotReader;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.draft.ExistingGrants;
import dev.tablewright.controlplane.draft.LiveDraft;
import dev.tablewright.controlplane.draft.LiveReading;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ValuesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Writes a values file from live tables. */
@Command(
        name = "import",
        description = {
            "Write a values file from tables that exist, with the roles that can use them. Changes"
                    + " nothing.",
            "\"plan\" with the file finds no difference; \"adopt\" takes the tables over."
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "TABLE",
            description = "Tables by their names in AWS, or patterns in quotes: 'idp-koa-dev-*'.")
    private List<String> tables = List.of();

    @Option(names = "--all", description = "All tables of the region.")
    private boolean all;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description =
                    "Kubernetes namespace of the file: tables called [idp-]NS-NAME get the name"
                            + " NAME. Others, and all without this option, keep their names by"
                            + " externalName.")
    private @Nullable String namespace;

    @Option(
            names = "--release",
            paramLabel = "NAME",
            defaultValue = Release.DEFAULT_NAME,
            description = "Name of the release (default: ${DEFAULT-VALUE}).")
    private String release = Release.DEFAULT_NAME;

    @Option(
            names = "--no-roles",
            description = "Do not look for roles that can use the tables: needs no rights in IAM.")
    private boolean noRoles;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write, never over one that is there (default: stdout).")
    private @Nullable Path output;

    @Mixin private AccountOptions accountOptions = new AccountOptions();

    private final Console console;

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException {
        if (tables.isEmpty() == !all) {
            throw new CliException("name tables or patterns, or say --all");
        }
        if (output != null && Files.exists(output)) {
            throw exists(output);
        }
        Release owner = release();
        AccountOptions.Account account = accountOptions.open(console);
        try (Target target = account.target()) {
            List<ObservedTable> found = read(target);
            LiveDraft draft = LiveDraft.of(heading(target), found, owner, grants(target, found));
            draft.notSaid().forEach(one -> console.say("The file cannot say it all: " + one));
            print(draft.text(), found.size());
            return draft.notSaid().isEmpty() ? 0 : 1;
        } catch (SdkException e) {
            throw Rollout.unreachable(account.target(), e);
        }
    }

    private @Nullable Release release() {
        try {
            return namespace == null ? null : new Release(namespace, release);
        } catch (IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private List<ObservedTable> read(Target target) {
        try {
            List<TableAddress> addresses =
                    LiveReading.find(target, accountOptions.regions(), all ? List.of("*") : tables);
            return LiveReading.read(target, addresses);
        } catch (LiveReading.NoSuchTable e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private LiveDraft.Heading heading(Target target) {
        return new LiveDraft.Heading(
                target + ", account " + target.account().id(),
                LocalDate.now(Clock.systemUTC()).toString(),
                output == null ? "values.yaml" : output.toString(),
                accountOptions.region());
    }

    /** Tables without their roles are better than nothing, and the file must not hide it. */
    private Map<String, ExistingGrants> grants(Target target, List<ObservedTable> found) {
        if (noRoles) {
            return Map.of();
        }
        try {
            return ExistingGrants.of(
                    SnapshotReader.readTables(
                            target, found.stream().map(ObservedTable::address).toList()));
        } catch (AwsServiceException e) {
            console.say(
                    "The roles that can use the tables are not in the file: " + Target.sentence(e));
            return Map.of();
        }
    }

    private void print(String text, int count) {
        if (output == null) {
            console.print(text);
            return;
        }
        try {
            Files.writeString(
                    output, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw exists(output);
        } catch (IOException e) {
            throw new CliException("cannot write " + output + ": " + e.getMessage());
        }
        console.say("Wrote " + output + ": " + count + (count == 1 ? " table." : " tables."));
    }

    private static CliException exists(Path file) {
        return new CliException(file + " is there already and stays as it is");
    }
}
