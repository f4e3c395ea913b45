package dev.tablewright.cli;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The option that names the data directory. */
final class DirectoryOption {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = ".tablewright",
            description = "Where data and keys are kept (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of(".tablewright");

    DataDirectory get() {
        return new DataDirectory(directory);
    }
}
