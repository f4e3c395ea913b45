package dev.tablewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.conformance.Endpoint.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server is killed with SIGKILL, again and again, while 16 threads write 10,000 items: every
 * acknowledged item is there afterwards, and every index agrees with its table.
 */
class CrashTest {
    private static final int ITEMS = 10_000;
    private static final int THREADS = 16;
    private static final List<Integer> KILL_AT = List.of(1_500, 5_000, 8_500);
    private static final String TABLE = RandomRequests.name(RandomRequests.Table.SORTED);

    private static final JsonNode MISSING = RandomRequests.object();

    @TempDir Path directory;

    private final Map<Integer, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger written = new AtomicInteger();

    @Test
    void losesNothingAcknowledged() throws Exception {
        ServerProcess server = ServerProcess.start(directory);
        for (var table : RandomRequests.createTables()) {
            server.endpoint().create(table);
        }

        ServerProcess last = writeWhileKilling(server);

        try {
            verify(last.endpoint());
        } finally {
            last.kill();
        }
    }

    private ServerProcess writeWhileKilling(ServerProcess first) throws Exception {
        ServerProcess server = first;
        int from = 0;
        List<Integer> ends = new ArrayList<>(KILL_AT);
        ends.add(ITEMS);
        for (int end : ends) {
            boolean kill = end != ITEMS;
            write(server, from, end, kill);
            from = end;
            if (kill) {
                server = ServerProcess.start(directory);
            }
        }
        return server;
    }

    /** Writes items until {@code to}; where {@code kill} is set, the server dies in their midst. */
    private void write(ServerProcess server, int from, int to, boolean kill) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        int fatal = kill ? from + (to - from) / 2 : Integer.MAX_VALUE;
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(
                        threads.submit(
                                () -> {
                                    writeUntil(server, next, to, fatal);
                                    return null;
                                }));
            }
            for (Future<?> writer : all) {
                writer.get(120, TimeUnit.SECONDS);
            }
        }
    }

    private void writeUntil(ServerProcess server, AtomicInteger next, int to, int fatal)
            throws InterruptedException {
        Endpoint endpoint = server.endpoint();
        for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
            if (i == fatal) {
                server.kill();
            }
            try {
                if (endpoint.call("PutItem", put(i)).status() == 200) {
                    acknowledged.put(i, value(i));
                    written.incrementAndGet();
                }
            } catch (UncheckedIOException killed) {
                // Not acknowledged: it may be there or not, but if so, whole.
            }
        }
    }

    /** Items share partitions and index keys, so that index entries lie beside each other. */
    private static ObjectNode put(int i) {
        ObjectNode body = RandomRequests.object().put("TableName", TABLE);
        ObjectNode item = body.putObject("Item");
        item.putObject("pk").put("S", "p" + i % 97);
        item.putObject("sk").put("N", "" + i);
        item.putObject("g1").put("S", "g" + i % 13);
        item.putObject("g2").put("N", "" + i % 7);
        item.putObject("l1").put("S", "l" + i % 5);
        item.putObject("a").put("S", value(i));
        return body;
    }

    private static String value(int i) {
        return "value " + i;
    }

    private void verify(Endpoint endpoint) {
        Map<Integer, JsonNode> table = items(endpoint, null);
        assertThat(written.get()).as("acknowledged").isGreaterThan(ITEMS / 2);
        assertThat(acknowledged)
                .allSatisfy(
                        (i, value) ->
                                assertThat(
                                                table.getOrDefault(i, MISSING)
                                                        .path("a")
                                                        .path("S")
                                                        .asString(""))
                                        .isEqualTo(value));
        var projected =
                Map.of("gsi", List.of("a", "l1"), "gsi2", List.of("a"), "lsi", List.of("l1"));
        for (var index : projected.entrySet()) {
            Map<Integer, JsonNode> entries = items(endpoint, index.getKey());
            assertThat(entries.keySet()).as(index.getKey()).isEqualTo(table.keySet());
            entries.forEach(
                    (i, entry) -> {
                        for (String attribute : index.getValue()) {
                            assertThat(entry.get(attribute))
                                    .as("%s %d", index.getKey(), i)
                                    .isEqualTo(table.getOrDefault(i, MISSING).get(attribute));
                        }
                    });
        }
    }

    /** Scans a table or an index whole; items by the number that they were made from. */
    private static Map<Integer, JsonNode> items(Endpoint endpoint, @Nullable String index) {
        Map<Integer, JsonNode> found = new HashMap<>();
        ObjectNode request = RandomRequests.object().put("TableName", TABLE);
        if (index != null) {
            request.put("IndexName", index);
        }
        while (true) {
            Answer page = endpoint.call("Scan", request);
            assertThat(page.status()).as("%s", page.body()).isEqualTo(200);
            page.body()
                    .path("Items")
                    .forEach(
                            item ->
                                    found.put(
                                            item.path("sk")
                                                    .path("N")
                                                    .asString("")
                                                    .transform(Integer::parseInt),
                                            item));
            JsonNode last = page.body().path("LastEvaluatedKey");
            if (last.isMissingNode()) {
                return Collections.unmodifiableMap(found);
            }
            request.set("ExclusiveStartKey", last);
        }
    }
}
