package dev.tablewright.cli;

import dev.tablewright.controlplane.target.Target;

import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.sts.model.StsException;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Credentials for a role or a user of a running installation. */
final class Session {
    /** Name of the sessions, seen in their ARN. */
    static final String NAME = "tablewright";

    /** Seconds; what the server issues at most. */
    private static final long MOST_ISSUED = 3600;

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

    /**
     * Assumes a role, as the administrator. One whose trust policy lets in service accounts only is
     * taken on by the server's own {@code IssueSession}, so that nobody widens a trust policy to
     * try something.
     */
    Keys role(String name, Duration duration, String region) {
        Keys administrator = administrator(region);
        try (Target target = Administrator.target(server.endpoint(), administrator, region)) {
            String arn = arn(target, name);
            try {
                var made =
                        target.sts()
                                .assumeRole(
                                        request ->
                                                request.roleArn(arn)
                                                        .roleSessionName(NAME)
                                                        .durationSeconds(
                                                                (int) duration.toSeconds()))
                                .credentials();
                return new Keys(
                        made.accessKeyId(),
                        made.secretAccessKey(),
                        made.sessionToken(),
                        made.expiration());
            } catch (StsException e) {
                if (e.statusCode() != 403 || !isThere(target, name)) {
                    throw new CliException(
                            "cannot assume the role " + name + ": " + Target.sentence(e));
                }
                return issued(arn, duration, administrator, region);
            }
        }
    }

    private Keys issued(String arn, Duration duration, Keys administrator, String region) {
        JsonNode made =
                Administration.at(server.endpoint(), administrator, region)
                        .call(
                                "IssueSession",
                                Map.of(
                                        "Principal",
                                        arn,
                                        "SessionName",
                                        NAME,
                                        "DurationSeconds",
                                        Math.min(duration.toSeconds(), MOST_ISSUED)))
                        .path("Credentials");
        return new Keys(
                made.path("AccessKeyId").asString(),
                made.path("SecretAccessKey").asString(),
                made.path("SessionToken").asString(),
                Instant.ofEpochMilli(Math.round(made.path("Expiration").asDouble() * 1000)));
    }

    /** A role may have a path, which its ARN names. */
    private String arn(Target target, String name) {
        if (name.startsWith("arn:")) {
            return name;
        }
        try {
            return target.iam().getRole(request -> request.roleName(name)).role().arn();
        } catch (IamException e) {
            return "arn:aws:iam::" + server.account() + ":role/" + name;
        }
    }

    private static boolean isThere(Target target, String name) {
        try {
            String bare = name.substring(name.lastIndexOf('/') + 1);
            var _ = target.iam().getRole(request -> request.roleName(bare));
            return true;
        } catch (IamException e) {
            return false;
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
