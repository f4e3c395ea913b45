package dev.tablewright.bench;

import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.AccessDenied;
import dev.tablewright.server.identity.Caller;
import dev.tablewright.storage.InMemoryEngine;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Permission checks of a role with ten policies, in a place with 300 tables: from the decoded
 * request to the permission, for tables all over the list. A denial includes its exception and its
 * sentence. Sampled, so that the middle (p0.50) can be read where other processes disturb the
 * average.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class AuthorizeBenchmark {
    private static final int VARIANTS = 64;

    /** {@code fenced}: with a permissions boundary of three Deny statements that ask conditions. */
    @Param({"listed", "fenced"})
    private String policies = "listed";

    private final List<Workplace.Check<?>> getItem = new ArrayList<>();
    private final List<List<Access>> getItemNeeds = new ArrayList<>();
    private final List<Workplace.Check<?>> getItemElsewhere = new ArrayList<>();
    private final List<Workplace.Check<?>> query = new ArrayList<>();
    private final List<Workplace.Check<?>> batch = new ArrayList<>();
    private Workplace workplace = new Workplace(new InMemoryEngine());
    private int next;

    /** Prepares requests for tables all over the list, and for ones that are not in it. */
    @Setup
    public void prepare() {
        Caller caller = workplace.role(policies.equals("fenced")).caller();
        for (int i = 0; i < VARIANTS; i++) {
            int table = i * 37 % Workplace.TABLES;
            getItem.add(workplace.check("GetItem", caller, getItem(Workplace.table(table))));
            getItemNeeds.add(getItem.getLast().needed());
            getItemElsewhere.add(
                    workplace.check("GetItem", caller, getItem("koa-prod-table-" + table)));
            query.add(workplace.check("Query", caller, query(Workplace.table(table))));
            batch.add(workplace.check("BatchGetItem", caller, batch(table)));
        }
    }

    /** Closes the place. */
    @TearDown
    public void close() {
        workplace.close();
    }

    private static String getItem(String table) {
        return "{\"TableName\":\"" + table + "\",\"Key\":{\"id\":{\"S\":\"k1\"}}}";
    }

    private static String query(String table) {
        return "{\"TableName\":\""
                + table
                + "\",\"IndexName\":\"by-kind\",\"KeyConditionExpression\":\"kind = :k\","
                + "\"ExpressionAttributeValues\":{\":k\":{\"S\":\"a\"}}}";
    }

    private static String batch(int first) {
        return IntStream.range(0, 25)
                .mapToObj(i -> Workplace.table((first + i * 11) % Workplace.TABLES))
                .map(table -> "\"" + table + "\":{\"Keys\":[{\"id\":{\"S\":\"k1\"}}]}")
                .collect(Collectors.joining(",", "{\"RequestItems\":{", "}}"));
    }

    private int next() {
        next = (next + 1) % VARIANTS;
        return next;
    }

    /** GetItem on one of the tables. */
    @Benchmark
    public Object getItem() {
        return getItem.get(next()).run();
    }

    /** The same, without collecting the condition keys of the item. */
    @Benchmark
    public Object getItemDecisionAlone() {
        int i = next();
        return getItem.get(i).decide(getItemNeeds.get(i));
    }

    /** GetItem on a table of another namespace. */
    @Benchmark
    public Object getItemDenied() {
        try {
            return getItemElsewhere.get(next()).run();
        } catch (AccessDenied denied) {
            return denied;
        }
    }

    /** Query on an index. */
    @Benchmark
    public Object queryOnIndex() {
        return query.get(next()).run();
    }

    /** BatchGetItem over 25 tables: 25 checks. */
    @Benchmark
    public Object batchGetItem25() {
        return batch.get(next()).run();
    }
}
