package dev.tablewright.cli;

import dev.tablewright.server.Installation;
import dev.tablewright.server.TablewrightServer;
import dev.tablewright.storage.rocksdb.DirectoryInUseException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server in this process: started, noted in the data directory, and stopped by Ctrl-C. */
final class LocalServer implements AutoCloseable {
    private final Installation installation;
    private final DataDirectory directory;
    private final DataDirectory.Running running;
    private final ExpirySchedule expiry;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private LocalServer(
            Installation installation, DataDirectory directory, DataDirectory.Running running) {
        this.installation = installation;
        this.directory = directory;
        this.running = running;
        this.expiry =
                new ExpirySchedule(directory, running.endpoint(), InstantSource.system()).start();
    }

    /**
     * Starts to serve.
     *
     * @throws CliException if the port is taken or the directory is in use
     */
    static LocalServer start(DataDirectory directory, Installation.Settings settings) {
        // Before the directory is opened, so that a taken port leaves nothing behind.
        if (!canListen(settings)) {
            throw new CliException(
                    "port "
                            + settings.port()
                            + of(settings)
                            + " is taken by another program; stop that one, or choose another port"
                            + " with --port");
        }
        Installation installation;
        try {
            installation = Installation.open(settings);
        } catch (DirectoryInUseException e) {
            throw new CliException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CliException("cannot start: " + e.getMessage());
        }
        var running =
                new DataDirectory.Running(
                        ProcessHandle.current().pid(),
                        reachable(installation.server(), settings),
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

    private static boolean canListen(Installation.Settings settings) {
        try (var _ = new ServerSocket(settings.port(), 1, address(settings))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String of(Installation.Settings settings) {
        return settings.host().equals(Installation.LOOPBACK)
                ? ""
                : " of the address " + settings.host();
    }

    private static InetAddress address(Installation.Settings settings) throws IOException {
        return InetAddress.getByName(settings.host());
    }

    /** Where this machine's own commands find it: nobody can call "all addresses". */
    private static URI reachable(TablewrightServer server, Installation.Settings settings)
            throws CliException {
        try {
            return address(settings).isAnyLocalAddress()
                    ? URI.create("http://" + Installation.LOOPBACK + ":" + server.port())
                    : server.endpoint();
        } catch (IOException e) {
            throw new CliException("no address: " + settings.host());
        }
    }

    DataDirectory.Running running() {
        return running;
    }

    /** Returns the port that is listened on with TLS; none without a certificate. */
    OptionalInt securePort() {
        return installation.server().securePort();
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
                expiry.close();
                installation.close();
                directory.forget(running.pid());
            } finally {
                stopped.countDown();
            }
        }
    }
}
