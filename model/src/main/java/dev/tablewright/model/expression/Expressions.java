package dev.tablewright.model.expression;

import dev.tablewright.model.AttributeValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The expressions of one request, parsed and bound.
 *
 * <p>An operation checks its request in this order, which is DynamoDB's:
 *
 * <ol>
 *   <li>{@link ParameterKinds#check}: expressions and legacy parameters do not mix;
 *   <li>the operation's own parameters: keys, items and {@link LegacyParameters};
 *   <li>{@link #bind}.
 * </ol>
 *
 * @param update null when the request has no UpdateExpression; so with the others
 * @param searchCondition the values that attributes must have, in the order written
 */
public record Expressions(
        @Nullable Update update,
        @Nullable Condition condition,
        @Nullable KeyCondition keyCondition,
        @Nullable Condition filter,
        @Nullable Projection projection,
        @Nullable Map<String, AttributeValue> searchCondition) {
    private static final ParsedTexts<Syntax.UpdateText> UPDATES =
            new ParsedTexts<>(UpdateParser::parse);
    private static final ParsedTexts<Syntax.ConditionText> CONDITIONS =
            new ParsedTexts<>(ConditionParser::parse);
    private static final ParsedTexts<Syntax.ProjectionText> PROJECTIONS =
            new ParsedTexts<>(ProjectionParser::parse);

    /**
     * Parses and binds all expressions of a request. Refuses in DynamoDB's order: the placeholders,
     * then update, condition, key condition, filter and projection, then placeholders that none of
     * them uses, then what the key condition may not say.
     *
     * @throws dev.tablewright.model.ValidationException with DynamoDB's text
     */
    public static Expressions bind(ExpressionTexts texts) {
        var placeholders = new Placeholders(texts.names(), texts.values(), texts.refusedValues());
        Update update = texts.update() == null ? null : update(texts.update(), placeholders);
        Condition condition = condition(ExpressionKind.CONDITION, texts.condition(), placeholders);
        BoundCondition key =
                condition(ExpressionKind.KEY_CONDITION, texts.keyCondition(), placeholders);
        Condition filter = condition(ExpressionKind.FILTER, texts.filter(), placeholders);
        Projection projection =
                texts.projection() == null ? null : projection(texts.projection(), placeholders);
        BoundCondition search =
                condition(ExpressionKind.SEARCH_CONDITION, texts.searchCondition(), placeholders);
        placeholders.refuseUnused();
        KeyCondition keyCondition =
                key == null
                        ? null
                        : KeyConditions.of(ExpressionKind.KEY_CONDITION, key.criterion());
        return new Expressions(
                update,
                condition,
                keyCondition,
                filter,
                projection,
                search == null ? null : equalities(search));
    }

    /** A search condition is written as a key condition is, and knows equality only. */
    private static Map<String, AttributeValue> equalities(BoundCondition search) {
        ExpressionKind kind = ExpressionKind.SEARCH_CONDITION;
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        for (KeyCondition.Term term : KeyConditions.of(kind, search.criterion()).terms()) {
            if (term.operator() != KeyCondition.Operator.EQ) {
                throw KeyConditions.invalidOperator(kind, symbol(term.operator()));
            }
            values.put(term.attribute(), term.operands().getFirst());
        }
        return values;
    }

    private static String symbol(KeyCondition.Operator operator) {
        return switch (operator) {
            case EQ -> Comparator.EQ.symbol();
            case LT -> Comparator.LT.symbol();
            case LE -> Comparator.LE.symbol();
            case GT -> Comparator.GT.symbol();
            case GE -> Comparator.GE.symbol();
            case BETWEEN -> Comparator.BETWEEN.symbol();
            case BEGINS_WITH -> Function.BEGINS_WITH;
        };
    }

    private static Update update(String text, Placeholders placeholders) {
        return UpdateBinder.bind(UPDATES.parse(ExpressionKind.UPDATE, text), placeholders);
    }

    private static @Nullable BoundCondition condition(
            ExpressionKind kind, @Nullable String text, Placeholders placeholders) {
        return text == null
                ? null
                : ConditionBinder.bind(kind, CONDITIONS.parse(kind, text), placeholders);
    }

    private static Projection projection(String text, Placeholders placeholders) {
        var kind = ExpressionKind.PROJECTION;
        List<DocumentPath> paths = new ArrayList<>();
        for (Syntax.Path path : PROJECTIONS.parse(kind, text).paths()) {
            paths.add(placeholders.path(kind, path));
        }
        return BoundProjection.of(PathTree.of(kind, paths));
    }
}
