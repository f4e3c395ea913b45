package dev.tablewright.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** Prints what a shell needs to complete verbs and options. */
@Command(
        name = "completion",
        description = {
            "Print the completion of verbs and options for a shell.",
            "bash: source <(./tablewright completion bash)",
            "zsh: autoload -U +X bashcompinit && bashcompinit; source <(./tablewright completion"
                    + " zsh)"
        })
final class CompletionCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell = "bash";

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new CliException(
                    "\"" + shell + "\" is no shell that can be completed: write bash or zsh");
        }
        console.print(AutoComplete.bash("tablewright", spec.root().commandLine()) + "\n");
        return 0;
    }
}
