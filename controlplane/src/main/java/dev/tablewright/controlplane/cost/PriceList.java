package dev.tablewright.controlplane.cost;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Prices by region.
 *
 * @param source where they come from, for people
 * @param asOf the day they are of, as the file says it
 * @param hoursPerMonth what an hourly price is multiplied by
 */
public record PriceList(
        String source,
        String asOf,
        String currency,
        BigDecimal hoursPerMonth,
        Map<String, Region> regions) {
    private static final String SHIPPED = "prices.yaml";

    /** Copies the map, in order. */
    public PriceList {
        regions = Collections.unmodifiableMap(new LinkedHashMap<>(regions));
    }

    /** The prices of one region; a price that is absent is not known. */
    public record Region(
            Map<Rate, BigDecimal> standard,
            Map<Rate, BigDecimal> infrequentAccess,
            Map<Rate, BigDecimal> others) {
        /** Copies the maps. */
        public Region {
            standard = Map.copyOf(standard);
            infrequentAccess = Map.copyOf(infrequentAccess);
            others = Map.copyOf(others);
        }
    }

    /** Returns the price file that comes with the program, with its comments. */
    public static String shippedText() {
        try (InputStream in = PriceList.class.getResourceAsStream(SHIPPED)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the prices that come with the program. */
    public static PriceList shipped() {
        try {
            return read(SHIPPED, shippedText());
        } catch (CostFileException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads prices, in YAML or JSON.
     *
     * @param file its name, for messages
     * @throws CostFileException at the first mistake, with its place
     */
    public static PriceList read(String file, String text) throws CostFileException {
        CostYaml root = CostYaml.read(file, text);
        root.requireOnly(set("source", "asOf", "currency", "hoursPerMonth", "regions"));
        BigDecimal hours = root.number("hoursPerMonth");
        CostYaml regions = root.required("regions");
        Map<String, Region> prices = new LinkedHashMap<>();
        for (String name : regions.names()) {
            prices.put(name, region(regions.required(name)));
        }
        return new PriceList(
                root.text("source"),
                root.text("asOf"),
                root.text("currency"),
                hours == null ? BigDecimal.valueOf(730) : hours,
                prices);
    }

    private static Region region(CostYaml region) throws CostFileException {
        Set<String> known = set("standard", "infrequentAccess");
        known.addAll(fields(false));
        region.requireOnly(known);
        return new Region(
                ofClass(region.map("standard")),
                ofClass(region.map("infrequentAccess")),
                rates(region, false));
    }

    private static Map<Rate, BigDecimal> ofClass(@Nullable CostYaml prices)
            throws CostFileException {
        if (prices == null) {
            return Map.of();
        }
        prices.requireOnly(fields(true));
        return rates(prices, true);
    }

    private static Map<Rate, BigDecimal> rates(CostYaml prices, boolean ofClass)
            throws CostFileException {
        Map<Rate, BigDecimal> rates = new EnumMap<>(Rate.class);
        for (Rate rate : Rate.values()) {
            BigDecimal price = rate.isOfClass() == ofClass ? prices.number(rate.field()) : null;
            if (price != null) {
                rates.put(rate, price);
            }
        }
        return rates;
    }

    private static Set<String> fields(boolean ofClass) {
        Set<String> fields = new LinkedHashSet<>();
        for (Rate rate : Rate.values()) {
            if (rate.isOfClass() == ofClass) {
                fields.add(rate.field());
            }
        }
        return fields;
    }

    private static Set<String> set(String... names) {
        return new LinkedHashSet<>(Arrays.asList(names));
    }

    /** Returns a price; null when it is not known. */
    public @Nullable BigDecimal price(Rate rate, String region, boolean infrequentAccess) {
        Region prices = regions.get(region);
        if (prices == null) {
            return null;
        }
        if (!rate.isOfClass()) {
            return prices.others().get(rate);
        }
        return (infrequentAccess ? prices.infrequentAccess() : prices.standard()).get(rate);
    }
}
