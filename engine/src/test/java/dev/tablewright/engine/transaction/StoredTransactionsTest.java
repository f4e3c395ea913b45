package dev.tablewright.engine.transaction;

import static dev.tablewright.engine.TestDatabase.KEYS;
import static dev.tablewright.engine.TestDatabase.definition;
import static dev.tablewright.engine.TestDatabase.global;
import static dev.tablewright.engine.TestDatabase.item;
import static dev.tablewright.engine.TestDatabase.key;
import static dev.tablewright.engine.TestDatabase.local;
import static dev.tablewright.engine.TestDatabase.ref;
import static dev.tablewright.engine.TestExpressions.EXISTS;
import static dev.tablewright.engine.TestExpressions.MISSING;
import static dev.tablewright.engine.TestExpressions.add;
import static dev.tablewright.engine.TestExpressions.equal;
import static dev.tablewright.engine.TestExpressions.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.DatabaseException.IdempotentParameterMismatch;
import dev.tablewright.engine.DatabaseException.ResourceNotFound;
import dev.tablewright.engine.DatabaseException.TransactionCanceled;
import dev.tablewright.engine.DatabaseException.TransactionCanceled.Reason;
import dev.tablewright.engine.TestDatabase;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.engine.transaction.Transactions.ReadElement;
import dev.tablewright.engine.transaction.Transactions.ReadResult;
import dev.tablewright.engine.transaction.Transactions.WriteElement;
import dev.tablewright.engine.transaction.Transactions.WriteResult;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.storage.FaultyEngine;
import dev.tablewright.storage.FaultyEngine.Fault;
import dev.tablewright.storage.InMemoryEngine;
import dev.tablewright.storage.ReadView;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class StoredTransactionsTest {
    private static final byte[] REQUEST = {1};
    private static final String FAILED = "The conditional request failed";

    private final FaultyEngine engine = new FaultyEngine(new InMemoryEngine());
    private final TestDatabase database = new TestDatabase(engine);

    @BeforeEach
    void createTables() {
        database.create("t", definition("pk:S g:S", key("pk"), global("Gsi", key("g"), KEYS)));
        database.create(
                "other",
                definition("pk:S sk:S ls:S", key("pk", "sk"), local("Lsi", key("pk", "ls"), KEYS)));
        database.put("t", item("pk", "there", "n", 1));
    }

    private static WriteElement put(Object... attributes) {
        return element(new ItemWrite.Put(item(attributes), Condition.ALWAYS));
    }

    private static WriteElement putOther(Object... attributes) {
        return new WriteElement(
                ref("other"), new ItemWrite.Put(item(attributes), Condition.ALWAYS), false);
    }

    private static WriteElement element(ItemWrite write) {
        return new WriteElement(ref("t"), write, true);
    }

    private WriteResult write(WriteElement... elements) {
        return database.transactions.write(List.of(elements), null, REQUEST);
    }

    private WriteResult write(String token, int request, WriteElement... elements) {
        return database.transactions.write(List.of(elements), token, new byte[] {(byte) request});
    }

    private @Nullable Item stored(String pk) {
        return database.items.get(ref("t"), item("pk", pk), true).item();
    }

    private static void canceled(ThrowingCallable call, Reason... reasons) {
        assertThatThrownBy(call)
                .asInstanceOf(type(TransactionCanceled.class))
                .satisfies(canceled -> assertThat(canceled.reasons()).containsExactly(reasons));
    }

    private static Reason invalid(String text) {
        return new Reason("ValidationError", text, null);
    }

    @Test
    void everythingHappensAtOnce() {
        WriteResult result =
                write(
                        put("pk", "new"),
                        element(new ItemWrite.Change(item("pk", "there"), add("n", 1), EXISTS)),
                        putOther("pk", "a", "sk", "b"));

        assertThat(stored("new")).isEqualTo(item("pk", "new"));
        assertThat(stored("there")).isEqualTo(item("pk", "there", "n", 2));
        assertThat(result.written()).hasSize(3);
        assertThat(result.written().getLast().collectionBytes()).isEqualTo(6);
    }

    @Test
    void everyReasonIsToldInOrder() {
        ThrowingCallable transaction =
                () ->
                        write(
                                put("pk", "new"),
                                element(new ItemWrite.Remove(item("pk", "there"), MISSING)),
                                element(new ItemWrite.Check(item("pk", "gone"), EXISTS)),
                                element(new ItemWrite.Put(item("x", "a"), Condition.ALWAYS)));
        canceled(
                transaction,
                Reason.NONE,
                new Reason("ConditionalCheckFailed", FAILED, item("pk", "there", "n", 1)),
                new Reason("ConditionalCheckFailed", FAILED, null),
                invalid(
                        "One or more parameter values were invalid: Missing the key pk in the"
                                + " item"));
        assertThatThrownBy(transaction)
                .hasMessage(
                        "Transaction cancelled, please refer cancellation reasons for specific"
                                + " reasons [None, ConditionalCheckFailed, ConditionalCheckFailed,"
                                + " ValidationError]");
        assertThat(stored("new")).as("nothing was written").isNull();
    }

    @Test
    void foundItemIsGivenBackOnlyWhereAskedFor() {
        WriteElement quiet =
                new WriteElement(
                        ref("t"), new ItemWrite.Remove(item("pk", "there"), MISSING), false);
        canceled(() -> write(quiet), new Reason("ConditionalCheckFailed", FAILED, null));
    }

    @Test
    void whatDoesNotFitTheTableIsAReason() {
        canceled(
                () -> write(element(new ItemWrite.Remove(item("pk", 1), Condition.ALWAYS))),
                invalid("The provided key element does not match the schema"));
        canceled(
                () ->
                        write(
                                element(
                                        new ItemWrite.Change(
                                                item("pk", "a"), set("pk", "b"), MISSING))),
                invalid(
                        "One or more parameter values were invalid: Cannot update attribute pk."
                                + " This attribute is part of the key"));
    }

    @Test
    void eachItemComesOnce() {
        String text = "Transaction request cannot include multiple operations on one item";
        assertThatThrownBy(
                        () ->
                                write(
                                        put("pk", "a"),
                                        element(new ItemWrite.Check(item("pk", "a"), MISSING))))
                .isInstanceOf(ValidationException.class)
                .hasMessage(text);
        var read = new ReadElement(ref("t"), item("pk", "a"));
        assertThatThrownBy(() -> database.transactions.read(List.of(read, read)))
                .isInstanceOf(ValidationException.class)
                .hasMessage(text);
    }

    @Test
    void missingTableIsNotAReason() {
        var nowhere =
                new WriteElement(
                        ref("nowhere"),
                        new ItemWrite.Put(item("pk", "a"), Condition.ALWAYS),
                        false);
        assertThatThrownBy(() -> write(put("pk", "a"), nowhere))
                .isInstanceOf(ResourceNotFound.class);
    }

    @Test
    void sizesAreLimited() {
        String large = "x".repeat(409_000);
        WriteElement[] many = new WriteElement[11];
        Arrays.setAll(many, i -> put("pk", "p" + i, "x", large));
        assertThatThrownBy(() -> write(many))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("Transaction payload size cannot exceed 4MB.");
        assertThatThrownBy(() -> write(put("pk", "a", "x", large + "x".repeat(1000))))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Item size has exceeded the maximum allowed size");
    }

    @Test
    void costsAreDoubled() {
        WriteResult result =
                write(
                        put("pk", "new", "g", "g"),
                        element(new ItemWrite.Check(item("pk", "there"), EXISTS)),
                        element(new ItemWrite.Remove(item("pk", "gone"), Condition.ALWAYS)),
                        putOther("pk", "a", "sk", "b", "ls", "c"));
        assertThat(result.consumed())
                .containsExactly(
                        new ConsumedCapacity(
                                ref("t"),
                                new Units(0, 6),
                                Map.of(),
                                Map.of("Gsi", new Units(0, 2))),
                        new ConsumedCapacity(
                                ref("other"),
                                new Units(0, 2),
                                Map.of("Lsi", new Units(0, 2)),
                                Map.of()));
    }

    @Test
    void readsAreOfOneInstant() {
        ReadResult result =
                database.transactions.read(
                        List.of(
                                new ReadElement(ref("t"), item("pk", "there")),
                                new ReadElement(ref("other"), item("pk", "a", "sk", "b"))));
        assertThat(result.items()).containsExactly(item("pk", "there", "n", 1), null);
        assertThat(result.consumed())
                .containsExactly(
                        ConsumedCapacity.onTable(ref("t"), new Units(2, 0)),
                        ConsumedCapacity.onTable(ref("other"), new Units(2, 0)));
        canceled(
                () ->
                        database.transactions.read(
                                List.of(
                                        new ReadElement(ref("t"), item("pk", "there")),
                                        new ReadElement(ref("t"), item("pk", 1)))),
                Reason.NONE,
                invalid("The provided key element does not match the schema"));
    }

    @Test
    void sameTokenWithTheSameRequestIsDoneOnce() {
        WriteElement increment =
                element(new ItemWrite.Change(item("pk", "there"), add("n", 1), Condition.ALWAYS));
        write("token", 1, increment);
        WriteResult again = write("token", 1, increment);

        assertThat(stored("there")).isEqualTo(item("pk", "there", "n", 2));
        assertThat(again.written()).isEmpty();
        assertThat(again.consumed())
                .containsExactly(ConsumedCapacity.onTable(ref("t"), new Units(2, 0)));
    }

    @Test
    void sameTokenWithAnotherRequestIsRefused() {
        write("token", 1, put("pk", "a"));
        assertThatThrownBy(() -> write("token", 2, put("pk", "b")))
                .isInstanceOf(IdempotentParameterMismatch.class);
    }

    @Test
    void tokenOfACanceledTransactionIsStillFree() {
        canceled(
                () -> write("token", 1, element(new ItemWrite.Check(item("pk", "a"), EXISTS))),
                new Reason("ConditionalCheckFailed", FAILED, null));
        write("token", 2, put("pk", "b"));
        assertThat(stored("b")).isNotNull();
    }

    @Test
    void tokenCountsForTenMinutes() {
        write("token", 1, put("pk", "a"));
        database.now = database.now.plus(Duration.ofMinutes(10).minusMillis(1));
        assertThatThrownBy(() -> write("token", 2, put("pk", "b")))
                .isInstanceOf(IdempotentParameterMismatch.class);
        database.now = database.now.plusMillis(1);
        write("token", 2, put("pk", "b"));
        assertThat(stored("b")).isNotNull();
    }

    @Test
    void expiredTokensAreForgottenALittleAtATime() {
        for (int i = 0; i < 5; i++) {
            write("old" + i, 1, put("pk", "a"));
        }
        database.now = database.now.plus(Duration.ofMinutes(9));
        write("new", 1, put("pk", "a"));
        database.now = database.now.plus(Duration.ofMinutes(5));

        TokenExpiry expiry = new TokenExpiry(engine, 2);
        int rounds = 1;
        while (expiry.runOnce(database.now)) {
            rounds++;
        }
        assertThat(rounds).isEqualTo(4);
        assertThat(tokens()).isEqualTo(1);
        write("new", 1, put("pk", "must not be written"));
        assertThat(stored("must not be written")).isNull();
    }

    @Test
    void tokensAreNotLookedAtAgainBeforeTheirTurn() {
        TokenExpiry expiry = new TokenExpiry(engine, 10);
        expiry.runOnce(database.now);
        write("old", 1, put("pk", "a"));
        database.now = database.now.plus(Duration.ofMinutes(11));
        expiry.runOnce(database.now);
        assertThat(tokens()).isZero();

        write("late", 1, put("pk", "a"));
        Instant expired = database.now.plus(Duration.ofMinutes(10));
        expiry.runOnce(expired.minusSeconds(5));
        assertThat(expiry.runOnce(expired)).isFalse();
        assertThat(tokens()).isEqualTo(1);
        expiry.runOnce(expired.plusSeconds(5));
        assertThat(tokens()).isZero();
    }

    /** The rival is placed exactly between the reading of tokens and their removal. */
    @Test
    void tokenThatIsUsedAnewStays() {
        write("token", 1, put("pk", "a"));
        database.now = database.now.plus(Duration.ofMinutes(11));
        engine.beforeNextCommit(() -> write("token", 2, put("pk", "b")));

        new TokenExpiry(engine, 10).runOnce(database.now);

        assertThat(tokens()).isEqualTo(1);
    }

    private int tokens() {
        int count = 0;
        try (ReadView view = engine.read();
                var cursor = view.scan(Keyspace.TOKENS, 0, 1, null)) {
            while (cursor.next() != null) {
                count++;
            }
        }
        return count;
    }

    @Test
    void sameTokenAtTheSameTimeIsDoneOnce() {
        WriteElement increment =
                element(new ItemWrite.Change(item("pk", "there"), add("n", 1), Condition.ALWAYS));
        engine.beforeNextCommit(() -> write("token", 1, increment));

        write("token", 1, increment);

        assertThat(stored("there")).isEqualTo(item("pk", "there", "n", 2));
    }

    @Test
    void loserOfARaceDecidesAgain() {
        engine.beforeNextCommit(() -> database.put("t", item("pk", "there", "n", 5)));
        canceled(
                () ->
                        write(
                                put("pk", "new"),
                                element(new ItemWrite.Check(item("pk", "there"), equal("n", 1)))),
                Reason.NONE,
                new Reason("ConditionalCheckFailed", FAILED, item("pk", "there", "n", 5)));
    }

    @Test
    void constantLoserIsToldOfTheConflict() {
        engine.next(Collections.nCopies(100, Fault.CONFLICT).toArray(Fault[]::new));
        Reason conflict =
                new Reason("TransactionConflict", "Transaction is ongoing for the item", null);
        canceled(() -> write(put("pk", "a"), put("pk", "b")), conflict, conflict);
        assertThat(stored("a")).isNull();
    }

    /** Money moves between accounts, and every reader at every moment sees all of it. */
    @Test
    void sumIsTheSameAtEveryInstant() throws Exception {
        long seed = 42;
        int accounts = 5;
        for (int i = 0; i < accounts; i++) {
            database.put("t", item("pk", "account" + i, "n", 100));
        }
        List<ReadElement> all = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            all.add(new ReadElement(ref("t"), item("pk", "account" + i)));
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> movers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(seed + thread);
                movers.add(threads.submit(() -> move(random, accounts, 100)));
            }
            for (Future<?> mover : movers) {
                do {
                    assertThat(sum(all)).as("seed %s", seed).isEqualTo(500);
                } while (!mover.isDone());
                mover.get();
            }
        }
        assertThat(sum(all)).as("seed %s", seed).isEqualTo(500);
    }

    private void move(Random random, int accounts, int times) {
        for (int i = 0; i < times; i++) {
            int from = random.nextInt(accounts);
            int to = (from + 1 + random.nextInt(accounts - 1)) % accounts;
            int amount = random.nextInt(10);
            write(
                    element(
                            new ItemWrite.Change(
                                    item("pk", "account" + from),
                                    add("n", -amount),
                                    Condition.ALWAYS)),
                    element(
                            new ItemWrite.Change(
                                    item("pk", "account" + to),
                                    add("n", amount),
                                    Condition.ALWAYS)));
        }
    }

    private int sum(List<ReadElement> accounts) {
        int sum = 0;
        for (Item account : database.transactions.read(accounts).items()) {
            AttributeValue balance = Objects.requireNonNull(account).get("n");
            sum += ((AttributeValue.N) Objects.requireNonNull(balance)).value().intValueExact();
        }
        return sum;
    }
}
