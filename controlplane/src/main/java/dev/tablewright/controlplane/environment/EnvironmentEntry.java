package dev.tablewright.controlplane.environment;

import dev.tablewright.controlplane.values.Values;
import dev.tablewright.controlplane.values.ValuesException;
import dev.tablewright.controlplane.values.ValuesParser;
import dev.tablewright.controlplane.values.ValuesParser.Source;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

/**
 * An environment that stands in no values file, in the words of one: the fields of an entry of
 * {@code environments}, read and checked by the same contract.
 */
public final class EnvironmentEntry {
    private static final JsonMapper JSON = JsonMapper.shared();

    private EnvironmentEntry() {}

    /**
     * Returns values with one environment.
     *
     * @param origin where the fields come from, for messages
     * @param fields by their names in the values
     * @param base region, account and settings of the policies
     * @throws ValuesException with every mistake in the fields
     */
    public static Values values(String origin, Map<String, ?> fields, Values base)
            throws ValuesException {
        // JSON is YAML.
        return ValuesParser.environment(new Source(origin, JSON.writeValueAsString(fields)), base);
    }

    /** Returns values that say nothing but the region. */
    public static Values inRegion(String origin, String region) throws ValuesException {
        String text = JSON.writeValueAsString(Map.of("region", region, "tables", List.of()));
        return ValuesParser.parse(List.of(new Source(origin, text)));
    }
}
