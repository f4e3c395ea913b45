package dev.tablewright.policy.lint;

import dev.tablewright.policy.catalog.ActionCatalog;
import dev.tablewright.policy.catalog.ResourceType;

/** The types of resource that rules name. */
final class Types {
    static final ResourceType TABLE = type("table");
    static final ResourceType INDEX = type("index");
    static final ResourceType STREAM = type("stream");

    private Types() {}

    private static ResourceType type(String name) {
        return ActionCatalog.get().resourceType("dynamodb", name).orElseThrow();
    }
}
