package dev.tablewright.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.server.Installation;

import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Serves, makes the roles, applies the values, and says how to use it all. */
@Command(
        name = "up",
        description =
                "Start the engine on 127.0.0.1 and make it what a values file says: tables, roles,"
                        + " access. Runs until Ctrl-C; a second time it changes nothing.")
final class UpCommand implements Callable<Integer> {
    @Mixin private ValuesOptions valuesOptions = new ValuesOptions();
    @Mixin private ServerOptions serverOptions = new ServerOptions();

    @Option(names = "--detach", description = "Serve in the background; stop with \"down\".")
    private boolean detach;

    @Option(
            names = "--yes",
            description = "Also delete tables that left the values, without asking.")
    private boolean yes;

    private final Console console;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        // Before anything is touched: a wrong file starts nothing.
        valuesOptions.requireFilesOnly();
        Values values = valuesOptions.values();
        Installation.Settings settings = serverOptions.settings(values.accountId());
        DataDirectory directory = serverOptions.directory();
        Optional<DataDirectory.Running> already = DetachedServer.answering(directory);
        if (already.isPresent()) {
            serverOptions.requireNotSoft();
            console.say(
                    "A server is running already (process "
                            + already.get().pid()
                            + ", "
                            + already.get().endpoint()
                            + "); the values are applied to it.");
            Keys root = new Session(directory, already.get()).root();
            makeReady(values, directory, already.get(), root);
            return 0;
        }
        if (detach) {
            DataDirectory.Running running =
                    DetachedServer.start(directory, serverOptions, settings);
            makeReady(values, directory, running, new Session(directory, running).root());
            console.print(
                    "\nServing in the background on "
                            + running.endpoint()
                            + " (process "
                            + running.pid()
                            + ", log "
                            + directory.log()
                            + "). Stop it with: ./tablewright down"
                            + option(directory)
                            + "\n");
            serverOptions.warn(console);
            return 0;
        }
        serveHere(values, directory, settings);
        return 0;
    }

    private void serveHere(Values values, DataDirectory directory, Installation.Settings settings)
            throws ValuesException, InterruptedException {
        try (LocalServer server = LocalServer.start(directory, settings)) {
            Logger audit = (Logger) LoggerFactory.getLogger("dev.tablewright.audit");
            // Our own questions ("is there such a table?") are no refusals to report.
            audit.setLevel(Level.WARN);
            makeReady(values, directory, server.running(), server.root());
            audit.setLevel(null);
            console.print(
                    "\nServing on "
                            + server.running().endpoint()
                            + (serverOptions.inMemory() ? ", in memory" : "")
                            + ". Ctrl-C stops.\n");
            serverOptions.warn(console);
            server.await();
        }
    }

    private static String option(DataDirectory directory) {
        return directory.root().equals(Path.of(".tablewright"))
                ? ""
                : " --data-dir " + directory.root();
    }

    private void makeReady(
            Values values, DataDirectory directory, DataDirectory.Running running, Keys root)
            throws ValuesException, InterruptedException {
        Keys administrator =
                Administrator.keys(directory, running.endpoint(), root, values.region());
        try (Target target =
                Administrator.target(running.endpoint(), administrator, values.region())) {
            Rollout rollout = Rollout.of(target, values, valuesOptions.release());
            DesiredState desired = rollout.desired();
            ObservedState before =
                    MissingRoles.create(
                            target, desired, rollout.observe(), running.account(), console);
            apply(rollout, rollout.plan(before));
            DataDirectory.write(
                    directory.awsConfig(),
                    AwsFiles.config(
                            running.endpoint(),
                            values.region(),
                            running.account(),
                            administrator.accessKeyId(),
                            desired.roles().stream().map(RoleAccess::role).toList(),
                            directory.accounts().keySet()));
            directory.noteInstalled(valuesOptions.installed());
            print(desired, rollout.observe(), directory);
        }
    }

    private void apply(Rollout rollout, Plan planned) throws InterruptedException {
        Plan plan = planned;
        if (!plan.refusals().isEmpty()) {
            console.err().print(PlanText.of(plan, console));
            throw new CliException("the values cannot be applied as they are; nothing was done");
        }
        if (!plan.deletions().isEmpty() && !yes) {
            plan = keepOrDelete(plan);
        }
        if (plan.hasChanges()) {
            rollout.apply(plan, console);
        } else {
            console.print(PlanText.summary(plan) + "\n");
        }
    }

    private Plan keepOrDelete(Plan plan) {
        plan.deletions()
                .forEach(
                        deletion ->
                                console.say(
                                        deletion.subject()
                                                + " has left the values and would be deleted,"
                                                + " with all its items."));
        if (console.terminal().getAsBoolean() && console.confirms("Delete?", "use --yes")) {
            return plan;
        }
        console.say("Kept. \"up --yes\", or \"apply\", deletes.");
        return plan.withoutDeletions();
    }

    private void print(DesiredState desired, ObservedState observed, DataDirectory directory) {
        Overview overview = new Overview(desired, observed);
        console.print(
                "\n"
                        + overview.tables()
                        + "\n"
                        + (desired.roles().isEmpty() ? "" : overview.roles() + "\n")
                        + overview.use(directory));
    }
}
