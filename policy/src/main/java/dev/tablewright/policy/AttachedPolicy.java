package dev.tablewright.policy;

/**
 * A document with the name that explanations call it by.
 *
 * @param name ARN of a managed policy, or for instance {@code inline policy P of role R}
 * @param managed whether the name is the ARN of a managed policy
 */
public record AttachedPolicy(String name, boolean managed, PolicyDocument document) {}
