package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.query.Page;
import dev.tablewright.engine.query.Select;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.model.json.ItemJson.Read;
import dev.tablewright.server.authorization.Access;
import dev.tablewright.server.protocol.RequestReader;
import dev.tablewright.server.protocol.ResponseWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Pattern;

/** What Query and Scan have in common. */
final class PageMembers {
    /** The faults that DynamoDB reports as they are; to others it says that they are in the key. */
    private static final Pattern REPORTED_AS_IS =
            Pattern.compile(
                    "contains duplicates|number set|numeric value|significant digits|number with"
                            + " magnitude|ttribute name");

    private PageMembers() {}

    static @Nullable Select select(RequestReader in) {
        return in.choice(
                "Select",
                List.of(
                        Select.SPECIFIC_ATTRIBUTES,
                        Select.COUNT,
                        Select.ALL_ATTRIBUTES,
                        Select.ALL_PROJECTED_ATTRIBUTES));
    }

    /** Select as policies see it: what is not said is what happens then. */
    static Select effective(@Nullable Select select, boolean index, boolean projected) {
        if (select != null) {
            return select;
        }
        if (projected) {
            return Select.SPECIFIC_ATTRIBUTES;
        }
        return index ? Select.ALL_PROJECTED_ATTRIBUTES : Select.ALL_ATTRIBUTES;
    }

    /** What policies see of either besides keys, which {@code access} has already. */
    static List<Access> access(
            ItemAccess access,
            @Nullable Condition filter,
            @Nullable Projection projection,
            Select select,
            Returned returned) {
        if (filter != null) {
            access.attributes(filter.attributes());
        }
        return List.of(
                access.attributes(GetItem.attributesOf(projection))
                        .with("Select", select)
                        .with("ReturnConsumedCapacity", returned)
                        .build());
    }

    /** Returns the name of the parameter that a projection came with, or null. */
    static @Nullable String projectionParameter(RequestReader in) {
        if (in.has("ProjectionExpression")) {
            return "ProjectionExpression";
        }
        return in.has("AttributesToGet") ? "AttributesToGet" : null;
    }

    static @Nullable Item startKey(@Nullable Read<Item> key) {
        return switch (key) {
            case null -> null;
            case Read.Valid<Item>(var item) -> item;
            case Read.Invalid<Item>(_, var text) ->
                    throw new ValidationException(
                            REPORTED_AS_IS.matcher(text).find()
                                    ? text
                                    : "The provided starting key is invalid: " + text);
        };
    }

    /** A condition that always holds is no filter. */
    static @Nullable Condition filter(@Nullable Condition expression, Condition legacy) {
        if (expression != null) {
            return expression;
        }
        return legacy.equals(Condition.ALWAYS) ? null : legacy;
    }

    static void write(
            ResponseWriter out, Page page, boolean countOnly, NamedTable table, Returned returned) {
        if (!countOnly) {
            out.items("Items", page.items());
        }
        out.number("Count", page.count());
        out.number("ScannedCount", page.scannedCount());
        Item last = page.lastEvaluatedKey();
        if (last != null) {
            out.item("LastEvaluatedKey", last);
        }
        returned.write(out, table, page.consumed());
    }
}
