package dev.tablewright.server.budget;

/**
 * A quota and what is used of it.
 *
 * @param controlPlaneOperations tables that are being created, changed or deleted
 * @param refused requests since the server began to serve, or the quota was last put
 */
public record EnvironmentUsage(
        EnvironmentQuota quota,
        long tables,
        long controlPlaneOperations,
        long storedBytes,
        long refused) {}
