package dev.tablewright.controlplane.draft;

import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.observed.Observer;
import dev.tablewright.controlplane.observed.SideBySide;
import dev.tablewright.controlplane.target.Target;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds tables by name or pattern, and reads them with every setting. Changes nothing. */
public final class LiveReading {
    private LiveReading() {}

    /** A name or a pattern that no table has. */
    public static final class NoSuchTable extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchTable(String sentence) {
            super(sentence);
        }
    }

    /**
     * Finds tables.
     *
     * @param names each a table's name in AWS, or a pattern with {@code *} and {@code ?}
     * @return in the order of the names, then of the regions; each once
     * @throws NoSuchTable naming the first that is nowhere
     * @throws software.amazon.awssdk.core.exception.SdkException if the target cannot be reached,
     *     or does not allow the reading
     */
    public static List<TableAddress> find(
            Target target, Collection<String> regions, List<String> names) throws NoSuchTable {
        List<TableAddress> all = new ArrayList<>();
        for (String region : regions) {
            for (String name : target.dynamoDb(region).listTablesPaginator().tableNames()) {
                all.add(new TableAddress(region, name));
            }
        }
        Set<TableAddress> found = new LinkedHashSet<>();
        for (String name : names) {
            Pattern pattern = pattern(name);
            List<TableAddress> its =
                    all.stream().filter(t -> pattern.matcher(t.name()).matches()).toList();
            if (its.isEmpty()) {
                throw new NoSuchTable(
                        "no table is called "
                                + name
                                + " in "
                                + String.join(", ", regions)
                                + " of "
                                + target
                                + nearest(name, all));
            }
            found.addAll(its);
        }
        return List.copyOf(found);
    }

    private static Pattern pattern(String name) {
        StringBuilder regex = new StringBuilder();
        name.chars()
                .forEach(
                        c -> {
                            switch (c) {
                                case '*' -> regex.append(".*");
                                case '?' -> regex.append('.');
                                default -> regex.append(Pattern.quote(Character.toString(c)));
                            }
                        });
        return Pattern.compile(regex.toString());
    }

    /** A name that differs in case only, or that a prefix was forgotten of. */
    private static String nearest(String name, List<TableAddress> all) {
        return all.stream()
                .map(TableAddress::name)
                .filter(
                        other ->
                                other.equalsIgnoreCase(name)
                                        || (!name.isEmpty() && other.endsWith("-" + name)))
                .findFirst()
                .map(other -> "; there is " + other)
                .orElseGet(
                        () ->
                                all.isEmpty()
                                        ? ", which has no tables at all"
                                        : ", which has " + all.size() + " others");
    }

    /**
     * Reads tables with every setting that the target knows.
     *
     * @return without those that were deleted since they were found
     */
    public static List<ObservedTable> read(Target target, List<TableAddress> tables) {
        return SideBySide.ask(
                        tables, address -> Optional.ofNullable(Observer.readWhole(target, address)))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
