package dev.tablewright.conformance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Brings answers into a form in which only real differences are left.
 *
 * <p>Numbers are compared by value: DynamoDB Local gives back numbers inside lists, maps and sets
 * as they were written (1e2, 2.50); the service prints them all in one way.
 */
final class Normal {
    private static final Set<String> SETS = Set.of("SS", "NS", "BS");

    private Normal() {}

    /** Sorts what has no order: members, elements of sets, and the items of a scan or batch. */
    static JsonNode form(String operation, JsonNode body) {
        JsonNode sorted = sorted(body);
        if (sorted instanceof ObjectNode object) {
            if (operation.equals("Scan") && object.get("Items") instanceof ArrayNode items) {
                object.set("Items", inOrder(items));
            }
            if (operation.equals("BatchGetItem")
                    && object.get("Responses") instanceof ObjectNode tables) {
                for (String table : List.copyOf(tables.propertyNames())) {
                    if (tables.get(table) instanceof ArrayNode items) {
                        tables.set(table, inOrder(items));
                    }
                }
            }
        }
        return sorted;
    }

    private static JsonNode sorted(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = Endpoint.JSON.createObjectNode();
                object.propertyNames().stream()
                        .sorted()
                        .forEach(
                                name -> {
                                    JsonNode member = value(name, sorted(object.get(name)));
                                    copy.set(
                                            name,
                                            SETS.contains(name) && member instanceof ArrayNode set
                                                    ? inOrder(set)
                                                    : member);
                                });
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Endpoint.JSON.createArrayNode();
                array.forEach(element -> copy.add(sorted(element)));
                yield copy;
            }
            default -> node;
        };
    }

    private static JsonNode value(String name, JsonNode member) {
        if (name.equals("N") && member.isString()) {
            return number(member);
        }
        if (name.equals("NS") && member instanceof ArrayNode numbers) {
            ArrayNode plain = Endpoint.JSON.createArrayNode();
            numbers.forEach(number -> plain.add(number(number)));
            return plain;
        }
        return member;
    }

    private static JsonNode number(JsonNode text) {
        BigDecimal number = new BigDecimal(text.asString("")).stripTrailingZeros();
        return Endpoint.JSON.getNodeFactory().stringNode(number.toPlainString());
    }

    private static ArrayNode inOrder(ArrayNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        elements.sort(Comparator.comparing(JsonNode::toString));
        ArrayNode copy = Endpoint.JSON.createArrayNode();
        elements.forEach(copy::add);
        return copy;
    }
}
