package dev.tablewright.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The verbs about backups of tables. */
@Command(
        name = "backup",
        description =
                "Back tables up, list what there is, and prove that it can be restored. Against AWS"
                        + " and the own engine alike.")
final class BackupCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /** Returns the command with its verbs. */
    static CommandLine line(Console console) {
        CommandLine line =
                new CommandLine(new BackupCommand())
                        .addSubcommand(new BackupCreateCommand(console))
                        .addSubcommand(new BackupListCommand(console))
                        .addSubcommand(new BackupVerifyCommand(console))
                        .addSubcommand(new BackupScheduleCommand(console));
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
        return line;
    }

    /** Without a verb: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
