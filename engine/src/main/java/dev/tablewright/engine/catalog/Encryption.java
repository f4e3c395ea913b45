package dev.tablewright.engine.catalog;

/**
 * Encryption with a key that the table names; kept and shown, nothing is encrypted with it.
 *
 * @param keyArn ARN of the KMS key
 */
public record Encryption(String keyArn) {}
