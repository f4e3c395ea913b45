package dev.tablewright.controlplane.restore;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;
import dev.tablewright.controlplane.values.ValuesText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entry of a restored table in the values file of its original: the same entry again, at the
 * end of the list, so with the same roles and settings. Everything else in the file stays as it is.
 */
public final class RestoredEntry {
    private RestoredEntry() {}

    /** What the values say about the restored table. */
    public sealed interface Found {
        /** They name it already. */
        record Already() implements Found {}

        /**
         * They do not name it, and this text does.
         *
         * @param file among the sources
         */
        record Added(String file, String before, String after) implements Found {}

        /** It has to be added by hand; the reason is the end of a sentence. */
        record ByHand(String reason) implements Found {}
    }

    /**
     * Writes the entry.
     *
     * @param sources the values files, in order
     * @throws ValuesException if the files break the contract as they are
     */
    public static Found of(
            List<Source> sources, Release release, TableAddress original, TableAddress restored)
            throws ValuesException {
        Values values = ValuesParser.parse(sources);
        if (index(values, release, restored) >= 0) {
            return new Found.Already();
        }
        int index = index(values, release, original);
        if (index < 0) {
            return new Found.ByHand("the values do not name " + original);
        }
        TableValues entry = values.tables().get(index);
        String logical = release.logicalName(restored.name());
        if (logical.length() > 187) {
            logical = logical.substring(logical.length() - 187);
        }
        boolean byRule =
                entry.externalName() == null
                        && release.tableName(logical, entry.useIdpPrefix()).equals(restored.name());
        String file = values.at("tables[" + index + "]").file();
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).name().equals(file)) {
                Optional<String> text =
                        new ValuesText(sources.get(i).text())
                                .repeat(index, logical, byRule ? null : restored.name())
                                .map(ValuesText::text)
                                .filter(
                                        after ->
                                                isRight(
                                                        values,
                                                        with(sources, file, after),
                                                        release,
                                                        restored));
                if (text.isPresent()) {
                    return new Found.Added(file, sources.get(i).text(), text.get());
                }
            }
        }
        return new Found.ByHand("the file has the entry of " + original + " in a form of its own");
    }

    private static List<Source> with(List<Source> sources, String file, String text) {
        List<Source> changed = new ArrayList<>();
        sources.forEach(
                source ->
                        changed.add(source.name().equals(file) ? new Source(file, text) : source));
        return changed;
    }

    /** Exactly one table more, at the end, and it is the restored one. */
    private static boolean isRight(
            Values before, List<Source> after, Release release, TableAddress restored) {
        try {
            Values values = ValuesParser.parse(after);
            DesiredState.check(values, release);
            int count = before.tables().size();
            return values.tables().size() == count + 1
                    && values.tables().subList(0, count).equals(before.tables())
                    && index(values, release, restored) == count;
        } catch (ValuesException wrong) {
            return false;
        }
    }

    /** Returns where a table stands in the list; -1 if it does not. */
    private static int index(Values values, Release release, TableAddress address) {
        for (int i = 0; i < values.tables().size(); i++) {
            TableValues table = values.tables().get(i);
            String name =
                    table.externalName() == null
                            ? release.tableName(table.name(), table.useIdpPrefix())
                            : table.externalName();
            if (new TableAddress(values.region(table), name).equals(address)) {
                return i;
            }
        }
        return -1;
    }
}
