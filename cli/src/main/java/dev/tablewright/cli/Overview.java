package dev.tablewright.cli;

import dev.tablewright.controlplane.desired.DesiredState;
import dev.tablewright.controlplane.desired.DesiredTable;
import dev.tablewright.controlplane.desired.RoleAccess;
import dev.tablewright.controlplane.desired.TableGrant;
import dev.tablewright.controlplane.observed.ObservedState;
import dev.tablewright.controlplane.observed.ObservedTable;
import dev.tablewright.controlplane.plan.StepText;
import dev.tablewright.controlplane.setting.PointInTimeRecoverySetting;
import dev.tablewright.controlplane.values.PointInTimeRecovery;
import dev.tablewright.model.BillingMode;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.TableDefinition;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code up} prints at its end: the tables, the roles, and how to use them. */
final class Overview {
    private final DesiredState desired;
    private final ObservedState observed;

    Overview(DesiredState desired, ObservedState observed) {
        this.desired = desired;
        this.observed = observed;
    }

    String tables() {
        TextTable table =
                new TextTable("TABLE", "REGION", "KEY", "INDEXES", "BILLING", "PITR", "STATUS");
        for (DesiredTable wanted : desired.tables()) {
            ObservedTable there = observed.tables().get(wanted.address());
            if (there == null) {
                table.row(
                        wanted.address().name(),
                        wanted.address().region(),
                        "-",
                        "-",
                        "-",
                        "-",
                        "absent");
                continue;
            }
            TableDefinition definition = there.spec().definition();
            table.row(
                    there.address().name(),
                    there.address().region(),
                    StepText.key(definition.key(), definition.attributes()),
                    indexes(definition),
                    there.spec().billingMode() == BillingMode.PAY_PER_REQUEST
                            ? "on demand"
                            : there.spec().throughput().read()
                                    + " read, "
                                    + there.spec().throughput().write()
                                    + " write",
                    recovery(there.spec().settings().get(PointInTimeRecoverySetting.RECOVERY)),
                    there.status());
        }
        return table.toString();
    }

    private static String indexes(TableDefinition table) {
        return table.indexes().isEmpty()
                ? "-"
                : table.indexes().stream()
                        .map(
                                index ->
                                        index.name()
                                                + (index.kind() == IndexDefinition.Kind.LOCAL
                                                        ? " (local)"
                                                        : " (global)"))
                        .collect(Collectors.joining(", "));
    }

    private static String recovery(@Nullable PointInTimeRecovery recovery) {
        if (recovery == null) {
            return "?";
        }
        return recovery.enabled() ? recovery.recoveryPeriodInDays() + " days" : "off";
    }

    String roles() {
        TextTable table = new TextTable("ROLE", "MAY", "ON", "BY POLICY");
        for (RoleAccess access : desired.roles()) {
            access.parts()
                    .forEach(
                            part -> {
                                for (TableGrant grant : part.grants()) {
                                    table.row(
                                            access.role(),
                                            switch (grant.grant()) {
                                                case READ -> "read";
                                                case WRITE -> "write";
                                                case READ_AND_WRITE -> "read, write";
                                                case STREAM -> "read the stream";
                                                case SEARCH -> "search";
                                            },
                                            grant.tableArn()
                                                    .substring(grant.tableArn().indexOf('/') + 1),
                                            part.name());
                                }
                            });
        }
        return table.toString();
    }

    /**
     * The lines to copy.
     *
     * @param assumable roles for which there is a profile
     */
    String use(DataDirectory directory, List<String> assumable) {
        List<String> roles = desired.roles().stream().map(RoleAccess::role).toList();
        if (roles.isEmpty()) {
            return "";
        }
        String option =
                directory.root().equals(Path.of(".tablewright"))
                        ? ""
                        : " --data-dir " + directory.root();
        return "Use them as a role, in another terminal:\n\n"
                + "  eval \"$(./tablewright env --role "
                + roles.getFirst()
                + option
                + ")\"\n"
                + "  aws dynamodb scan --table-name "
                + desired.tables().getFirst().address().name()
                + "\n"
                + (assumable.isEmpty() ? "" : profiles(directory, assumable));
    }

    private String profiles(DataDirectory directory, List<String> roles) {
        return "\nor with a profile for each role ("
                + String.join(", ", roles)
                + "):\n\n"
                + "  export AWS_CONFIG_FILE="
                + directory.awsConfig().toAbsolutePath().normalize()
                + "\n  export AWS_SHARED_CREDENTIALS_FILE="
                + directory.awsCredentials().toAbsolutePath().normalize()
                + "\n  aws --profile "
                + roles.getFirst()
                + " dynamodb scan --table-name "
                + desired.tables().getFirst().address().name()
                + "\n";
    }
}
