package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Release;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** The options that name values, for commands that know them from {@code up} otherwise. */
final class ReleaseOptions {
    @Option(
            names = {"-f", "--values"},
            paramLabel = "FILE",
            description = "Values file (default: those that \"up\" applied). Later ones win.")
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

    /**
     * Returns the values that are named, or else all that were applied to the directory.
     *
     * @param directory null where none is meant
     */
    List<Installed> of(@Nullable DataDirectory directory) {
        if (files.isEmpty() && namespace == null) {
            return directory == null
                    ? List.of()
                    : directory.installed().stream().map(Installed::fromHere).toList();
        }
        if (files.isEmpty() || namespace == null) {
            throw new CliException("-f and --namespace belong together: give both or none");
        }
        try {
            return List.of(new Installed(new Release(namespace, release), files));
        } catch (IllegalArgumentException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }
}
