package dev.tablewright.policy.lint;

import dev.tablewright.policy.json.Position;

/**
 * A part of a document that a finding is about.
 *
 * @param text the action, resource, key or name that stands there
 */
public record Place(String text, Position position) {}
