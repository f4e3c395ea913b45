package dev.tablewright.conformance;

import dev.tablewright.server.Installation;
import dev.tablewright.storage.rocksdb.Durability;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Our server in a process of its own, so that it can be killed. */
final class ServerProcess {
    private static final Installation.RootKey ROOT =
            new Installation.RootKey("AKIACRASHTESTCRASHTE", "crash-test-secret");

    private final Process process;
    private final URI uri;

    private ServerProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    static ServerProcess start(Path directory) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerProcess.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("http://")) {
                return new ServerProcess(process, URI.create(line));
            }
        }
        throw new IOException("the server did not start");
    }

    Endpoint endpoint() {
        return new Endpoint(uri, ROOT.accessKeyId(), ROOT.secretAccessKey(), "eu-west-1");
    }

    /** SIGKILL: nothing is flushed, closed or answered any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server outlived SIGKILL");
        }
    }

    /** Runs in the child: serves a directory until it is killed. */
    public static void main(String[] args) throws Exception {
        Installation served =
                Installation.open(
                        new Installation.Settings(
                                Path.of(args[0]),
                                Durability.DISK,
                                "127.0.0.1",
                                0,
                                Installation.DEFAULT_ACCOUNT,
                                ROOT));
        System.out.println(served.server().endpoint());
        Thread.currentThread().join();
    }
}
