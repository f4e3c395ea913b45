package dev.tablewright.policy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tablewright.policy.json.JsonValue.JsonArray;
import dev.tablewright.policy.json.JsonValue.JsonNumber;
import dev.tablewright.policy.json.JsonValue.JsonObject;
import dev.tablewright.policy.json.JsonValue.JsonString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Objects;

class JsonReaderTest {
    @Test
    void valuesKnowWhereTheyStand() {
        JsonObject document =
                (JsonObject) JsonReader.read("{\n  \"a\": [1,\r\n\t\"b\"]\n, \"c\": {}}");

        JsonArray a = (JsonArray) Objects.requireNonNull(document.members().get("a"));
        assertThat(document.position()).isEqualTo(new Position(1, 1));
        assertThat(a.position()).isEqualTo(new Position(2, 8));
        assertThat(a.elements())
                .containsExactly(
                        new JsonNumber(new Position(2, 9), "1"),
                        new JsonString(new Position(3, 2), "b"));
        assertThat(Objects.requireNonNull(document.members().get("c")).position())
                .isEqualTo(new Position(4, 8));
    }

    @Test
    void escapesAreResolved() {
        assertThat(JsonReader.read("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\ude00z\""))
                .isEqualTo(new JsonString(new Position(1, 1), "a\"\\/\b\f\n\r\tä\uD83D\uDE00z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-0", "12", "1.50", "-1.5e10", "1E+3", "1e-3", "12345678901234567890"})
    void numbersKeepTheirText(String number) {
        assertThat(JsonReader.read(" " + number + " "))
                .isEqualTo(new JsonNumber(new Position(1, 2), number));
    }

    @ParameterizedTest(name = "{0}: at {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `` | line 1, column 1 | nothing
                    `{"a":1,}` | line 1, column 8 | a trailing comma
                    `[1,]` | line 1, column 4 | a trailing comma
                    `{"a":1,"a":2}` | line 1, column 8 | one key twice has two meanings
                    `{"a":1,"\\u0061":2}` | line 1, column 8 | one key twice, spelled differently
                    `{"a" 1}` | line 1, column 6 | no colon
                    `{a:1}` | line 1, column 2 | an unquoted key
                    `{'a':1}` | line 1, column 2 | single quotes
                    `{"a":1} x` | line 1, column 9 | something behind the document
                    `[1 2]` | line 1, column 4 | no comma
                    `[01]` | line 1, column 3 | a leading zero
                    `[1.]` | line 1, column 4 | no digit behind the point
                    `[.5]` | line 1, column 2 | no digit before the point
                    `[+1]` | line 1, column 2 | a plus sign
                    `[-]` | line 1, column 3 | a sign alone
                    `[1e]` | line 1, column 4 | no exponent
                    `[tru]` | line 1, column 2 | no such word
                    `[NaN]` | line 1, column 2 | no such word
                    `["a` | line 1, column 4 | no closing quote
                    `["\\x"]` | line 1, column 5 | no such escape
                    `["\\u12g4"]` | line 1, column 7 | no hexadecimal digit
                    `["\\u１234"]` | line 1, column 5 | a digit of another script
                    `[1 // x` | line 1, column 4 | a comment
                    `{"a":` | line 1, column 6 | the end in the middle
                    """)
    void refuses(String text, String position, String reason) {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .as(reason)
                .isThrownBy(() -> JsonReader.read(text))
                .satisfies(e -> assertThat(e.position()).hasToString(position));
    }

    @Test
    void controlCharactersMustBeEscaped() {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.read("\"a\nb\""));
    }

    /** Without a bound a small document would overflow the stack. */
    @Test
    void nestingIsBounded() {
        int most = JsonReader.MAX_DEPTH;
        assertThat(JsonReader.read("[".repeat(most) + "]".repeat(most)))
                .isInstanceOf(JsonArray.class);
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.read("[".repeat(100_000)));
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> JsonReader.read("{\"a\":".repeat(100_000)));
    }
}
