package dev.tablewright.server.operation.dynamodb;

import dev.tablewright.engine.DatabaseException;
import dev.tablewright.engine.catalog.Table;
import dev.tablewright.engine.catalog.Tables;
import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.IndexDefinition;
import dev.tablewright.model.Item;
import dev.tablewright.model.KeySchema;
import dev.tablewright.model.TableRef;
import dev.tablewright.model.expression.KeyCondition;
import dev.tablewright.policy.ConditionContext;
import dev.tablewright.server.authorization.Access;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Collects one permission of a data operation: the ARN that DynamoDB checks, and its condition
 * keys.
 *
 * <p>A table that does not exist is authorized like any other, only without the keys that need its
 * key schema: who may not ask is not told what exists.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html">Using
 *     IAM policy conditions for fine-grained access control</a>
 */
final class ItemAccess {
    /** One key for each attribute that a partition key may have; the first has two names. */
    private static final List<String> PARTITION_KEYS =
            List.of(
                    "dynamodb:FirstPartitionKeyValues",
                    "dynamodb:SecondPartitionKeyValues",
                    "dynamodb:ThirdPartitionKeyValues",
                    "dynamodb:FourthPartitionKeyValues");

    /** Actions by the names of operations: policies are looked up by them, for every request. */
    private static final Map<String, String> ACTIONS = new ConcurrentHashMap<>();

    private final String action;
    private final String arn;
    private final @Nullable KeySchema key;
    private final ConditionContext.Builder context = ConditionContext.builder();

    /** Whose names dynamodb:Attributes lists, if anybody asks. */
    private final List<Item> items = new ArrayList<>();

    private final List<Collection<String>> attributes = new ArrayList<>();

    private ItemAccess(String action, String arn, @Nullable KeySchema key) {
        this.action = action;
        this.arn = arn;
        this.key = key;
    }

    /** Starts the permission for an action on a table. */
    static ItemAccess toTable(String action, Tables tables, TableRef ref) {
        return to(action, tables, ref, null);
    }

    /**
     * Starts the permission for an action on an index, or on the table where {@code index} is null.
     * For an index, only the index's ARN is checked.
     */
    static ItemAccess to(String action, Tables tables, TableRef ref, @Nullable String index) {
        Table table = find(tables, ref);
        String arn = index == null ? ref.arn() : ref.indexArn(index);
        var access =
                new ItemAccess(
                        ACTIONS.computeIfAbsent(action, "dynamodb:"::concat),
                        arn,
                        keyOf(table, index));
        if (table != null) {
            // An index has the tags of its table.
            table.settings()
                    .tags()
                    .forEach((tag, value) -> access.context.put("aws:ResourceTag/" + tag, value));
        }
        return access;
    }

    private static @Nullable Table find(Tables tables, TableRef ref) {
        try {
            return tables.require(ref);
        } catch (DatabaseException.ResourceNotFound nobodyIsToldYet) {
            return null;
        }
    }

    private static @Nullable KeySchema keyOf(@Nullable Table table, @Nullable String index) {
        if (table == null) {
            return null;
        }
        return index == null
                ? table.definition().key()
                : table.definition().index(index).map(IndexDefinition::key).orElse(null);
    }

    /** The items that are addressed, by their keys or whole. */
    ItemAccess items(Collection<Item> addressed) {
        KeySchema schema = key;
        if (schema != null) {
            for (int i = 0; i < schema.hash().size(); i++) {
                String attribute = schema.hash().get(i);
                partitionKeyValues(i, () -> values(addressed, attribute));
            }
        }
        items.addAll(addressed);
        return this;
    }

    private static List<String> values(Collection<Item> items, String attribute) {
        List<String> values = new ArrayList<>();
        for (Item item : items) {
            AttributeValue value = item.get(attribute);
            if (value != null) {
                values.add(text(value));
            }
        }
        return values;
    }

    /** The partition that is queried. */
    ItemAccess query(KeyCondition condition) {
        for (KeyCondition.Term term : condition.terms()) {
            int place = key == null ? -1 : key.hash().indexOf(term.attribute());
            if (place >= 0 && term.operator() == KeyCondition.Operator.EQ) {
                partitionKeyValues(place, () -> List.of(text(term.operands().getFirst())));
            }
            attributes.add(List.of(term.attribute()));
        }
        return this;
    }

    /**
     * Keeps statements that judge keys or attributes from holding: DynamoDB does not know these
     * keys in a search. Its documentation says that statements with them do not match, but a
     * condition over all values of a key would hold where there are none.
     */
    ItemAccess withoutFineGrainedKeys() {
        List<String> nothingThatIsNamed = List.of("");
        for (String partitionKey : PARTITION_KEYS) {
            context.putAll(partitionKey, nothingThatIsNamed);
        }
        context.putAll("dynamodb:LeadingKeys", nothingThatIsNamed);
        return attributes(nothingThatIsNamed);
    }

    private void partitionKeyValues(int place, Supplier<List<String>> values) {
        context.putAll(PARTITION_KEYS.get(place), values);
        if (place == 0) {
            context.putAll("dynamodb:LeadingKeys", values);
        }
    }

    /** Top-level attributes that the request names. */
    ItemAccess attributes(Collection<String> names) {
        attributes.add(names);
        return this;
    }

    /** Sets one of DynamoDB's single-valued keys, which are named after request members. */
    ItemAccess with(String member, Enum<?> value) {
        return with(member, value.name());
    }

    /** Sets one of DynamoDB's single-valued keys, which are named after request members. */
    ItemAccess with(String member, String value) {
        context.put("dynamodb:" + member, value);
        return this;
    }

    /** Returns the permission. */
    Access build() {
        context.putAll("dynamodb:Attributes", this::namedAttributes);
        return Access.to(action, arn, context.build());
    }

    private List<String> namedAttributes() {
        Set<String> names = new TreeSet<>();
        items.forEach(item -> names.addAll(item.names()));
        attributes.forEach(names::addAll);
        return List.copyOf(names);
    }

    /** A key value as policies see it. */
    private static String text(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S(var text) -> text;
            case AttributeValue.N number -> number.text();
            case AttributeValue.B(var bytes) -> bytes.toBase64();
            // No key has such a type; the request fails as soon as the key is looked at.
            case AttributeValue.Bool _,
                    AttributeValue.Null _,
                    AttributeValue.L _,
                    AttributeValue.M _,
                    AttributeValue.Ss _,
                    AttributeValue.Ns _,
                    AttributeValue.Bs _ ->
                    "";
        };
    }
}
