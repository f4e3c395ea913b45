package dev.tablewright.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Stops a server. */
@Command(name = "down", description = "Stop the server that runs on the data directory.")
final class DownCommand implements Callable<Integer> {
    @Mixin private DirectoryOption directory = new DirectoryOption();

    private final Console console;

    DownCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<DataDirectory.Running> running = directory.get().running();
        if (running.isEmpty()) {
            console.say("No server is running on the data directory " + directory.get().root());
            return 0;
        }
        DetachedServer.stop(running.get());
        console.say("Stopped process " + running.get().pid());
        return 0;
    }
}
