package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.LegacyGlobalTable;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What requests and answers about global tables of version 2017.11.29 have in common. */
final class GlobalTableMembers {
    static final Constraint[] NAME = {
        Constraint.pattern("[a-zA-Z0-9_.-]+"), Constraint.minLength(3), Constraint.maxLength(255)
    };

    private GlobalTableMembers() {}

    /** Reads GlobalTableName; the table is that of the request's own region. */
    static TableRef name(RequestReader in) {
        return new TableRef(in.account(), in.region(), in.requiredString("GlobalTableName", NAME));
    }

    /** Returns the table that is part of a global table in {@code region}. */
    static TableRef in(String region, TableRef global) {
        return new TableRef(global.account(), region, global.name());
    }

    /** Reads a list of structures that has one element at least, where it is there. */
    static List<RequestReader> elements(
            RequestReader in, String member, String shape, Constraint... more) {
        List<Constraint> rules = new ArrayList<>(List.of(more));
        rules.add(Constraint.minLength(1));
        List<RequestReader> elements =
                in.structures(member, shape, rules.toArray(Constraint[]::new));
        return elements == null ? List.of() : elements;
    }

    /**
     * Requires that a list names every region once.
     *
     * @throws ValidationException if it is empty, or names one twice
     */
    static void checkRegions(String member, List<String> regions) {
        if (regions.isEmpty()) {
            throw new ValidationException(
                    "One or more parameter values were invalid: " + member + " must not be empty");
        }
        var seen = new HashSet<String>();
        for (String region : regions) {
            if (!seen.add(region)) {
                throw new ValidationException(
                        "One or more parameter values were invalid: "
                                + member
                                + " contains region "
                                + region
                                + " more than once");
            }
        }
    }

    /** Returns the status of a global table that is not being made. */
    static String status(LegacyGlobalTable global) {
        int staying = global.staying().size();
        if (staying == 0) {
            return "DELETING";
        }
        return staying < global.tables().size() ? "UPDATING" : "ACTIVE";
    }

    /** Writes GlobalTableDescription. */
    static void write(ResponseWriter out, LegacyGlobalTable global, String status) {
        out.object(
                "GlobalTableDescription",
                inner -> {
                    writeRegions(inner, global);
                    inner.string("GlobalTableArn", global.arn());
                    inner.time("CreationDateTime", global.created());
                    inner.string("GlobalTableStatus", status);
                    inner.string("GlobalTableName", global.name());
                });
    }

    /** Writes ReplicationGroup. */
    static void writeRegions(ResponseWriter out, LegacyGlobalTable global) {
        out.objects(
                "ReplicationGroup",
                global.staying(),
                (each, table) -> each.string("RegionName", table.ref().region()));
    }
}
