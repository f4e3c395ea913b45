package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.environment.LiveEnvironment;
import dev.tablewright.controlplane.environment.Teardown;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** Takes environments away. */
@Command(
        name = "delete",
        description =
                "Delete an environment, or all whose time has come: policies, the users and roles"
                        + " that it made, and its tables with all items. Tables with deletionPolicy"
                        + " Orphan stay, and so do protected ones.")
final class EnvDeleteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Name of the environment.")
    private @Nullable String name;

    @Option(names = "--expired", description = "All whose time has come.")
    private boolean expired;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin private EnvironmentTarget where = new EnvironmentTarget();

    private final Console console;

    EnvDeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if ((name == null) != expired) {
            throw new CliException("name the environment to delete, or say --expired");
        }
        try (Target target = where.open(where.region())) {
            List<LiveEnvironment> chosen =
                    name == null
                            ? where.environments(target).values().stream()
                                    .filter(one -> one.isExpired(Instant.now()))
                                    .toList()
                            : List.of(where.environment(target, name));
            if (!expired) {
                chosen.forEach(EnvDeleteCommand::requireNoObjects);
            }
            if (chosen.isEmpty()) {
                console.say("No environment has expired.");
                return 0;
            }
            chosen.forEach(this::preview);
            if (!yes && !console.confirms("Delete?", "say --yes to delete")) {
                console.say("Nothing was done.");
                return 1;
            }
            boolean whole = true;
            for (LiveEnvironment one : chosen) {
                whole &= delete(target, one);
            }
            return whole ? 0 : 1;
        }
    }

    /** The operator would make it again; what has expired it does not. */
    private static void requireNoObjects(LiveEnvironment environment) {
        for (Owner owner : environment.owners()) {
            if (owner instanceof Owner.OwnedBy(var release) && release.isObjects()) {
                throw EnvironmentTarget.belongsTo(environment.name(), release);
            }
        }
    }

    private void preview(LiveEnvironment environment) {
        Teardown.Preview preview = Teardown.preview(environment);
        console.say("Environment " + environment.name() + " of " + where.region());
        preview.goes().forEach(line -> console.say("  - " + line));
        preview.stays().forEach(line -> console.say("    " + line));
        environment.tables().stream()
                .map(table -> Owner.of(table.tags()))
                .distinct()
                .forEach(owner -> declared(environment, owner));
    }

    /** One that a values file asks for would come back. */
    private void declared(LiveEnvironment environment, Owner owner) {
        if (owner instanceof Owner.OwnedBy(var release)
                && !release.equals(
                        Release.ofEnvironment(release.namespace(), environment.name()))) {
            console.say(
                    "    It was made from the values of "
                            + release
                            + "; while they name it, applying them makes it again.");
        }
    }

    private boolean delete(Target target, LiveEnvironment environment) {
        try {
            List<Teardown.Kept> kept = new Teardown(target, console::say).delete(environment);
            kept.forEach(line -> console.say("kept: " + line));
            return kept.stream().allMatch(Teardown.Kept::asWanted);
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
    }
}
