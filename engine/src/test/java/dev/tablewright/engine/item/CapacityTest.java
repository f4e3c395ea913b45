package dev.tablewright.engine.item;

import static dev.tablewright.engine.TestDatabase.ALL;
import static dev.tablewright.engine.TestDatabase.KEYS;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.global;
import static dev.tablewright.engine.TestDatabase.include;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.local;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestDatabase.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.TestDatabase;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Condition;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What requests are billed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">
 *     Read and write operations</a>, <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html">GSI write
 *     costs</a>
 */
class CapacityTest {
    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTables() {
        database.create("plain", definition("pk:S", key("pk")));
        database.create(
                "indexed",
                definition(
                        "pk:S sk:S ls:S gh:S gr:S",
                        key("pk", "sk"),
                        local("Lsi", key("pk", "ls"), KEYS),
                        global("Gsi", key("gh", "gr"), include("x")),
                        global("All", key("gh"), ALL)));
    }

    private static Item sized(String pk, int bytes) {
        int rest = item("pk", pk, "x", "").sizeBytes();
        return item("pk", pk, "x", "x".repeat(bytes - rest));
    }

    @ParameterizedTest(name = "{0} bytes, consistent {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0     | false | 0.5 | looking for nothing costs as much as finding little
                    0     | true  | 1   | likewise
                    100   | false | 0.5 | half of a unit
                    100   | true  | 1   | one unit begun
                    4096  | true  | 1   | one unit to the last byte
                    4097  | true  | 2   | a second unit begun
                    4097  | false | 1   | half of two
                    12289 | false | 2   | half of four
                    """)
    void reading(int bytes, boolean consistent, double units, String reason) {
        if (bytes > 0) {
            database.put("plain", sized("a", bytes));
        }
        var consumed = database.items.get(ref("plain"), item("pk", "a"), consistent).consumed();
        assertThat(consumed)
                .as(reason)
                .isEqualTo(ConsumedCapacity.onTable(ref("plain"), new Units(units, 0)));
    }

    @ParameterizedTest(name = "{0} bytes become {1}: {2}, because {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0    | 100  | 1 | one unit begun
                    0    | 1024 | 1 | one unit to the last byte
                    0    | 1025 | 2 | a second unit begun
                    5000 | 100  | 5 | the larger of before and after
                    100  | 5000 | 5 | the larger of before and after
                    5000 | 0    | 5 | a deletion costs what was there
                    0    | 0    | 1 | deleting nothing is a write
                    """)
    void writing(int before, int after, double units, String reason) {
        if (before > 0) {
            database.put("plain", sized("a", before));
        }
        ItemWrite write =
                after > 0
                        ? new ItemWrite.Put(sized("a", after), Condition.ALWAYS)
                        : new ItemWrite.Remove(item("pk", "a"), Condition.ALWAYS);
        var consumed = database.items.write(ref("plain"), write).consumed();
        assertThat(consumed)
                .as(reason)
                .isEqualTo(ConsumedCapacity.onTable(ref("plain"), new Units(0, units)));
    }

    private void put(String reason, String expected, Object... more) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>(item(more).attributes());
        attributes.put("pk", value("a"));
        attributes.put("sk", value("s"));
        var consumed = database.put("indexed", Item.of(attributes)).consumed();
        assertThat(text(consumed)).as(reason).isEqualTo(expected);
    }

    private static String text(ConsumedCapacity consumed) {
        StringBuilder text = new StringBuilder("table " + (int) consumed.onTable().write());
        consumed.onLocalIndexes()
                .forEach((name, units) -> text.append(", " + name + " " + (int) units.write()));
        consumed.onGlobalIndexes()
                .forEach((name, units) -> text.append(", " + name + " " + (int) units.write()));
        return text.toString();
    }

    /** One item's life, step by step; the same steps cost the same on DynamoDB Local 3.3.1. */
    @Test
    void indexWrites() {
        put("in no index", "table 1");
        put("half of a key is in no index", "table 1", "gr", "r");
        put(
                "one entry each",
                "table 1, Lsi 1, All 1, Gsi 1",
                "ls",
                "l",
                "gh",
                "g",
                "gr",
                "r",
                "x",
                "1",
                "y",
                "1");
        put("nothing changes", "table 1", "ls", "l", "gh", "g", "gr", "r", "x", "1", "y", "1");
        put(
                "y is projected into All only",
                "table 1, All 1",
                "ls",
                "l",
                "gh",
                "g",
                "gr",
                "r",
                "x",
                "1",
                "y",
                "2");
        put(
                "x is projected, and no key",
                "table 1, All 1, Gsi 1",
                "ls",
                "l",
                "gh",
                "g",
                "gr",
                "r",
                "x",
                "2",
                "y",
                "2");
        put(
                "gr is a key of Gsi: delete and put",
                "table 1, All 1, Gsi 2",
                "ls",
                "l",
                "gh",
                "g",
                "gr",
                "r2",
                "x",
                "2",
                "y",
                "2");
        put(
                "gh is a key of both",
                "table 1, All 2, Gsi 2",
                "ls",
                "l",
                "gh",
                "g2",
                "gr",
                "r2",
                "x",
                "2",
                "y",
                "2");
        put(
                "ls is a key of Lsi and projected into All",
                "table 1, Lsi 2, All 1",
                "ls",
                "l2",
                "gh",
                "g2",
                "gr",
                "r2",
                "x",
                "2",
                "y",
                "2");
        put(
                "an entry of 3 KB replaces a small one",
                "table 3, All 3, Gsi 3",
                "ls",
                "l2",
                "gh",
                "g2",
                "gr",
                "r2",
                "x",
                "x".repeat(2500),
                "y",
                "2");
        put("all entries go", "table 3, Lsi 1, All 3, Gsi 3");
    }
}
