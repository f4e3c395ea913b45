package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Catalog;
import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.model.TableRef;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.operation.iam.ServiceLinkedRoles;

import java.util.ArrayList;
import java.util.List;

/** Permissions on global tables of version 2017.11.29: on their ARN, and on each table in them. */
final class LegacyAccess {
    private final Catalog tables;
    private final ServiceLinkedRoles roles;

    LegacyAccess(Catalog tables, ServiceLinkedRoles roles) {
        this.tables = tables;
        this.roles = roles;
    }

    /** A permission on a global table, whether there is one or not. */
    static List<Access> toGlobal(String action, TableRef name) {
        return List.of(
                TableAccess.toText(action, LegacyGlobalTable.arn(name.account(), name.name())));
    }

    /** A permission on a global table and on its tables in some regions. */
    List<Access> to(String action, TableRef name, List<String> regions) {
        List<Access> needed = new ArrayList<>(toGlobal(action, name));
        var access = new TableAccess(tables);
        for (String region : regions) {
            needed.add(access.to(action, GlobalTableMembers.in(region, name)));
        }
        return needed;
    }

    /** As {@link #to}, and what it takes to make the role that replication is done as on AWS. */
    List<Access> toReplicate(String action, TableRef name, List<String> regions) {
        List<Access> needed = new ArrayList<>(to(action, name, regions));
        if (!roles.isThere(name.account(), ServiceLinkedRoles.REPLICATION)) {
            needed.add(roles.toMake(name.account(), ServiceLinkedRoles.REPLICATION));
        }
        return needed;
    }

    /** Makes the role, unless it is there. */
    void ensureRole(String account) {
        roles.ensure(account, ServiceLinkedRoles.REPLICATION);
    }
}
