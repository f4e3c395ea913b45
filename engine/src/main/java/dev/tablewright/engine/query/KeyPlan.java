package dev.tablewright.engine.query;

import dev.tablewright.engine.item.KeyRules;
import dev.tablewright.engine.keyspace.KeyRange;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeyEncoding;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.KeyCondition;
import dev.tablewright.model.expression.KeyCondition.Operator;
import dev.tablewright.model.expression.KeyCondition.Term;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A key condition that fits the key it is used on.
 *
 * @param hash one EQ term for each partition key attribute, in schema order
 * @param sort terms on the first sort key attributes, in schema order; all EQ but for the last
 */
record KeyPlan(List<Term> hash, List<Term> sort) {
    private static final String NOT_SUPPORTED = "Query key condition not supported";

    /**
     * Fits {@code condition} to the key of {@code source}.
     *
     * @param start where the query goes on; DynamoDB judges it and the condition together,
     *     attribute by attribute
     * @throws ValidationException if either does not fit, with DynamoDB's text
     */
    static KeyPlan of(ReadSource source, KeyCondition condition, @Nullable Item start) {
        if (start != null) {
            StartKey.requireAttributes(source, start);
        }
        KeyPlan plan =
                source.key().isPlain()
                        ? ofPlainKey(source, condition, start)
                        : ofCompositeKey(source, condition, start);
        plan.requireOperands(source);
        return plan;
    }

    /**
     * One partition key attribute and at most one sort key attribute: every table, most indexes.
     */
    private static KeyPlan ofPlainKey(
            ReadSource source, KeyCondition condition, @Nullable Item start) {
        KeySchema key = source.key();
        int terms = condition.terms().size();
        if (terms < 1 || terms > 2) {
            throw new ValidationException("Conditions can be of length 1 or 2 only");
        }
        if (start != null) {
            KeyRules.requireHashValues(source.table().definition(), key, start);
        }
        if (key.range().isEmpty() && terms > 1) {
            throw new ValidationException(NOT_SUPPORTED);
        }
        Term hash = term(condition, key.hash().getFirst());
        if (hash == null) {
            throw missed(key.hash().getFirst());
        }
        requireTypes(source, hash);
        if (hash.operator() != Operator.EQ) {
            throw new ValidationException(NOT_SUPPORTED);
        }
        if (start != null) {
            KeyRules.requireRangeValues(source.table().definition(), key, start);
        }
        if (terms == 1) {
            return new KeyPlan(List.of(hash), List.of());
        }
        Term sort = term(condition, key.range().getFirst());
        if (sort == null) {
            throw missed(key.range().getFirst());
        }
        requireTypes(source, sort);
        return new KeyPlan(List.of(hash), List.of(sort));
    }

    /**
     * Up to four attributes each. All of the partition key must be given; of the sort key a first
     * part, and only the last condition may be other than equality.
     */
    private static KeyPlan ofCompositeKey(
            ReadSource source, KeyCondition condition, @Nullable Item start) {
        KeySchema key = source.key();
        if (start != null) {
            KeyRules.requireKeyValues(source.table().definition(), key, start);
        }
        List<String> lacking = withoutEquality(condition, key.hash());
        if (!lacking.isEmpty()) {
            throw new ValidationException(
                    "HASH key attributes "
                            + String.join(", ", lacking)
                            + " must have equality conditions specified in the query");
        }
        List<Term> hash = terms(condition, key.hash());
        List<Term> sort = terms(condition, key.range());
        if (hash.size() + sort.size() < condition.terms().size()) {
            throw foreign(condition, key);
        }
        if (!sort.isEmpty()) {
            requireLeftToRight(condition, key, sort.getLast().attribute());
        }
        hash.forEach(term -> requireTypes(source, term));
        sort.forEach(term -> requireTypes(source, term));
        return new KeyPlan(hash, sort);
    }

    private static void requireLeftToRight(KeyCondition condition, KeySchema key, String last) {
        List<String> before = key.range().subList(0, key.range().indexOf(last));
        List<String> lacking = withoutEquality(condition, before);
        if (!lacking.isEmpty()) {
            throw new ValidationException(
                    "RANGE key attributes "
                            + String.join(", ", lacking)
                            + " must have equality conditions specified in the query because a"
                            + " condition is present on key attribute "
                            + last);
        }
    }

    /** A condition names an attribute outside of the key, in place of one of the key. */
    private static ValidationException foreign(KeyCondition condition, KeySchema key) {
        for (String attribute : key.range()) {
            if (term(condition, attribute) == null) {
                return missed(attribute);
            }
        }
        return new ValidationException(NOT_SUPPORTED);
    }

    private static ValidationException missed(String attribute) {
        return new ValidationException("Query condition missed key schema element: " + attribute);
    }

    private static List<String> withoutEquality(KeyCondition condition, List<String> attributes) {
        List<String> lacking = new ArrayList<>();
        for (String attribute : attributes) {
            Term term = term(condition, attribute);
            if (term == null || term.operator() != Operator.EQ) {
                lacking.add(attribute);
            }
        }
        return lacking;
    }

    private static List<Term> terms(KeyCondition condition, List<String> attributes) {
        List<Term> terms = new ArrayList<>();
        for (String attribute : attributes) {
            Term term = term(condition, attribute);
            if (term != null) {
                terms.add(term);
            }
        }
        return terms;
    }

    private static @Nullable Term term(KeyCondition condition, String attribute) {
        for (Term term : condition.terms()) {
            if (term.attribute().equals(attribute)) {
                return term;
            }
        }
        return null;
    }

    private static void requireTypes(ReadSource source, Term term) {
        for (AttributeValue operand : term.operands()) {
            if (!KeyRules.hasType(
                    operand, KeyRules.type(source.table().definition(), term.attribute()))) {
                throw new ValidationException(
                        "One or more parameter values were invalid: "
                                + "Condition parameter type does not match schema type");
            }
        }
    }

    private void requireOperands(ReadSource source) {
        for (Term term : hash) {
            requireNotEmpty(source, term);
        }
        for (Term term : sort) {
            requireNotEmpty(source, term);
            for (AttributeValue operand : term.operands()) {
                if (KeyRules.keyBytes(operand) > KeyRules.MAX_RANGE_BYTES) {
                    throw KeyRules.rangeTooLarge();
                }
            }
        }
    }

    private static void requireNotEmpty(ReadSource source, Term term) {
        for (AttributeValue operand : term.operands()) {
            KeyRules.requireNotEmptyOperand(source.indexName(), term.attribute(), operand);
        }
    }

    /** Where the items are that the condition selects. */
    KeyRange range(ReadSource source) {
        List<AttributeValue> values =
                hash.stream().map(term -> term.operands().getFirst()).toList();
        return source.index() == null
                ? KeyRange.ofItems(
                        source.space(), values.getFirst(), sort.isEmpty() ? null : sort.getFirst())
                : KeyRange.ofEntries(source.space(), values, sort);
    }

    /** Whether the partition key values of {@code item} are the ones asked for. */
    boolean selectsPartition(Item item) {
        for (Term term : hash) {
            if (!term.operands().getFirst().equals(item.get(term.attribute()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the sort key values of {@code item}, which has them, fulfil the conditions. */
    boolean selectsSort(Item item) {
        for (Term term : sort) {
            if (!holds(term, Objects.requireNonNull(item.get(term.attribute())))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Term term, AttributeValue value) {
        byte[] encoded = KeyEncoding.plain(value);
        byte[] first = KeyEncoding.plain(term.operands().getFirst());
        int order = Arrays.compareUnsigned(encoded, first);
        return switch (term.operator()) {
            case EQ -> order == 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            case BETWEEN ->
                    order >= 0
                            && Arrays.compareUnsigned(
                                            encoded, KeyEncoding.plain(term.operands().getLast()))
                                    <= 0;
            case BEGINS_WITH ->
                    encoded.length >= first.length
                            && Arrays.equals(encoded, 0, first.length, first, 0, first.length);
        };
    }
}
