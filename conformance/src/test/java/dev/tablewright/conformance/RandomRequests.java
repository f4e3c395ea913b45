package dev.tablewright.conformance;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes requests from a seed: mostly sensible ones on few keys, so that they meet, and some that
 * are wrong in one way.
 */
final class RandomRequests {
    /** The tables that requests go to; an empty name is none. */
    enum Table {
        PLAIN("pk", "S", "", ""),
        SORTED("pk", "S", "sk", "N"),
        TEXT("id", "N", "sort", "S"),
        BYTES("bin", "B", "", "");

        final String hash;
        final String hashType;
        final String range;
        final String rangeType;

        Table(String hash, String hashType, String range, String rangeType) {
            this.hash = hash;
            this.hashType = hashType;
            this.range = range;
            this.rangeType = rangeType;
        }

        boolean hasRange() {
            return !range.isEmpty();
        }
    }

    /** An operation with its body. */
    record Request(String operation, ObjectNode body) {}

    private static final List<String> ATTRIBUTES =
            List.of("a", "b", "c", "d", "g1", "g2", "l1", "m1");

    /** Without l1: DynamoDB Local lets an update give a local index key any type. */
    private static final List<String> TARGETS = List.of("a", "b", "c", "d", "g1", "g2", "m1");

    private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");

    private final SplittableRandom random;
    private ObjectNode names = object();
    private ObjectNode values = object();

    RandomRequests(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static ObjectNode object() {
        return Endpoint.JSON.createObjectNode();
    }

    /** The CreateTable of each table; SORTED has a local and three global indexes. */
    static List<Request> createTables() {
        List<Request> all = new ArrayList<>();
        for (Table table : Table.values()) {
            ObjectNode body =
                    object().put("TableName", name(table)).put("BillingMode", "PAY_PER_REQUEST");
            ArrayNode attributes = body.putArray("AttributeDefinitions");
            ArrayNode keys = body.putArray("KeySchema");
            define(attributes, table.hash, table.hashType);
            key(keys, table.hash, "HASH");
            if (table.hasRange()) {
                define(attributes, table.range, table.rangeType);
                key(keys, table.range, "RANGE");
            }
            if (table == Table.SORTED) {
                define(attributes, "g1", "S");
                define(attributes, "g2", "N");
                define(attributes, "l1", "S");
                define(attributes, "m1", "S");
                define(attributes, "m2", "N");
                ArrayNode local = body.putArray("LocalSecondaryIndexes");
                index(local, "lsi", "pk", "l1", "KEYS_ONLY");
                ArrayNode global = body.putArray("GlobalSecondaryIndexes");
                index(global, "gsi", "g1", "g2", "ALL");
                index(global, "gsi2", "g2", "", "INCLUDE");
                index(global, "multi", "g1", "g2", "KEYS_ONLY");
                ArrayNode keyOfMulti = (ArrayNode) global.get(2).get("KeySchema");
                keyOfMulti.removeAll();
                key(keyOfMulti, "g1", "HASH");
                key(keyOfMulti, "g2", "HASH");
                key(keyOfMulti, "m1", "RANGE");
                key(keyOfMulti, "m2", "RANGE");
            }
            all.add(new Request("CreateTable", body));
        }
        return all;
    }

    static String name(Table table) {
        return "diff-" + table.name();
    }

    private static void define(ArrayNode attributes, String name, String type) {
        attributes.addObject().put("AttributeName", name).put("AttributeType", type);
    }

    private static void key(ArrayNode keys, String name, String type) {
        keys.addObject().put("AttributeName", name).put("KeyType", type);
    }

    private static void index(
            ArrayNode all, String name, String hash, String range, String projection) {
        ObjectNode index = all.addObject().put("IndexName", name);
        ArrayNode keys = index.putArray("KeySchema");
        key(keys, hash, "HASH");
        if (!range.isEmpty()) {
            key(keys, range, "RANGE");
        }
        ObjectNode projected = index.putObject("Projection").put("ProjectionType", projection);
        if (projection.equals("INCLUDE")) {
            projected.putArray("NonKeyAttributes").add("a").add("c");
        }
    }

    Request next() {
        names = object();
        values = object();
        Table table = pick(List.of(Table.values()));
        ObjectNode body = object().put("TableName", name(table));
        int kind = random.nextInt(100);
        if (kind < 22) {
            return put(table, body);
        } else if (kind < 52) {
            return update(table, body);
        } else if (kind < 60) {
            return delete(table, body);
        } else if (kind < 68) {
            return get(table, body);
        } else if (kind < 84) {
            return query(pick(List.of(Table.SORTED, Table.SORTED, Table.TEXT)));
        } else if (kind < 89) {
            return scan(table, body);
        } else if (kind < 93) {
            return transactWrite();
        } else if (kind < 95) {
            return transactGet();
        } else if (kind < 98) {
            return batchWrite();
        }
        return batchGet();
    }

    private Request put(Table table, ObjectNode body) {
        body.set("Item", item(table));
        condition(body, table);
        if (chance(30)) {
            body.put("ReturnValues", pick(List.of("NONE", "ALL_OLD")));
        }
        return finish("PutItem", body);
    }

    private Request update(Table table, ObjectNode body) {
        body.set("Key", keyOf(table));
        body.put("UpdateExpression", updateExpression(table));
        condition(body, table);
        body.put(
                "ReturnValues",
                pick(List.of("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW")));
        return finish("UpdateItem", body);
    }

    private Request delete(Table table, ObjectNode body) {
        body.set("Key", keyOf(table));
        condition(body, table);
        body.put("ReturnValues", pick(List.of("NONE", "ALL_OLD")));
        return finish("DeleteItem", body);
    }

    private Request get(Table table, ObjectNode body) {
        body.set("Key", keyOf(table));
        projection(body);
        body.put("ConsistentRead", chance(50));
        return finish("GetItem", body);
    }

    private Request query(Table table) {
        ObjectNode body = object().put("TableName", name(table));
        if (table == Table.SORTED && chance(20)) {
            body.put("IndexName", "multi").put("KeyConditionExpression", multiCondition());
            return finishQuery(table, body);
        }
        String hash = table.hash;
        String hashType = table.hashType;
        String range = table.range;
        String rangeType = table.rangeType;
        if (table == Table.SORTED) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    body.put("IndexName", "lsi");
                    range = "l1";
                    rangeType = "S";
                }
                case 1 -> {
                    body.put("IndexName", "gsi");
                    hash = "g1";
                    hashType = "S";
                    range = "g2";
                    rangeType = "N";
                }
                case 2 -> {
                    body.put("IndexName", "gsi2");
                    hash = "g2";
                    hashType = "N";
                    range = "";
                }
                default -> {}
            }
        }
        String condition = hash + " = " + value(keyValue(hashType));
        if (!range.isEmpty() && chance(60)) {
            condition += " AND " + rangeCondition(range, rangeType);
        } else if (chance(4)) {
            condition += " AND " + path() + " = " + value(anyValue(1));
        }
        body.put("KeyConditionExpression", condition);
        return finishQuery(table, body);
    }

    /** Mostly a whole partition key, then equality from left to right and one other condition. */
    private String multiCondition() {
        List<String> terms = new ArrayList<>();
        if (!chance(4)) {
            terms.add("g1 = " + value(keyValue("S")));
        }
        if (!chance(4)) {
            terms.add("g2 " + (chance(4) ? "> " : "= ") + value(keyValue("N")));
        }
        if (chance(40)) {
            terms.add("m1 = " + value(keyValue("S")));
            if (chance(60)) {
                terms.add(rangeCondition("m2", "N"));
            }
        } else if (chance(50)) {
            terms.add(rangeCondition("m1", "S"));
        }
        if (chance(4)) {
            terms.add(pick(List.of("m2", "pk", "a")) + " = " + value(keyValue("N")));
        }
        return terms.isEmpty() ? "m1 = " + value(keyValue("S")) : String.join(" AND ", terms);
    }

    private Request finishQuery(Table table, ObjectNode body) {
        if (chance(30)) {
            body.put("FilterExpression", conditionExpression(table, 2));
        }
        if (chance(30)) {
            projection(body);
        } else if (chance(15)) {
            body.put(
                    "Select", pick(List.of("COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES")));
        }
        if (chance(50)) {
            body.put("ScanIndexForward", chance(50));
        }
        if (chance(30)) {
            body.put("Limit", random.nextInt(1, 5));
        }
        if (chance(20)) {
            body.put("ConsistentRead", true);
        }
        return finish("Query", body);
    }

    private String rangeCondition(String range, String type) {
        return switch (random.nextInt(type.equals("S") ? 4 : 3)) {
            case 0 -> range + " " + pick(COMPARATORS) + " " + value(keyValue(type));
            case 1 -> range + " BETWEEN " + value(keyValue(type)) + " AND " + value(keyValue(type));
            case 2 -> range + " = " + value(keyValue(type));
            default ->
                    "begins_with(" + range + ", " + value(text(pick(List.of("k", "k1", "")))) + ")";
        };
    }

    private Request scan(Table table, ObjectNode body) {
        if (chance(50)) {
            body.put("FilterExpression", conditionExpression(table, 2));
        }
        if (table == Table.SORTED && chance(40)) {
            body.put("IndexName", pick(List.of("lsi", "gsi", "gsi2", "multi")));
        }
        if (chance(20)) {
            projection(body);
        }
        return finish("Scan", body);
    }

    private Request transactWrite() {
        ObjectNode body = object();
        ArrayNode elements = body.putArray("TransactItems");
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            names = object();
            values = object();
            Table table = pick(List.of(Table.values()));
            ObjectNode element = object().put("TableName", name(table));
            String kind = pick(List.of("Put", "Update", "Delete", "ConditionCheck"));
            switch (kind) {
                case "Put" -> {
                    element.set("Item", item(table));
                    condition(element, table);
                }
                case "Update" -> {
                    element.set("Key", keyOf(table));
                    element.put("UpdateExpression", updateExpression(table));
                    condition(element, table);
                }
                case "Delete" -> {
                    element.set("Key", keyOf(table));
                    condition(element, table);
                }
                default -> {
                    element.set("Key", keyOf(table));
                    element.put("ConditionExpression", conditionExpression(table, 1));
                }
            }
            if (chance(30)) {
                element.put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
            }
            placeholders(element);
            elements.addObject().set(kind, element);
        }
        return new Request("TransactWriteItems", body);
    }

    private Request transactGet() {
        ObjectNode body = object();
        ArrayNode elements = body.putArray("TransactItems");
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            names = object();
            Table table = pick(List.of(Table.values()));
            ObjectNode element = object().put("TableName", name(table));
            element.set("Key", keyOf(table));
            if (chance(30)) {
                element.put("ProjectionExpression", path());
            }
            placeholders(element);
            elements.addObject().set("Get", element);
        }
        return new Request("TransactGetItems", body);
    }

    private Request batchWrite() {
        ObjectNode body = object();
        ObjectNode items = body.putObject("RequestItems");
        Table table = pick(List.of(Table.values()));
        ArrayNode writes = items.putArray(name(table));
        // Only one write: where one of several is wrong, DynamoDB Local does those before it.
        if (chance(60)) {
            writes.addObject().putObject("PutRequest").set("Item", item(table));
        } else {
            writes.addObject().putObject("DeleteRequest").set("Key", keyOf(table));
        }
        return new Request("BatchWriteItem", body);
    }

    private Request batchGet() {
        ObjectNode body = object();
        Table table = pick(List.of(Table.values()));
        ObjectNode request = body.putObject("RequestItems").putObject(name(table));
        ArrayNode keys = request.putArray("Keys");
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            keys.add(keyOf(table));
        }
        return new Request("BatchGetItem", body);
    }

    private Request finish(String operation, ObjectNode body) {
        placeholders(body);
        if (chance(20)) {
            body.put("ReturnConsumedCapacity", pick(List.of("TOTAL", "INDEXES")));
        }
        return new Request(operation, body);
    }

    private void placeholders(ObjectNode body) {
        if (chance(2)) {
            names.put("#unused", "x");
        }
        if (!names.isEmpty()) {
            body.set("ExpressionAttributeNames", names);
        }
        if (!values.isEmpty()) {
            body.set("ExpressionAttributeValues", values);
        }
    }

    private void condition(ObjectNode body, Table table) {
        if (chance(40)) {
            body.put("ConditionExpression", conditionExpression(table, 2));
        }
    }

    private void projection(ObjectNode body) {
        if (chance(70)) {
            String paths = path();
            for (int i = random.nextInt(3); i > 0; i--) {
                paths += ", " + path();
            }
            body.put("ProjectionExpression", paths);
        }
    }

    private String conditionExpression(Table table, int depth) {
        if (depth > 0 && chance(40)) {
            String left = conditionExpression(table, depth - 1);
            String right = conditionExpression(table, depth - 1);
            return switch (random.nextInt(4)) {
                case 0 -> left + " AND " + right;
                case 1 -> left + " OR " + right;
                case 2 -> "NOT " + left;
                default -> "(" + left + " OR " + right + ") AND " + left;
            };
        }
        return switch (random.nextInt(9)) {
            case 0 -> "attribute_exists(" + path() + ")";
            case 1 -> "attribute_not_exists(" + (chance(50) ? table.hash : path()) + ")";
            case 2 -> "attribute_type(" + path() + ", " + value(text(type())) + ")";
            case 3 -> "begins_with(" + path() + ", " + value(anyValue(0)) + ")";
            case 4 -> "contains(" + path() + ", " + value(anyValue(0)) + ")";
            case 5 -> "size(" + path() + ") " + pick(COMPARATORS) + " " + value(number());
            case 6 -> path() + " BETWEEN " + value(anyValue(0)) + " AND " + value(anyValue(0));
            case 7 -> path() + " IN (" + value(anyValue(1)) + ", " + value(anyValue(1)) + ")";
            default -> operand() + " " + pick(COMPARATORS) + " " + operand();
        };
    }

    /**
     * Always with SET or ADD: DynamoDB Local makes an item of a key and an update that only takes
     * away, and would then hold an item that we do not.
     */
    private String updateExpression(Table table) {
        List<String> sections = new ArrayList<>();
        boolean adds = chance(25);
        if (!adds || chance(60)) {
            String set = "SET " + assignment(table);
            if (chance(40)) {
                set += ", " + assignment(table);
            }
            sections.add(set);
        }
        if (chance(25)) {
            sections.add("REMOVE " + path(TARGETS));
        }
        if (adds) {
            sections.add("ADD " + path(TARGETS) + " " + value(chance(60) ? number() : set()));
        }
        if (chance(15)) {
            sections.add("DELETE " + path(TARGETS) + " " + value(set()));
        }
        if (chance(2)) {
            sections.add(sections.getFirst());
        }
        return String.join(" ", sections);
    }

    private String assignment(Table table) {
        String target = chance(3) ? table.hash : path(TARGETS);
        return target
                + " = "
                + switch (random.nextInt(7)) {
                    case 0 -> path() + " + " + value(number());
                    case 1 -> value(number()) + " - " + path();
                    case 2 -> "if_not_exists(" + path() + ", " + value(anyValue(1)) + ")";
                    case 3 -> "list_append(" + path() + ", " + value(list(1)) + ")";
                    case 4 ->
                            "if_not_exists("
                                    + path()
                                    + ", "
                                    + value(number())
                                    + ") + "
                                    + value(number());
                    case 5 -> path();
                    default -> value(anyValue(2));
                };
    }

    private String operand() {
        return chance(60) ? path() : value(anyValue(1));
    }

    private String path() {
        return path(ATTRIBUTES);
    }

    private String path(List<String> attributes) {
        String attribute = pick(attributes);
        String path = chance(30) ? named(attribute) : attribute;
        return switch (random.nextInt(10)) {
            case 0 -> path + "[" + random.nextInt(3) + "]";
            case 1 -> path + "." + pick(List.of("x", "y"));
            case 2 -> path + "." + named("x") + "[1]";
            default -> path;
        };
    }

    private String named(String attribute) {
        String placeholder = "#" + attribute;
        names.put(placeholder, attribute);
        return placeholder;
    }

    private String value(ObjectNode value) {
        String placeholder = ":v" + values.size();
        values.set(placeholder, value);
        return placeholder;
    }

    private ObjectNode item(Table table) {
        ObjectNode item = keyOf(table);
        for (int i = random.nextInt(5); i > 0; i--) {
            item.set(pick(List.of("a", "b", "c", "d")), anyValue(2));
        }
        if (chance(60)) {
            item.set("g1", chance(95) ? keyValue("S") : anyValue(0));
        }
        if (chance(60)) {
            item.set("g2", chance(95) ? keyValue("N") : anyValue(0));
        }
        if (chance(60)) {
            item.set("l1", chance(95) ? keyValue("S") : anyValue(0));
        }
        if (chance(80)) {
            item.set("m1", chance(95) ? keyValue("S") : anyValue(0));
            item.set("m2", keyValue("N"));
        }
        return item;
    }

    private ObjectNode keyOf(Table table) {
        ObjectNode key = object();
        if (!chance(1)) {
            key.set(table.hash, keyValue(chance(1) ? "N" : table.hashType));
        }
        if (table.hasRange() && !chance(1)) {
            key.set(table.range, keyValue(table.rangeType));
        }
        return key;
    }

    private ObjectNode keyValue(String type) {
        return switch (type) {
            case "S" -> text("k" + random.nextInt(4));
            case "N" -> object().put("N", pick(List.of("-1.5", "0", "1", "10", "2e1")));
            default -> object().put("B", pick(List.of("AA==", "AQ==", "/w==", "AQI=")));
        };
    }

    private ObjectNode anyValue(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 6)) {
            case 0 -> number();
            case 1 -> text(pick(List.of("", "k", "k1", "zebra", "\u00e9\ud83d\ude00")));
            case 2 -> object().put("B", pick(List.of("AA==", "AQI=", "")));
            case 3 -> object().put("BOOL", chance(50));
            case 4 -> object().put("NULL", true);
            case 5 -> set();
            case 6, 7 -> list(depth - 1);
            default -> map(depth - 1);
        };
    }

    private ObjectNode list(int depth) {
        ObjectNode value = object();
        ArrayNode elements = value.putArray("L");
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(anyValue(depth));
        }
        return value;
    }

    private ObjectNode map(int depth) {
        ObjectNode value = object();
        ObjectNode entries = value.putObject("M");
        for (String name : List.of("x", "y")) {
            if (chance(70)) {
                entries.set(name, anyValue(depth));
            }
        }
        return value;
    }

    private ObjectNode set() {
        ObjectNode value = object();
        String type = pick(List.of("SS", "NS", "BS"));
        ArrayNode elements = value.putArray(type);
        List<String> from =
                switch (type) {
                    case "SS" -> List.of("k", "k1", "zebra");
                    case "NS" -> List.of("1", "2.5", "10");
                    default -> List.of("AA==", "AQI=", "/w==");
                };
        int mask = random.nextInt(chance(3) ? 0 : 1, 8);
        for (int i = 0; i < 3; i++) {
            if ((mask >> i & 1) == 1) {
                elements.add(from.get(i));
            }
        }
        return value;
    }

    private ObjectNode number() {
        return object().put(
                        "N",
                        pick(
                                List.of(
                                        "0",
                                        "1",
                                        "-1",
                                        "2.50",
                                        "1e2",
                                        "3",
                                        "100",
                                        "0.1",
                                        "12345678901234567890")));
    }

    private static ObjectNode text(String text) {
        return object().put("S", text);
    }

    private String type() {
        return pick(List.of("S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
