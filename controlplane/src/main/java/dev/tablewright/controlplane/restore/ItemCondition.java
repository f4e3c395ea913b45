package dev.tablewright.controlplane.restore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * That an item is as it was read, as the condition of a write.
 *
 * @param values null when the condition has none
 */
record ItemCondition(
        String text, Map<String, String> names, @Nullable Map<String, AttributeValue> values) {
    /** A condition takes 4 KB and 300 operators; an item has few more attributes than that. */
    private static final int MOST_ATTRIBUTES = 100;

    /** That there is no item. */
    static ItemCondition absent(String partitionKey) {
        return new ItemCondition("attribute_not_exists(#k)", Map.of("#k", partitionKey), null);
    }

    /**
     * That the item has the attributes that it had, and none of those that it is about to get. Of
     * items with more than 100 attributes the first 100 are compared.
     */
    static ItemCondition unchanged(
            Map<String, AttributeValue> was, Map<String, AttributeValue> becomes) {
        StringBuilder text = new StringBuilder();
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        for (var attribute : was.entrySet()) {
            if (names.size() < MOST_ATTRIBUTES) {
                String name = name(attribute.getKey(), text, names);
                text.append(name).append("=:").append(name, 1, name.length());
                values.put(":" + name.substring(1), attribute.getValue());
            }
        }
        for (String added : becomes.keySet()) {
            if (!was.containsKey(added) && names.size() < MOST_ATTRIBUTES) {
                String name = name(added, text, names);
                text.append("attribute_not_exists(").append(name).append(')');
            }
        }
        return new ItemCondition(text.toString(), names, values);
    }

    private static String name(String attribute, StringBuilder text, Map<String, String> names) {
        if (!names.isEmpty()) {
            text.append(" AND ");
        }
        String name = "#a" + names.size();
        names.put(name, attribute);
        return name;
    }
}
