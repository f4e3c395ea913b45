package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.ConditionalOperator;
import dev.tablewright.model.expression.ExpectedAttribute;
import dev.tablewright.model.expression.Expressions;
import dev.tablewright.model.expression.LegacyParameters;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Expected with ConditionalOperator: the condition of a write in its legacy form, as sent. */
record ConditionMembers(
        @Nullable ConditionalOperator operator,
        @Nullable Supplier<Map<String, ExpectedAttribute>> expected) {
    static ConditionMembers read(RequestReader in) {
        return new ConditionMembers(
                LegacyMembers.conditionalOperator(in), LegacyMembers.expected(in));
    }

    /** Returns the legacy condition, {@link Condition#ALWAYS} where there is none. */
    Condition condition() {
        return LegacyParameters.expected(expected == null ? null : expected.get(), operator);
    }

    /** Returns the condition of a request, which has an expression, or this, or neither. */
    static Condition of(Expressions expressions, Condition legacy) {
        return Objects.requireNonNullElse(expressions.condition(), legacy);
    }

    /** ReturnValuesOnConditionCheckFailure. */
    enum OnFailure {
        /** The stored item is shown. */
        ALL_OLD,
        /** It is not. */
        NONE;

        static OnFailure read(RequestReader in) {
            return in.choice("ReturnValuesOnConditionCheckFailure", List.of(ALL_OLD, NONE), NONE);
        }

        /** Returns {@code failure} with as much of the stored item as the client asked for. */
        DatabaseException.ConditionFailed shown(DatabaseException.ConditionFailed failure) {
            return this == ALL_OLD ? failure : new DatabaseException.ConditionFailed(null);
        }
    }
}
