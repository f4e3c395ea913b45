package dev.tablewright.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.Item;
import dev.tablewright.model.RandomItems;
import dev.tablewright.model.ValidationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;

class ItemJsonTest {
    private static final long SEED = 20261121;
    private static final String NESTING =
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested"
                    + " levels beyond supported limit";

    @Test
    void everyItemSurvivesJson() {
        RandomItems random = new RandomItems(new Random(SEED));
        for (int i = 0; i < 2_000; i++) {
            Item item = Item.of(random.attributes());
            String json = new JsonWriter().item(item).toString();
            Item read = read(json);

            assertThat(read).as("seed %s: %s", SEED, json).isEqualTo(item);
            assertThat(read.encoded()).as("same bytes").isEqualTo(item.encoded());
        }
    }

    @ParameterizedTest(name = "{0} is stored as {1}, because {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"N":"1E+2"}           | {"N":"100"}          | no exponents
                    {"N":"1.50"}           | {"N":"1.5"}          | no trailing zeros
                    {"N":"-0"}             | {"N":"0"}            | one zero
                    {"N":"0.50"}           | {"N":"0.5"}          | no trailing zeros
                    {"N":"00.5"}           | {"N":"0.5"}          | one leading zero
                    {"N":"-0.5"}           | {"N":"-0.5"}         | canonical already
                    {"N":"1."}             | {"N":"1"}            | no bare point
                    {"N":".5"}             | {"N":"0.5"}          | no bare point
                    {"N":"-.5"}            | {"N":"-0.5"}         | no bare point
                    {"N":"01"}             | {"N":"1"}            | no leading zero
                    {"NS":["1.0","2e0"]}   | {"NS":["1","2"]}     | members of sets likewise
                    {"BOOL":"true"}        | {"BOOL":true}        | AWS takes some words for booleans
                    {"BOOL":"No"}          | {"BOOL":false}       | in any case
                    {"NULL":"yes"}         | {"NULL":true}        | for NULL as well
                    {"S":"a","S":"b"}      | {"S":"b"}            | the last of repeated members
                    {"N":"x","N":"1"}      | {"N":"1"}            | the last of repeated members
                    {"S":"a","X":1}        | {"S":"a"}            | unknown members are not read
                    {"S":null,"N":"1"}     | {"N":"1"}            | null is absent
                    {"S":""}               | {"S":""}             | empty strings are legal
                    {"B":""}               | {"B":""}             | empty binaries are legal
                    {"SS":[""]}            | {"SS":[""]}          | in sets too
                    {"\\u0053":"a"}        | {"S":"a"}            | a name may be escaped
                    {"S":"\\ud83d\\ude00"} | {"S":"\ud83d\ude00"} | a pair is one character
                    {"S":"\\ud83d!"}       | {"S":"?!"}           | half a pair is none
                    {"S":"\\/\\u0041"}     | {"S":"/A"}           | escapes are decoded
                    { "L" : [ {"S":"a"} , {"L":[ ]} ] } | {"L":[{"S":"a"},{"L":[]}]} | space is free
                    {"M":{"a":{"S":"1"},"a":{"S":"2"}}} | {"M":{"a":{"S":"2"}}} | last of repeated
                    """)
    void storesWhatDynamoDbWouldReturn(String json, String expected, String reason) {
        Item item = read("{\"v\":" + json + "}");

        assertThat(new JsonWriter().item(item).toString())
                .as(reason)
                .isEqualTo("{\"v\":" + expected + "}");
        assertThat(Item.of(item.attributes()).sizeBytes()).isEqualTo(item.sizeBytes());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [] | Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue
                    "x" | Unexpected value type in payload
                    1 | Unexpected value type in payload
                    true | Unexpected value type in payload
                    {"S":1} | NUMBER_VALUE cannot be converted to String
                    {"S":1.5} | DECIMAL_VALUE cannot be converted to String
                    {"S":true} | TRUE_VALUE cannot be converted to String
                    {"S":false} | FALSE_VALUE cannot be converted to String
                    {"S":[]} | Unrecognized collection type class java.lang.String
                    {"S":{}} | Start of structure or map found where not expected
                    {"N":1} | NUMBER_VALUE cannot be converted to String
                    {"N":[]} | Unrecognized collection type class java.lang.String
                    {"B":1} | only base-64-encoded strings are convertible to bytes
                    {"B":[]} | Unrecognized collection type class java.nio.ByteBuffer
                    {"B":{}} | Start of structure or map found where not expected
                    {"B":"abc"} | Base64 encoded length is expected a multiple of 4 bytes but found: 3
                    {"B":"YWJ="} | Invalid last non-pad Base64 character dectected
                    {"B":"YR=="} | Invalid last non-pad Base64 character dectected
                    {"B":"a==="} | Invalid last non-pad Base64 character dectected
                    {"B":"=+/="} | Invalid last non-pad Base64 character dectected
                    {"B":"+/+="} | Invalid last non-pad Base64 character dectected
                    {"B":"===="} | Invalid last non-pad Base64 character dectected
                    {"B":"23456"} | Base64 encoded length is expected a multiple of 4 bytes but found: 5
                    {"B":"!!!!"} | Invalid base 64 character: '!'
                    {"BOOL":"x"} | Unexpected token received from parser
                    {"BOOL":1} | NUMBER_VALUE cannot be converted to Boolean
                    {"BOOL":[]} | Unrecognized collection type class java.lang.Boolean
                    {"BOOL":{}} | Start of structure or map found where not expected
                    {"NULL":1.5} | DECIMAL_VALUE cannot be converted to Boolean
                    {"SS":"a"} | Unexpected field type
                    {"SS":{}} | Start of structure or map found where not expected
                    {"SS":[1]} | NUMBER_VALUE cannot be converted to String
                    {"SS":[[]]} | Unrecognized collection type class java.lang.String
                    {"NS":[1]} | NUMBER_VALUE cannot be converted to String
                    {"BS":["x"]} | Base64 encoded length is expected a multiple of 4 bytes but found: 1
                    {"L":"x"} | Unexpected field type
                    {"L":{}} | Start of structure or map found where not expected
                    {"L":[1]} | Unexpected value type in payload
                    {"L":[[]]} | Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue
                    {"M":1} | Unexpected field type
                    {"M":[]} | Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>
                    {"M":{"a":1}} | Unexpected value type in payload
                    {"L":[{"N":"x"},{"S":1}]} | NUMBER_VALUE cannot be converted to String
                    """)
    void wrongJsonTypeIsThrownAtOnce(String json, String message) {
        assertThatThrownBy(() -> ItemJson.item(body("{\"v\":" + json + "}")))
                .isInstanceOf(SerializationException.class)
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
                    null | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
                    {"X":1} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
                    {"S":null} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
                    {"L":[{}]} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
                    {"M":{"a":{}}} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
                    {"S":"a","N":"1"} | Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes
                    {"L":[],"N":"1"} | Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes
                    {"S":"y","N":"x"} | The parameter cannot be converted to a numeric value: x
                    {"S":"x","L":[{"N":"y"}]} | The parameter cannot be converted to a numeric value: y
                    {"SS":["a","a"],"NS":[]} | One or more parameter values were invalid: An number set  may not be empty
                    {"NULL":false} | One or more parameter values were invalid: Null attribute value types must have the value of true
                    {"SS":[]} | One or more parameter values were invalid: An string set  may not be empty
                    {"NS":[]} | One or more parameter values were invalid: An number set  may not be empty
                    {"BS":[]} | One or more parameter values were invalid: Binary sets should not be empty
                    {"SS":["a","b","a"]} | One or more parameter values were invalid: Input collection [a, b, a] contains duplicates.
                    {"SS":[null]} | One or more parameter values were invalid: An string set may not have a null string as a member
                    {"NS":["1","1.0"]} | Input collection contains duplicates
                    {"NS":["1","1","x"]} | The parameter cannot be converted to a numeric value: x
                    {"BS":["YQ==","YQ=="]} | One or more parameter values were invalid: Input collection [YQ==, YQ==]of type BS contains duplicates.
                    {"M":{"":{"S":"x"}}} | Empty attribute name
                    {"N":""} | The parameter cannot be converted to a numeric value
                    """)
    void faultIsPutOff(String json, String message) {
        assertThat(ItemJson.item(body("{\"ok\":{\"S\":\"\"},\"v\":" + json + "}")))
                .isEqualTo(new ItemJson.Read.Invalid<Item>("v", message));
    }

    /** An escape in JSON is six bytes; what it stands for may be two. */
    @Test
    void namesAreMeasuredInUtf8HoweverTheyAreWritten() {
        String longest = "\\u00e9".repeat(32_767);

        assertThat(ItemJson.item(body("{\"" + longest + "\":{\"S\":\"\"}}")).orThrow().names())
                .containsExactly("\u00e9".repeat(32_767));
        assertThat(ItemJson.item(body("{\"" + longest + "\\u00e9\":{\"S\":\"\"}}")))
                .isInstanceOf(ItemJson.Read.Invalid.class);
    }

    @Test
    void firstFaultInOrderOfAttributesIsReported() {
        assertThat(ItemJson.item(body("{\"a\":{},\"b\":{\"N\":\"x\"}}")))
                .extracting(read -> ((ItemJson.Read.Invalid<Item>) read).attribute())
                .isEqualTo("a");
    }

    /** AWS allows 32 levels; the item is one of them. */
    @Test
    void nestingOf32LevelsIsTheLimit() {
        for (int containers : new int[] {31, 32, 200}) {
            String lists =
                    "{\"v\":" + "{\"L\":[".repeat(containers) + "]}".repeat(containers) + "}";
            String maps =
                    "{\"v\":"
                            + "{\"M\":{\"a\":".repeat(containers)
                            + "{\"S\":\"x\"}"
                            + "}}".repeat(containers)
                            + "}";
            for (String json : new String[] {lists, maps}) {
                ItemJson.Read<Item> read = ItemJson.item(body(json));
                if (containers <= 31) {
                    assertThat(read).isInstanceOf(ItemJson.Read.Valid.class);
                } else {
                    assertThatThrownBy(read::orThrow)
                            .isInstanceOf(ValidationException.class)
                            .hasMessage(NESTING);
                }
            }
        }
    }

    @Test
    void placeholdersAreNotJudgedAsAttributeNames() {
        Item values = ItemJson.values(body("{\"\":{\"S\":\"x\"},\":v\":{\"N\":\"1\"}}")).orThrow();

        assertThat(values.names()).containsExactly("", ":v");
    }

    @Test
    void singleValuesReadLikeItems() {
        assertThat(ItemJson.member(body("{\"S\":\"x\"}")).orThrow())
                .isEqualTo(new AttributeValue.S("x"));
        assertThatThrownBy(() -> ItemJson.member(member("1"))).hasMessage("Unexpected field type");
        assertThatThrownBy(() -> ItemJson.element(member("1")))
                .hasMessage("Unexpected value type in payload");
    }

    @Test
    void mapsAndListsInsideOthersHaveATextOfTheirOwn() {
        assertThatThrownBy(() -> ItemJson.itemInList(member("1")))
                .hasMessageStartingWith("class sun.reflect.generics");
        assertThatThrownBy(() -> ItemJson.itemInList(member("[]")))
                .hasMessageStartingWith("Unrecognized collection type java.util.Map");
        assertThatThrownBy(() -> member("\"x\"").listInMap())
                .hasMessageStartingWith("class sun.reflect.generics");
        assertThatThrownBy(() -> member("{}").listInMap())
                .hasMessage("Start of structure or map found where not expected");
        assertThat(ItemJson.itemInList(member("{\"a\":{\"S\":\"x\"}}")).orThrow().has("a"))
                .isTrue();
    }

    @Test
    void repeatedAttributeNamesKeepTheLastAmongMany() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 100; i++) {
            json.append("\"a").append(i % 60).append("\":{\"N\":\"").append(i).append("\"},");
        }
        Item item = read(json.append("\"z\":{\"NULL\":true}}").toString());

        assertThat(item.names()).hasSize(61);
        assertThat(new JsonWriter().item(item.only(java.util.Set.of("a5"))).toString())
                .isEqualTo("{\"a5\":{\"N\":\"65\"}}");
        assertThat(Item.of(item.attributes()).sizeBytes()).isEqualTo(item.sizeBytes());
    }

    /** A set of a million members is compared by sorting, not each with each. */
    @Test
    void hugeSetsTakeNoQuadraticTime() {
        StringBuilder json = new StringBuilder("{\"v\":{\"NS\":[\"0\"");
        for (int i = 1; i < 200_000; i++) {
            json.append(",\"").append(i).append('"');
        }
        assertThat(read(json + "]}}").has("v")).isTrue();
        assertThat(ItemJson.item(body(json + ",\"777\"]}}")))
                .isInstanceOf(ItemJson.Read.Invalid.class);
    }

    private static Item read(String json) {
        return ItemJson.item(body(json)).orThrow();
    }

    private static JsonValue body(String json) {
        return member(json);
    }

    private static JsonValue member(String json) {
        byte[] body = ("{\"m\": " + json + " }").getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(JsonMembers.parse(body).all().get("m"));
    }
}
