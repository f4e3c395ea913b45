package dev.tablewright.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.util.Map;
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
        if (ready) {
            printEnforcement();
        }
        return ready ? 0 : 1;
    }

    /** What runs with open doors must say so wherever it is looked at. */
    private void printEnforcement() {
        JsonNode status = Administration.of(directory.get()).call("GetStatus", Map.of());
        long dropped = status.path("AuditEventsDropped").asLong();
        if (dropped > 0) {
            console.print("\nWARNING: " + dropped + " audit events were dropped.\n");
        }
        if (!status.path("Enforcement").asString("").equals("SOFT")) {
            return;
        }
        JsonNode counts = status.path("LetThrough");
        long all = 0;
        TextTable table = new TextTable("PRINCIPAL", "ACTION", "WOULD BE DENIED");
        for (JsonNode count : counts) {
            all += count.path("Count").asLong();
            table.row(
                    count.path("Principal").asString(""),
                    count.path("Action").asString(""),
                    count.path("Count").asString(""));
        }
        console.print(
                "\nWARNING: soft mode. Policies are NOT enforced; "
                        + all
                        + (all == 1 ? " request was" : " requests were")
                        + " let through that they would deny.\n");
        if (all > 0) {
            console.print(table.toString());
        }
    }
}
