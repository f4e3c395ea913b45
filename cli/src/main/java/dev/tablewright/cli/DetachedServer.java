package dev.tablewright.cli;

import dev.tablewright.server.Installation;
import dev.tablewright.server.PrivateFile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server in a process of its own. */
final class DetachedServer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(30);
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);
    private static final int TRIES = 15;

    private static final Path NOHUP = Path.of("/usr/bin/nohup");

    private DetachedServer() {}

    /**
     * Starts {@code tablewright serve} with the same Java and class path as this process.
     *
     * @return once the server answers
     * @throws CliException if it ends instead, with what it said
     */
    static DataDirectory.Running start(
            DataDirectory directory, ServerOptions options, Installation.Settings settings)
            throws InterruptedException {
        Path log = directory.log();
        try {
            PrivateFile.createDirectories(directory.root());
            Process process =
                    new ProcessBuilder(command(options, settings))
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(log.toFile())
                            .redirectErrorStream(true)
                            .start();
            Instant limit = Instant.now().plus(START_LIMIT);
            while (Instant.now().isBefore(limit)) {
                var running = directory.running().filter(r -> r.pid() == process.pid());
                if (running.isPresent() && isReady(running.get().endpoint())) {
                    return running.get();
                }
                if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new CliException(said(log));
                }
            }
            process.destroy();
            throw new CliException(
                    "the server does not answer after "
                            + START_LIMIT.toSeconds()
                            + " s; its log is "
                            + log);
        } catch (IOException e) {
            throw new CliException("cannot start the server: " + e.getMessage());
        }
    }

    private static List<String> command(ServerOptions options, Installation.Settings settings) {
        List<String> command = new ArrayList<>();
        // The end of the terminal that it was started from is not the end of the server.
        if (Files.isExecutable(NOHUP)) {
            command.add(NOHUP.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.add("serve");
        command.addAll(options.asArguments(settings));
        return command;
    }

    /** The last line it wrote is the sentence that it ended with. */
    private static String said(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return lines.isEmpty()
                ? "the server ended without a word"
                : lines.getLast().replaceFirst("^tablewright: ", "");
    }

    /**
     * Returns the server that runs on the directory and answers. One that was killed may still be
     * listed by the system; what it left is opened again, and the store's lock tells if it lives.
     */
    static Optional<DataDirectory.Running> answering(DataDirectory directory)
            throws InterruptedException {
        Optional<DataDirectory.Running> running = directory.running();
        for (int tries = 0; running.isPresent() && tries < TRIES; tries++) {
            switch (health(running.get().endpoint())) {
                case READY -> {
                    return running;
                }
                // On a busy machine an answer takes its time; a second server would not help.
                case BUSY -> Thread.sleep(PAUSE);
                case GONE -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private enum Health {
        READY,
        /** It starts, or has much to do. */
        BUSY,
        /** Nobody listens. */
        GONE
    }

    /** Whether the server at {@code endpoint} takes requests. */
    static boolean isReady(URI endpoint) throws InterruptedException {
        return health(endpoint) == Health.READY;
    }

    private static Health health(URI endpoint) throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(HEALTH_LIMIT).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(endpoint.resolve("/readyz"))
                            .timeout(HEALTH_LIMIT)
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200
                    ? Health.READY
                    : Health.BUSY;
        } catch (HttpTimeoutException e) {
            return Health.BUSY;
        } catch (IOException e) {
            return Health.GONE;
        }
    }

    /** Stops a server; what it was doing is finished first. */
    static void stop(DataDirectory.Running running) throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(running.pid()).orElse(null);
        if (process == null) {
            return;
        }
        process.destroy();
        Instant limit = Instant.now().plus(STOP_LIMIT);
        while (process.isAlive()) {
            if (Instant.now().isAfter(limit)) {
                throw new CliException(
                        "the server (process "
                                + running.pid()
                                + ") does not stop after "
                                + STOP_LIMIT.toSeconds()
                                + " s");
            }
            Thread.sleep(PAUSE);
        }
    }
}
