package dev.tablewright.controlplane.cost;

import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.target.ConsumedUnits;
import dev.tablewright.controlplane.target.ConsumedUnits.Counted;
import dev.tablewright.controlplane.target.ConsumedUnits.Units;
import dev.tablewright.controlplane.target.Target;
import dev.tablewright.model.IndexDefinition;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What live tables really used, as if a month went on like that.
 *
 * @param tables that were there while it was counted; one that is younger than the span is taken to
 *     have been used as much before
 * @param sources who counted, and when; one for each region
 */
public record CountedTraffic(
        Map<TableAddress, Traffic.OfTable> tables, List<ConsumedUnits.Counted> sources) {
    /** Copies both. */
    public CountedTraffic {
        tables = Map.copyOf(tables);
        sources = List.copyOf(sources);
    }

    /**
     * Asks.
     *
     * @param measured tables that there are
     * @param hours of a month
     * @throws software.amazon.awssdk.core.exception.SdkException if nobody counts, or tells
     */
    public static CountedTraffic read(
            Target target,
            Collection<DesiredTable> tables,
            Map<TableAddress, Measured> measured,
            Duration span,
            BigDecimal hours,
            Instant now) {
        Map<String, Map<String, List<String>>> byRegion = new LinkedHashMap<>();
        for (DesiredTable table : tables) {
            if (measured.containsKey(table.address())) {
                byRegion.computeIfAbsent(table.address().region(), _ -> new LinkedHashMap<>())
                        .put(table.address().name(), globalIndexes(table));
            }
        }
        Map<TableAddress, Traffic.OfTable> traffic = new LinkedHashMap<>();
        List<Counted> sources = new ArrayList<>();
        byRegion.forEach(
                (region, names) -> {
                    Counted counted = target.consumedUnits(region).read(names, span, now);
                    sources.add(counted);
                    counted.tables()
                            .forEach(
                                    (name, units) -> {
                                        var address = new TableAddress(region, name);
                                        Duration seen = seen(counted, measured.get(address));
                                        if (seen.isPositive()) {
                                            traffic.put(address, monthly(units, hours, seen));
                                        }
                                    });
                });
        return new CountedTraffic(traffic, sources);
    }

    /** Returns the global indexes of a table: a local one uses the capacity of its table. */
    public static List<String> globalIndexes(DesiredTable table) {
        return table.spec().definition().indexes().stream()
                .filter(index -> index.kind() == IndexDefinition.Kind.GLOBAL)
                .map(IndexDefinition::name)
                .toList();
    }

    private static Duration seen(Counted counted, @Nullable Measured table) {
        Instant created = table == null ? null : table.created();
        Instant from =
                created != null && created.isAfter(counted.from()) ? created : counted.from();
        return Duration.between(from, counted.to());
    }

    private static Traffic.OfTable monthly(
            ConsumedUnits.OfTable units, BigDecimal hours, Duration seen) {
        Map<String, Traffic.Requests> indexes = new LinkedHashMap<>();
        units.indexes().forEach((name, of) -> indexes.put(name, monthly(of, hours, seen)));
        return new Traffic.OfTable(monthly(units.table(), hours, seen), null, indexes);
    }

    private static Traffic.Requests monthly(Units units, BigDecimal hours, Duration seen) {
        return new Traffic.Requests(
                ConsumedUnits.monthly(units.reads(), hours, seen),
                ConsumedUnits.monthly(units.writes(), hours, seen));
    }
}
