package dev.tablewright.controlplane.cost;

import dev.tablewright.controlplane.cost.TableUse.IndexUse;
import dev.tablewright.controlplane.cost.Traffic.Requests;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.Throughput;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What some tables cost in a month. Pure: the same uses, traffic and prices give the same sums.
 *
 * @param lines in the order of the tables
 */
public record Estimate(List<Line> lines) {
    /** What a line is about that is no index and no replica. */
    public static final String TABLE = "table";

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal GB = BigDecimal.valueOf(1L << 30);

    /** Copies the list. */
    public Estimate {
        lines = List.copyOf(lines);
    }

    /**
     * One thing that is paid for.
     *
     * @param table in the values
     * @param name in AWS
     * @param part {@value #TABLE}, {@code index NAME} or {@code replica REGION}
     * @param quantity in a month, in the rate's unit; null when not known
     * @param price of one; null when the price list has none
     * @param unknown why there is no amount; null when there is one
     */
    public record Line(
            String table,
            String name,
            String part,
            Rate rate,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable String unknown) {
        /** Returns the amount, exactly; null when it is not known. */
        public @Nullable BigDecimal amount() {
            return quantity == null || price == null ? null : quantity.multiply(price);
        }
    }

    /** Estimates. */
    public static Estimate of(List<TableUse> uses, Traffic traffic, PriceList prices) {
        List<Line> lines = new ArrayList<>();
        for (TableUse use : uses) {
            new OfTable(use, use.region(), traffic.of(use), prices, lines).add();
        }
        return new Estimate(lines);
    }

    /** Returns the exact sum of what is known. */
    public BigDecimal known() {
        return lines.stream()
                .map(Line::amount)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns what could not be counted. */
    public List<Line> unknown() {
        return lines.stream().filter(line -> line.unknown() != null).toList();
    }

    /** The lines of one table in one region. */
    private record OfTable(
            TableUse use,
            String region,
            Traffic.@Nullable OfTable traffic,
            PriceList prices,
            List<Line> lines) {
        void add() {
            requests(part(TABLE), use.capacity(), tableRequests());
            storage(part(TABLE), use.bytes());
            for (IndexUse index : use.indexes()) {
                String part = part("index " + index.name());
                if (!index.local()) {
                    requests(part, index.capacity(), indexRequests(index));
                }
                storage(part, index.bytes());
            }
            if (isReplica()) {
                return;
            }
            if (use.recovery()) {
                bytes(TABLE, Rate.RECOVERY, use.recoverableBytes());
            }
            if (use.backups() || use.backupBytes() != null) {
                bytes(TABLE, Rate.BACKUP, use.backupBytes());
            }
            if (use.stream()) {
                BigDecimal reads = traffic == null ? null : traffic.streamReads();
                count(
                        TABLE,
                        Rate.STREAM_READ,
                        reads == null ? null : millions(reads),
                        "how often others than Lambda read the stream is not known");
            }
            for (String replica : use.replicas()) {
                new OfTable(use, replica, traffic, prices, lines).add();
            }
        }

        private boolean isReplica() {
            return !region.equals(use.region());
        }

        private String part(String part) {
            return isReplica()
                    ? "replica " + region + (part.equals(TABLE) ? "" : " " + part)
                    : part;
        }

        private Requests tableRequests() {
            if (traffic == null) {
                return Requests.UNKNOWN;
            }
            // Each replica takes all writes, and has readers of its own.
            return isReplica() ? new Requests(null, traffic.table().writes()) : traffic.table();
        }

        private Requests indexRequests(IndexUse index) {
            if (traffic == null) {
                return Requests.UNKNOWN;
            }
            Map<String, Requests> ofIndexes = traffic.indexes();
            if (ofIndexes == null) {
                return new Requests(BigDecimal.ZERO, traffic.table().writes());
            }
            Requests known = ofIndexes.get(index.name());
            return known == null ? Requests.UNKNOWN : known;
        }

        private void requests(String part, Throughput capacity, Requests requests) {
            if (use.billing() == BillingMode.PROVISIONED) {
                hours(part, Rate.PROVISIONED_READ, capacity.read());
                hours(part, Rate.PROVISIONED_WRITE, capacity.write());
                return;
            }
            request(part, Rate.ON_DEMAND_READ, requests.reads(), "reads");
            request(part, Rate.ON_DEMAND_WRITE, requests.writes(), "writes");
        }

        private void hours(String part, Rate rate, long units) {
            count(part, rate, BigDecimal.valueOf(units).multiply(prices.hoursPerMonth()), "");
        }

        private void request(String part, Rate rate, @Nullable BigDecimal requests, String what) {
            count(
                    part,
                    rate,
                    requests == null ? null : millions(requests),
                    "how many "
                            + what
                            + " there are in a month is not known: say --observed or --"
                            + what);
        }

        private void storage(String part, @Nullable Long bytes) {
            bytes(part, Rate.STORAGE, bytes);
        }

        private void bytes(String part, Rate rate, @Nullable Long bytes) {
            count(
                    part,
                    rate,
                    bytes == null ? null : divided(BigDecimal.valueOf(bytes), GB),
                    "its size is not known");
        }

        private void count(
                String part, Rate rate, @Nullable BigDecimal quantity, String whyUnknown) {
            BigDecimal price = prices.price(rate, region, use.infrequentAccess());
            String unknown = null;
            if (quantity == null) {
                unknown = whyUnknown;
            } else if (price == null) {
                unknown =
                        prices.regions().containsKey(region)
                                ? "the price list has no " + rate.field() + " for " + region
                                : "the price list has no region " + region;
            }
            lines.add(new Line(use.table(), use.name(), part, rate, quantity, price, unknown));
        }

        private static BigDecimal millions(BigDecimal requests) {
            return divided(requests, MILLION);
        }

        /** Exact: both divisors have no prime factors but 2 and 5. */
        private static BigDecimal divided(BigDecimal amount, BigDecimal by) {
            return amount.divide(by).stripTrailingZeros();
        }
    }
}
