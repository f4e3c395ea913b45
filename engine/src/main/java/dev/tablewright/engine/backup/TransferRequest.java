package dev.tablewright.engine.backup;

import org.jspecify.annotations.Nullable;

/**
 * What tells a request that is sent again from another one.
 *
 * @param token ClientToken; null for none
 * @param fingerprint of the whole request
 */
public record TransferRequest(@Nullable String token, String fingerprint) {}
