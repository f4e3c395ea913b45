package dev.tablewright.controlplane.suggestion;

import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.values.Position;
import dev.tablewright.controlplane.values.RoleList;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.Values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares what a values file grants with what was used and what was refused. */
public final class GrantReview {
    private final Values values;
    private final Release release;

    /** Reviews the grants of {@code values}, installed as {@code release}. */
    public GrantReview(Values values, Release release) {
        this.values = values;
        this.release = release;
    }

    /**
     * Something that somebody did, or was not allowed to do.
     *
     * @param identity ARN of the user or role; of a session, that of its role
     * @param resource the ARN that was checked
     * @param times how often
     */
    public record Use(String identity, String action, String resource, long times) {}

    /** A change of one list of one table. */
    public sealed interface Proposal {
        /** The list that changes. */
        Position at();

        /** Counts the tables of the values from 0. */
        int index();

        /** Logical name of the table. */
        String table();

        /** Which of the table's lists. */
        RoleList list();

        /** The role that comes or goes. */
        String role();

        /** Nobody used it. */
        record Remove(Position at, int index, String table, RoleList list, String role)
                implements Proposal {}

        /**
         * It was refused.
         *
         * @param actions what was refused, with how often
         */
        record Add(
                Position at,
                int index,
                String table,
                RoleList list,
                String role,
                Map<String, Long> actions)
                implements Proposal {}
    }

    /**
     * Returns the grants that were not used, in the order of the values.
     *
     * @param used in a window that was wholly watched
     * @param young ARNs of tables and roles that were made within the window: their grants are not
     *     judged
     */
    public List<Proposal> unused(List<Use> used, List<String> young) {
        List<Proposal> unused = new ArrayList<>();
        for (int i = 0; i < values.tables().size(); i++) {
            TableValues table = values.tables().get(i);
            if (isYoung(table, young)) {
                continue;
            }
            for (RoleList list : RoleList.values()) {
                for (String role : list.of(table)) {
                    if (!isYoung(role, young) && !isUsed(i, list, role, used)) {
                        unused.add(
                                new Proposal.Remove(
                                        list.at(values, table, role), i, table.name(), list, role));
                    }
                }
            }
        }
        return unused;
    }

    private boolean isYoung(TableValues table, List<String> young) {
        String end = ":table/" + release.tableName(table.name(), table.useIdpPrefix());
        return young.stream().anyMatch(arn -> arn.endsWith(end));
    }

    private static boolean isYoung(String role, List<String> young) {
        return young.stream().anyMatch(arn -> arn.contains(":role/") && arn.endsWith("/" + role));
    }

    private boolean isUsed(int index, RoleList list, String role, List<Use> used) {
        return used.stream().anyMatch(use -> isUse(advice(use), index, list, role));
    }

    private static boolean isUse(Advice advice, int index, RoleList list, String role) {
        return advice instanceof Advice.Granted granted
                && granted.index() == index
                && granted.list() == list
                && granted.role().equals(role);
    }

    private Advice advice(Use use) {
        return Advice.of(values, release, use.identity(), use.action(), use.resource());
    }

    /** Returns what the values could allow of what was refused, in the order of the refusals. */
    public List<Proposal> needed(List<Use> refused) {
        Map<String, Proposal.Add> needed = new LinkedHashMap<>();
        for (Use use : refused) {
            if (advice(use) instanceof Advice.Add add) {
                String key = add.index() + " " + add.list() + " " + add.role();
                needed.computeIfAbsent(key, _ -> proposal(add))
                        .actions()
                        .merge(use.action(), use.times(), Long::sum);
            }
        }
        return List.copyOf(needed.values());
    }

    private static Proposal.Add proposal(Advice.Add add) {
        return new Proposal.Add(
                add.at(), add.index(), add.table(), add.list(), add.role(), new LinkedHashMap<>());
    }
}
