package dev.tablewright.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Prints credentials of a running installation. */
@Command(
        name = "credentials",
        description =
                "Print the key of the root user, of a user, or of a role of the running server.")
final class CredentialsCommand implements Callable<Integer> {
    @Mixin private DirectoryOption directory = new DirectoryOption();
    @Mixin private IdentityOptions identity = new IdentityOptions();

    @Option(
            names = "--process",
            description = "Print JSON as credential_process in ~/.aws/config wants it.")
    private boolean process;

    private final Console console;

    CredentialsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Keys keys = identity.keys(directory.get());
        if (process) {
            console.print(json(keys));
            return 0;
        }
        console.print("aws_access_key_id = " + keys.accessKeyId() + "\n");
        console.print("aws_secret_access_key = " + keys.secretAccessKey() + "\n");
        if (keys.sessionToken() != null) {
            console.print("aws_session_token = " + keys.sessionToken() + "\n");
        }
        return 0;
    }

    private static String json(Keys keys) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", 1);
        document.put("AccessKeyId", keys.accessKeyId());
        document.put("SecretAccessKey", keys.secretAccessKey());
        @Nullable String token = keys.sessionToken();
        @Nullable Instant expiration = keys.expiration();
        if (token != null && expiration != null) {
            document.put("SessionToken", token);
            document.put("Expiration", expiration.toString());
        }
        return JsonMapper.shared().writeValueAsString(document) + "\n";
    }
}
