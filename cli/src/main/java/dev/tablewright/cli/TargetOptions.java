package dev.tablewright.cli;

import dev.tablewright.controlplane.target.Target;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.net.URI;

/** The option that names the endpoint; credentials come from AWS's usual configuration. */
final class TargetOptions {
    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description =
                    "Endpoint of DynamoDB, IAM and STS. Without it AWS's usual configuration holds:"
                            + " AWS_ENDPOINT_URL, the profile, or AWS itself.")
    private @Nullable URI endpoint;

    Target target(String region) {
        return new Target(endpoint, null, region);
    }
}
