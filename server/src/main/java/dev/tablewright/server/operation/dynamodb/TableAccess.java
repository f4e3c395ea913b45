package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.TableRef;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;

import java.util.Map;
import java.util.Set;

/** Permissions on whole tables: the table's ARN, with its tags and those of the request. */
final class TableAccess {
    private final Catalog tables;

    TableAccess(Catalog tables) {
        this.tables = tables;
    }

    /** A permission on a table as it stands. */
    Access to(String action, TableRef table) {
        return Access.to(action(action), table.arn(), tagsOf(table).build());
    }

    /** A permission on an index of a table; an index has the tags of its table. */
    Access toIndex(String action, TableRef table, String index) {
        return Access.to(action(action), table.arn() + "/index/" + index, tagsOf(table).build());
    }

    /** A permission on a table that does not exist yet. */
    static Access toNew(String action, TableRef table, Map<String, String> tags) {
        return Access.to(
                action(action), table.arn(), request(ConditionContext.builder(), tags).build());
    }

    /** A permission on a table, to give it tags. */
    Access toTag(String action, TableRef table, Map<String, String> tags) {
        return Access.to(action(action), table.arn(), request(tagsOf(table), tags).build());
    }

    /** A permission on a table, to take tags from it. */
    Access toUntag(String action, TableRef table, Set<String> keys) {
        return Access.to(
                action(action), table.arn(), tagsOf(table).putAll("aws:TagKeys", keys).build());
    }

    /** A permission on what is not the ARN of a table; nobody has it, but by name. */
    static Access toText(String action, String resource) {
        return new Access(
                action(action),
                resource,
                resource.isEmpty() ? "*" : resource,
                ConditionContext.builder().build());
    }

    private static String action(String operation) {
        return "dynamodb:" + operation;
    }

    private ConditionContext.Builder tagsOf(TableRef ref) {
        ConditionContext.Builder context = ConditionContext.builder();
        Table table = tables.find(ref);
        if (table != null) {
            table.settings()
                    .tags()
                    .forEach((key, value) -> context.put("aws:ResourceTag/" + key, value));
        }
        return context;
    }

    private static ConditionContext.Builder request(
            ConditionContext.Builder context, Map<String, String> tags) {
        tags.forEach((key, value) -> context.put("aws:RequestTag/" + key, value));
        return tags.isEmpty() ? context : context.putAll("aws:TagKeys", tags.keySet());
    }
}
