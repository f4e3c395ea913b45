package dev.tablewright.model.expression;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

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
 */
public record Expressions(
        @Nullable Update update,
        @Nullable Condition condition,
        @Nullable KeyCondition keyCondition,
        @Nullable Condition filter,
        @Nullable Projection projection) {
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
        placeholders.refuseUnused();
        KeyCondition keyCondition = key == null ? null : KeyConditions.of(key.criterion());
        return new Expressions(update, condition, keyCondition, filter, projection);
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
