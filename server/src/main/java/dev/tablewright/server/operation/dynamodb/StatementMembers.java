package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.engine.item.ItemWrite;
import dev.tablewright.engine.partiql.SelectPlan;
import dev.tablewright.engine.partiql.Statement;
import dev.tablewright.engine.partiql.WritePlan;
import dev.tablewright.engine.query.Select;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.operation.dynamodb.ConditionMembers.OnFailure;
import dev.tablewright.server.protocol.Constraint;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A PartiQL statement as a request has it.
 *
 * @param consistent ConsistentRead
 */
record StatementMembers(
        NamedTable table, Statement statement, boolean consistent, OnFailure onFailure) {
    private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    /** The members of a statement, their rules noted but the statement itself not yet read. */
    record Undecoded(
            RequestReader in,
            String text,
            @Nullable List<Read<AttributeValue>> parameters,
            boolean consistent,
            OnFailure onFailure) {
        /**
         * Reads the statement.
         *
         * @throws ValidationException if it is none of the dialect
         */
        StatementMembers decode() {
            List<AttributeValue> values =
                    parameters == null
                            ? List.of()
                            : parameters.stream().map(Read::orThrow).toList();
            Statement statement = Statement.parse(text, values);
            return new StatementMembers(
                    named(in, statement.source().table()), statement, consistent, onFailure);
        }
    }

    static Undecoded read(RequestReader in) {
        return new Undecoded(
                in,
                in.requiredString("Statement", Constraint.minLength(1), Constraint.maxLength(8192)),
                in.values("Parameters", Constraint.minLength(1)),
                in.flag("ConsistentRead"),
                OnFailure.read(in));
    }

    private static NamedTable named(RequestReader in, String text) {
        boolean isArn = text.startsWith("arn:");
        if (!isArn && !TABLE_NAME.matcher(text).matches()) {
            throw new ValidationException(
                    "Table name should be within the length [3, 255] and only contain 'a-z',"
                            + " 'A-Z', '0-9', '-', '_', '.'.");
        }
        TableRef ref = in.tableNamed(text);
        if (!ref.account().equals(in.account())) {
            // Resource policies give no statements to other accounts.
            throw new ValidationException("Statements cannot name tables of other accounts");
        }
        return new NamedTable(text, ref);
    }

    TableRef ref() {
        return table.ref();
    }

    /** Returns the permission that the statement needs. */
    Access access(Tables tables, Returned returned, @Nullable String enclosing) {
        ItemAccess access =
                ItemAccess.to(action(), tables, ref(), statement.source().index())
                        .with("ReturnConsumedCapacity", returned);
        if (enclosing != null) {
            access.with("EnclosingOperation", enclosing);
        }
        try {
            describe(access, tables.require(ref()));
        } catch (DatabaseException.ResourceNotFound | ValidationException saidWhenItIsDone) {
            // Nobody is told yet, and nothing will be read or written.
        }
        return access.build();
    }

    private String action() {
        return switch (statement) {
            case Statement.Select _, Statement.Exists _ -> "PartiQLSelect";
            case Statement.Insert _ -> "PartiQLInsert";
            case Statement.Update _ -> "PartiQLUpdate";
            case Statement.Delete _ -> "PartiQLDelete";
        };
    }

    private void describe(ItemAccess access, Table known) {
        switch (statement) {
            case Statement.Select select -> describe(access, SelectPlan.of(select, known));
            case Statement.Exists(var select) -> describe(access, SelectPlan.of(select, known));
            case Statement.Insert _, Statement.Update _, Statement.Delete _ -> {
                WritePlan plan = WritePlan.of(statement, known);
                access.items(List.of(plan.key())).attributes(plan.attributes());
                if (!(plan.write() instanceof ItemWrite.Put)) {
                    access.with("ReturnValues", returnValues(plan.returning()));
                }
            }
        }
    }

    private void describe(ItemAccess access, SelectPlan plan) {
        if (!plan.isFullScan()) {
            access.items(plan.partitionKeys());
        }
        Select select =
                PageMembers.effective(null, statement.source().index() != null, plan.isProjected());
        access.attributes(plan.attributes())
                .with("Select", select)
                .with("FullTableScan", plan.isFullScan() ? "true" : "false");
    }

    private static ReturnValues returnValues(Statement.Returning returning) {
        return switch (returning) {
            case NONE -> ReturnValues.NONE;
            case ALL_OLD -> ReturnValues.ALL_OLD;
            case ALL_NEW -> ReturnValues.ALL_NEW;
            case MODIFIED_OLD -> ReturnValues.UPDATED_OLD;
            case MODIFIED_NEW -> ReturnValues.UPDATED_NEW;
        };
    }

    /** Returns a condition that did not hold, as the statement's client sees it. */
    DatabaseException failed(WritePlan plan, DatabaseException.ConditionFailed failure) {
        return plan.failure(Objects.requireNonNull(onFailure.shown(failure)));
    }
}
