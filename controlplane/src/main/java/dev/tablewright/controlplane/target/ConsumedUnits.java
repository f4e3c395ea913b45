package dev.tablewright.controlplane.target;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkException;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Request units that were really used on the tables of a region: CloudWatch counts them on AWS,
 * Tablewright's own server since it began to serve.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html">DynamoDB
 *     metrics</a>
 */
public final class ConsumedUnits {
    static final SignedJson.Service CLOUD_WATCH =
            new SignedJson.Service("monitoring", "GraniteServiceVersion20100801", "1.0");

    /** The longest span: CloudWatch keeps hours for 455 days. */
    public static final Duration LONGEST = Duration.ofDays(455);

    /** CloudWatch answers as many in one call. */
    private static final int MOST_QUERIES = 500;

    /** One hour is the finest that CloudWatch keeps for long. */
    private static final Duration PERIOD = Duration.ofHours(1);

    private final SignedJson server;
    private final SignedJson cloudWatch;
    private final boolean mayBeOurs;

    /**
     * Makes one; nothing is called yet.
     *
     * @param mayBeOurs whether the endpoint may be Tablewright's own server
     */
    ConsumedUnits(SignedHttp http, boolean mayBeOurs) {
        this.server = new SignedJson(http, EnvironmentQuotas.SERVICE);
        this.cloudWatch = new SignedJson(http, CLOUD_WATCH);
        this.mayBeOurs = mayBeOurs;
    }

    /** Read and write request units. */
    public record Units(BigDecimal reads, BigDecimal writes) {
        /** None. */
        public static final Units NONE = new Units(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** Units of a table and its global indexes, by their names. */
    public record OfTable(Units table, Map<String, Units> indexes) {
        /** Copies the map. */
        public OfTable {
            indexes = Map.copyOf(indexes);
        }
    }

    /**
     * What was counted.
     *
     * @param by who counted, for people
     * @param tables by name; each that was asked for
     */
    public record Counted(String by, Instant from, Instant to, Map<String, OfTable> tables) {
        /** Copies the map. */
        public Counted {
            tables = Map.copyOf(tables);
        }
    }

    /**
     * Asks for what was used.
     *
     * @param tables the global indexes of each, by the table's name
     * @param span whole hours until the last full one; Tablewright's own server tells of all the
     *     time since it began to serve
     * @throws SdkException if nobody counts, or tells
     */
    public Counted read(Map<String, List<String>> tables, Duration span, Instant now) {
        if (mayBeOurs) {
            SignedJson.Answer answer = server.ask("GetConsumption", Map.of());
            if (answer.isGood() && answer.content().has("Since")) {
                return ofServer(answer.content(), tables, now);
            }
            if (answer.code().contains("AccessDenied")) {
                throw server.refusal(answer);
            }
        }
        Instant to = now.truncatedTo(ChronoUnit.HOURS);
        return ofCloudWatch(tables, to.minus(span).truncatedTo(ChronoUnit.HOURS), to);
    }

    private static Counted ofServer(
            JsonNode content, Map<String, List<String>> tables, Instant now) {
        Map<String, OfTable> counted = new LinkedHashMap<>();
        tables.keySet().forEach(table -> counted.put(table, new OfTable(Units.NONE, Map.of())));
        for (JsonNode table : content.path("Tables")) {
            String arn = table.path("TableArn").stringValue();
            Map<String, Units> indexes = new LinkedHashMap<>();
            for (JsonNode index : table.path("Indexes")) {
                indexes.put(index.path("IndexName").stringValue(), units(index));
            }
            counted.replace(
                    arn.substring(arn.indexOf('/') + 1), new OfTable(units(table), indexes));
        }
        Instant since = Instant.ofEpochSecond(content.path("Since").decimalValue().longValue());
        return new Counted("this server, since it began to serve", since, now, counted);
    }

    private static Units units(JsonNode node) {
        return new Units(
                node.path("ReadUnits").decimalValue(), node.path("WriteUnits").decimalValue());
    }

    /** One metric of one table or index, and the sum of its values. */
    private static final class Metric {
        private final Map<String, Object> query;
        private BigDecimal sum = BigDecimal.ZERO;

        Metric(int number, String name, String table, String index) {
            List<Map<String, String>> dimensions = new ArrayList<>();
            dimensions.add(Map.of("Name", "TableName", "Value", table));
            if (!index.isEmpty()) {
                dimensions.add(Map.of("Name", "GlobalSecondaryIndexName", "Value", index));
            }
            this.query =
                    Map.of(
                            "Id",
                            "m" + number,
                            "MetricStat",
                            Map.of(
                                    "Metric",
                                    Map.of(
                                            "Namespace", "AWS/DynamoDB",
                                            "MetricName", name,
                                            "Dimensions", dimensions),
                                    "Period",
                                    PERIOD.toSeconds(),
                                    "Stat",
                                    "Sum"));
        }
    }

    private Counted ofCloudWatch(Map<String, List<String>> tables, Instant from, Instant to) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        tables.forEach(
                (table, indexes) -> {
                    add(metrics, table, "");
                    indexes.forEach(index -> add(metrics, table, index));
                });
        List<Metric> all = List.copyOf(metrics.values());
        for (int i = 0; i < all.size(); i += MOST_QUERIES) {
            sum(all.subList(i, Math.min(i + MOST_QUERIES, all.size())), from, to);
        }
        Map<String, OfTable> counted = new LinkedHashMap<>();
        tables.forEach(
                (table, indexes) -> {
                    Map<String, Units> ofIndexes = new LinkedHashMap<>();
                    indexes.forEach(index -> ofIndexes.put(index, units(metrics, table, index)));
                    counted.put(table, new OfTable(units(metrics, table, ""), ofIndexes));
                });
        return new Counted("CloudWatch", from, to, counted);
    }

    private static void add(Map<String, Metric> metrics, String table, String index) {
        for (String direction : List.of("Read", "Write")) {
            metrics.put(
                    key(direction, table, index),
                    new Metric(
                            metrics.size(),
                            "Consumed" + direction + "CapacityUnits",
                            table,
                            index));
        }
    }

    private static String key(String direction, String table, String index) {
        return direction + "/" + table + "/" + index;
    }

    private static Units units(Map<String, Metric> metrics, String table, String index) {
        return new Units(
                sum(metrics.get(key("Read", table, index))),
                sum(metrics.get(key("Write", table, index))));
    }

    private static BigDecimal sum(@Nullable Metric metric) {
        return metric == null ? BigDecimal.ZERO : metric.sum;
    }

    private void sum(List<Metric> metrics, Instant from, Instant to) {
        Map<String, Metric> byId = new HashMap<>();
        metrics.forEach(metric -> byId.put(String.valueOf(metric.query.get("Id")), metric));
        String next = "";
        do {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("StartTime", from.getEpochSecond());
            members.put("EndTime", to.getEpochSecond());
            members.put("MetricDataQueries", metrics.stream().map(each -> each.query).toList());
            if (!next.isEmpty()) {
                members.put("NextToken", next);
            }
            JsonNode page = cloudWatch.call("GetMetricData", members);
            for (JsonNode result : page.path("MetricDataResults")) {
                Metric metric = byId.get(result.path("Id").asString(""));
                if (metric != null) {
                    for (JsonNode value : result.path("Values")) {
                        metric.sum = metric.sum.add(value.decimalValue());
                    }
                }
            }
            next = page.path("NextToken").asString("");
        } while (!next.isEmpty());
    }

    /**
     * Returns what it would be in a month that goes on like that, in whole units.
     *
     * @param hours of a month
     * @param seen at least a second
     */
    public static BigDecimal monthly(BigDecimal units, BigDecimal hours, Duration seen) {
        return units.multiply(hours)
                .multiply(BigDecimal.valueOf(PERIOD.toSeconds()))
                .divide(BigDecimal.valueOf(Math.max(1, seen.toSeconds())), 0, RoundingMode.HALF_UP);
    }
}
