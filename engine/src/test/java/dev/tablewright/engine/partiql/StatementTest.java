package dev.tablewright.engine.partiql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.ValidationException;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** What is a statement, and that nothing else gets past the parser. */
class StatementTest {
    private static final List<String> PIECES =
            List.of(
                    "SELECT",
                    "*",
                    "FROM",
                    "WHERE",
                    "INSERT",
                    "INTO",
                    "VALUE",
                    "UPDATE",
                    "SET",
                    "REMOVE",
                    "DELETE",
                    "RETURNING",
                    "ALL",
                    "OLD",
                    "NEW",
                    "MODIFIED",
                    "EXISTS",
                    "AND",
                    "OR",
                    "NOT",
                    "IN",
                    "BETWEEN",
                    "IS",
                    "MISSING",
                    "NULL",
                    "TRUE",
                    "ORDER",
                    "BY",
                    "DESC",
                    "LIMIT",
                    "GROUP",
                    "a",
                    "\"b\"",
                    "'c'",
                    "1",
                    "2.5e3",
                    "-",
                    "+",
                    "(",
                    ")",
                    "[",
                    "]",
                    "{",
                    "}",
                    "<<",
                    ">>",
                    ",",
                    ".",
                    ":",
                    "=",
                    "<>",
                    "<",
                    "?",
                    ";",
                    "`x`",
                    "--",
                    "/*",
                    "*/",
                    "'",
                    "\"",
                    "\n",
                    "size",
                    "begins_with",
                    "#",
                    "é");

    @Test
    void nothingButValidationExceptionsComesOut() {
        long seed = Long.getLong("statement.seed", System.nanoTime());
        System.out.println("statement.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            if (random.nextBoolean()) {
                text.append("SELECT * FROM a WHERE ");
            }
            for (int piece = random.nextInt(24); piece >= 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
                text.append(random.nextInt(4) == 0 ? "" : " ");
            }
            try {
                var _ = Statement.parse(text.toString(), List.of());
            } catch (ValidationException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void nestingIsBounded() {
        String deep = "(".repeat(4000) + "a" + ")".repeat(4000);

        assertThatThrownBy(() -> Statement.parse("SELECT * FROM abc WHERE " + deep, List.of()))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("Statement wasn't well formed");
        assertThatThrownBy(
                        () ->
                                Statement.parse(
                                        "SELECT * FROM abc WHERE a="
                                                + "-".repeat(0)
                                                + "- ".repeat(4000)
                                                + "1",
                                        List.of()))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void valuesAreWrittenInThePlacesOfQuestionMarks() {
        AttributeValue one = new AttributeValue.S("it's");
        AttributeValue two = new AttributeValue.N(BigDecimal.TWO);

        Statement statement =
                Statement.parse(
                        "insert into \"T\"\"x\" value {'id': ?, 'n': [?, -1.5]}",
                        List.of(one, two));

        assertThat(statement.source()).isEqualTo(new Statement.Source("T\"x", null));
        assertThat(((Statement.Insert) statement).item().attributes())
                .containsEntry("id", one)
                .containsEntry(
                        "n",
                        new AttributeValue.L(
                                List.of(two, new AttributeValue.N(new BigDecimal("-1.5")))));
    }

    @Test
    void commentsAndLinesCount() {
        assertThatThrownBy(
                        () ->
                                Statement.parse(
                                        "SELECT a -- and more\n  , /* b\n */ 5 FROM abc",
                                        List.of()))
                .hasMessage("Unexpected path component at 3:5:1");
    }

    @Test
    void whatIsMalformedIsToldBeforeWhatIsUnsupported() {
        assertThatThrownBy(() -> Statement.parse("SELECT DISTINCT a FROM abc WHERE", List.of()))
                .hasMessage(
                        "Statement wasn't well formed, can't be processed: SELECT DISTINCT a FROM"
                                + " abc WHERE");
        assertThatThrownBy(() -> Statement.parse("SELECT DISTINCT a FROM abc", List.of()))
                .hasMessage("Unsupported token in expression: DISTINCT");
    }
}
