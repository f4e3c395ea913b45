package dev.tablewright.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import dev.tablewright.controlplane.apply.Pace;
import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.AwsAccount;
import dev.tablewright.controlplane.desired.DesiredApplications;
import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.plan.ApplicationsPlan;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.schedule.PlatformBackups;
import dev.tablewright.controlplane.setting.BackupSetting;
import dev.tablewright.controlplane.setting.Replicas;
import dev.tablewright.controlplane.setting.ReplicasSetting;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.ApplicationsValues;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.server.Installation;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import software.amazon.awssdk.core.exception.SdkException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private static final Plan NOTHING = new Plan(List.of(), List.of());

    private final Console console;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        // Before anything is touched: a wrong file starts nothing.
        Values values = valuesOptions.values();
        var _ = valuesOptions.applications();
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
            Optional<ApplicationsValues> named = valuesOptions.applications();
            ApplicationsPlan applications =
                    named.isEmpty()
                            ? null
                            : Declaration.plan(
                                    target, named.get(), valuesOptions.applicationsRelease());
            requireNoRefusal(applications == null ? NOTHING : applications.before());
            ObservedState observed = rollout.observe();
            ObservedState before =
                    MissingRoles.create(
                            target,
                            desired,
                            applications == null ? observed : applications.announced(observed),
                            running.account(),
                            console);
            Keys controller =
                    Controller.keys(directory, running.endpoint(), administrator, values.region());
            try (Target asController =
                    Administrator.target(running.endpoint(), controller, values.region())) {
                apply(
                        target,
                        isForAdministrator(desired, before) ? target : asController,
                        applications,
                        rollout.plan(before));
            }
            makeBackupPlans(target, desired, running.account());
            List<String> roles = desired.roles().stream().map(RoleAccess::role).toList();
            List<String> assumable =
                    roles.stream().filter(role -> !isOfApplication(role, named)).toList();
            DataDirectory.write(
                    directory.awsConfig(),
                    AwsFiles.config(
                            running.endpoint(),
                            values.region(),
                            running.account(),
                            administrator.accessKeyId(),
                            assumable,
                            directory.accounts().keySet()));
            directory.noteInstalled(installed(directory));
            print(desired, rollout.observe(), directory, assumable);
        }
    }

    /** What can be read again: "why", "status" and the like are about the values that hold. */
    private Installed installed(DataDirectory directory) throws ValuesException {
        if (valuesOptions.areFiles()) {
            return valuesOptions.installed();
        }
        Release release = valuesOptions.release();
        Path file = directory.values(release);
        DataDirectory.write(
                file,
                "# What \"up\" was given by files, standard input and --set together; it is written"
                        + " again by the next one.\n"
                        + valuesOptions.effective());
        return new Installed(release, List.of(file));
    }

    /** On AWS the platform has them; here they are made, so that backups really come. */
    private void makeBackupPlans(Target target, DesiredState desired, String account)
            throws InterruptedException {
        Map<String, Set<String>> asked = new TreeMap<>();
        for (DesiredTable table : desired.tables()) {
            String value = table.spec().tags().get(BackupSetting.TAG);
            if (value != null) {
                asked.computeIfAbsent(table.address().region(), _ -> new TreeSet<>()).add(value);
            }
        }
        var backups = new PlatformBackups(target, Sleeper.REAL);
        try {
            for (var each : asked.entrySet()) {
                backups.make(each.getValue(), each.getKey(), new AwsAccount("aws", account))
                        .forEach(console::say);
            }
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
    }

    /** Roles of applications let in service accounts only: no profile can assume them. */
    private boolean isOfApplication(String role, Optional<ApplicationsValues> named) {
        return named.stream()
                .flatMap(values -> values.applications().stream())
                .map(
                        application ->
                                DesiredApplications.roleName(
                                        application.name(), valuesOptions.applicationsRelease()))
                .anyMatch(role::equals);
    }

    /**
     * Environments make users and roles and set borders, which no controller may. Whoever makes a
     * replica needs rights on items, by AWS's rule, since it is filled in their name.
     */
    private static boolean isForAdministrator(DesiredState desired, ObservedState observed) {
        return !desired.environments().isEmpty()
                || desired.tables().stream().anyMatch(UpCommand::isReplicated)
                || observed.policies().values().stream()
                        .anyMatch(policy -> Owner.environment(policy.tags()).isPresent());
    }

    private static boolean isReplicated(DesiredTable table) {
        Replicas replicas = table.spec().settings().get(ReplicasSetting.REPLICAS);
        return replicas != null && !replicas.equals(Replicas.NONE);
    }

    private void requireNoRefusal(Plan plan) {
        if (!plan.refusals().isEmpty()) {
            console.err().print(PlanText.of(plan, console));
            throw new CliException("the values cannot be applied as they are; nothing was done");
        }
    }

    /**
     * Roles are the platform's to make, so the administrator does it; the tables, and what is
     * attached to those roles, are the controller's.
     */
    private void apply(
            Target platform,
            Target controller,
            @Nullable ApplicationsPlan applications,
            Plan planned)
            throws InterruptedException {
        Plan tables = planned;
        requireNoRefusal(applications == null ? tables : applications.around(tables));
        if (!tables.deletions().isEmpty() && !yes) {
            tables = keepOrDelete(tables);
        }
        Plan whole = applications == null ? tables : applications.around(tables);
        if (!whole.hasChanges()) {
            console.print(PlanText.summary(whole) + "\n");
            return;
        }
        if (applications != null) {
            apply(platform, applications.before());
        }
        apply(controller, tables);
        if (applications != null) {
            apply(platform, applications.after(tables));
        }
    }

    private void apply(Target target, Plan plan) throws InterruptedException {
        if (plan.hasChanges()) {
            var _ =
                    Rollout.apply(
                            target,
                            valuesOptions.release(),
                            plan,
                            Pace.DEFAULT_PARALLELISM,
                            console);
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

    private void print(
            DesiredState desired,
            ObservedState observed,
            DataDirectory directory,
            List<String> assumable) {
        Overview overview = new Overview(desired, observed);
        console.print(
                "\n"
                        + overview.tables()
                        + "\n"
                        + (desired.roles().isEmpty() ? "" : overview.roles() + "\n")
                        + overview.use(directory, assumable));
    }
}
