package dev.tablewright.cli;

import dev.tablewright.cli.Console.Ink;
import dev.tablewright.controlplane.cost.CapacityChange;
import dev.tablewright.controlplane.cost.Estimate;
import dev.tablewright.controlplane.cost.Estimate.Line;
import dev.tablewright.controlplane.cost.PriceList;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.target.ConsumedUnits.Counted;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What tables cost in a month: for people, for programs and for pull requests. */
record CostReport(
        Estimate estimate,
        PriceList prices,
        boolean pricesAreShipped,
        List<Counted> counted,
        Release release) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String UNKNOWN = "unknown";

    String text(Console console) {
        TextTable table =
                new TextTable("TABLE", "PART", "FOR", "QUANTITY", "PRICE", currency() + "/MONTH");
        for (Line line : estimate.lines()) {
            table.row(
                    line.name(),
                    line.part(),
                    line.rate().unit(),
                    quantity(line),
                    price(line),
                    amount(line));
        }
        StringBuilder text = new StringBuilder().append(table).append('\n');
        byTable()
                .forEach(
                        (name, its) ->
                                text.append(name).append(": ").append(sum(its)).append('\n'));
        text.append(console.inked(Ink.STRONG, "Together: " + sum(estimate))).append('\n');
        reasons().forEach((reason, parts) -> text.append(unknown(reason, parts)).append('\n'));
        return text.append(note()).append('\n').toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("## Monthly cost of the ").append(release);
        text.append("\n\n**").append(sum(estimate)).append("**\n\n");
        text.append("| Table | Part | For | Quantity | Price | ").append(currency());
        text.append(" a month |\n|---|---|---|--:|--:|--:|\n");
        for (Line line : estimate.lines()) {
            text.append("| ")
                    .append(
                            String.join(
                                    " | ",
                                    line.name(),
                                    line.part(),
                                    line.rate().unit(),
                                    quantity(line),
                                    price(line),
                                    amount(line)))
                    .append(" |\n");
        }
        reasons()
                .forEach(
                        (reason, parts) ->
                                text.append('\n').append(unknown(reason, parts)).append('\n'));
        return text.append('\n').append(note()).append('\n').toString();
    }

    /** New members may come; those there are stay (version 1). Amounts are exact, as texts. */
    String json() {
        List<Object> tables = new ArrayList<>();
        byTable()
                .forEach(
                        (name, its) -> {
                            Map<String, Object> table = new LinkedHashMap<>();
                            table.put("table", its.lines().getFirst().table());
                            table.put("name", name);
                            table.put("known", its.known().toPlainString());
                            table.put("complete", its.unknown().isEmpty());
                            table.put("lines", its.lines().stream().map(this::json).toList());
                            tables.add(table);
                        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("namespace", release.namespace());
        document.put("release", release.name());
        document.put("currency", currency());
        document.put("pricesAsOf", prices.asOf());
        document.put("pricesSource", prices.source());
        document.put("pricesVerified", !pricesAreShipped);
        document.put("counted", counted.stream().map(CostReport::json).toList());
        document.put("known", estimate.known().toPlainString());
        document.put("complete", estimate.unknown().isEmpty());
        document.put("tables", tables);
        return JSON.writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> json(Counted counted) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("by", counted.by());
        entry.put("from", counted.from().toString());
        entry.put("to", counted.to().toString());
        return entry;
    }

    private Map<String, Object> json(Line line) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("part", line.part());
        entry.put("for", line.rate().unit());
        put(entry, "quantity", line.quantity());
        put(entry, "price", line.price());
        put(entry, "amount", line.amount());
        if (line.unknown() != null) {
            entry.put(UNKNOWN, line.unknown());
        }
        return entry;
    }

    private static void put(Map<String, Object> entry, String name, @Nullable BigDecimal number) {
        if (number != null) {
            entry.put(name, number.toPlainString());
        }
    }

    /** Returns the line under a plan. */
    static String line(CapacityChange change, boolean pricesAreShipped) {
        String currency = change.prices().currency();
        StringBuilder text = new StringBuilder("Monthly cost: ");
        text.append(Money.of(change.before()))
                .append(" -> ")
                .append(Money.of(change.after()))
                .append(' ')
                .append(currency)
                .append(" (")
                .append(Money.change(change.before(), change.after()))
                .append(") for declared capacity, at list prices of ")
                .append(change.prices().asOf())
                .append(pricesAreShipped ? " (verify them: cost --show-prices)" : "");
        if (!change.byRequest().isEmpty()) {
            text.append("; besides, by request: ").append(String.join(", ", change.byRequest()));
        }
        if (!change.unpriced().isEmpty()) {
            text.append("; unknown in ")
                    .append(String.join(", ", change.unpriced()))
                    .append(", for which the price list has no prices");
        }
        return text.append(".\n").toString();
    }

    static Map<String, Object> json(CapacityChange change) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("of", "declaredCapacity");
        document.put("currency", change.prices().currency());
        document.put("pricesAsOf", change.prices().asOf());
        document.put("before", change.before().toPlainString());
        document.put("after", change.after().toPlainString());
        document.put("paidByRequestFromNowOn", change.byRequest());
        document.put("withoutPrices", List.copyOf(change.unpriced()));
        return document;
    }

    private Map<String, Estimate> byTable() {
        Map<String, List<Line>> lines =
                estimate.lines().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Line::name, LinkedHashMap::new, Collectors.toList()));
        Map<String, Estimate> tables = new LinkedHashMap<>();
        lines.forEach((name, its) -> tables.put(name, new Estimate(its)));
        return tables;
    }

    /** What is not known never looks like nothing. */
    private String sum(Estimate of) {
        String known = Money.of(of.known()) + " " + currency() + " a month";
        int unknown = of.unknown().size();
        return unknown == 0
                ? known
                : "at least "
                        + known
                        + ", besides "
                        + unknown
                        + (unknown == 1 ? " unknown item" : " unknown items");
    }

    private Map<String, Set<String>> reasons() {
        Map<String, Set<String>> reasons = new LinkedHashMap<>();
        for (Line line : estimate.unknown()) {
            reasons.computeIfAbsent(String.valueOf(line.unknown()), _ -> new LinkedHashSet<>())
                    .add(
                            line.name()
                                    + (line.part().equals(Estimate.TABLE)
                                            ? ""
                                            : " " + line.part()));
        }
        return reasons;
    }

    private static String unknown(String reason, Set<String> parts) {
        return "Unknown: " + reason + ": " + String.join(", ", parts);
    }

    private String note() {
        StringBuilder note = new StringBuilder();
        for (Counted each : counted) {
            note.append("Requests: counted by ")
                    .append(each.by())
                    .append(", from ")
                    .append(each.from().truncatedTo(ChronoUnit.SECONDS))
                    .append(" to ")
                    .append(each.to().truncatedTo(ChronoUnit.SECONDS))
                    .append(", for a month that goes on like that.\n");
        }
        note.append("Prices: ").append(prices.source()).append(", as of ").append(prices.asOf());
        return note.append(
                        pricesAreShipped
                                ? "; written down by hand, without free tiers. VERIFY them, or give"
                                        + " your own: cost --show-prices, and then --prices FILE."
                                : ", without free tiers.")
                .toString();
    }

    private String currency() {
        return prices.currency();
    }

    private static String quantity(Line line) {
        BigDecimal quantity = line.quantity();
        return quantity == null ? UNKNOWN : Money.quantity(quantity);
    }

    private static String price(Line line) {
        BigDecimal price = line.price();
        return price == null ? UNKNOWN : price.toPlainString();
    }

    private static String amount(Line line) {
        BigDecimal amount = line.amount();
        return amount == null ? UNKNOWN : Money.of(amount);
    }
}
