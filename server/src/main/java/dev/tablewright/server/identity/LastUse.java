package dev.tablewright.server.identity;

import java.time.Instant;

/**
 * When and where an access key or a role was used last.
 *
 * @param service signing name, for instance {@code dynamodb}
 */
public record LastUse(Instant time, String service, String region) {}
