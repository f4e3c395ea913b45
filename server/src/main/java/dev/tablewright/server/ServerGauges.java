package dev.tablewright.server;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.server.metrics.MetricsText;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the server is at this moment, for {@code /metrics}. Numbers of tables, not their names. */
final class ServerGauges {
    private final Catalog tables;
    private final Instant started;

    ServerGauges(Catalog tables, Instant started) {
        this.tables = tables;
        this.started = started;
    }

    void writeTo(MetricsText out) {
        out.family("tablewright_tables", "gauge", "Tables by account and region.");
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (Table table : tables.tables()) {
            counts.computeIfAbsent(table.ref().account(), _ -> new TreeMap<>())
                    .merge(table.ref().region(), 1, Integer::sum);
        }
        counts.forEach(
                (account, regions) ->
                        regions.forEach(
                                (region, count) ->
                                        out.sample(
                                                "tablewright_tables",
                                                count,
                                                "account",
                                                account,
                                                "region",
                                                region)));
        out.family("process_start_time_seconds", "gauge", "When the server started, in Unix time.");
        out.sample("process_start_time_seconds", started.getEpochSecond());
        Runtime runtime = Runtime.getRuntime();
        out.family("jvm_memory_used_bytes", "gauge", "Memory in use, garbage included.");
        out.sample("jvm_memory_used_bytes", runtime.totalMemory() - runtime.freeMemory());
        out.family("jvm_memory_max_bytes", "gauge", "Memory that may be used.");
        out.sample("jvm_memory_max_bytes", runtime.maxMemory());
    }
}
