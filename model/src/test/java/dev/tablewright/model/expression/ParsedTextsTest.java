package dev.tablewright.model.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.model.ValidationException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ParsedTextsTest {
    private final List<String> parsed = new ArrayList<>();
    private final ParsedTexts<String> texts =
            new ParsedTexts<>(
                    (kind, text) -> {
                        parsed.add(text);
                        if (text.equals("bad")) {
                            throw kind.invalid("bad");
                        }
                        return text + "!";
                    });

    @Test
    void parsesTheSameTextOnce() {
        assertThat(texts.parse(ExpressionKind.CONDITION, "a")).isEqualTo("a!");
        assertThat(texts.parse(ExpressionKind.FILTER, "a")).isEqualTo("a!");
        assertThat(parsed).containsExactly("a");
    }

    /** These two have one hash; the second must never get the result of the first. */
    @Test
    void tellsTextsOfOneSlotApart() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(texts.parse(ExpressionKind.CONDITION, "Aa")).isEqualTo("Aa!");
        assertThat(texts.parse(ExpressionKind.CONDITION, "BB")).isEqualTo("BB!");
        assertThat(texts.parse(ExpressionKind.CONDITION, "Aa")).isEqualTo("Aa!");
    }

    @Test
    void refusalsNameTheKindTheyAreAskedFor() {
        assertThatThrownBy(() -> texts.parse(ExpressionKind.CONDITION, "bad"))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Invalid ConditionExpression: bad");
        assertThatThrownBy(() -> texts.parse(ExpressionKind.FILTER, "bad"))
                .hasMessage("Invalid FilterExpression: bad");
    }

    @Test
    void longTextsAreNotKept() {
        String longText = "a".repeat(513);

        texts.parse(ExpressionKind.CONDITION, longText);
        texts.parse(ExpressionKind.CONDITION, longText);
        assertThat(parsed).hasSize(2);
    }
}
