package dev.tablewright.engine.item;

import static dev.tablewright.engine.TestDatabase.ALL;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.global;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestExpressions.EXISTS;
import static dev.tablewright.engine.TestExpressions.MISSING;
import static dev.tablewright.engine.TestExpressions.add;
import static dev.tablewright.engine.TestExpressions.eq;
import static dev.tablewright.engine.TestExpressions.keys;
import static dev.tablewright.engine.TestExpressions.remove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.catalog.IndexState.IndexStatus;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.query.Page;
import dev.tablewright.engine.query.QueryRequest;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.FaultyEngine;
import dev.tablewright.storage.FaultyEngine.Fault;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.StorageException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.concurrent.Executors;

class ItemWriterTest {
    private static final Item KEY = item("pk", "a");

    private final FaultyEngine engine = new FaultyEngine(new InMemoryEngine());
    private final TestDatabase database = new TestDatabase(engine);
    private Table table = create();

    private Table create() {
        return database.create("t", definition("pk:S", key("pk")));
    }

    @BeforeEach
    void startFromOne() {
        database.put("t", item("pk", "a", "n", 1));
    }

    private Written increment() {
        return write(new ItemWrite.Change(KEY, add("n", 1), Condition.ALWAYS));
    }

    private Written write(ItemWrite write) {
        return database.items.write(ref("t"), write);
    }

    private @Nullable Item stored() {
        return database.items.get(ref("t"), KEY, true).item();
    }

    @Test
    void writerThatLosesTheRaceDecidesAgainOnTheNewerItem() {
        engine.beforeNextCommit(this::increment);

        Written written = increment();

        assertThat(written.before()).isEqualTo(item("pk", "a", "n", 2));
        assertThat(written.after()).isEqualTo(item("pk", "a", "n", 3));
        assertThat(stored()).isEqualTo(item("pk", "a", "n", 3));
    }

    @Test
    void conditionIsJudgedOnTheItemThatIsReplaced() {
        engine.beforeNextCommit(() -> database.put("t", item("pk", "b")));

        assertThatThrownBy(() -> write(new ItemWrite.Put(item("pk", "b", "mine", 1), MISSING)))
                .asInstanceOf(type(DatabaseException.ConditionFailed.class))
                .satisfies(failure -> assertThat(failure.found()).isEqualTo(item("pk", "b")));
    }

    @Test
    void failedConditionWritesNothingAndTellsWhatIsThere() {
        int commits = engine.commits();
        assertThatThrownBy(() -> write(new ItemWrite.Remove(KEY, MISSING)))
                .isInstanceOf(DatabaseException.ConditionFailed.class)
                .hasMessage("The conditional request failed");
        assertThat(engine.commits()).isEqualTo(commits);
        assertThat(stored()).isEqualTo(item("pk", "a", "n", 1));
    }

    @Test
    void writerThatAlwaysLosesGivesUpAndHasWrittenNothing() {
        engine.next(
                Collections.nCopies(CommitLoop.MAX_ATTEMPTS, Fault.CONFLICT).toArray(Fault[]::new));

        assertThatThrownBy(this::increment).isInstanceOf(DatabaseException.Throttled.class);
        assertThat(stored()).isEqualTo(item("pk", "a", "n", 1));
        assertThat(increment().after()).isEqualTo(item("pk", "a", "n", 2));
    }

    /** The increment may have happened: doing it again could count twice. */
    @Test
    void unknownOutcomeIsNotRepeated() {
        engine.next(Fault.UNKNOWN_BUT_DONE);

        assertThatThrownBy(this::increment).isInstanceOf(StorageException.class);
        assertThat(stored()).isEqualTo(item("pk", "a", "n", 2));
    }

    @Test
    void manyWritersOfOneItemAllSucceed() {
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                var _ =
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < 100; i++) {
                                        increment();
                                    }
                                });
            }
        }
        assertThat(stored()).isEqualTo(item("pk", "a", "n", 801));
    }

    /** Decided without the index, such a write would never get into it. */
    @Test
    void indexThatAppearsBeforeTheCommitGetsTheEntry() {
        var index = global("New", key("g"), ALL);
        engine.beforeNextCommit(
                () -> {
                    Table now = database.require(ref("t"));
                    table =
                            database.index(
                                    now.with()
                                            .definition(definition("pk:S g:S", key("pk")))
                                            .build(),
                                    index,
                                    IndexStatus.ACTIVE);
                });

        database.put("t", item("pk", "a", "g", "x"));

        Page page =
                database.queries.query(
                        new QueryRequest(
                                ref("t"),
                                "New",
                                keys(eq("g", "x")),
                                null,
                                null,
                                null,
                                true,
                                null,
                                null,
                                false));
        assertThat(page.items()).containsExactly(item("pk", "a", "g", "x"));
    }

    @Test
    void tableThatIsMadeAnewBeforeTheCommitGetsTheItem() {
        engine.beforeNextCommit(this::create);

        increment();

        assertThat(stored()).as("the old item is gone").isEqualTo(item("pk", "a", "n", 1));
    }

    @Test
    void updateOfNothingMakesAnItemOfTheKey() {
        Written written =
                write(new ItemWrite.Change(item("pk", "new"), remove("x"), Condition.ALWAYS));
        assertThat(written.before()).isNull();
        assertThat(written.after()).isEqualTo(item("pk", "new"));
    }

    @Test
    void removingNothingIsNoCommit() {
        int commits = engine.commits();
        Written written = write(new ItemWrite.Remove(item("pk", "new"), Condition.ALWAYS));
        assertThat(written.before()).isNull();
        assertThat(engine.commits()).isEqualTo(commits);
    }

    @Test
    void checkAloneIsNoWrite() {
        assertThatThrownBy(() -> write(new ItemWrite.Check(KEY, EXISTS)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
