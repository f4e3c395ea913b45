package dev.tablewright.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Prints what a shell has to know to use the server; and has the verbs about environments. */
@Command(
        name = "env",
        description =
                "Print export lines for a shell: eval \"$$(tablewright env --role ROLE)\". Every"
                        + " AWS tool in that shell then uses the running server. The verbs below"
                        + " are about environments: copies of tables, kept apart by policies.")
final class EnvCommand implements Callable<Integer> {
    @Mixin private DirectoryOption directory = new DirectoryOption();
    @Mixin private IdentityOptions identity = new IdentityOptions();

    private final Console console;

    EnvCommand(Console console) {
        this.console = console;
    }

    /** Returns the command with the verbs about environments below it. */
    static CommandLine line(Console console) {
        CommandLine line =
                new CommandLine(new EnvCommand(console))
                        .addSubcommand(new EnvCreateCommand(console))
                        .addSubcommand(new EnvListCommand(console))
                        .addSubcommand(new EnvShowCommand(console))
                        .addSubcommand(new EnvCloneCommand(console))
                        .addSubcommand(new EnvDeleteCommand(console))
                        .addSubcommand(new EnvironmentQuotaCommand(console));
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
        return line;
    }

    @Override
    public Integer call() {
        DataDirectory data = directory.get();
        DataDirectory.Running running = data.required();
        Keys keys = identity.keys(data);
        String lines =
                export("AWS_ACCESS_KEY_ID", keys.accessKeyId())
                        + export("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey())
                        + (keys.sessionToken() == null
                                ? "unset AWS_SESSION_TOKEN\n"
                                : export("AWS_SESSION_TOKEN", keys.sessionToken()))
                        + export("AWS_REGION", identity.region())
                        + export("AWS_DEFAULT_REGION", identity.region())
                        + export("AWS_ENDPOINT_URL", running.endpoint().toString())
                        // A profile would win over the keys.
                        + "unset AWS_PROFILE\n";
        console.print(lines);
        return 0;
    }

    private static String export(String name, String value) {
        return "export " + name + "='" + value.replace("'", "'\\''") + "'\n";
    }
}
