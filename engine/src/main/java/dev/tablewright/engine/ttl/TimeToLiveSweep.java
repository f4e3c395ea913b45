package dev.tablewright.engine.ttl;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Replication;
import dev.tablewright.engine.catalog.Rounds;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.TimeToLive;
import dev.tablewright.engine.query.Page;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.query.ScanRequest;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.Condition;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes expired items, table by table and chunk by chunk.
 *
 * <p>An item is deleted only if it is still expired at that moment: whoever moves its date in time
 * keeps it. The deletion is an ordinary write, so indexes and change records follow. For use by one
 * thread.
 */
public final class TimeToLiveSweep {
    private final Catalog catalog;
    private final Queries queries;
    private final Removal removal;
    private final int chunk;
    private final Rounds<Item> rounds = new Rounds<>();

    /** How an item goes whose time has come. */
    @FunctionalInterface
    public interface Removal {
        /** Removes the item of that key if {@code expired} holds for it. */
        void remove(TableRef table, Item key, Condition expired);
    }

    /**
     * Creates the sweep.
     *
     * @param chunk most items to look at in one step
     */
    public TimeToLiveSweep(Catalog catalog, Queries queries, Removal removal, int chunk) {
        this.catalog = catalog;
        this.queries = queries;
        this.removal = removal;
        this.chunk = chunk;
    }

    /**
     * Looks at the next chunk of every table whose items expire and whose turn it is.
     *
     * @return whether there is more to look at at once
     */
    public boolean runOnce(Instant now) {
        if (!rounds.open(now)) {
            return false;
        }
        Map<Long, Table> expiring = new HashMap<>();
        for (Table table : catalog.tables()) {
            if (table.settings().timeToLive().status() == TimeToLive.Status.ENABLED
                    && isItsTurn(table)) {
                expiring.put(table.space(), table);
            }
        }
        rounds.keepOnly(expiring.keySet());
        boolean more = false;
        for (Table table : expiring.values()) {
            if (rounds.due(table.space(), now)) {
                more |= sweep(table, now);
            }
        }
        return rounds.close(more, now);
    }

    /**
     * Of several replicas one deletes, the first by its region; the others are sent that. In
     * version 2017.11.29 time to live is a setting of each.
     */
    private boolean isItsTurn(Table table) {
        Replication part = table.replication();
        if (part != null && part.isLegacy()) {
            return true;
        }
        String region = table.ref().region();
        return catalog.otherReplicas(table).stream()
                .filter(Table::usable)
                .noneMatch(other -> other.ref().region().compareTo(region) < 0);
    }

    private boolean sweep(Table table, Instant now) {
        String attribute = table.settings().timeToLive().attribute();
        if (attribute == null) {
            return false;
        }
        Expired expired = Expired.at(now, attribute);
        try {
            Page page = queries.scan(scan(table, expired, rounds.position(table.space())));
            page.items().forEach(item -> delete(table, item, expired));
            return rounds.advance(table.space(), page.scannedCount(), page.lastEvaluatedKey(), now);
        } catch (DatabaseException.ResourceNotFound goneMeanwhile) {
            return false;
        }
    }

    private ScanRequest scan(Table table, Expired expired, @Nullable Item after) {
        return new ScanRequest(table.ref(), null, expired, null, null, chunk, after, true, 0, 1);
    }

    private void delete(Table table, Item item, Expired expired) {
        try {
            removal.remove(table.ref(), keyOf(table, item), expired);
        } catch (DatabaseException.ConditionFailed savedMeanwhile) {
            // The item was given a later date, or is gone.
        } catch (DatabaseException.Throttled busy) {
            // The next round finds it again.
        }
    }

    private static Item keyOf(Table table, Item item) {
        List<String> names = table.definition().key().attributes();
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (String name : names) {
            AttributeValue value = item.get(name);
            if (value != null) {
                key.put(name, value);
            }
        }
        return Item.of(key);
    }
}
