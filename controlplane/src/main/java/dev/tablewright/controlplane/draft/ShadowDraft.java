package dev.tablewright.controlplane.draft;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.desired.TableAddress;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.Plan;
import dev.tablewright.controlplane.plan.Step;
import dev.tablewright.controlplane.values.ValuesException;

import java.util.List;
import java.util.function.Predicate;

/**
 * The entry of a values file for a table that has to be made anew, because no call can change what
 * the values ask for. It stands beside the old one, under the name of a shadow table; nothing is
 * ever replaced by itself.
 */
public final class ShadowDraft {
    /** What is added to the name. */
    public static final String SUFFIX = "-shadow";

    private ShadowDraft() {}

    /** Returns the plan, with the entry at each refusal that a new table would help. */
    public static Plan writtenInto(Plan plan, DesiredState desired) {
        return plan.with(
                step ->
                        step instanceof Step.Refuse refuse && refuse.anew() != null
                                ? refuse.with(of(refuse.anew(), desired))
                                : step);
    }

    private static String of(DesiredTable table, DesiredState desired) {
        String name = table.logicalName() + SUFFIX;
        TableAddress address =
                new TableAddress(table.address().region(), table.address().name() + SUFFIX);
        LiveTable shadow =
                new LiveTable(
                        new ObservedTable(address, "", "ACTIVE", true, table.spec()),
                        name,
                        table.address().name().startsWith("idp-"),
                        null,
                        grants(table.address(), desired));
        try {
            return path(table.logicalName(), name)
                    + LiveDraft.entry(shadow, desired.release(), desired.region());
        } catch (ValuesException e) {
            throw new IllegalStateException("a table of the values cannot be written again", e);
        }
    }

    private static String path(String old, String name) {
        return "  # 1. Put the old definition back at "
                + old
                + ", add this entry to tables, and apply: both tables are there.\n"
                + "  # 2. Let the application write to both, and copy the items that "
                + old
                + " has already.\n"
                + "  # 3. Compare, and let the application read from "
                + name
                + ".\n"
                + "  # 4. Take "
                + old
                + " out of tables; by its deletionPolicy it is deleted or stays.\n";
    }

    private static ExistingGrants grants(TableAddress table, DesiredState desired) {
        return new ExistingGrants(
                roles(table, desired, actions -> actions.contains("dynamodb:GetItem")),
                roles(table, desired, actions -> actions.contains("dynamodb:PutItem")),
                roles(table, desired, actions -> actions.contains("dynamodb:GetRecords")),
                roles(table, desired, actions -> actions.contains("dynamodb:SearchVectors")),
                List.of());
    }

    private static List<String> roles(
            TableAddress table, DesiredState desired, Predicate<List<String>> wanted) {
        return desired.roles().stream()
                .filter(
                        access ->
                                access.parts().stream()
                                        .flatMap(part -> part.grants().stream())
                                        .filter(grant -> isOf(table, grant.tableArn()))
                                        .anyMatch(grant -> wanted.test(grant.grant().actions())))
                .map(RoleAccess::role)
                .sorted()
                .toList();
    }

    private static boolean isOf(TableAddress table, String arn) {
        return arn.endsWith(":table/" + table.name())
                && arn.contains(":dynamodb:" + table.region() + ":");
    }
}
