package dev.tablewright.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Prints what a shell has to know to use the server. */
@Command(
        name = "env",
        description =
                "Print export lines for a shell: eval \"$$(tablewright env --role ROLE)\". Every"
                        + " AWS tool in that shell then uses the running server.")
final class EnvCommand implements Callable<Integer> {
    @Mixin private DirectoryOption directory = new DirectoryOption();
    @Mixin private IdentityOptions identity = new IdentityOptions();

    private final Console console;

    EnvCommand(Console console) {
        this.console = console;
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
