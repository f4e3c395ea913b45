package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTables;
import dev.tablewright.controlplane.environment.LiveSources;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Makes an environment that stands in no values file. */
@Command(
        name = "create",
        description =
                "Make an environment: copies of a namespace's tables, empty, and policies that give"
                        + " them to its users and roles and to nobody else. Doing it again changes"
                        + " it.")
final class EnvCreateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the environment.")
    private String name = "";

    @Option(
            names = "--like",
            paramLabel = "NS[/RELEASE]",
            required = true,
            description = "Namespace whose tables it copies.")
    private String like = "";

    @Option(
            names = {"-f", "--values"},
            paramLabel = "FILE",
            description =
                    "Values file of that namespace; without it the tables are copied as they are in"
                            + " the account.")
    private List<Path> files = List.of();

    @Option(names = "--yes", description = "Do not ask before tables are deleted.")
    private boolean yes;

    @Mixin private EnvironmentOptions options = new EnvironmentOptions();
    @Mixin private EnvironmentTarget where = new EnvironmentTarget();

    private final Console console;

    EnvCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        Values base =
                files.isEmpty()
                        ? EnvironmentOptions.inRegion(where.region())
                        : ValuesOptions.parse(files);
        Values values = options.values(name, like, base);
        Release of = likeRelease();
        try (Target target = where.open(base.region())) {
            SourceTables sources =
                    files.isEmpty()
                            ? new LiveSources(target, base.region())
                            : _ -> DesiredState.sources(base, of);
            Release release = Release.ofEnvironment(of.namespace(), name);
            where.requireFree(target, name, release);
            Rollout rollout = Rollout.of(target, values, release, sources);
            if (!EnvironmentTarget.apply(rollout, rollout.plan(), yes, console)) {
                return 1;
            }
            console.say("Environment " + name + " is ready: tablewright env show " + name);
            return 0;
        }
    }

    private Release likeRelease() {
        int slash = like.indexOf('/');
        try {
            return slash < 0
                    ? new Release(like, Release.DEFAULT_NAME)
                    : new Release(like.substring(0, slash), like.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }
}
