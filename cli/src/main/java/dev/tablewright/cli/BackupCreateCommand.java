package dev.tablewright.cli;

import dev.tablewright.controlplane.apply.Sleeper;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.restore.BackupEntry;
import dev.tablewright.controlplane.restore.RestoreFailed;
import dev.tablewright.controlplane.restore.TableBackups;
import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import software.amazon.awssdk.core.exception.SdkException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;

/** Backs a table up. */
@Command(
        name = "create",
        description = "Back a table up, and wait until the backup is there. The table goes on.")
final class BackupCreateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TABLE", description = "The table, by its name in AWS or its end.")
    private String table = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the backup (default: TABLE-backup-DATE-TIME).")
    private @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    @Mixin private TableTarget where = new TableTarget();

    private final Console console;

    BackupCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        OutputOption.require(output, "text", "json");
        try (Target target = where.open(console)) {
            return create(target);
        }
    }

    private int create(Target target) throws InterruptedException {
        try {
            TableAddress found = where.table(target, table, console);
            Instant begin = Instant.now();
            console.say("backing up " + found);
            BackupEntry made =
                    new TableBackups(target, InstantSource.system(), Sleeper.REAL)
                            .create(found, name);
            console.say("done in " + Spans.exact(Duration.between(begin, Instant.now())));
            console.print(
                    output.equals("json")
                            ? BackupText.json(made)
                            : "Backup "
                                    + made.name()
                                    + (made.bytes() == null ? "" : ", " + Spans.bytes(made.bytes()))
                                    + "\n"
                                    + made.arn()
                                    + "\nBring it back with: tablewright restore "
                                    + found.name()
                                    + " --from "
                                    + made.name()
                                    + "\n");
            return 0;
        } catch (RestoreFailed e) {
            throw new CliException(String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            throw TableTarget.refused(
                    target,
                    e,
                    "dynamodb:CreateBackup on the table and dynamodb:DescribeBackup on its backups"
                            + " (table/NAME/backup/*)");
        }
    }
}
