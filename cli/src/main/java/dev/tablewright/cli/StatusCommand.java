package dev.tablewright.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Says whether a server runs, and whether it answers. */
@Command(
        name = "status",
        description =
                "Say whether a server runs on the data directory and answers. Exit code 1 when"
                        + " not.")
final class StatusCommand implements Callable<Integer> {
    @Mixin private DirectoryOption directory = new DirectoryOption();

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<DataDirectory.Running> running = directory.get().running();
        if (running.isEmpty()) {
            console.print("not running\n");
            return 1;
        }
        boolean ready = DetachedServer.isReady(running.get().endpoint());
        TextTable table = new TextTable("STATUS", "ENDPOINT", "ACCOUNT", "PROCESS", "DATA");
        table.row(
                ready ? "ready" : "not answering",
                running.get().endpoint().toString(),
                running.get().account(),
                String.valueOf(running.get().pid()),
                directory.get().root().toString());
        console.print(table.toString());
        return ready ? 0 : 1;
    }
}
