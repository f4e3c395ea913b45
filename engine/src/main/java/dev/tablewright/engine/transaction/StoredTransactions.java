package dev.tablewright.engine.transaction;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.ConsumedCapacity.Units;
import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.DatabaseException.TransactionCanceled;
import dev.tablewright.engine.DatabaseException.TransactionCanceled.Reason;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.changelog.Change.Origin;
import dev.tablewright.engine.item.CommitLoop;
import dev.tablewright.engine.item.CommitLoop.Proposal;
import dev.tablewright.engine.item.KeyRules;
import dev.tablewright.engine.item.PlannedWrite;
import dev.tablewright.engine.item.PlannedWrites;
import dev.tablewright.engine.item.Written;
import dev.tablewright.engine.keyspace.ItemKeys;
import dev.tablewright.engine.keyspace.Keyspace;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.Stored;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Transactions over a storage engine: one view to decide on, one commit to apply.
 *
 * <p>There is no moment in which a transaction is half done, so nobody ever waits for one.
 * Transactions that meet on an item are decided again, one after the other.
 */
public final class StoredTransactions implements Transactions {
    /** Most bytes of all items of one transaction: 4 MB. */
    private static final long MAX_BYTES = 4L << 20;

    private final StorageEngine storage;
    private final Tables tables;
    private final CommitLoop commits;
    private final InstantSource clock;

    /** Serves the items of {@code tables} from {@code storage}. */
    public StoredTransactions(
            StorageEngine storage, Tables tables, CommitLoop commits, InstantSource clock) {
        this.storage = storage;
        this.tables = tables;
        this.commits = commits;
        this.clock = clock;
    }

    @Override
    public WriteResult write(
            List<WriteElement> elements, @Nullable String token, byte[] fingerprint) {
        for (WriteElement element : elements) {
            PlannedWrite.requireItemSize(element.write());
        }
        return commits.run(
                view -> propose(view, elements, token, fingerprint),
                failed -> conflict(elements, failed));
    }

    private Proposal<WriteResult> propose(
            ReadView view,
            List<WriteElement> elements,
            @Nullable String token,
            byte[] fingerprint) {
        if (token == null) {
            return propose(view, elements);
        }
        TableRef first = elements.getFirst().table();
        Key tokenKey = Keyspace.token(first.account(), first.region(), token);
        Stored stored = view.get(tokenKey);
        TokenRecord seen = stored == null ? null : TokenRecord.decode(stored.value());
        if (seen != null && seen.isGoodAt(clock.instant())) {
            if (!seen.isFor(fingerprint)) {
                throw new DatabaseException.IdempotentParameterMismatch(
                        "DynamoDB rejected the request because you retried a request with a"
                                + " different payload but with an idempotent token that was"
                                + " already used.");
            }
            return Proposal.ofNothing(replay(view, elements));
        }
        Proposal<WriteResult> proposal = propose(view, elements);
        List<Check> checks = new ArrayList<>(proposal.checks());
        checks.add(Check.unchanged(tokenKey, stored));
        List<Write> writes = new ArrayList<>(proposal.writes());
        TokenRecord record = TokenRecord.usedAt(clock.instant(), fingerprint);
        writes.add(new Write.Put(tokenKey, record.encode()));
        return new Proposal<>(proposal.outcome(), checks, writes, proposal.changes());
    }

    private Proposal<WriteResult> propose(ReadView view, List<WriteElement> elements) {
        Reasons reasons = new Reasons(elements.size());
        Set<Key> keys = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            Table table = tables.require(elements.get(i).table());
            Key key;
            try {
                key = PlannedWrite.keyOf(table, elements.get(i).write());
            } catch (ValidationException problem) {
                reasons.invalid(i, problem);
                continue;
            }
            requireNew(keys, key);
        }
        List<PlannedWrite> plans = plan(view, elements, reasons);
        reasons.throwIfAny();
        requireSize(plans.stream().mapToLong(plan -> bytes(plan.after())).sum());
        Proposal<List<Written>> proposal =
                PlannedWrites.combine(
                        view,
                        plans,
                        Origin.REQUEST,
                        plan -> reasons.collectionTooLarge(plans.indexOf(plan)));
        WriteResult result =
                new WriteResult(
                        proposal.outcome(),
                        perTable(
                                proposal.outcome().stream()
                                        .map(written -> written.consumed().twice())
                                        .toList()));
        return new Proposal<>(result, proposal.checks(), proposal.writes(), proposal.changes());
    }

    private List<PlannedWrite> plan(ReadView view, List<WriteElement> elements, Reasons reasons) {
        List<PlannedWrite> plans = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            WriteElement element = elements.get(i);
            if (reasons.has(i)) {
                continue;
            }
            try {
                plans.add(
                        PlannedWrite.plan(view, tables.require(element.table()), element.write()));
            } catch (ValidationException problem) {
                reasons.invalid(i, problem);
            } catch (DatabaseException.ConditionFailed failure) {
                reasons.conditionFailed(i, element.returnOld() ? failure.found() : null);
            }
        }
        return plans;
    }

    /** What stands in the way, element by element. */
    private static final class Reasons {
        private final List<Reason> reasons;

        Reasons(int elements) {
            reasons = new ArrayList<>(Collections.nCopies(elements, Reason.NONE));
        }

        boolean has(int element) {
            return !reasons.get(element).equals(Reason.NONE);
        }

        void invalid(int element, ValidationException problem) {
            reasons.set(element, new Reason("ValidationError", problem.getMessage(), null));
        }

        void conditionFailed(int element, @Nullable Item found) {
            reasons.set(
                    element,
                    new Reason("ConditionalCheckFailed", "The conditional request failed", found));
        }

        void conflict(int element) {
            reasons.set(
                    element,
                    new Reason("TransactionConflict", "Transaction is ongoing for the item", null));
        }

        TransactionCanceled collectionTooLarge(int element) {
            reasons.set(
                    element,
                    new Reason(
                            "ItemCollectionSizeLimitExceeded", "Collection size exceeded.", null));
            return new TransactionCanceled(reasons);
        }

        boolean hasAny() {
            return reasons.stream().anyMatch(reason -> !reason.equals(Reason.NONE));
        }

        void throwIfAny() {
            if (hasAny()) {
                throw new TransactionCanceled(reasons);
            }
        }
    }

    /** Others won too often: says on which item, or on all when the item is not to blame. */
    private RuntimeException conflict(List<WriteElement> elements, Check failed) {
        if (failed.key().space() == Keyspace.TOKENS) {
            return new DatabaseException.TransactionInProgress(
                    "The transaction with the given request token is already in progress.");
        }
        Reasons reasons = new Reasons(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            WriteElement element = elements.get(i);
            Table table = tables.require(element.table());
            if (PlannedWrite.keyOf(table, element.write()).equals(failed.key())) {
                reasons.conflict(i);
            }
        }
        if (!reasons.hasAny()) {
            for (int i = 0; i < elements.size(); i++) {
                reasons.conflict(i);
            }
        }
        return new TransactionCanceled(reasons.reasons);
    }

    /** The answer to a request that was done before: nothing is written, the items are read. */
    private WriteResult replay(ReadView view, List<WriteElement> elements) {
        List<ConsumedCapacity> consumed = new ArrayList<>(elements.size());
        for (WriteElement element : elements) {
            Table table = tables.require(element.table());
            consumed.add(readCost(table, view.get(PlannedWrite.keyOf(table, element.write()))));
        }
        return new WriteResult(List.of(), perTable(consumed));
    }

    @Override
    public ReadResult read(List<ReadElement> elements) {
        Reasons reasons = new Reasons(elements.size());
        Set<Key> seen = new HashSet<>();
        List<Table> tablesRead = new ArrayList<>(elements.size());
        List<Key> keys = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Table table = tables.require(elements.get(i).table());
            try {
                KeyRules.requireKey(table.definition(), elements.get(i).key());
            } catch (ValidationException problem) {
                reasons.invalid(i, problem);
                continue;
            }
            Key key = ItemKeys.item(table, elements.get(i).key());
            requireNew(seen, key);
            tablesRead.add(table);
            keys.add(key);
        }
        reasons.throwIfAny();
        return read(tablesRead, keys);
    }

    private ReadResult read(List<Table> tablesRead, List<Key> keys) {
        List<@Nullable Item> items = new ArrayList<>(keys.size());
        List<ConsumedCapacity> consumed = new ArrayList<>(keys.size());
        long bytes = 0;
        try (ReadView view = storage.read()) {
            for (int i = 0; i < keys.size(); i++) {
                Stored stored = view.get(keys.get(i));
                Item item = stored == null ? null : Item.wrap(stored.value().array());
                items.add(item);
                bytes += bytes(item);
                consumed.add(readCost(tablesRead.get(i), stored));
            }
        }
        requireSize(bytes);
        return new ReadResult(items, perTable(consumed));
    }

    private static ConsumedCapacity readCost(Table table, @Nullable Stored stored) {
        long bytes = stored == null ? 0 : bytes(Item.wrap(stored.value().array()));
        return ConsumedCapacity.onTable(table.ref(), Units.reading(bytes, true).twice());
    }

    private static void requireNew(Set<Key> keys, Key key) {
        if (!keys.add(key)) {
            throw new ValidationException(
                    "Transaction request cannot include multiple operations on one item");
        }
    }

    private static void requireSize(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new ValidationException(
                    "Transaction payload size cannot exceed 4MB. Payload Size: " + bytes);
        }
    }

    private static long bytes(@Nullable Item item) {
        return item == null ? 0 : item.sizeBytes();
    }

    /** Adds up per table, in the order in which the tables come first. */
    private static List<ConsumedCapacity> perTable(List<ConsumedCapacity> consumed) {
        Map<TableRef, ConsumedCapacity> sums = new LinkedHashMap<>();
        for (ConsumedCapacity one : consumed) {
            sums.merge(one.table(), one, ConsumedCapacity::plus);
        }
        return List.copyOf(sums.values());
    }
}
