package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.model.ValidationException;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.authorization.Authorized;
import dev.tablewright.server.operation.Operation;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import java.util.List;

/**
 * An operation on global tables of version 2017.11.29. This server has none of those: it says so,
 * and which way leads to a global table of the current version.
 */
final class LegacyGlobalTable
        implements Operation<
                RequestReader, ResponseWriter, LegacyGlobalTable.Request, LegacyGlobalTable.None> {
    private static final List<String> NAMES =
            List.of(
                    "CreateGlobalTable",
                    "DescribeGlobalTable",
                    "DescribeGlobalTableSettings",
                    "UpdateGlobalTable",
                    "UpdateGlobalTableSettings");

    private final String name;

    private LegacyGlobalTable(String name) {
        this.name = name;
    }

    /** Returns all such operations. */
    static List<Operation<RequestReader, ResponseWriter, ?, ?>> all() {
        return NAMES.stream()
                .<Operation<RequestReader, ResponseWriter, ?, ?>>map(LegacyGlobalTable::new)
                .toList();
    }

    record Request(String account, String table) {}

    /** There is no answer. */
    record None() {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public Request decode(RequestReader in) {
        String table =
                in.requiredString(
                        "GlobalTableName",
                        Constraint.pattern("[a-zA-Z0-9_.-]+"),
                        Constraint.minLength(3),
                        Constraint.maxLength(255));
        in.requireValid();
        return new Request(in.account(), table);
    }

    @Override
    public List<Access> access(Request request) {
        return List.of(
                TableAccess.toText(
                        name,
                        "arn:aws:dynamodb::"
                                + request.account()
                                + ":global-table/"
                                + request.table()));
    }

    @Override
    public None execute(Authorized<Request> authorized) {
        throw new ValidationException(
                "One or more parameter values were invalid: "
                        + name
                        + " is of version 2017.11.29 of global tables, which this server does not"
                        + " have. Use UpdateTable with ReplicaUpdates, and DescribeTable, for"
                        + " version 2019.11.21");
    }

    @Override
    public void encode(None none, ResponseWriter out) {}
}
