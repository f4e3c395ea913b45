package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.Grant;
import dev.tablewright.controlplane.plan.AccessChange;
import dev.tablewright.controlplane.plan.AccessChange.Direction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What somebody gains or loses, as a person reads it: a table and its indexes are one resource, and
 * all tables with the same actions are one row.
 *
 * @param words the kind of grant that it is, or how many actions
 * @param actions without the service, with commas in between
 * @param resources with the region
 */
record AccessRow(String words, String actions, List<String> resources) {
    private static final String INDEXES = "/index/*";

    /** Returns the rows of one principal in one direction. */
    static List<AccessRow> of(List<AccessChange> changes, Direction direction) {
        Map<String, NavigableSet<String>> byResource = new LinkedHashMap<>();
        changes.stream()
                .filter(change -> change.direction() == direction)
                .forEach(
                        change ->
                                byResource.put(change.resource(), new TreeSet<>(change.actions())));
        Map<NavigableSet<String>, List<String>> byActions = new LinkedHashMap<>();
        byResource.forEach(
                (resource, actions) -> {
                    if (!isCoveredByItsTable(resource, actions, byResource)) {
                        byActions
                                .computeIfAbsent(actions, _ -> new ArrayList<>())
                                .add(named(resource, actions, byResource));
                    }
                });
        List<AccessRow> rows = new ArrayList<>();
        byActions.forEach(
                (actions, resources) ->
                        rows.add(new AccessRow(words(actions), bare(actions), resources)));
        return rows;
    }

    private static boolean isCoveredByItsTable(
            String resource, Set<String> actions, Map<String, NavigableSet<String>> all) {
        return resource.endsWith(INDEXES)
                && actions.equals(
                        all.get(resource.substring(0, resource.length() - INDEXES.length())));
    }

    private static String named(
            String resource, Set<String> actions, Map<String, NavigableSet<String>> all) {
        String name = resource.replaceFirst("^arn:[^:]*:dynamodb:([^:]*):[^:]*:table/", "$1 ");
        String where =
                name.equals(resource)
                        ? resource
                        : "table "
                                + name.substring(name.indexOf(' ') + 1)
                                + " ("
                                + name.substring(0, name.indexOf(' '))
                                + ")";
        return actions.equals(all.get(resource + INDEXES)) ? where + " and its indexes" : where;
    }

    /** Names a set of actions by the kind of grant that it is, where it is one. */
    private static String words(Set<String> actions) {
        Set<String> rest = new TreeSet<>(actions);
        rest.remove("dynamodb:DescribeTable");
        // On indexes it stands beside reading.
        boolean search = rest.removeAll(Grant.SEARCH.actions());
        if (search && rest.isEmpty()) {
            return "search";
        }
        String also = search ? " and search" : "";
        for (Grant grant : Grant.values()) {
            Set<String> whole = new TreeSet<>(grant.actions());
            whole.remove("dynamodb:DescribeTable");
            if (rest.equals(whole)) {
                return switch (grant) {
                    case READ -> "read" + also;
                    case WRITE -> "write" + also;
                    case READ_AND_WRITE -> "read and write" + also;
                    case STREAM -> "read the stream" + also;
                    case SEARCH -> "search";
                };
            }
        }
        if (actions.stream().allMatch(action -> action.startsWith("kms:"))) {
            return "use of the key";
        }
        return actions.size() + (actions.size() == 1 ? " action" : " actions");
    }

    private static String bare(Set<String> actions) {
        return actions.stream()
                .map(action -> action.replaceFirst("^dynamodb:", ""))
                .collect(Collectors.joining(", "));
    }
}
