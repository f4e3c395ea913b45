package dev.tablewright.controlplane.suggestion;

import dev.tablewright.controlplane.desired.Grant;
import dev.tablewright.controlplane.desired.Release;
import dev.tablewright.controlplane.setting.StreamSetting;
import dev.tablewright.controlplane.setting.TableStream;
import dev.tablewright.controlplane.setting.VectorIndexSetting;
import dev.tablewright.controlplane.setting.VectorIndexes;
import dev.tablewright.controlplane.values.Position;
import dev.tablewright.controlplane.values.RoleList;
import dev.tablewright.controlplane.values.TableValues;
import dev.tablewright.controlplane.values.Values;

import java.util.Optional;

/** What a values file says about a permission that somebody did not have. */
public sealed interface Advice {
    /** The values give it already: it is not applied, or another policy takes it away. */
    record Granted(Position at, int index, String table, RoleList list, String role)
            implements Advice {}

    /**
     * One entry more would give it.
     *
     * @param index counts the tables of the values from 0
     */
    record Add(Position at, int index, String table, RoleList list, String role)
            implements Advice {}

    /** The table is not one of the values'. */
    record OtherTable(String resource) implements Advice {}

    /** No list of the values gives the action; for reading streams, not to this table. */
    record NeverGranted(String action) implements Advice {}

    /** The values give access to roles, and to nobody else. */
    record NoRole(String identity) implements Advice {}

    /**
     * Looks a permission up.
     *
     * @param identity ARN of the user or role; of a session, that of its role
     * @param action for instance {@code dynamodb:PutItem}
     * @param resource the ARN that was checked
     */
    static Advice of(
            Values values, Release release, String identity, String action, String resource) {
        Optional<RoleList> list = giving(action);
        if (list.isEmpty()) {
            return new NeverGranted(action);
        }
        int role = identity.indexOf(":role/");
        if (role < 0) {
            return new NoRole(identity);
        }
        String name = identity.substring(identity.lastIndexOf('/') + 1);
        for (int i = 0; i < values.tables().size(); i++) {
            TableValues table = values.tables().get(i);
            if (isOf(resource, values, release, table)) {
                boolean nothing =
                        (list.get() == RoleList.STREAM && !hasStream(table))
                                || (list.get() == RoleList.SEARCH && !hasVectors(table));
                return nothing ? new NeverGranted(action) : of(values, i, list.get(), name);
            }
        }
        return new OtherTable(resource);
    }

    private static Advice of(Values values, int index, RoleList list, String role) {
        TableValues table = values.tables().get(index);
        return list.of(table).contains(role)
                ? new Granted(list.at(values, table, role), index, table.name(), list, role)
                : new Add(list.at(values, table), index, table.name(), list, role);
    }

    /** A list of stream readers is a mistake where the values know of no stream. */
    private static boolean hasVectors(TableValues table) {
        VectorIndexes vectors = table.settings().get(VectorIndexSetting.VECTORS);
        return vectors != null && !vectors.indexes().isEmpty();
    }

    private static boolean hasStream(TableValues table) {
        TableStream stream = table.settings().get(StreamSetting.STREAM);
        return stream != null && stream.enabled();
    }

    /** Whether an ARN is that of a table, or of what belongs to it. */
    private static boolean isOf(String arn, Values values, Release release, TableValues table) {
        String name = release.tableName(table.name(), table.useIdpPrefix());
        String[] parts = arn.split(":", 6);
        return parts.length == 6
                && parts[2].equals("dynamodb")
                && parts[3].equals(values.region(table))
                && (parts[5] + "/").startsWith("table/" + name + "/");
    }

    /** Returns the list that gives an action; of those that both give, the list of readers. */
    static Optional<RoleList> giving(String action) {
        if (Grant.READ.actions().contains(action)) {
            return Optional.of(RoleList.READ);
        }
        if (Grant.STREAM.actions().contains(action)) {
            return Optional.of(RoleList.STREAM);
        }
        if (Grant.SEARCH.actions().contains(action)) {
            return Optional.of(RoleList.SEARCH);
        }
        return Grant.WRITE.actions().contains(action)
                ? Optional.of(RoleList.WRITE)
                : Optional.empty();
    }
}
