package dev.tablewright.engine.transaction;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.item.Written;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads and writes several items at one instant. */
public interface Transactions {
    /**
     * Applies all elements, or none.
     *
     * @param token ClientRequestToken, or null; good for 10 minutes
     * @param fingerprint what identifies the request under its token, for instance a hash of its
     *     body
     * @throws dev.tablewright.engine.DatabaseException.TransactionCanceled if an element stood in
     *     the way; nothing was written
     * @throws dev.tablewright.engine.DatabaseException.IdempotentParameterMismatch if the token was
     *     used for another request
     */
    WriteResult write(List<WriteElement> elements, @Nullable String token, byte[] fingerprint);

    /** Reads all elements at one instant; one item or null per element. */
    ReadResult read(List<ReadElement> elements);

    /** One write; {@code returnOld} gives the stored item back when the condition fails. */
    record WriteElement(TableRef table, ItemWrite write, boolean returnOld) {}

    /** One read. */
    record ReadElement(TableRef table, Item key) {}

    /**
     * What a write came to.
     *
     * @param written one per element; empty when the token had been used for the same request
     * @param consumed one per table; read units where the token had been used
     */
    record WriteResult(List<Written> written, List<ConsumedCapacity> consumed) {}

    /** What a read came to. */
    record ReadResult(List<@Nullable Item> items, List<ConsumedCapacity> consumed) {}
}
