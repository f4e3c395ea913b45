package dev.tablewright.engine.partiql;

import dev.tablewright.engine.ConsumedCapacity;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.partiql.Expression.Path;
import dev.tablewright.engine.partiql.Statement.Ordering;
import dev.tablewright.engine.query.Page;
import dev.tablewright.engine.query.Queries;
import dev.tablewright.engine.query.QueryRequest;
import dev.tablewright.engine.query.ScanRequest;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyEncoding;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.KeyCondition;
import dev.tablewright.model.expression.KeyCondition.Operator;
import dev.tablewright.model.expression.KeyCondition.Term;
import dev.tablewright.model.expression.Projection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A SELECT that is fitted to its table: a query where the partition key is given, one after the
 * other where it is one of several, else a scan.
 *
 * <p>What WHERE says beyond the key is judged here and not by the query, because it may name key
 * attributes, which a filter must not.
 */
public final class SelectPlan {
    /** As AWS documents it. */
    private static final int MAX_PARTITIONS = 50;

    /** Of what a statement looks at, in bytes; the pages of queries and scans have the same. */
    private static final long MAX_BYTES = 1L << 20;

    private final Table table;
    private final @Nullable String index;
    private final KeySchema key;
    private final Columns columns;
    private final List<KeyCondition> partitions;
    private final boolean oneOfSeveral;
    private final List<Expression> left;
    private final Condition condition;
    private final boolean forward;

    private SelectPlan(Statement.Select select, Table table) {
        this.table = table;
        this.index = select.source().index();
        this.key = keyOf(table, index);
        this.columns = new Columns(select.columns());
        var terms = new KeyTerms(select.where());
        Partitions given = partitions(terms);
        List<List<Term>> hashes = given.hashes();
        List<Term> sort = hashes.isEmpty() ? List.of() : sort(terms);
        this.oneOfSeveral = given.oneOfSeveral();
        this.left = terms.left();
        this.condition = ExpressionWriter.condition(left);
        List<KeyCondition> conditions = new ArrayList<>();
        for (List<Term> hash : hashes) {
            List<Term> all = new ArrayList<>(hash);
            all.addAll(sort);
            conditions.add(new KeyCondition(all));
        }
        this.forward = requireOrder(select, conditions);
        this.partitions = List.copyOf(conditions);
    }

    /** The partition key of each partition to read; none for a scan. */
    private record Partitions(List<List<Term>> hashes, boolean oneOfSeveral) {}

    /**
     * Fits {@code select} to {@code table}.
     *
     * @throws ValidationException if it does not fit
     */
    public static SelectPlan of(Statement.Select select, Table table) {
        return new SelectPlan(select, table);
    }

    private static KeySchema keyOf(Table table, @Nullable String index) {
        if (index == null) {
            return table.definition().key();
        }
        return table.definition()
                .index(index)
                .map(IndexDefinition::key)
                .orElseThrow(
                        () ->
                                new ValidationException(
                                        "The table does not have the specified index: " + index));
    }

    // Keys

    private Partitions partitions(KeyTerms terms) {
        if (key.hash().stream().allMatch(terms::hasEquality)) {
            List<Term> hash = new ArrayList<>();
            for (String attribute : key.hash()) {
                Term term = terms.takeEquality(attribute);
                if (term != null) {
                    hash.add(KeyValues.typed(table, term));
                }
            }
            return new Partitions(List.of(hash), false);
        }
        if (key.hash().size() > 1) {
            return new Partitions(List.of(), false);
        }
        String attribute = key.hash().getFirst();
        List<AttributeValue> candidates = terms.takeCandidates(attribute);
        if (candidates.size() > MAX_PARTITIONS) {
            throw new ValidationException(
                    "The IN operator is provided with too many operands; number of operands: "
                            + candidates.size());
        }
        KeyValues.requireTypes(table, attribute, candidates);
        return new Partitions(
                candidates.stream().map(value -> List.of(equality(attribute, value))).toList(),
                !candidates.isEmpty());
    }

    private static Term equality(String attribute, AttributeValue value) {
        return new Term(attribute, Operator.EQ, List.of(value));
    }

    /** From the left: equalities, and at most one other comparison at the end. */
    private List<Term> sort(KeyTerms terms) {
        List<Term> sort = new ArrayList<>();
        for (String attribute : key.range()) {
            Term term = terms.takeEquality(attribute);
            if (term == null) {
                Term comparison = terms.takeComparison(attribute);
                if (comparison != null) {
                    sort.add(KeyValues.typed(table, comparison));
                }
                break;
            }
            sort.add(KeyValues.typed(table, term));
        }
        return sort;
    }

    /** Checks ORDER BY, puts the partitions in order; whether they are read forward. */
    private boolean requireOrder(Statement.Select select, List<KeyCondition> conditions) {
        boolean ascending = true;
        for (Ordering ordering : select.orderings()) {
            if (select.where() == null) {
                throw new ValidationException(
                        "Must have WHERE clause in the statement when using ORDER BY clause.");
            }
            if (!(ordering.by() instanceof Path path)
                    || path.isNested()
                    || !key.attributes().contains(path.attribute())) {
                throw new ValidationException(
                        "Variable reference "
                                + (ordering.by() instanceof Path path
                                        ? path.attribute()
                                        : ordering.by().kind())
                                + " in ORDER BY clause must be part of the primary key");
            }
            if (conditions.isEmpty()) {
                throw new ValidationException(
                        "Must have at least one non-optional hash key condition in WHERE clause"
                                + " when using ORDER BY clause.");
            }
            if (key.hash().contains(path.attribute())) {
                Comparator<KeyCondition> order =
                        Comparator.comparing(SelectPlan::encoded, Arrays::compareUnsigned);
                conditions.sort(ordering.ascending() ? order : order.reversed());
            } else {
                ascending = ordering.ascending();
            }
        }
        return ascending;
    }

    private static byte[] encoded(KeyCondition partition) {
        return KeyEncoding.plain(partition.terms().getFirst().operands().getFirst());
    }

    // What permissions and transactions ask

    /** Whether no partition key is given, so that everything is looked at. */
    public boolean isFullScan() {
        return partitions.isEmpty();
    }

    /** Returns the partition keys that are given. */
    public List<Item> partitionKeys() {
        List<Item> keys = new ArrayList<>();
        for (KeyCondition partition : partitions) {
            Map<String, AttributeValue> values = new LinkedHashMap<>();
            for (Term term : partition.terms()) {
                if (key.hash().contains(term.attribute())) {
                    values.put(term.attribute(), term.operands().getFirst());
                }
            }
            keys.add(Item.of(values));
        }
        return keys;
    }

    /** Returns the top-level attributes that the statement names. */
    public Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>(columns.attributes());
        names.addAll(condition.attributes());
        partitions.forEach(
                partition -> partition.terms().forEach(term -> names.add(term.attribute())));
        return names;
    }

    /** Whether it names what it shows, and does not show everything. */
    public boolean isProjected() {
        return !columns.areAll();
    }

    /** Returns the key of the one item of a table that can be meant; null if several can. */
    public @Nullable Item itemKey() {
        if (index != null || partitions.size() != 1 || oneOfSeveral) {
            return null;
        }
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        for (Term term : partitions.getFirst().terms()) {
            if (term.operator() == Operator.EQ) {
                values.put(term.attribute(), term.operands().getFirst());
            }
        }
        return values.size() == key.attributes().size() ? Item.of(values) : null;
    }

    /** Returns what WHERE says beyond the key. */
    public Condition condition() {
        return condition;
    }

    /** Whether WHERE says something beyond the key. */
    public boolean isConditional() {
        return !left.isEmpty();
    }

    /** Returns what is shown of {@code item}. */
    public Item shown(Item item) {
        return columns.of(item);
    }

    // Reading

    /**
     * Where a statement goes on.
     *
     * @param partition how many of the partitions have been read
     * @param startKey the last item looked at in the next one; null to read it from its start
     */
    public record Cursor(int partition, @Nullable Item startKey) {
        /** At the beginning. */
        public static final Cursor START = new Cursor(0, null);
    }

    /**
     * What one run of a statement came to.
     *
     * @param next null when there is nothing more to look at
     */
    public record Result(List<Item> items, @Nullable Cursor next, ConsumedCapacity consumed) {
        /** Copies the list. */
        public Result {
            items = List.copyOf(items);
        }
    }

    /**
     * Reads until {@code limit} items or 1 MB have been looked at.
     *
     * @param limit at least 1; null for none
     * @throws ValidationException if the cursor is of another statement, or the index cannot be
     *     read like that
     */
    public Result run(Queries queries, @Nullable Integer limit, boolean consistent, Cursor from) {
        int parts = Math.max(1, partitions.size());
        if (from.partition() >= parts) {
            throw new ValidationException("Invalid NextToken");
        }
        List<Item> items = new ArrayList<>();
        ConsumedCapacity consumed =
                ConsumedCapacity.onTable(table.ref(), ConsumedCapacity.Units.NONE);
        int room = limit == null ? Integer.MAX_VALUE : limit;
        long bytes = 0;
        Item start = from.startKey();
        for (int part = from.partition(); part < parts; part++) {
            if (room == 0 || bytes >= MAX_BYTES) {
                return new Result(items, new Cursor(part, null), consumed);
            }
            Page page = page(queries, part, limit == null ? null : room, consistent, start);
            start = null;
            consumed = consumed.plus(page.consumed());
            room -= page.scannedCount();
            for (Item item : page.items()) {
                bytes += item.sizeBytes();
                if (condition.holdsFor(item)) {
                    items.add(columns.of(item));
                }
            }
            if (page.lastEvaluatedKey() != null) {
                return new Result(items, new Cursor(part, page.lastEvaluatedKey()), consumed);
            }
        }
        return new Result(items, null, consumed);
    }

    private Page page(
            Queries queries,
            int part,
            @Nullable Integer limit,
            boolean consistent,
            @Nullable Item start) {
        if (partitions.isEmpty()) {
            return queries.scan(
                    new ScanRequest(
                            table.ref(),
                            index,
                            null,
                            null,
                            read(),
                            limit,
                            start,
                            consistent,
                            0,
                            1));
        }
        return queries.query(
                new QueryRequest(
                        table.ref(),
                        index,
                        partitions.get(part),
                        null,
                        null,
                        read(),
                        forward,
                        limit,
                        start,
                        consistent));
    }

    /** What has to be read: a local index reads from its table what it lacks. */
    private @Nullable Projection read() {
        if (columns.areAll()) {
            return null;
        }
        Set<String> names = new LinkedHashSet<>(columns.attributes());
        names.addAll(condition.attributes());
        return ExpressionWriter.projection(names);
    }
}
