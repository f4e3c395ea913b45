package dev.tablewright.server.protocol;

import tools.jackson.databind.JsonNode;

/** Reads JSON values as the types of the API model, or refuses them in AWS's words. */
final class JsonTypes {
    private static final String MODEL = "com.amazonaws.dynamodb.v20120810.";
    private static final String NOT_A_STRUCTURE_START =
            "Start of structure or map found where not expected";

    private JsonTypes() {}

    static String string(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isContainer()) {
            throw wrongContainer(node, "java.lang.String");
        }
        throw wrong(tokenOf(node) + " cannot be converted to String");
    }

    /** Reads a whole number; a fraction is cut off, as AWS does. */
    static long number(JsonNode node, String type) {
        if (node.isNumber()) {
            return node.isIntegralNumber() ? node.longValue() : (long) node.doubleValue();
        }
        if (node.isContainer()) {
            throw wrongContainer(node, "java.lang." + type);
        }
        throw wrong(tokenOf(node) + " cannot be converted to " + type);
    }

    static boolean bool(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isContainer()) {
            throw wrongContainer(node, "java.lang.Boolean");
        }
        if (node.isString()) {
            return switch (node.stringValue().toUpperCase(java.util.Locale.ROOT)) {
                case "TRUE", "1", "YES" -> true;
                case "FALSE", "0", "NO" -> false;
                default -> throw wrong("Unexpected token received from parser");
            };
        }
        throw wrong(tokenOf(node) + " cannot be converted to Boolean");
    }

    static JsonNode list(JsonNode node) {
        if (node.isArray()) {
            return node;
        }
        throw wrong(node.isObject() ? NOT_A_STRUCTURE_START : "Unexpected field type");
    }

    static JsonNode map(JsonNode node, String valueType) {
        if (node.isObject()) {
            return node;
        }
        throw wrong(
                node.isArray()
                        ? "Unrecognized collection type java.util.Map<java.lang.String, "
                                + (valueType.indexOf('.') < 0 ? MODEL + valueType : valueType)
                                + ">"
                        : "Unexpected field type");
    }

    /** Reads a structure that is a member. */
    static JsonNode structure(JsonNode node, String shape) {
        if (node.isObject()) {
            return node;
        }
        throw wrong(
                node.isArray()
                        ? "Unrecognized collection type class " + MODEL + shape
                        : "Unexpected field type");
    }

    /** Reads a structure that is an element of a list or a value of a map. */
    static JsonNode element(JsonNode node, String shape) {
        if (node.isObject()) {
            return node;
        }
        throw wrong(
                node.isArray()
                        ? "Unrecognized collection type class " + MODEL + shape
                        : "Unexpected value type in payload");
    }

    private static MalformedRequest wrongContainer(JsonNode node, String javaClass) {
        return wrong(
                node.isArray()
                        ? "Unrecognized collection type class " + javaClass
                        : NOT_A_STRUCTURE_START);
    }

    private static String tokenOf(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE";
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
        }
        return node.isString() ? "STRING_VALUE" : "NULL_VALUE";
    }

    private static MalformedRequest wrong(String text) {
        return MalformedRequest.wrongType(text);
    }
}
