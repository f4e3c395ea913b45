package dev.tablewright.cli;

import dev.tablewright.server.Installation;
import dev.tablewright.storage.rocksdb.DirectoryInUseException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server in this process: started, noted in the data directory, and stopped by Ctrl-C. */
final class LocalServer implements AutoCloseable {
    private final Installation installation;
    private final DataDirectory directory;
    private final DataDirectory.Running running;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private LocalServer(
            Installation installation, DataDirectory directory, DataDirectory.Running running) {
        this.installation = installation;
        this.directory = directory;
        this.running = running;
    }

    /**
     * Starts to serve.
     *
     * @throws CliException if the port is taken or the directory is in use
     */
    static LocalServer start(DataDirectory directory, Installation.Settings settings) {
        Installation installation;
        try {
            installation = Installation.open(settings);
        } catch (DirectoryInUseException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CliException(
                    cause(e, BindException.class) != null
                            ? "port "
                                    + settings.port()
                                    + " is taken by another program; stop that one, or choose"
                                    + " another port with --port"
                            : "cannot start: " + e.getMessage());
        }
        var running =
                new DataDirectory.Running(
                        ProcessHandle.current().pid(),
                        installation.server().endpoint(),
                        settings.account(),
                        settings.directory() == null);
        LocalServer server = new LocalServer(installation, directory, running);
        if (running.inMemory()) {
            directory.keepRootKeys(server.root());
        }
        directory.note(running);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        return server;
    }

    private static <E extends Throwable> @Nullable E cause(Throwable e, Class<E> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return kind.cast(t);
            }
        }
        return null;
    }

    DataDirectory.Running running() {
        return running;
    }

    /**
     * Returns the root user's key.
     *
     * @throws CliException if the root user deleted it
     */
    Keys root() {
        return installation
                .rootKey()
                .map(key -> Keys.longTerm(key.accessKeyId(), key.secretAccessKey()))
                .orElseThrow(() -> new CliException("the root user has no key any more"));
    }

    /** Waits until the server is stopped from outside. */
    void await() throws InterruptedException {
        stopped.await();
    }

    /** Stops once; answers the requests at work first. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                installation.close();
                directory.forget(running.pid());
            } finally {
                stopped.countDown();
            }
        }
    }
}
