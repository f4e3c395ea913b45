package dev.tablewright.conformance;

import dev.tablewright.server.Installation;

import java.io.IOException;
import java.time.InstantSource;

/** Our server, in this process, in memory; its root user asks. */
final class Ours implements AutoCloseable {
    private final Installation installation;

    Ours() throws IOException {
        this(InstantSource.system());
    }

    Ours(InstantSource clock) throws IOException {
        installation = Installation.open(Installation.Settings.IN_MEMORY, clock);
    }

    Endpoint endpoint() {
        Installation.RootKey root = installation.rootKey().orElseThrow();
        return new Endpoint(
                installation.server().endpoint(),
                root.accessKeyId(),
                root.secretAccessKey(),
                "eu-west-1");
    }

    @Override
    public void close() {
        installation.close();
    }
}
