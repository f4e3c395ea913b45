package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.catalog.Table;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Expressions;
import dev.tablewright.model.expression.LegacyParameters;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.protocol.RequestReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * ProjectionExpression and AttributesToGet of a read by key, as sent.
 *
 * @param attributesToGet null when not sent
 */
record ProjectionMembers(ExpressionMembers expressions, @Nullable List<String> attributesToGet) {
    static ProjectionMembers read(RequestReader in, @Nullable List<String> attributesToGet) {
        return new ProjectionMembers(ExpressionMembers.read(in), attributesToGet);
    }

    /**
     * Returns the projection, or null where everything is wanted.
     *
     * @param keys the keys of the request, whose values are judged after the rule that expressions
     *     and legacy parameters do not mix
     */
    @Nullable Projection bind(List<Read<Item>> keys) {
        expressions.requireOneKind(List.of("ProjectionExpression"), List.of("AttributesToGet"));
        keys.forEach(Read::orThrow);
        Projection legacy =
                attributesToGet == null ? null : LegacyParameters.attributesToGet(attributesToGet);
        Expressions bound = expressions.bind();
        return bound.projection() == null ? legacy : bound.projection();
    }

    /**
     * Requires that no path leads into a key attribute.
     *
     * @throws ValidationException with DynamoDB's text
     */
    static void requireScalarKeys(@Nullable Projection projection, Table table) {
        if (projection == null || projection.nestedAttributes().isEmpty()) {
            return;
        }
        for (String attribute : table.definition().key().attributes()) {
            requireScalar(projection, attribute, "Key");
        }
        for (var index : table.definition().indexes()) {
            for (String attribute : index.key().attributes()) {
                requireScalar(projection, attribute, "IndexKey");
            }
        }
    }

    private static void requireScalar(Projection projection, String attribute, String kind) {
        if (projection.nestedAttributes().contains(attribute)) {
            throw new ValidationException(
                    "Key attributes must be scalars; list random access '[]' and map lookup '.'"
                            + " are not allowed: "
                            + kind
                            + ": "
                            + attribute);
        }
    }
}
