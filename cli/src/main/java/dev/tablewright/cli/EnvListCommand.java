package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Principal;
import dev.tablewright.controlplane.environment.LiveEnvironment;
import dev.tablewright.controlplane.environment.LiveTable;
import dev.tablewright.controlplane.target.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Lists the environments of an account. */
@Command(
        name = "list",
        description = "List the environments of the account, as the tags on its tables tell.")
final class EnvListCommand implements Callable<Integer> {
    @Mixin private EnvironmentTarget where = new EnvironmentTarget();

    private final Console console;

    EnvListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Target target = where.open(where.region())) {
            Map<String, LiveEnvironment> environments = where.environments(target);
            if (environments.isEmpty()) {
                console.print("There are no environments in " + where.region() + ".\n");
                return 0;
            }
            TextTable table =
                    new TextTable(
                            "ENVIRONMENT", "LIKE", "TABLES", "ITEMS", "BYTES", "FOR", "EXPIRES");
            environments.values().forEach(one -> row(table, one, Instant.now()));
            console.print(table.toString());
            return 0;
        }
    }

    private static void row(TextTable table, LiveEnvironment one, Instant now) {
        table.row(
                one.name() + (one.isHalfCopied() ? " (half copied)" : ""),
                Objects.requireNonNullElse(one.like(), "-"),
                String.valueOf(one.tables().size()),
                String.valueOf(one.tables().stream().mapToLong(LiveTable::items).sum()),
                String.valueOf(one.tables().stream().mapToLong(LiveTable::bytes).sum()),
                principals(one),
                expiry(one, now));
    }

    static String principals(LiveEnvironment one) {
        return one.principals().isEmpty()
                ? "-"
                : one.principals().stream()
                        .map(Principal::toString)
                        .collect(Collectors.joining(", "));
    }

    static String expiry(LiveEnvironment one, Instant now) {
        Instant end = one.expires();
        if (end == null) {
            return "never";
        }
        return one.isExpired(now) ? end + " (expired)" : end.toString();
    }
}
