package dev.tablewright.engine.query;

import static dev.tablewright.engine.TestDatabase.ALL;
import static dev.tablewright.engine.TestDatabase.KEYS;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.global;
import static dev.tablewright.engine.TestDatabase.include;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.local;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestExpressions.eq;
import static dev.tablewright.engine.TestExpressions.equal;
import static dev.tablewright.engine.TestExpressions.keys;
import static dev.tablewright.engine.TestExpressions.projection;
import static dev.tablewright.engine.TestExpressions.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.KeyCondition;
import dev.tablewright.model.expression.KeyCondition.Operator;
import dev.tablewright.model.expression.Projection;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Texts are DynamoDB's; most were compared with two independent recordings of them. */
class QueryRulesTest {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final IndexDefinition NEW = global("New", key("gh"), ALL);

    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTables() {
        Table table =
                database.create(
                        "t",
                        definition(
                                "pk:S sk:S ls:N gh:S gr:S h2:N",
                                key("pk", "sk"),
                                local("Lsi", key("pk", "ls"), KEYS),
                                global("Gsi", key("gh", "gr"), include("x")),
                                global("Hash", key("gh"), ALL),
                                global(
                                        "Multi",
                                        new KeySchema(
                                                List.of("gh", "h2"), List.of("gr", "sk", "ls")),
                                        ALL)));
        database.index(table, NEW, IndexStatus.CREATING);
        for (int i = 0; i < 4; i++) {
            database.put(
                    "t",
                    item(
                            "pk",
                            "q",
                            "sk",
                            "s" + i,
                            "ls",
                            i,
                            "gh",
                            "g",
                            "gr",
                            "r" + i % 2,
                            "h2",
                            1,
                            "x",
                            "x",
                            "y",
                            "y"));
        }
    }

    /** A request, with what a test does not care about left out. */
    private static final class Query {
        private final KeyCondition condition;
        private @Nullable String index;
        private @Nullable Condition filter;
        private @Nullable Select select;
        private @Nullable Projection projection;
        private @Nullable Integer limit;
        private @Nullable Item start;
        private boolean consistent;

        Query(KeyCondition.Term... terms) {
            condition = keys(terms);
        }

        Query on(String name) {
            index = name;
            return this;
        }

        Query filter(Condition condition) {
            filter = condition;
            return this;
        }

        Query select(Select what) {
            select = what;
            return this;
        }

        Query project(String... names) {
            projection = projection(names);
            return this;
        }

        Query limit(int items) {
            limit = items;
            return this;
        }

        Query after(Object... key) {
            start = item(key);
            return this;
        }

        Query consistent() {
            consistent = true;
            return this;
        }

        QueryRequest request() {
            return new QueryRequest(
                    ref("t"),
                    index,
                    condition,
                    filter,
                    select,
                    projection,
                    true,
                    limit,
                    start,
                    consistent);
        }
    }

    private static Query query(KeyCondition.Term... terms) {
        return new Query(terms);
    }

    private Page page(Query query) {
        return database.queries.query(query.request());
    }

    private void refused(String text, Query query) {
        assertThatThrownBy(() -> page(query))
                .isInstanceOf(ValidationException.class)
                .hasMessage(text);
    }

    @Test
    void indexMustBeThereAndReadable() {
        refused(
                "The table does not have the specified index: Nope",
                query(eq("pk", "q")).on("Nope"));
        refused(
                "Consistent reads are not supported on global secondary indexes",
                query(eq("gh", "g")).on("Gsi").consistent());
        refused(
                "Cannot read from backfilling global secondary index: New",
                query(eq("gh", "g")).on("New"));
        database.index(database.require(ref("t")), NEW, IndexStatus.DELETING);
        refused("The table does not have the specified index: New", query(eq("gh", "g")).on("New"));
    }

    @Test
    void conditionsMustBeOnTheKey() {
        refused("Query condition missed key schema element: pk", query(eq("sk", "a")));
        refused(
                "Query condition missed key schema element: pk",
                query(eq("sk", "a"), eq("x", "a")));
        refused(
                "Query condition missed key schema element: sk",
                query(eq("pk", "a"), eq("x", "a")));
        refused(
                "Query condition missed key schema element: gr",
                query(eq("gh", "a"), eq("sk", "a")).on("Gsi"));
        refused(
                "Query key condition not supported",
                query(eq("gh", "a"), eq("sk", "a")).on("Hash"));
        refused(
                "Conditions can be of length 1 or 2 only",
                query(eq("pk", "a"), eq("sk", "a"), eq("x", "a")));
    }

    @Test
    void partitionKeyNeedsEquality() {
        refused("Query key condition not supported", query(term("pk", Operator.LT, "a")));
        refused(
                "Query key condition not supported",
                query(term("pk", Operator.BEGINS_WITH, "a"), eq("sk", "a")));
    }

    @Test
    void operandsHaveTheKeysType() {
        String text = INVALID + "Condition parameter type does not match schema type";
        refused(text, query(eq("pk", 1)));
        refused(text, query(term("pk", Operator.LT, 1)));
        refused(text, query(eq("pk", "a"), term("sk", Operator.BETWEEN, 1, 2)));
        refused(text, query(eq("pk", "a"), eq("ls", "a")).on("Lsi"));
        refused(text, query(eq("gh", "a"), eq("h2", "a")).on("Multi"));
    }

    @Test
    void operandsCouldBeStored() {
        refused(
                "One or more parameter values are not valid. The AttributeValue for a key attribute"
                        + " cannot contain an empty string value. Key: sk",
                query(eq("pk", "a"), term("sk", Operator.GT, "")));
        refused(
                "One or more parameter values are not valid. A value specified for a secondary"
                        + " index key is not supported. The AttributeValue for a key attribute"
                        + " cannot contain an empty string value. IndexName: Gsi, IndexKey: gh",
                query(eq("gh", "")).on("Gsi"));
        refused(
                INVALID
                        + "Aggregated size of all range keys has exceeded the size limit of 1024"
                        + " bytes",
                query(eq("pk", "a"), eq("sk", "a".repeat(1025))));
    }

    @Test
    void compositePartitionKeyIsGivenWhole() {
        refused(
                "HASH key attributes h2 must have equality conditions specified in the query",
                query(eq("gh", "g")).on("Multi"));
        refused(
                "HASH key attributes gh, h2 must have equality conditions specified in the query",
                query(eq("pk", "g")).on("Multi"));
        refused(
                "HASH key attributes h2 must have equality conditions specified in the query",
                query(eq("gh", "g"), term("h2", Operator.LT, 1)).on("Multi"));
    }

    @Test
    void compositeSortKeyIsGivenFromTheLeft() {
        refused(
                "RANGE key attributes gr, sk must have equality conditions specified in the query"
                        + " because a condition is present on key attribute ls",
                query(eq("gh", "g"), eq("h2", 1), eq("ls", 1)).on("Multi"));
        refused(
                "RANGE key attributes gr must have equality conditions specified in the query"
                        + " because a condition is present on key attribute sk",
                query(eq("gh", "g"), eq("h2", 1), term("gr", Operator.LT, "r"), eq("sk", "a"))
                        .on("Multi"));
        refused(
                "Query condition missed key schema element: gr",
                query(eq("gh", "g"), eq("h2", 1), eq("x", "a")).on("Multi"));
        assertThat(
                        page(query(
                                                eq("gh", "g"),
                                                eq("h2", 1),
                                                eq("gr", "r1"),
                                                term("sk", Operator.GT, "s1"))
                                        .on("Multi")
                                        .project("sk"))
                                .items())
                .containsExactly(item("sk", "s3"));
    }

    @Test
    void filterIsNotForKeys() {
        String text =
                "Filter Expression can only contain non-primary key attributes: Primary key"
                        + " attribute: ";
        refused(text + "pk", query(eq("pk", "q")).filter(equal("pk", "q")));
        refused(text + "sk", query(eq("pk", "q")).filter(equal("sk", "q")));
        refused(text + "gr", query(eq("gh", "g")).on("Gsi").filter(equal("gr", "q")));
        var legacy =
                new QueryRequest(
                        ref("t"),
                        null,
                        keys(eq("pk", "q")),
                        equal("sk", "q"),
                        "QueryFilter",
                        null,
                        null,
                        true,
                        null,
                        null,
                        false);
        assertThatThrownBy(() -> database.queries.query(legacy))
                .hasMessage(
                        "QueryFilter can only contain non-primary key attributes: Primary key"
                                + " attribute: sk");
        assertThat(page(query(eq("gh", "g")).on("Gsi").filter(equal("sk", "s1"))).count())
                .as("the table's key is no key of the index")
                .isEqualTo(1);
    }

    @Test
    void selectFitsTheRest() {
        refused(
                "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
                query(eq("pk", "q")).select(Select.ALL_PROJECTED_ATTRIBUTES));
        refused(
                "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES",
                query(eq("pk", "q")).select(Select.ALL_ATTRIBUTES).project("x"));
        refused(
                "Cannot specify the ProjectionExpression when choosing to get only the Count",
                query(eq("pk", "q")).select(Select.COUNT).project("x"));
        refused(
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
                        + " SPECIFIC_ATTRIBUTES",
                query(eq("pk", "q")).select(Select.SPECIFIC_ATTRIBUTES));
    }

    @Test
    void globalIndexAnswersWithWhatItHolds() {
        refused(
                INVALID
                        + "Select type ALL_ATTRIBUTES is not supported for global secondary index"
                        + " Gsi because its projection type is not ALL",
                query(eq("gh", "g")).on("Gsi").select(Select.ALL_ATTRIBUTES));
        refused(
                INVALID + "Global secondary index Gsi does not project [y]",
                query(eq("gh", "g")).on("Gsi").project("y"));
        refused(
                INVALID + "Secondary index Gsi does not project one or more filter attributes: [y]",
                query(eq("gh", "g")).on("Gsi").filter(equal("y", "y")));
        Item projected = item("pk", "q", "sk", "s0", "gh", "g", "gr", "r0", "x", "x");
        assertThat(page(query(eq("gh", "g")).on("Gsi").limit(1)).items())
                .containsExactly(projected);
        assertThat(
                        page(query(eq("gh", "g")).on("Hash").select(Select.ALL_ATTRIBUTES).limit(1))
                                .items()
                                .getFirst()
                                .names())
                .contains("y", "ls");
    }

    @Test
    void localIndexIsCompletedFromTheTable() {
        Query all = query(eq("pk", "q")).on("Lsi").select(Select.ALL_ATTRIBUTES).limit(2);
        assertThat(page(all).items().getFirst().get("y")).isEqualTo(TestDatabase.value("y"));
        assertThat(page(all).consumed())
                .as("half a unit for the index, and half a unit for each item")
                .isEqualTo(
                        new ConsumedCapacity(
                                ref("t"),
                                new Units(1, 0),
                                Map.of("Lsi", new Units(0.5, 0)),
                                Map.of()));
        assertThat(page(query(eq("pk", "q")).on("Lsi").project("y").limit(1)).items())
                .containsExactly(item("y", "y"));
        assertThat(page(query(eq("pk", "q")).on("Lsi").project("ls")).consumed().onTable())
                .as("the index holds ls")
                .isEqualTo(Units.NONE);
    }

    @Test
    void countReturnsNoItems() {
        Page page =
                page(
                        query(eq("gh", "g"))
                                .on("Hash")
                                .select(Select.COUNT)
                                .filter(equal("gr", "r1")));
        assertThat(page.items()).isEmpty();
        assertThat(page.count()).isEqualTo(2);
        assertThat(page.scannedCount()).isEqualTo(4);
    }

    @Test
    void pageThatReachesItsLimitNamesItsLastKeyEvenAtTheEnd() {
        assertThat(page(query(eq("pk", "q")).limit(4)).lastEvaluatedKey())
                .isEqualTo(item("pk", "q", "sk", "s3"));
        assertThat(page(query(eq("pk", "q")).limit(5)).lastEvaluatedKey()).isNull();
        assertThat(page(query(eq("pk", "none")).limit(1)).lastEvaluatedKey()).isNull();
        assertThat(page(query(eq("gh", "g")).on("Gsi").limit(1)).lastEvaluatedKey())
                .isEqualTo(item("pk", "q", "sk", "s0", "gh", "g", "gr", "r0"));
    }

    @Test
    void limitCountsItemsLookedAt() {
        Page page = page(query(eq("gh", "g")).on("Hash").filter(equal("gr", "r1")).limit(3));
        assertThat(page.scannedCount()).isEqualTo(3);
        assertThat(page.count()).isEqualTo(1);
    }

    @Test
    void startKeyHasTheAttributesOfAKey() {
        String text = "The provided starting key is invalid";
        refused(text, query(eq("pk", "q")).after("pk", "q"));
        refused(text, query(eq("pk", "q")).after());
        refused(text, query(eq("pk", "q")).after("pk", "q", "sk", "s", "x", "x"));
        refused(text, query(eq("pk", "q")).after("pk", "q", "x", "s"));
        refused(text, query(eq("gh", "g")).on("Gsi").after("gh", "g", "gr", "r0"));
        refused(
                "The provided key element does not match the schema",
                query(eq("pk", "q")).after("pk", "q", "sk", 1));
        refused(
                text + ": The provided key element does not match the schema",
                query(eq("gh", "g")).on("Gsi").after("gh", "g", "gr", "r0", "pk", 1, "sk", "s0"));
    }

    /**
     * As dynalite recorded it: the partition key of both, the sort key of both, the table's key.
     */
    @Test
    void startKeyAndConditionAreJudgedAttributeByAttribute() {
        String mismatch = "The provided key element does not match the schema";

        refused(mismatch, query(eq("sk", "s")).after("pk", 1, "sk", "s"));
        refused(
                "Query condition missed key schema element: pk",
                query(eq("sk", "s")).after("pk", "q", "sk", 1));
        refused(mismatch, query(eq("pk", "q"), eq("sk", 1)).after("pk", "q", "sk", 1));
        refused(
                "Query condition missed key schema element: gh",
                query(eq("gr", "r")).on("Gsi").after("gh", "g", "gr", "r", "pk", 1, "sk", "s"));
    }

    @Test
    void startKeyIsWithinTheQuery() {
        refused(
                "The provided starting key is outside query boundaries based on provided"
                        + " conditions",
                query(eq("pk", "q")).after("pk", "other", "sk", "s1"));
        refused(
                "The provided starting key does not match the range key predicate",
                query(eq("pk", "q"), term("sk", Operator.GT, "s1")).after("pk", "q", "sk", "s1"));
        refused(
                "The query can return at most one row and cannot be restarted",
                query(eq("pk", "q"), eq("sk", "s1")).after("pk", "other", "sk", "s1"));
        // As DynamoDB Local has it, for whatever part of such a key is outside.
        refused(
                "The provided starting key does not match the range key predicate",
                query(eq("gh", "g"), eq("h2", 1))
                        .on("Multi")
                        .after("gh", "g", "h2", 2, "gr", "r", "sk", "s", "ls", 1, "pk", "q"));
    }

    @Test
    void startKeyNeedNotExist() {
        assertThat(page(query(eq("pk", "q")).after("pk", "q", "sk", "s11").project("sk")).items())
                .containsExactly(item("sk", "s2"), item("sk", "s3"));
        assertThat(page(query(eq("pk", "q"), eq("sk", "s1")).after("pk", "q", "sk", "s1")).items())
                .isEmpty();
    }

    /** The smallest read is billed, even of nothing. */
    @Test
    void capacityIsOfTheSumOfSizes() {
        assertThat(page(query(eq("pk", "none"))).consumed().total()).isEqualTo(new Units(0.5, 0));
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < 7; i++) {
            database.put("t", item("pk", "sum", "sk", "s" + i, "x", kilobyte));
        }
        assertThat(page(query(eq("pk", "sum"))).consumed().total())
                .as("7.2 KB")
                .isEqualTo(new Units(1, 0));
        assertThat(page(query(eq("pk", "sum")).consistent()).consumed().total())
                .isEqualTo(new Units(2, 0));
    }

    /** DynamoDB stops behind the item that reaches 1 MB, before any filter. */
    @Test
    void pageEndsWithTheItemThatReachesItsSize() {
        String large = "x".repeat(300 << 10);
        for (int i = 0; i < 6; i++) {
            database.put("t", item("pk", "large", "sk", "s" + i, "x", large));
        }
        Page page = page(query(eq("pk", "large")).filter(equal("x", "nothing")));
        assertThat(page.scannedCount()).isEqualTo(4);
        assertThat(page.count()).isZero();
        assertThat(page.lastEvaluatedKey()).isEqualTo(item("pk", "large", "sk", "s3"));
    }
}
