package dev.tablewright.controlplane.values;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * One application of an applications file.
 *
 * @param path where it stands, for instance {@code applications[2]}
 * @param serviceAccounts whose pods may have the role; empty for one of the application's name
 * @param adopt whether an existing role without ownership tags is taken over
 * @param image of the chart's Deployment; null for none
 */
public record ApplicationValues(
        String path,
        String name,
        List<ServiceAccount> serviceAccounts,
        boolean adopt,
        @Nullable String rolePath,
        @Nullable String permissionsBoundary,
        @Nullable Integer maxSessionSeconds,
        Map<String, String> tags,
        @Nullable Image image,
        List<Port> ports) {

    /**
     * A service account of the cluster.
     *
     * @param namespace null for the release's
     */
    public record ServiceAccount(String name, @Nullable String namespace) {}

    /** A container image. */
    public record Image(String repository, String tag, PullPolicy pullPolicy) {}

    /** When Kubernetes pulls an image. */
    public enum PullPolicy {
        /** Each time a container starts. */
        ALWAYS,
        /** When the node does not have it. */
        IF_NOT_PRESENT,
        /** Never. */
        NEVER
    }

    /** A port that the container listens on. */
    public record Port(String name, int containerPort, Protocol protocol) {}

    /** A transport protocol. */
    public enum Protocol {
        /** TCP. */
        TCP,
        /** UDP. */
        UDP,
        /** SCTP. */
        SCTP
    }
}
