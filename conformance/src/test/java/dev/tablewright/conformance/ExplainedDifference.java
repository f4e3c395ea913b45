package dev.tablewright.conformance;

import dev.tablewright.conformance.Endpoint.Answer;
import dev.tablewright.conformance.RandomRequests.Request;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where DynamoDB Local is known to differ from DynamoDB, and we follow DynamoDB: its documents, or
 * texts that others recorded from it. docs/compatibility.md has the same list for readers.
 *
 * @param reason why the service answers as we do
 */
record ExplainedDifference(String reason, Shape shape) {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String NO_MATCH = "The provided key element does not match the schema";
    private static final String NOT_SCALAR = "Key attributes must be scalars;";
    private static final String TYPE_OF_KEY = INVALID + "Type mismatch for key";
    private static final String TYPE_OF_INDEX_KEY = INVALID + "Type mismatch for Index Key";
    private static final String KEY_COUNT = "The number of conditions on the keys is invalid";
    private static final String KEY_MISSING = "One of the required keys was not given a value";
    private static final String BAD_TYPE = "Invalid attribute value type";
    private static final String NO_PATH =
            "The document path provided in the update expression is invalid for update";
    private static final String NO_ATTRIBUTE =
            "The provided expression refers to an attribute that does not exist in the item";
    private static final String BAD_OPERAND =
            "An operand in the update expression has an incorrect data type";
    private static final String UNPROJECTED = INVALID + "Secondary index";
    private static final String CONDITION_FAILED = "The conditional request failed";

    /**
     * Faults of an expression or its placeholders, which the service reports before those of keys.
     */
    private static final List<String> OF_EXPRESSIONS =
            List.of(
                    "Invalid ConditionExpression",
                    "Invalid UpdateExpression",
                    "ExpressionAttribute",
                    "Value provided in ExpressionAttribute",
                    "Transaction request cannot include multiple operations on one item");

    /** Faults that show only against the schema or the stored item. */
    private static final List<String> OF_STATE =
            List.of(NOT_SCALAR, KEY_COUNT, KEY_MISSING, TYPE_OF_KEY, TYPE_OF_INDEX_KEY, BAD_TYPE);

    private static final List<ExplainedDifference> ALL = new ArrayList<>();

    static {
        texts("recorded text names the key; Local's is general", KEY_COUNT, NO_MATCH);
        texts("recorded text names the key; Local's is general", TYPE_OF_KEY, NO_MATCH);
        texts("recorded text names the key; Local's is general", TYPE_OF_KEY, TYPE_OF_KEY);
        texts("recorded text names the key", KEY_MISSING, INVALID + "Missing the key");
        texts("a batch reports keys in its own way", KEY_MISSING, NO_MATCH);
        texts("a batch reports keys in its own way", "The list of keys in RequestItems", NO_MATCH);
        texts("recorded text names index and types", TYPE_OF_INDEX_KEY, TYPE_OF_INDEX_KEY);
        texts("recorded text names index and types", BAD_TYPE, TYPE_OF_INDEX_KEY);
        texts(
                "documented text of TransactionCanceledException",
                BAD_TYPE,
                "The update expression attempted to update the secondary index key");
        texts(
                "recorded text names index and types",
                "One or more parameter values are not valid. The update expression",
                TYPE_OF_INDEX_KEY);
        texts(
                "recorded text names the element",
                "Query condition missed key schema element",
                "Query condition missed key schema element: ");
        for (String kind : List.of("Update", "Projection")) {
            String overlap = "Invalid " + kind + "Expression: Two document paths ";
            texts("Local prints a path that does not overlap", overlap, overlap);
        }
        for (String kind : List.of("Condition", "Filter", "KeyCondition")) {
            String between = "Invalid " + kind + "Expression: The BETWEEN operator requires";
            texts("Local prints numbers as written and binaries as Java objects", between, between);
        }
        texts("order of names in a set", "Value provided in Expression", "Value provided in Expr");
        texts("order of names in a set", UNPROJECTED, UNPROJECTED);
        texts("of several bad paths, any may be named", NOT_SCALAR, NOT_SCALAR);
        for (String first : List.of(NO_PATH, NO_ATTRIBUTE, BAD_OPERAND)) {
            for (String second : List.of(NO_PATH, NO_ATTRIBUTE, BAD_OPERAND, TYPE_OF_INDEX_KEY)) {
                texts("of several faults of one update, recordings report another", first, second);
            }
        }
        for (String state : OF_STATE) {
            for (String expression : OF_EXPRESSIONS) {
                texts("what the request alone shows is reported first", state, expression);
            }
        }
        for (String local : List.of(NO_PATH, NO_ATTRIBUTE, BAD_OPERAND)) {
            texts("what the request alone shows is reported first", local, "Transaction request");
        }
        texts("filters are judged before paths", NOT_SCALAR, "Filter Expression can only contain");
        texts("key conditions are judged first", NOT_SCALAR, "KeyConditionExpressions cannot");
        texts("key conditions are judged first", NOT_SCALAR, "Invalid operator used in KeyCond");
        texts("key conditions are judged first", NOT_SCALAR, "Query condition missed key schema");
        texts("key conditions are judged first", NOT_SCALAR, "Query key condition not supported");
        texts("what the index cannot do is judged first", NOT_SCALAR, "Consistent reads are not");
        texts("what the index cannot do is judged first", UNPROJECTED, "Consistent reads are not");
        texts("what the index cannot do is judged first", UNPROJECTED, INVALID + "Select type");
        texts("what the index cannot do is judged first", NOT_SCALAR, INVALID + "Select type");
        for (String kind : List.of("Filter", "Projection", "KeyCondition")) {
            texts(
                    "recordings check the key condition before the other expressions",
                    "Invalid " + kind + "Expression",
                    "Invalid KeyConditionExpression");
        }
        ALL.add(
                new ExplainedDifference(
                        "a path into a key attribute is refused before anything is evaluated;"
                                + " Local refuses it only where it comes to evaluate it",
                        (_, oracle, ours) ->
                                oracle.status() == 200
                                        && ours.body().toString().contains(NOT_SCALAR)));
        ALL.add(
                new ExplainedDifference(
                        "schema faults of an update do not wait for its condition",
                        (request, oracle, ours) ->
                                oracle.message().equals(CONDITION_FAILED)
                                        && Stream.of(
                                                        NOT_SCALAR,
                                                        TYPE_OF_INDEX_KEY,
                                                        INVALID + "Cannot update attribute")
                                                .anyMatch(ours.message()::startsWith)));
        ALL.add(
                new ExplainedDifference(
                        "a transaction tells faults of one element as cancellation reasons (API"
                                + " reference of TransactionCanceledException)",
                        (request, oracle, ours) ->
                                request.operation().startsWith("Transact")
                                        && oracle.status() == 400
                                        && ours.error().equals("TransactionCanceledException")
                                        && ours.body().toString().contains("ValidationError")));
        ALL.add(
                new ExplainedDifference(
                        "Local ends this reason's text with a full stop; the API reference does"
                                + " not",
                        (_, oracle, ours) ->
                                reasons(oracle)
                                        .toString()
                                        .replace(CONDITION_FAILED + ".", CONDITION_FAILED)
                                        .equals(reasons(ours).toString())));
        ALL.add(
                new ExplainedDifference(
                        "what the request alone shows is reported first",
                        (_, oracle, ours) ->
                                oracle.error().equals("TransactionCanceledException")
                                        && ours.message().startsWith("Transaction request")));
        ALL.add(
                new ExplainedDifference(
                        "a read is billed at least one unit, and half of it when eventually"
                                + " consistent; capacity is answered only when asked for",
                        ExplainedDifference::onlyCapacityDiffers));
        ALL.add(
                new ExplainedDifference(
                        "the order of items with equal index keys is nobody's promise",
                        ExplainedDifference::onlyOrderOfEqualIndexKeysDiffers));
        ALL.add(
                new ExplainedDifference(
                        "Local filters an index scan by attributes that the index does not carry",
                        (request, oracle, ours) ->
                                request.operation().equals("Scan")
                                        && request.body().has("IndexName")
                                        && request.body().has("FilterExpression")
                                        && sameMember("ScannedCount", oracle, ours)));
    }

    /** Recognizes one kind of difference, as narrowly as it can. */
    @FunctionalInterface
    interface Shape {
        boolean matches(Request request, Answer oracle, Answer ours);
    }

    static boolean explains(Request request, Answer oracle, Answer ours) {
        return ALL.stream().anyMatch(known -> known.shape().matches(request, oracle, ours));
    }

    private static void texts(String reason, String oraclePrefix, String oursPrefix) {
        ALL.add(
                new ExplainedDifference(
                        reason,
                        (_, oracle, ours) ->
                                oracle.error().equals("ValidationException")
                                        && ours.error().equals("ValidationException")
                                        && oracle.message().startsWith(oraclePrefix)
                                        && ours.message().startsWith(oursPrefix)));
    }

    private static boolean onlyCapacityDiffers(Request request, Answer oracle, Answer ours) {
        return oracle.status() == 200
                && ours.status() == 200
                && without(request, oracle, "ConsumedCapacity")
                        .equals(without(request, ours, "ConsumedCapacity"))
                && (!ours.body().has("ConsumedCapacity")
                        || oracle.body().path("ScannedCount").asInt(1) == 0);
    }

    private static boolean onlyOrderOfEqualIndexKeysDiffers(
            Request request, Answer oracle, Answer ours) {
        if (!request.operation().equals("Query") || !request.body().has("IndexName")) {
            return false;
        }
        boolean partial =
                oracle.body().has("LastEvaluatedKey") || ours.body().has("LastEvaluatedKey");
        return partial
                ? sameMember("ScannedCount", oracle, ours)
                : Normal.form("Scan", oracle.body()).equals(Normal.form("Scan", ours.body()));
    }

    private static boolean sameMember(String member, Answer oracle, Answer ours) {
        return ours.body().has(member)
                && oracle.body().path(member).equals(ours.body().path(member));
    }

    private static JsonNode without(Request request, Answer answer, String member) {
        ObjectNode copy = (ObjectNode) answer.body().deepCopy();
        copy.remove(member);
        return Normal.form(request.operation(), copy);
    }

    private static JsonNode reasons(Answer answer) {
        return Normal.form("", answer.body().path("CancellationReasons"));
    }
}
