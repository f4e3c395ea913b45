package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.Owner;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.SourceTable;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.desired.TableSpec;
import dev.tablewright.controlplane.environment.CloneFailed;
import dev.tablewright.controlplane.environment.Cloning;
import dev.tablewright.controlplane.environment.LiveEnvironment;
import dev.tablewright.controlplane.environment.LiveSources;
import dev.tablewright.controlplane.environment.LiveTable;
import dev.tablewright.controlplane.environment.Masking;
import dev.tablewright.controlplane.environment.Secret;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.setting.Setting;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Makes an environment that is like another, on request with its data. */
@Command(
        name = "clone",
        description =
                "Make an environment with the tables of another, or of a namespace, as they are in"
                        + " the account; with their items on request, masked by rules.")
final class EnvCloneCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SRC", description = "Environment or namespace to copy.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "Name of the new environment.")
    private String name = "";

    @Option(names = "--with-data", description = "Copy the items too.")
    private boolean withData;

    @Option(
            names = "--mask",
            paramLabel = "FILE",
            description = "Rules for attributes: drop, hash, fake, redact, keep.")
    private @Nullable Path mask;

    @Option(
            names = "--mask-key-file",
            paramLabel = "FILE",
            description =
                    "Key of the masks; the same key gives the same masks. Otherwise one is made and"
                            + " kept in the data directory.")
    private @Nullable Path maskKey;

    @Mixin private DirectoryOption directory = new DirectoryOption();
    @Mixin private EnvironmentOptions options = new EnvironmentOptions();
    @Mixin private EnvironmentTarget where = new EnvironmentTarget();

    private final Console console;

    EnvCloneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ValuesException, InterruptedException {
        if (mask != null && !withData) {
            throw new CliException("--mask has no use without --with-data");
        }
        if (source.equals(name)) {
            throw new CliException("an environment cannot be a clone of itself");
        }
        try (Target target = where.open(where.region())) {
            return clone(target);
        } catch (CloneFailed e) {
            throw new CliException(
                    e.getMessage()
                            + "\nThe environment "
                            + name
                            + " is not complete. Cloning again goes on from there; \"tablewright"
                            + " env delete "
                            + name
                            + "\" removes it.");
        }
    }

    private int clone(Target target) throws ValuesException, InterruptedException, CloneFailed {
        Map<String, LiveEnvironment> environments = where.environments(target);
        List<ObservedTable> originals = originals(target, environments.get(source));
        Map<TableKey, ObservedTable> byName = new LinkedHashMap<>();
        originals.forEach(table -> byName.put(TableKey.of(table), table));
        Masking masking = masking(byName);
        Map<TableKey, LiveTable> there = there(environments.get(name));
        List<SourceTable> sources =
                originals.stream()
                        .map(table -> marked(table, there.get(TableKey.of(table))))
                        .toList();
        Values values = options.values(name, source, EnvironmentOptions.inRegion(where.region()));
        Release release = Release.ofEnvironment(namespace(originals.getFirst()), name);
        where.requireFree(target, name, release);
        Rollout rollout = Rollout.of(target, values, release, _ -> sources);
        if (!EnvironmentTarget.apply(rollout, rollout.plan(), false, console)) {
            return 1;
        }
        copy(target, masking, rollout.desired().tables(), byName);
        console.say("Environment " + name + " is ready: tablewright env show " + name);
        return 0;
    }

    /** A table by its name in the values. */
    private record TableKey(String region, String logicalName) {
        static TableKey of(ObservedTable table) {
            return new TableKey(
                    table.address().region(),
                    table.spec().tags().getOrDefault(Release.TABLE_TAG, table.address().name()));
        }
    }

    private List<ObservedTable> originals(Target target, @Nullable LiveEnvironment environment) {
        List<TableAddress> addresses =
                environment == null
                        ? new LiveSources(target, where.region()).addresses(source)
                        : environment.tables().stream().map(LiveTable::address).toList();
        List<ObservedTable> tables = new ArrayList<>();
        for (TableAddress address : addresses) {
            ObservedTable table = Observer.read(target, address, Setting::isCopied);
            if (table != null) {
                tables.add(table);
            }
        }
        if (tables.isEmpty()) {
            throw new CliException(
                    "there are no tables of an environment or namespace \""
                            + source
                            + "\" in "
                            + where.region());
        }
        if (environment != null && environment.isHalfCopied() && withData) {
            throw new CliException(source + " is itself a clone that is not complete");
        }
        return tables;
    }

    private static Map<TableKey, LiveTable> there(@Nullable LiveEnvironment environment) {
        Map<TableKey, LiveTable> there = new LinkedHashMap<>();
        if (environment != null) {
            environment
                    .tables()
                    .forEach(
                            table ->
                                    there.put(
                                            new TableKey(
                                                    table.address().region(), table.logicalName()),
                                            table));
        }
        return there;
    }

    /** A table that gets data is marked as half copied from its first moment. */
    private SourceTable marked(ObservedTable original, @Nullable LiveTable there) {
        SourceTable table =
                LiveSources.source(
                        original, original.address().name().startsWith("idp-" + source + "-"));
        if (!withData) {
            return table;
        }
        if (there != null) {
            if (there.tag(Release.CLONE_TAG) == null) {
                throw new CliException(
                        "the table "
                                + there.address()
                                + " is there already, and was not made by a clone with data;"
                                + " choose another name, or delete the environment "
                                + name);
            }
            return table;
        }
        TableSpec spec = table.spec();
        Map<String, String> tags = new LinkedHashMap<>(spec.tags());
        tags.putAll(Cloning.BEGUN);
        return new SourceTable(
                table.logicalName(),
                table.region(),
                table.useIdpPrefix(),
                spec.copy(tags),
                table.managementPolicies(),
                table.deletionPolicy(),
                false);
    }

    private static String namespace(ObservedTable table) {
        if (Owner.of(table.spec().tags()) instanceof Owner.OwnedBy(var release)) {
            return release.namespace();
        }
        throw new CliException("the table " + table.address() + " was not made by Tablewright");
    }

    private void copy(
            Target target,
            Masking masking,
            List<DesiredTable> desired,
            Map<TableKey, ObservedTable> originals)
            throws CloneFailed, InterruptedException {
        List<Cloning.Copy> copies = new ArrayList<>();
        for (DesiredTable table : desired) {
            ObservedTable original =
                    originals.get(new TableKey(table.address().region(), table.logicalName()));
            if (original != null) {
                copies.add(
                        new Cloning.Copy(table.logicalName(), original.address(), table.address()));
            }
        }
        Cloning cloning = new Cloning(target, masking, Sleeper.REAL, console::say);
        try {
            if (withData) {
                cloning.begin(copies);
                for (Cloning.Copy copy : copies) {
                    var _ = cloning.copyItems(copy);
                }
            }
            copies.forEach(cloning::copySettings);
        } catch (SdkException e) {
            throw Rollout.unreachable(target, e);
        }
        masking.unmet()
                .forEach(at -> console.say(at + ": the rule met no value; is its path right?"));
    }

    private Masking masking(Map<TableKey, ObservedTable> originals) throws ValuesException {
        if (mask == null) {
            return Masking.none();
        }
        return Masking.parse(
                new Source(mask.toString(), ValuesOptions.read(mask)),
                originals.keySet().stream()
                        .map(TableKey::logicalName)
                        .collect(Collectors.toCollection(java.util.TreeSet::new)),
                secret());
    }

    private Secret secret() {
        Path file = maskKey == null ? directory.get().root().resolve("mask-key") : maskKey;
        if (maskKey == null && !Files.exists(file)) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            DataDirectory.write(file, HexFormat.of().formatHex(random) + "\n");
            console.say("The key of the masks is new: " + file);
        }
        try {
            return new Secret(ValuesOptions.read(file).strip().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new CliException(file + ": " + e.getMessage());
        }
    }
}
