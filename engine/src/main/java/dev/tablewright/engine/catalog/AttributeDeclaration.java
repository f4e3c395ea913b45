package dev.tablewright.engine.catalog;

import dev.tablewright.model.KeyType;

/** One element of AttributeDefinitions as a request names it: not yet checked. */
public record AttributeDeclaration(String name, KeyType type) {}
