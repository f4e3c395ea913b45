package dev.tablewright.controlplane.desired;

/** What a role may do with one table. */
public record TableGrant(String tableArn, Grant grant) {}
