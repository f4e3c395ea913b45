package dev.tablewright.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

class JsonMembersTest {
    @Test
    void membersAreFoundByNameWithTheirTypes() {
        JsonMembers members =
                parse(
                        """
                        { "TableName" : "a\\n\\u00e9" , "Limit":7,"Big":4611686018427387904,
                          "Consistent":true, "Half":0.5, "Names":["x",null,"y"],
                          "Aliases":{"#a":"b","#c":null}, "Inner":{"Deep":{"S":"x"}},
                          "Many":[{"A":1},null,{"A":2}] }
                        """);

        assertThat(members.string("TableName")).isEqualTo("a\n\u00e9");
        assertThat(members.integer("Limit")).isEqualTo(7);
        assertThat(members.longInteger("Big")).isEqualTo(1L << 62);
        assertThat(members.bool("Consistent")).isTrue();
        assertThat(members.decimal("Half")).isEqualTo(0.5);
        assertThat(members.strings("Names")).containsExactly("x", "y");
        assertThat(members.stringMap("Aliases")).hasSize(1).containsEntry("#a", "b");
        assertThat(Objects.requireNonNull(members.structure("Inner", "X")).has("Deep")).isTrue();
        assertThat(members.structures("Many", "X"))
                .extracting(many -> many.integer("A"))
                .containsExactly(1, 2);
    }

    @Test
    void nullIsAbsentAndTheLastOfRepeatedMembersCounts() {
        JsonMembers members = parse("{\"a\":1,\"a\":2,\"b\":3,\"b\":null,\"\\u0063\":4}");

        assertThat(members.integer("a")).isEqualTo(2);
        assertThat(members.has("b")).isFalse();
        assertThat(members.integer("c")).as("an escaped name").isEqualTo(4);
        assertThat(members.integer("d")).isNull();
        assertThat(members.all().keySet()).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "1",
                "{",
                "}",
                "{}}",
                "{} x",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":'x'}",
                "{\"a\":tru}",
                "{\"a\":True}",
                "{\"a\":nulll}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"x}",
                "{\"a\":[1,]}",
                "{\"a\":[1}",
                "{\"a\":{]}",
                "{\"a\":1}/**/",
                "\uFEFF{}"
            })
    void refusesWhatIsNoJsonObject(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void refusesWhatIsNoUtf8() {
        int[][] wrong = {
            {0x80}, // continues nothing
            {0xC3}, // ends early
            {0xC0, 0x80}, // longer than needed
            {0xE0, 0x80, 0x80}, // longer than needed
            {0xED, 0xA0, 0x80}, // half of a surrogate pair
            {0xF4, 0x90, 0x80, 0x80}, // beyond the last character
            {0xF8, 0x88, 0x80, 0x80, 0x80}, // five bytes
            {0xFF}
        };
        for (int[] bytes : wrong) {
            StringBuilder text = new StringBuilder("{\"a\":\"");
            for (int b : bytes) {
                text.append((char) b);
            }
            byte[] body = text.append("\"}").toString().getBytes(StandardCharsets.ISO_8859_1);

            assertThatThrownBy(() -> JsonMembers.parse(body))
                    .isInstanceOf(JsonSyntaxException.class);
        }
    }

    /** A body of brackets only must not reach the end of our stack. */
    @Test
    void nestingIsLimited() {
        int most = JsonMembers.MAX_DEPTH - 1;
        assertThat(parse("{\"a\":" + "[".repeat(most) + "]".repeat(most) + "}").has("a")).isTrue();
        for (String open : List.of("[", "{\"a\":")) {
            assertThatThrownBy(() -> parse("{\"a\":" + open.repeat(2_000_000)))
                    .isInstanceOf(JsonSyntaxException.class)
                    .hasMessageContaining("nested");
        }
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    1       | string    | NUMBER_VALUE cannot be converted to String
                    1e0     | string    | DECIMAL_VALUE cannot be converted to String
                    []      | string    | Unrecognized collection type class java.lang.String
                    {}      | string    | Start of structure or map found where not expected
                    "1"     | integer   | STRING_VALUE cannot be converted to Integer
                    true    | integer   | TRUE_VALUE cannot be converted to Integer
                    []      | integer   | Unrecognized collection type class java.lang.Integer
                    false   | long      | FALSE_VALUE cannot be converted to Long
                    "x"     | bool      | Unexpected token received from parser
                    0       | bool      | NUMBER_VALUE cannot be converted to Boolean
                    "x"     | list      | Unexpected field type
                    {}      | list      | Start of structure or map found where not expected
                    "x"     | map       | Unexpected field type
                    []      | map       | Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>
                    []      | names     | Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>
                    {"a":1} | names     | NUMBER_VALUE cannot be converted to String
                    "x"     | structure | Unexpected field type
                    []      | structure | Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Shape
                    [1]     | elements  | Unexpected value type in payload
                    [[]]    | elements  | Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Shape
                    [1]     | strings   | NUMBER_VALUE cannot be converted to String
                    """)
    void wrongJsonTypeGetsTheTextOfAws(String json, String type, String message) {
        JsonMembers members = parse("{\"m\":" + json + "}");

        assertThatThrownBy(() -> read(members, type))
                .isInstanceOf(SerializationException.class)
                .hasMessage(message);
    }

    private static Object read(JsonMembers members, String type) {
        return Objects.requireNonNull(
                switch (type) {
                    case "string" -> members.string("m");
                    case "integer" -> members.integer("m");
                    case "long" -> members.longInteger("m");
                    case "bool" -> members.bool("m");
                    case "list" -> members.list("m");
                    case "map" -> members.map("m", "AttributeValue");
                    case "names" -> members.stringMap("m");
                    case "structure" -> members.structure("m", "Shape");
                    case "elements" -> members.structures("m", "Shape");
                    case "strings" -> members.strings("m");
                    default -> throw new IllegalArgumentException(type);
                });
    }

    @ParameterizedTest(name = "{0} is {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1.7                  | 1           | fractions are cut off
                    -1.7                 | -1          | towards zero
                    1e2                  | 100         | an exponent is a number too
                    2147483648           | 2147483647  | stops at the limit
                    99999999999999999999 | 2147483647  | stops at the limit
                    -1e99                | -2147483648 | stops at the limit
                    """)
    void integersAreCutToInt(String json, int expected, String reason) {
        assertThat(parse("{\"m\":" + json + "}").integer("m")).as(reason).isEqualTo(expected);
    }

    private static JsonMembers parse(String json) {
        return JsonMembers.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
