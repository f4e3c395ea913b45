package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.BackupEntry;
import dev.tablewright.controlplane.restore.TableBackups;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;

/** Lists backups. */
@Command(
        name = "list",
        description = "List backups, newest first; also of tables that were deleted.")
final class BackupListCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "TABLE",
            description = "Only those of one table, by its name in AWS or its end.")
    private @Nullable String table;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    @Mixin private TableTarget where = new TableTarget();

    private final Console console;

    BackupListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        OutputOption.require(output, "text", "json");
        try (Target target = where.open(console)) {
            List<BackupEntry> backups = list(target);
            if (output.equals("json")) {
                console.print(BackupText.json(backups));
            } else if (backups.isEmpty()) {
                console.print("There are no backups" + (table == null ? "" : " of it") + ".\n");
            } else {
                console.print(BackupText.table(backups));
            }
            return 0;
        }
    }

    private List<BackupEntry> list(Target target) {
        TableBackups backups = new TableBackups(target, InstantSource.system(), Sleeper.REAL);
        try {
            if (table == null) {
                return backups.list(where.region(), null);
            }
            List<BackupEntry> its = backups.list(where.region(), table);
            if (!its.isEmpty() || isThere(target, table)) {
                return its;
            }
            return backups.list(where.region(), where.table(target, table, console).name());
        } catch (SdkException e) {
            throw TableTarget.refused(target, e, "dynamodb:ListBackups");
        }
    }

    private boolean isThere(Target target, String name) {
        return TableTarget.isThere(target, new TableAddress(where.region(), name));
    }
}
