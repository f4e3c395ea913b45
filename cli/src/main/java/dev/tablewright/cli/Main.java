package dev.tablewright.cli;

import dev.tablewright.controlplane.values.Problem;
import dev.tablewright.controlplane.values.ValuesException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import software.amazon.awssdk.core.exception.SdkException;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;

/** The {@code tablewright} command. */
@Command(
        name = "tablewright",
        description =
                "DynamoDB tables, and who may touch them, from one values file: on a laptop, in"
                        + " CI, on AWS.",
        mixinStandardHelpOptions = false)
public final class Main implements Runnable {
    /** As many as questions are asked, and tables are worked on, at a time; then some. */
    private static final int CONNECTIONS = 32;

    @Spec private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Of the JDK's client, which keeps five connections by itself: we ask more at once.
        System.setProperty(
                "http.maxConnections", System.getProperty("http.maxConnections", "" + CONNECTIONS));
        System.exit(run(Console.system(System.getenv()), arguments));
    }

    /** Runs the command. */
    static int run(Console console, String... arguments) {
        CommandLine line =
                new CommandLine(new Main())
                        .addSubcommand(new InitCommand(console))
                        .addSubcommand(new UpCommand(console))
                        .addSubcommand(new DownCommand(console))
                        .addSubcommand(new StatusCommand(console))
                        .addSubcommand(new PlanCommand(console))
                        .addSubcommand(new ApplyCommand(console))
                        .addSubcommand(new DriftCommand(console))
                        .addSubcommand(new ImportCommand(console))
                        .addSubcommand(new AdoptCommand(console))
                        .addSubcommand(new CostCommand(console))
                        .addSubcommand(BackupCommand.line(console))
                        .addSubcommand(new RestoreCommand(console))
                        .addSubcommand(new DiffCommand(console))
                        .addSubcommand(new PromoteCommand(console))
                        .addSubcommand(EnvCommand.line(console))
                        .addSubcommand(new LintCommand(console))
                        .addSubcommand(new CredentialsCommand(console))
                        .addSubcommand(new AccountCommand(console))
                        .addSubcommand(new WhyCommand(console))
                        .addSubcommand(new AuditCommand(console))
                        .addSubcommand(new ServeCommand(console))
                        .addSubcommand(new WhoCanCommand(console))
                        .addSubcommand(new CanCommand(console))
                        .addSubcommand(
                                new CommandLine(new AccessCommand(console))
                                        .addSubcommand(new SuggestCommand(console)))
                        .addSubcommand(new ProveCommand(console))
                        .addSubcommand(new CompletionCommand(console))
                        .addSubcommand(new VersionCommand(console))
                        .addSubcommand(new WarmUpCommand());
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.addSubcommand(new CommandLine.HelpCommand());
        line.registerConverter(URI.class, Main::endpoint);
        line.registerConverter(BigDecimal.class, Main::number);
        line.setOut(console.out()).setErr(console.err());
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF));
        line.setExecutionExceptionHandler(
                (failure, command, _) -> explain(failure, command, console));
        line.setParameterExceptionHandler((failure, _) -> misuse(failure, console));
        return line.execute(arguments);
    }

    /** Without a verb: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int explain(Exception failure, CommandLine command, Console console) {
        switch (failure) {
            case ValuesException wrong -> {
                wrong.problems().stream().map(Problem::toString).forEach(console::say);
                int count = wrong.problems().size();
                console.say(
                        "tablewright: "
                                + count
                                + (count == 1 ? " mistake" : " mistakes")
                                + " in the values; nothing was touched");
            }
            case CliException sentence -> console.say("tablewright: " + sentence.getMessage());
            case SdkException refused -> console.say("tablewright: " + refused.getMessage());
            case InterruptedException _ -> console.say("tablewright: interrupted");
            default -> {
                console.say("tablewright: unexpected: " + failure);
                failure.printStackTrace(console.err());
            }
        }
        console.err().flush();
        return failed(command);
    }

    /** 1, but for verbs with which that is an answer; 2 would mean that a plan has changes. */
    private static int failed(CommandLine command) {
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static int misuse(ParameterException failure, Console console) {
        CommandLine command = failure.getCommandLine();
        console.say("tablewright: " + mistake(failure));
        console.say("Try: " + command.getCommandSpec().qualifiedName(" ") + " --help");
        return failed(command);
    }

    private static String mistake(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (failure instanceof MutuallyExclusiveArgsException
                && failure.getCommandLine().getCommand() instanceof ApplyCommand) {
            return "a saved plan has its values in it: give either PLAN, or -f and --namespace";
        }
        return String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "");
    }

    private static String unmatched(UnmatchedArgumentException failure) {
        CommandLine command = failure.getCommandLine();
        String what = command.getCommandSpec().qualifiedName(" ");
        String argument = failure.getUnmatched().getFirst();
        boolean isOption = failure.isUnknownOption();
        if (!isOption && command.getSubcommands().isEmpty()) {
            return what + " takes no further argument, so not " + argument;
        }
        return what
                + (isOption ? " has no option " : " has no verb ")
                + argument
                + failure.getSuggestions().stream()
                        .findFirst()
                        .map(similar -> "; did you mean " + similar + "?")
                        .orElse("");
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new TypeConversionException(
                "\"" + text + "\" is no URL of a server: write for instance http://127.0.0.1:8000");
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException("\"" + text + "\" is no number");
        }
    }
}
