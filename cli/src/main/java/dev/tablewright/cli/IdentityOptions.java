package dev.tablewright.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/** The options that say as whom: a role, a user, or neither for the root user. */
final class IdentityOptions {
    @Option(names = "--role", paramLabel = "ROLE", description = "As a role, by its name or ARN.")
    private @Nullable String role;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description =
                    "As a user; keys are made the first time. "
                            + Administrator.USER
                            + " may do everything.")
    private @Nullable String user;

    @Option(
            names = "--account",
            paramLabel = "ACCOUNT",
            description = "As the root user of a further account, by its number or profile.")
    private @Nullable String account;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description =
                    "How long a role's credentials are good, 900 to 43200 (default:"
                            + " ${DEFAULT-VALUE}); not more than the role allows.")
    private long seconds = 3600;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "eu-west-1",
            description = "Region (default: ${DEFAULT-VALUE}).")
    private String region = "eu-west-1";

    String region() {
        return region;
    }

    /** Returns the credentials, from the server that runs on {@code directory}. */
    Keys keys(DataDirectory directory) {
        if (Stream.of(role, user, account).filter(Objects::nonNull).count() > 1) {
            throw new CliException("--role, --user and --account exclude each other");
        }
        if (account != null) {
            return directory
                    .accountKeys(account)
                    .orElseThrow(
                            () ->
                                    new CliException(
                                            "no key of account "
                                                    + account
                                                    + " is kept in "
                                                    + directory.awsCredentials()));
        }
        Session session = new Session(directory, directory.required());
        if (role != null) {
            return session.role(role, Duration.ofSeconds(seconds), region);
        }
        return user == null ? session.root() : session.user(user, region);
    }
}
