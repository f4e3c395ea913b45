package dev.tablewright.engine.item;

import static dev.tablewright.engine.TestDatabase.ALL;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.global;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.local;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestExpressions.EXISTS;
import static dev.tablewright.engine.TestExpressions.add;
import static dev.tablewright.engine.TestExpressions.set;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.TestExpressions;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Binary;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.Update;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** Texts are DynamoDB's; most were compared with two independent recordings of them. */
class KeyRulesTest {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String NOT_VALID = "One or more parameter values are not valid. ";

    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTable() {
        database.create(
                "t",
                definition(
                        "pk:S sk:B ls:N gh:S gr:S",
                        key("pk", "sk"),
                        local("Lsi", key("pk", "ls"), ALL),
                        global("Gsi", key("gh", "gr"), ALL)));
    }

    private static AttributeValue bytes(int length) {
        return new AttributeValue.B(Binary.copyOf(new byte[length]));
    }

    private static final AttributeValue SK = bytes(1);

    private ThrowingCallable get(Item key) {
        return () -> database.items.get(ref("t"), key, false);
    }

    private ThrowingCallable put(Item item) {
        return () -> database.put("t", item);
    }

    private ThrowingCallable update(Update update) {
        return () ->
                database.items.write(
                        ref("t"),
                        new ItemWrite.Change(item("pk", "a", "sk", SK), update, Condition.ALWAYS));
    }

    private static void refused(String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ValidationException.class).hasMessage(text);
    }

    @Test
    void keyMustBeExactlyTheTablesKey() {
        String text = "The provided key element does not match the schema";
        refused(text, get(item("pk", "a")));
        refused(text, get(item("pk", "a", "sk", SK, "x", "a")));
        refused(text, get(item("pk", "a", "x", SK)));
        refused(text, get(item("pk", 1, "sk", SK)));
        refused(text, get(item("pk", "a", "sk", "not binary")));
    }

    @Test
    void itemMustHaveTheTablesKey() {
        refused(INVALID + "Missing the key pk in the item", put(item("x", "a")));
        refused(INVALID + "Missing the key sk in the item", put(item("pk", "a")));
        refused(
                INVALID + "Type mismatch for key pk expected: S actual: N",
                put(item("pk", 1, "sk", SK)));
        refused(
                INVALID + "Type mismatch for key sk expected: B actual: NULL",
                put(item("pk", "a", "sk", new AttributeValue.Null())));
    }

    @Test
    void keysAreNotEmpty() {
        String text = NOT_VALID + "The AttributeValue for a key attribute cannot contain an empty ";
        refused(text + "string value. Key: pk", get(item("pk", "", "sk", SK)));
        refused(text + "string value. Key: pk", put(item("pk", "", "sk", SK)));
        refused(text + "binary value. Key: sk", put(item("pk", "a", "sk", bytes(0))));
    }

    @Test
    void keysHaveASizeLimit() {
        String hash = INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes";
        String range =
                INVALID
                        + "Aggregated size of all range keys has exceeded the size limit of 1024"
                        + " bytes";
        database.put("t", item("pk", "a".repeat(2048), "sk", bytes(1024)));
        // Characters of two bytes: the limit counts bytes.
        refused(hash, put(item("pk", "ä".repeat(1025), "sk", SK)));
        refused(hash, get(item("pk", "a".repeat(2049), "sk", SK)));
        refused(range, put(item("pk", "a", "sk", bytes(1025))));
        refused(range, get(item("pk", "a", "sk", bytes(1025))));
        refused(range, put(item("pk", "a", "sk", SK, "gh", "g", "gr", "r".repeat(1025))));
        refused(hash, put(item("pk", "a", "sk", SK, "gh", "g".repeat(2049))));
    }

    /** Of an index with several attributes for one role, values count together, numbers too. */
    @Test
    void keysOfSeveralAttributesHaveASizeLimitTogether() {
        database.create(
                "t",
                definition(
                        "pk:S sk:B ls:N gh:S gr:S",
                        key("pk", "sk"),
                        global(
                                "Multi",
                                new KeySchema(List.of("gh", "ls"), List.of("sk", "gr")),
                                ALL)));
        database.put("t", item("pk", "a", "sk", SK, "gh", "g".repeat(2046), "ls", 1));
        database.put("t", item("pk", "a", "sk", SK, "gh", "g".repeat(2048)));
        refused(
                "Aggregate size for HASH key attributes gh, ls of index Multi has exceeded limit"
                        + " 2048 bytes, with actual size 2049 bytes",
                put(item("pk", "a", "sk", SK, "gh", "g".repeat(2047), "ls", 1)));
        String range =
                "Aggregate size for RANGE key attributes sk, gr of index Multi has exceeded limit"
                        + " 1024 bytes, with actual size 1025 bytes";
        refused(range, put(item("pk", "a", "sk", SK, "gr", "r".repeat(1024))));
        refused(range, update(set("gr", "r".repeat(1024))));
        refused(
                INVALID
                        + "Aggregated size of all range keys has exceeded the size limit of 1024"
                        + " bytes",
                update(set("gr", "r".repeat(1025))));
    }

    @Test
    void indexKeysHaveTheDeclaredTypeOrAreMissing() {
        database.put("t", item("pk", "a", "sk", SK, "gh", "only half of a key"));
        refused(
                INVALID + "Type mismatch for Index Key ls Expected: N Actual: S IndexName: Lsi",
                put(item("pk", "a", "sk", SK, "ls", "a")));
        refused(
                INVALID + "Type mismatch for Index Key gr Expected: S Actual: N IndexName: Gsi",
                put(item("pk", "a", "sk", SK, "gr", 1, "ls", "global indexes are named first")));
    }

    @Test
    void indexKeysAreNotEmpty() {
        refused(
                NOT_VALID
                        + "A value specified for a secondary index key is not supported. The"
                        + " AttributeValue for a key attribute cannot contain an empty string"
                        + " value. IndexName: Gsi, IndexKey: gh",
                put(item("pk", "a", "sk", SK, "gh", "")));
        refused(
                NOT_VALID
                        + "The update expression attempted to update a secondary index key to a"
                        + " value that is not supported. The AttributeValue for a key attribute"
                        + " cannot contain an empty string value.",
                update(set("gh", "")));
    }

    @Test
    void updateLeavesTheKeyAlone() {
        refused(
                INVALID + "Cannot update attribute sk. This attribute is part of the key",
                update(set("sk", SK)));
    }

    @Test
    void updateOfAnIndexKeyKeepsItsType() {
        refused(
                INVALID + "Type mismatch for Index Key gh Expected: S Actual: N IndexName: Gsi",
                update(set("gh", 1)));
        refused(
                INVALID + "Type mismatch for Index Key gr Expected: S Actual: N IndexName: Gsi",
                update(add("gr", 1)));
    }

    /** Only with the stored item at hand does it show that SET gh = other is no text. */
    @Test
    void updateOfAnIndexKeyFromTheItemKeepsItsType() {
        database.put("t", item("pk", "a", "sk", SK, "other", 1));
        Update copy =
                TestExpressions.update(
                        Set.of("gh"),
                        item -> {
                            AttributeValue other = item.get("other");
                            if (other == null) {
                                throw new ValidationException("no such attribute");
                            }
                            return TestExpressions.with(item, "gh", other);
                        });
        refused(
                "The update expression attempted to update the secondary index key to unsupported"
                        + " type",
                update(copy));
    }

    /** A request that could never be right is told so whatever is stored. */
    @Test
    void shapeIsJudgedBeforeTheCondition() {
        refused(
                INVALID + "Missing the key sk in the item",
                () -> database.items.write(ref("t"), new ItemWrite.Put(item("pk", "a"), EXISTS)));
    }

    @Test
    void itemsHaveASizeLimit() {
        int rest = item("pk", "a", "sk", SK, "x", "").sizeBytes();
        String most = "x".repeat(409_600 - rest);
        database.put("t", item("pk", "a", "sk", SK, "x", most));
        refused(
                "Item size has exceeded the maximum allowed size",
                put(item("pk", "a", "sk", SK, "x", most + "x")));
        refused(
                "Item size to update has exceeded the maximum allowed size",
                update(set("x", most + "x")));
    }
}
