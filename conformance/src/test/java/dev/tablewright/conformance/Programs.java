package dev.tablewright.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Main classes of ours in processes of their own, with nothing of this process's environment. */
final class Programs implements AutoCloseable {
    private final Path directory;
    private final List<Process> running = new ArrayList<>();

    /** Keeps their logs in {@code directory}. */
    Programs(Path directory) {
        this.directory = directory;
    }

    /** Starts one; its output is in the file {@code log}. */
    Process start(String log, Map<String, String> environment, List<String> mainAndArguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path")));
        command.addAll(mainAndArguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(log).toFile());
        builder.environment().clear();
        builder.environment().put("HOME", directory.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /** Runs one to its end and returns what it printed. */
    String run(String log, Map<String, String> environment, List<String> mainAndArguments)
            throws IOException, InterruptedException {
        Process process = start(log, environment, mainAndArguments);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(mainAndArguments + " did not end: " + log(log));
        }
        return log(log);
    }

    /** Returns what one printed so far. */
    String log(String log) throws IOException {
        return Files.readString(directory.resolve(log));
    }

    @Override
    public void close() {
        for (Process process : running.reversed()) {
            process.destroy();
            if (!process.onExit().completeOnTimeout(process, 15, TimeUnit.SECONDS).isDone()) {
                process.onExit().completeOnTimeout(process, 15, TimeUnit.SECONDS).join();
            }
            process.destroyForcibly();
        }
    }
}
