package dev.tablewright.cli;

import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Further accounts in the running server. */
@Command(name = "account", description = "Make and list accounts of the running server.")
final class AccountCommand implements Runnable {
    private static final String SIGNED_FOR =
            "Region that the call is signed for; accounts have none (default: ${DEFAULT-VALUE}).";

    private static final String ALIAS = "[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]";

    private final Console console;

    @Spec private CommandSpec spec = CommandSpec.create();

    AccountCommand(Console console) {
        this.console = console;
    }

    /** Without a verb: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description =
                    "Make an account and print the key of its root user, once. The key is kept in"
                            + " the data directory, as a profile for AWS's tools.")
    int create(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "ACCOUNT_ID",
                            description = "12 digits (default: any free ones).")
                    @Nullable String id,
            @Option(
                            names = "--alias",
                            paramLabel = "NAME",
                            description =
                                    "Name of the account and of its profile: 3 to 63 small"
                                            + " letters, digits and single hyphens.")
                    @Nullable String alias,
            @Option(
                            names = "--region",
                            paramLabel = "REGION",
                            defaultValue = "eu-west-1",
                            description = SIGNED_FOR)
                    String region,
            @Mixin DirectoryOption directory) {
        if (id != null && !id.matches("[0-9]{12}")) {
            throw new CliException("an account has 12 digits, not \"" + id + "\"");
        }
        if (alias != null && (!alias.matches(ALIAS) || alias.matches("[0-9]{12}"))) {
            throw new CliException(
                    "an alias is 3 to 63 small letters, digits and single hyphens, not \""
                            + alias
                            + "\"");
        }
        DataDirectory data = directory.get();
        requireFree(data, alias);
        DataDirectory.Running server = data.required();
        Map<String, Object> members = new LinkedHashMap<>();
        if (id != null) {
            members.put("AccountId", id);
        }
        JsonNode made = Administration.of(data, region).call("CreateAccount", members);
        String account = made.path("AccountId").asString();
        Keys keys =
                Keys.longTerm(
                        made.path("RootAccessKeyId").asString(),
                        made.path("RootSecretAccessKey").asString());
        String profile = alias == null ? account : alias;
        // Kept first: whatever fails from here on, the key is not lost.
        data.keepAccount(profile, account, keys, server.endpoint(), region);
        if (alias != null) {
            try (Target target = Administrator.target(server.endpoint(), keys, region)) {
                target.iam().createAccountAlias(request -> request.accountAlias(alias));
            }
        }
        console.print(text(account, profile, keys, data));
        return 0;
    }

    /** A profile that exists would lose its keys. */
    private static void requireFree(DataDirectory data, @Nullable String alias) {
        if (alias != null && data.userKeys(alias).isPresent()) {
            throw new CliException(
                    "there is a profile " + alias + " already in " + data.awsCredentials());
        }
    }

    private static String text(String account, String profile, Keys keys, DataDirectory data) {
        return """
        Account %s is there. The key of its root user, which the server never shows again:
        aws_access_key_id = %s
        aws_secret_access_key = %s

        It is kept in %s as the profile %s:
        export AWS_CONFIG_FILE=%s AWS_SHARED_CREDENTIALS_FILE=%s
        aws --profile %s sts get-caller-identity
        """
                .formatted(
                        account,
                        keys.accessKeyId(),
                        keys.secretAccessKey(),
                        data.awsCredentials(),
                        profile,
                        data.awsConfig().toAbsolutePath().normalize(),
                        data.awsCredentials().toAbsolutePath().normalize(),
                        profile);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the accounts of the running server, the oldest first.")
    int list(
            @Option(
                            names = "--region",
                            paramLabel = "REGION",
                            defaultValue = "eu-west-1",
                            description = SIGNED_FOR)
                    String region,
            @Mixin DirectoryOption directory) {
        DataDirectory data = directory.get();
        JsonNode accounts =
                Administration.of(data, region).call("ListAccounts", Map.of()).path("Accounts");
        TextTable table =
                new TextTable("ACCOUNT", "ALIAS", "PROFILE", "CREATED", "USERS", "ROLES", "TABLES");
        for (JsonNode account : accounts) {
            String id = account.path("AccountId").asString();
            table.row(
                    id,
                    account.path("Alias").asString("-"),
                    profileOf(id, account.path("Owner").asBoolean(), data),
                    Instant.ofEpochSecond(account.path("Created").asLong()).toString(),
                    account.path("Users").asString(),
                    account.path("Roles").asString(),
                    account.path("Tables").asString());
        }
        console.print(table.toString());
        return 0;
    }

    private static String profileOf(String account, boolean owner, DataDirectory data) {
        if (owner) {
            return Administrator.USER;
        }
        return data.accounts().entrySet().stream()
                .filter(kept -> kept.getValue().equals(account))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("-");
    }
}
