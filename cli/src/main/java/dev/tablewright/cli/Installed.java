package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;

import java.nio.file.Path;
import java.util.List;

/**
 * Values files and what they are installed as.
 *
 * @param files of several, later ones win
 */
record Installed(Release release, List<Path> files) {
    Installed {
        files = List.copyOf(files);
    }

    /** Reads the files. */
    Values values() throws ValuesException {
        return ValuesOptions.parse(files);
    }

    /** Returns the files as absolute paths, by which they are found from everywhere. */
    Installed absolute() {
        return new Installed(
                release, files.stream().map(file -> file.toAbsolutePath().normalize()).toList());
    }

    /** Returns the files as they are called from here, where they are below. */
    Installed fromHere() {
        Path here = Path.of("").toAbsolutePath();
        return new Installed(
                release,
                files.stream()
                        .map(file -> file.startsWith(here) ? here.relativize(file) : file)
                        .toList());
    }
}
