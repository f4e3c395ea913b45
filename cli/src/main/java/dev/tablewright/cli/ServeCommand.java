package dev.tablewright.cli;

import dev.tablewright.server.Installation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
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
                            + " machine's. There is no TLS: put a proxy before any other than"
                            + " 127.0.0.1.")
    private String host = Installation.LOOPBACK;

    private final Console console;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException, UnknownHostException {
        Installation.Settings settings = options.settings(null).withHost(checkedHost());
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
                            + ", account "
                            + server.running().account()
                            + ". \"tablewright credentials\" prints the root user's key. Ctrl-C"
                            + " stops.\n");
            options.warn(console);
            warn();
            server.await();
        }
        return 0;
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
