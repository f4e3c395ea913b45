package dev.tablewright.controlplane.desired;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers in which regions a release has had tables, so that those that left the values are found
 * where nothing in the values points to any more: a tag on each table names the regions of all.
 *
 * <p>The memory only grows. A region too many costs one ListTables; a region too few would leave a
 * table behind.
 */
public final class Regions {
    private static final String TAG = "idp/regions";

    /** DynamoDB's limit. */
    private static final int MAX_VALUE = 256;

    private static final Pattern TABLE_ARN =
            Pattern.compile("arn:[^:\"]*:dynamodb:([a-z0-9-]+):[^:\"]*:table/");

    private Regions() {}

    /** Returns the regions that a table's tags remember. */
    public static Set<String> remembered(Map<String, String> tags) {
        String text = tags.get(TAG);
        return text == null ? Set.of() : new TreeSet<>(List.of(text.split(" ", -1)));
    }

    /** Returns the regions of the tables that a policy is about. */
    public static Set<String> ofPolicy(String document) {
        Set<String> regions = new TreeSet<>();
        Matcher arn = TABLE_ARN.matcher(document);
        while (arn.find()) {
            regions.add(arn.group(1));
        }
        return regions;
    }

    /**
     * Returns the tag that remembers {@code regions}; none for a single region, which is that of
     * the table. Of more than a tag can hold, the first in order of the alphabet.
     */
    public static Map<String, String> memory(Set<String> regions) {
        if (regions.size() < 2) {
            return Map.of();
        }
        StringBuilder text = new StringBuilder();
        for (String region : new TreeSet<>(regions)) {
            if (text.length() + 1 + region.length() > MAX_VALUE) {
                break;
            }
            text.append(text.isEmpty() ? "" : " ").append(region);
        }
        return Map.of(TAG, text.toString());
    }
}
