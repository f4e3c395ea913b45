package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.ValidationException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What holds for every expression, on seeded random ones; a failure names its seed. */
class ExpressionLawsTest {
    private static final long SEED = 20261121;

    @Test
    void conditionMeansWhatTheSlowEvaluatorSays() {
        int held = 0;
        int judged = 0;
        for (int i = 0; i < 4_000; i++) {
            Random random = new Random(SEED + i);
            var writer = new RandomCondition(random);
            var written = writer.condition(3);
            Condition condition = bindOrNull(written.text(), writer.values());
            if (condition == null) {
                continue;
            }
            for (int j = 0; j < 3; j++) {
                Item item = RandomCondition.item(random);
                boolean expected = written.meaning().of(item);

                assertThat(condition.holdsFor(item))
                        .as("seed %d: %s %s on %s", SEED + i, written.text(), writer.values(), item)
                        .isEqualTo(expected);
                judged++;
                held += expected ? 1 : 0;
            }
        }
        assertThat(judged).as("most random conditions are legal").isGreaterThan(6_000);
        assertThat(held).as("and neither always true nor always false").isBetween(1_000, 6_000);
    }

    /** Null for the few that rightly are refused: random operands may have a wrong type. */
    private static @Nullable Condition bindOrNull(String text, Map<String, AttributeValue> values) {
        try {
            var texts =
                    ExpressionTexts.NONE
                            .withCondition(text)
                            .withValues(values.isEmpty() ? null : values);
            return Expressions.bind(texts).condition();
        } catch (ValidationException refused) {
            assertThat(refused.getMessage())
                    .as("%s", text)
                    .matches(
                            "Invalid ConditionExpression: (Incorrect operand type|The BETWEEN"
                                    + " operator|The first operand must be distinct).*");
            return null;
        }
    }

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "b",
                    "size",
                    "contains",
                    "if_not_exists",
                    "list_append",
                    "foo",
                    "and",
                    "OR",
                    "Not",
                    "in",
                    "BETWEEN",
                    "SET",
                    "remove",
                    "ADD",
                    "delete",
                    "#a",
                    "#x",
                    ":s",
                    ":n",
                    ":x",
                    "0",
                    "12",
                    "99999999999",
                    "=",
                    "<>",
                    "<",
                    "<=",
                    ">",
                    ">=",
                    "+",
                    "-",
                    "(",
                    ")",
                    "(",
                    ")",
                    "[",
                    "]",
                    ".",
                    ",",
                    " ",
                    "\t",
                    "!",
                    "\"",
                    "'",
                    "é",
                    "\ud83d",
                    "\u0000",
                    "_",
                    "#",
                    ":",
                    "abort");

    @Test
    void garbageIsRefusedAndNothingElse() {
        for (int i = 0; i < 20_000; i++) {
            Random random = new Random(SEED + i);
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length >= 0; length--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
                text.append(random.nextBoolean() ? " " : "");
            }
            onlyValidationException(SEED + i, text.toString());
        }
    }

    /** Near misses reach further into the parsers than garbage does. */
    @Test
    void damagedExpressionsAreRefusedAndNothingElse() {
        List<String> good =
                List.of(
                        "SET a.b[0] = if_not_exists(c, :n) + :n, #b = (d - e) REMOVE f ADD g :n",
                        "NOT (a = :s AND size(b) > :n) OR c IN (:s, d) AND e BETWEEN :n AND :n2",
                        "begins_with(a, :s) AND (attribute_exists(b) OR contains(c[1].d, :s))",
                        "a, b.c, d[0].e, #k");
        for (int i = 0; i < 20_000; i++) {
            Random random = new Random(SEED + i);
            var text = new StringBuilder(good.get(random.nextInt(good.size())));
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                    default -> text.insert(at, text.substring(at / 2, at));
                }
            }
            onlyValidationException(SEED + i, text.toString());
        }
    }

    private static void onlyValidationException(long seed, String text) {
        ExpressionTexts placeholders = Sample.placeholders(text);
        for (ExpressionTexts texts :
                List.of(
                        placeholders.withCondition(text),
                        placeholders.withKeyCondition(text),
                        placeholders.withUpdate(text),
                        placeholders.withProjection(text))) {
            try {
                Expressions bound = Expressions.bind(texts);
                if (bound.update() != null) {
                    bound.update().apply(Item.EMPTY);
                }
            } catch (ValidationException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError bug) {
                throw new AssertionError("seed " + seed + ": " + text, bug);
            }
        }
    }

    /** Operands are read before anything changes, so the order of actions cannot matter. */
    @Test
    void orderOfActionsDoesNotMatter() {
        List<String> actions =
                List.of(
                        "a = b",
                        "b = a",
                        "c[0] = c[1]",
                        "c[1] = c[0]",
                        "c[5] = a",
                        "c[4] = b",
                        "d.x = d.y",
                        "d.y = if_not_exists(d.x, a)",
                        "e = list_append(c, c)");
        Item item =
                Sample.item(
                        """
                        {"a":{"N":"1"},"b":{"S":"b"},"c":{"L":[{"N":"2"},{"N":"3"}]},
                        "d":{"M":{"x":{"N":"4"},"y":{"N":"5"}}},"z":{"BOOL":true}}
                        """);
        Item expected = Sample.update("SET " + String.join(", ", actions)).apply(item);
        assertThat(expected.get("z")).isEqualTo(new AttributeValue.Bool(true));
        for (int i = 0; i < 200; i++) {
            List<String> shuffled = new ArrayList<>(actions);
            Collections.shuffle(shuffled, new Random(SEED + i));

            assertThat(Sample.update("SET " + String.join(", ", shuffled)).apply(item))
                    .as("seed %d: %s", SEED + i, shuffled)
                    .isEqualTo(expected);
        }
    }
}
