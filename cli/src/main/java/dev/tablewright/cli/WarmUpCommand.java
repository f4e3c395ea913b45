package dev.tablewright.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import dev.tablewright.server.Installation;

import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Goes once through {@code up} and {@code plan}, in memory and in a temporary directory, so that
 * the JVM sees the classes that matter. The launcher runs it after a build, with a class-data
 * archive to be written at the end: later starts take a third less work.
 */
@Command(name = "warm-up", hidden = true, description = "Go once through \"up\", in memory.")
final class WarmUpCommand implements Callable<Integer> {
    private static final String VALUES =
            """
            tables:
              - name: warm-up
                hashKey: Id
                rangeKey: Date
                attributes: [{name: Id, type: S}, {name: Date, type: S}, {name: Total, type: 'N'}]
                localSecondaryIndex:
                  - {name: ByTotal, rangeKey: Total, projectionType: ALL, nonKeyAttributes: []}
                serviceAccountReadRoles: [warm-up]
                serviceAccountWriteRoles: [warm-up]
            """;

    @Override
    public Integer call() throws IOException {
        ((Logger) LoggerFactory.getLogger("dev.tablewright.audit")).setLevel(Level.WARN);
        Path temporary = Files.createTempDirectory("tablewright-warm-up");
        try (Installation installation = Installation.open(Installation.Settings.IN_MEMORY)) {
            DataDirectory directory = new DataDirectory(temporary);
            Installation.RootKey root = installation.rootKey().orElseThrow();
            directory.keepRootKeys(Keys.longTerm(root.accessKeyId(), root.secretAccessKey()));
            directory.note(
                    new DataDirectory.Running(
                            ProcessHandle.current().pid(),
                            installation.server().endpoint(),
                            Installation.DEFAULT_ACCOUNT,
                            true));
            Path values = Files.writeString(temporary.resolve("values.yaml"), VALUES);
            Console silent =
                    new Console(
                            new PrintWriter(Writer.nullWriter()),
                            new PrintWriter(Writer.nullWriter()),
                            () -> false,
                            false);
            List<String> up =
                    List.of(
                            "up",
                            "-f",
                            values.toString(),
                            "-n",
                            "warm-up",
                            "--data-dir",
                            temporary.toString());
            int code = Main.run(silent, up.toArray(String[]::new));
            return code == 0 ? plan(silent, installation, values) : code;
        } finally {
            delete(temporary);
        }
    }

    /** As others do it: with keys that AWS's usual configuration says. */
    private static int plan(Console silent, Installation installation, Path values) {
        Installation.RootKey root = installation.rootKey().orElseThrow();
        Properties before = (Properties) System.getProperties().clone();
        System.setProperty("aws.accessKeyId", root.accessKeyId());
        System.setProperty("aws.secretAccessKey", root.secretAccessKey());
        try {
            return Main.run(
                    silent,
                    "plan",
                    "-f",
                    values.toString(),
                    "-n",
                    "warm-up",
                    "--endpoint-url",
                    installation.server().endpoint().toString());
        } finally {
            System.setProperties(before);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
