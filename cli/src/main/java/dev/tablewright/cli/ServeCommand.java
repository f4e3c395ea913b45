package dev.tablewright.cli;

import dev.tablewright.server.Installation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Serves, and nothing else. */
@Command(
        name = "serve",
        description = "Start only the engine: DynamoDB, IAM and STS on one port. Ctrl-C stops.")
final class ServeCommand implements Callable<Integer> {
    @Mixin private ServerOptions options = new ServerOptions();

    private final Console console;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Installation.Settings settings = options.settings(null);
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
            server.await();
        }
        return 0;
    }
}
