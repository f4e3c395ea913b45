package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;

import java.util.List;

/**
 * The terms of a key condition, as written; the query planner checks them against the key schema.
 *
 * @param terms one per attribute named, in the order written
 */
public record KeyCondition(List<Term> terms) {
    /** Copies the list. */
    public KeyCondition {
        terms = List.copyOf(terms);
    }

    /** A comparison of one attribute; {@code operands} has two elements for BETWEEN, else one. */
    public record Term(String attribute, Operator operator, List<AttributeValue> operands) {
        /** Copies the list. */
        public Term {
            operands = List.copyOf(operands);
        }
    }

    /** How an attribute is compared. */
    public enum Operator {
        /** Equal. */
        EQ,
        /** Less than. */
        LT,
        /** Less than or equal. */
        LE,
        /** Greater than. */
        GT,
        /** Greater than or equal. */
        GE,
        /** Between two operands, both included. */
        BETWEEN,
        /** Starts with the operand. */
        BEGINS_WITH
    }
}
