package dev.tablewright.policy.catalog;

import java.util.List;

/**
 * A kind of resource.
 *
 * @param service prefix of its actions, for instance {@code dynamodb}
 * @param name as in the service authorization reference, for instance {@code table}
 * @param arn template with placeholders, for instance {@code
 *     arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}}
 * @param conditionKeys that every action on such a resource has
 */
public record ResourceType(String service, String name, String arn, List<String> conditionKeys) {
    /** Copies the list. */
    public ResourceType {
        conditionKeys = List.copyOf(conditionKeys);
    }
}
