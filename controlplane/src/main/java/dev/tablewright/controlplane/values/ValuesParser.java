package dev.tablewright.controlplane.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads values files and checks them against the {@linkplain ValuesContract contract}. */
public final class ValuesParser {
    private ValuesParser() {}

    /**
     * One values file.
     *
     * @param name as the user wrote it, for messages
     */
    public record Source(String name, String text) {}

    /**
     * Reads values.
     *
     * @param sources at least one; of several, later ones win as in {@code helm -f a -f b}: maps
     *     are merged, lists and everything else replaced
     * @throws ValuesException with every mistake in the files; when a file cannot be read as YAML
     *     at all, with the mistakes of that kind only
     */
    public static Values parse(List<Source> sources) throws ValuesException {
        return parse(sources, List.of());
    }

    /**
     * Reads values, some of which are set apart from the files.
     *
     * @param sources as in {@link #parse(List)}
     * @param sets applied to the merged files, in this order
     * @throws ValuesException with every mistake in files and arguments; when one of them cannot be
     *     read at all, with the mistakes of that kind only
     */
    public static Values parse(List<Source> sources, List<SetArgument> sets)
            throws ValuesException {
        List<Problem> ofYaml = new ArrayList<>();
        YamlNode.Mapping merged = merged(sources, sets, ofYaml);
        Problems problems = new Problems(merged);
        ofYaml.forEach(problems::addUnreadable);
        Values values = ValuesContract.FILE.read(merged, "", problems);
        problems.throwIfAny();
        if (values == null) {
            throw new IllegalStateException("no values and no problem");
        }
        return values;
    }

    /**
     * Reads applications files: values of {@code idp-advanced}.
     *
     * @param sources as in {@link #parse(List)}
     * @throws ValuesException as {@link #parse(List)} does
     */
    public static ApplicationsValues applications(List<Source> sources) throws ValuesException {
        List<Problem> ofYaml = new ArrayList<>();
        YamlNode.Mapping merged = merged(sources, List.of(), ofYaml);
        Problems problems = new Problems(merged);
        ofYaml.forEach(problems::addUnreadable);
        ApplicationsValues values = ApplicationsContract.FILE.read(merged, "", problems);
        problems.throwIfAny();
        if (values == null) {
            throw new IllegalStateException("no values and no problem");
        }
        return values;
    }

    /**
     * Returns what files and arguments come to, as one file in YAML: maps merged, values that were
     * taken back with {@code null} left out. What nobody says is not in it.
     *
     * @throws ValuesException when something cannot be read; the contract is not asked
     */
    public static String effective(List<Source> sources, List<SetArgument> sets)
            throws ValuesException {
        List<Problem> ofYaml = new ArrayList<>();
        YamlNode.Mapping merged = merged(sources, sets, ofYaml);
        if (!ofYaml.isEmpty()) {
            throw new ValuesException(ofYaml);
        }
        return EffectiveValues.yaml(withoutNulls(merged));
    }

    private static YamlNode.Mapping merged(
            List<Source> sources, List<SetArgument> sets, List<Problem> ofYaml)
            throws ValuesException {
        List<YamlNode.Mapping> files = new ArrayList<>();
        for (Source source : sources) {
            HelmYaml.Reading reading = HelmYaml.read(source.name(), source.text());
            ofYaml.addAll(reading.problems());
            if (reading.root() != null) {
                files.add(reading.root());
            }
        }
        if (files.size() < sources.size()) {
            throw new ValuesException(ofYaml);
        }
        YamlNode.Mapping merged = files.getFirst();
        for (YamlNode.Mapping file : files.subList(1, files.size())) {
            merged = merge(merged, file);
        }
        List<Problem> ofArguments = new ArrayList<>();
        for (SetArgument set : sets) {
            merged = set.applyTo(merged, ofArguments);
        }
        if (!ofArguments.isEmpty()) {
            ofYaml.addAll(ofArguments);
            throw new ValuesException(ofYaml);
        }
        return merged;
    }

    /** Helm drops what is null outside of lists. */
    private static YamlNode.Mapping withoutNulls(YamlNode.Mapping map) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        map.entries()
                .forEach(
                        (name, entry) -> {
                            if (entry.value() instanceof YamlNode.Mapping inner) {
                                entries.put(
                                        name, new YamlNode.Entry(entry.key(), withoutNulls(inner)));
                            } else if (!(entry.value() instanceof YamlNode.Null)) {
                                entries.put(name, entry);
                            }
                        });
        return new YamlNode.Mapping(map.at(), entries);
    }

    /**
     * Reads one environment that stands in no file: the fields of an entry of {@code environments}.
     *
     * @param base region, account and settings of the policies; tables and environments do not
     *     count
     * @throws ValuesException with every mistake
     */
    public static Values environment(Source entry, Values base) throws ValuesException {
        HelmYaml.Reading reading = HelmYaml.read(entry.name(), entry.text());
        YamlNode.Mapping root = reading.root();
        if (root == null) {
            throw new ValuesException(reading.problems());
        }
        Problems problems = new Problems(root);
        reading.problems().forEach(problems::addUnreadable);
        EnvironmentValues environment = ValuesContract.ENVIRONMENT.read(root, "", problems);
        problems.throwIfAny();
        if (environment == null) {
            throw new IllegalStateException("no environment and no problem");
        }
        return new Values(
                ManagementPolicies.CONTROL,
                DeletionPolicy.DELETE,
                base.region(),
                base.accountId(),
                base.partition(),
                base.maxPoliciesPerRole(),
                base.policyPath(),
                base.platformRolesOnly(),
                base.settings(),
                base.tags(),
                List.of(),
                List.of(environment),
                problems);
    }

    /** Merges as Helm merges: maps entry by entry, everything else is replaced. */
    static YamlNode.Mapping merge(YamlNode.Mapping base, YamlNode.Mapping over) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(base.entries());
        over.entries()
                .forEach(
                        (name, entry) -> {
                            YamlNode.Entry old = entries.get(name);
                            entries.put(
                                    name,
                                    old != null
                                                    && old.value() instanceof YamlNode.Mapping below
                                                    && entry.value()
                                                            instanceof YamlNode.Mapping above
                                            ? new YamlNode.Entry(entry.key(), merge(below, above))
                                            : entry);
                        });
        return new YamlNode.Mapping(over.at(), entries);
    }
}
