package dev.tablewright.engine;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.expression.Condition;
import dev.tablewright.model.expression.KeyCondition;
import dev.tablewright.model.expression.KeyCondition.Operator;
import dev.tablewright.model.expression.KeyCondition.Term;
import dev.tablewright.model.expression.Projection;
import dev.tablewright.model.expression.Update;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Expressions written in Java, so that the engine's tests need no parser. */
public final class TestExpressions {
    private TestExpressions() {}

    public static final Condition EXISTS = condition(item -> item != null);
    public static final Condition MISSING = condition(item -> item == null);

    public static Condition condition(Predicate<@Nullable Item> test, String... attributes) {
        return new Condition() {
            @Override
            public boolean holdsFor(@Nullable Item item) {
                return test.test(item);
            }

            @Override
            public Set<String> attributes() {
                return Set.of(attributes);
            }
        };
    }

    public static Condition equal(String attribute, Object value) {
        AttributeValue expected = TestDatabase.value(value);
        return condition(item -> item != null && expected.equals(item.get(attribute)), attribute);
    }

    public static Update set(String attribute, Object value) {
        return update(Set.of(attribute), item -> with(item, attribute, TestDatabase.value(value)));
    }

    public static Update remove(String attribute) {
        return update(Set.of(attribute), item -> item.changed(Map.of(), Set.of(attribute)));
    }

    /** ADD attribute :amount. */
    public static Update add(String attribute, int amount) {
        return update(
                Set.of(attribute),
                item -> {
                    var old = (AttributeValue.N) item.get(attribute);
                    int before = old == null ? 0 : old.value().intValueExact();
                    return with(item, attribute, TestDatabase.value(before + amount));
                });
    }

    public static Item with(Item item, String attribute, AttributeValue value) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>(item.attributes());
        attributes.put(attribute, value);
        return Item.of(attributes);
    }

    public static Update update(Set<String> targets, UnaryOperator<Item> change) {
        return new Update() {
            @Override
            public Item apply(Item before) {
                return change.apply(before);
            }

            @Override
            public Set<String> attributes() {
                return targets;
            }

            @Override
            public Set<String> targets() {
                return targets;
            }

            @Override
            public Projection changedPaths() {
                return projection(targets.toArray(String[]::new));
            }
        };
    }

    public static Projection projection(String... names) {
        return new Projection() {
            @Override
            public Item apply(Item item) {
                return item.only(Set.of(names));
            }

            @Override
            public Set<String> attributes() {
                return Set.of(names);
            }
        };
    }

    public static KeyCondition keys(Term... terms) {
        return new KeyCondition(List.of(terms));
    }

    public static Term term(String attribute, Operator operator, Object... operands) {
        return new Term(
                attribute,
                operator,
                java.util.Arrays.stream(operands).map(TestDatabase::value).toList());
    }

    public static Term eq(String attribute, Object value) {
        return term(attribute, Operator.EQ, value);
    }
}
