package dev.tablewright.cli;

import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.sts.model.StsException;

import java.time.Duration;

/** Credentials for a role or a user of a running installation. */
final class Session {
    /** Name of the sessions, seen in their ARN. */
    static final String NAME = "tablewright";

    private final DataDirectory directory;
    private final DataDirectory.Running server;

    Session(DataDirectory directory, DataDirectory.Running server) {
        this.directory = directory;
        this.server = server;
    }

    /** Returns the root user's key. */
    Keys root() {
        return directory
                .rootKeys(server)
                .orElseThrow(
                        () ->
                                new CliException(
                                        "the data directory "
                                                + directory.root()
                                                + " has no root key: the root user deleted it"));
    }

    /** Assumes a role, as the administrator. */
    Keys role(String name, Duration duration, String region) {
        String arn =
                name.startsWith("arn:")
                        ? name
                        : "arn:aws:iam::" + server.account() + ":role/" + name;
        try (Target target =
                Administrator.target(server.endpoint(), administrator(region), region)) {
            var made =
                    target.sts()
                            .assumeRole(
                                    request ->
                                            request.roleArn(arn)
                                                    .roleSessionName(NAME)
                                                    .durationSeconds((int) duration.toSeconds()))
                            .credentials();
            return new Keys(
                    made.accessKeyId(),
                    made.secretAccessKey(),
                    made.sessionToken(),
                    made.expiration());
        } catch (StsException e) {
            throw new CliException("cannot assume the role " + name + ": " + Target.sentence(e));
        }
    }

    /** Returns a user's keys; makes them the first time. */
    Keys user(String name, String region) {
        if (name.equals(Administrator.USER)) {
            return administrator(region);
        }
        return directory
                .userKeys(name)
                .orElseGet(
                        () -> {
                            try (Target target =
                                    Administrator.target(
                                            server.endpoint(), administrator(region), region)) {
                                Keys keys = Administrator.newKeys(target.iam(), name);
                                directory.keepUserKeys(name, keys);
                                return keys;
                            }
                        });
    }

    private Keys administrator(String region) {
        return directory
                .userKeys(Administrator.USER)
                .orElseGet(() -> Administrator.keys(directory, server.endpoint(), root(), region));
    }
}
