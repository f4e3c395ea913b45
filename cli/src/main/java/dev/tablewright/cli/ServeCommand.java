package dev.tablewright.cli;

import dev.tablewright.server.Installation;
import dev.tablewright.server.TablewrightServer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** Serves, and nothing else. */
@Command(
        name = "serve",
        description = "Start only the engine: DynamoDB, IAM and STS on one port. Ctrl-C stops.")
final class ServeCommand implements Callable<Integer> {
    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
            names = "--host",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description =
                    "Address to listen on (default: ${DEFAULT-VALUE}); 0.0.0.0 for all of this"
                            + " machine's. With --tls-certificate it is the address of the TLS"
                            + " port, and --port stays on 127.0.0.1 for this machine's own"
                            + " commands.")
    private String host = Installation.LOOPBACK;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description =
                    "Serve TLS, too, with this certificate and those that vouch for it (PEM). Read"
                            + " again when it changes.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's private key (PEM, no passphrase).")
    private @Nullable Path key;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            defaultValue = "8443",
            description = "Port for TLS (default: ${DEFAULT-VALUE}); 0 takes any free one.")
    private int tlsPort = 8443;

    private final Console console;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException, UnknownHostException {
        Installation.Settings settings = listening(options.settings(null));
        DataDirectory directory = options.directory();
        Optional<DataDirectory.Running> already = DetachedServer.answering(directory);
        if (already.isPresent()) {
            throw new CliException(
                    "a server is running already on the data directory "
                            + directory.root()
                            + " (process "
                            + already.get().pid()
                            + ", "
                            + already.get().endpoint()
                            + ")");
        }
        try (LocalServer server = LocalServer.start(directory, settings)) {
            console.print(
                    "Serving on "
                            + server.running().endpoint()
                            + securely(server)
                            + ", account "
                            + server.running().account()
                            + ". \"tablewright credentials\" prints the root user's key. Ctrl-C"
                            + " stops.\n");
            options.warn(console);
            if (settings.tls() == null) {
                warn();
            }
            server.await();
        }
        return 0;
    }

    private Installation.Settings listening(Installation.Settings settings) {
        if (certificate == null && key == null) {
            return settings.withHost(checkedHost());
        }
        if (certificate == null || key == null) {
            throw new CliException("--tls-certificate and --tls-key belong together: give both");
        }
        if (tlsPort < 0 || tlsPort > 65535) {
            throw new CliException(tlsPort + " is no port: 0 to 65535");
        }
        return settings.withTls(
                new TablewrightServer.Tls(
                        checkedHost(), tlsPort, readable(certificate), readable(key)));
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new CliException("cannot read " + file);
        }
        return file.toAbsolutePath();
    }

    private String securely(LocalServer server) {
        OptionalInt port = server.securePort();
        return port.isEmpty() ? "" : " and with TLS on " + host + " port " + port.getAsInt();
    }

    private String checkedHost() {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
                return address.getHostAddress();
            }
        } catch (UnknownHostException | SocketException _) {
            // Said below.
        }
        throw new CliException(
                "\""
                        + host
                        + "\" is no address of this machine: write --host 0.0.0.0, or one of them");
    }

    /** What others can read must be said before they do. */
    private void warn() throws UnknownHostException {
        if (!InetAddress.getByName(host).isLoopbackAddress()) {
            console.say(
                    "WARNING: listening on "
                            + host
                            + " without TLS. Requests are signed but not encrypted: whoever sees"
                            + " this network's traffic reads items, and the secrets that IAM and"
                            + " STS hand out. Let only a proxy that speaks TLS, or pods that a"
                            + " NetworkPolicy names, reach this port.");
        }
    }
}
