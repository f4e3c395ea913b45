package dev.tablewright.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.model.AttributeValue;
import dev.tablewright.model.AttributeValue.Bool;
import dev.tablewright.model.AttributeValue.L;
import dev.tablewright.model.AttributeValue.N;
import dev.tablewright.model.AttributeValue.Null;
import dev.tablewright.model.AttributeValue.S;
import dev.tablewright.model.Item;
import dev.tablewright.model.RandomItems;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

class JsonWriterTest {
    private static final long SEED = 20261121;

    @Test
    void setsCommasAndColons() {
        JsonWriter writer =
                new JsonWriter(0)
                        .beginObject()
                        .name("Items")
                        .beginArray()
                        .item(Item.of(java.util.Map.of("a", new S("x"))))
                        .item(Item.EMPTY)
                        .beginObject()
                        .endObject()
                        .string("s")
                        .number(1)
                        .bool(false)
                        .nul()
                        .endArray()
                        .name("Count")
                        .number(-2)
                        .endObject();

        assertThat(writer.toString())
                .isEqualTo(
                        "{\"Items\":[{\"a\":{\"S\":\"x\"}},{},{},\"s\",1,false,null],\"Count\":-2}");
        assertThat(writer.toByteArray()).hasSize(writer.length());
    }

    /** Text that ends like an opening bracket or a colon must not swallow the comma behind it. */
    @Test
    void textDoesNotLookLikeStructure() {
        JsonWriter writer =
                new JsonWriter().beginArray().string("{").string("[").string(":").endArray();

        assertThat(writer.toString()).isEqualTo("[\"{\",\"[\",\":\"]");
    }

    @Test
    void escapesWhatJsonRequiresAndNothingElse() {
        assertThat(
                        new JsonWriter()
                                .string("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028<>&é😀")
                                .toString())
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028<>&é😀\"");
    }

    @Test
    void writesNumbersAsPlainDecimals() {
        assertThat(new JsonWriter().number(0.5).toString()).isEqualTo("0.5");
        assertThat(new JsonWriter().number(1.0).toString()).isEqualTo("1.0");
        assertThat(new JsonWriter().number(1e20).toString()).isEqualTo("100000000000000000000");
        assertThat(new JsonWriter().number(1e-7).toString()).isEqualTo("0.0000001");
        assertThat(new JsonWriter().number(Long.MIN_VALUE).toString())
                .isEqualTo("-9223372036854775808");
        assertThatThrownBy(() -> new JsonWriter().number(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesTimestampsAsSecondsWithMilliseconds() {
        assertThat(new JsonWriter().epochMillis(1_732_000_000_123L).toString())
                .isEqualTo("1732000000.123");
        assertThat(new JsonWriter().epochMillis(1_732_000_000_000L).toString())
                .isEqualTo("1732000000");
    }

    @Test
    void writesSingleValues() {
        AttributeValue value =
                new L(List.of(new N(new BigDecimal("1E+2")), new Bool(true), new Null()));

        assertThat(
                        new JsonWriter()
                                .beginArray()
                                .attributeValue(value)
                                .attributeValue(new S(""))
                                .endArray()
                                .toString())
                .isEqualTo(
                        "[{\"L\":[{\"N\":\"100\"},{\"BOOL\":true},{\"NULL\":true}]},{\"S\":\"\"}]");
    }

    /** The reader is strict about syntax and UTF-8; it judges what the writer made. */
    @Test
    void everyItemIsWrittenAsJson() {
        RandomItems random = new RandomItems(new Random(SEED));
        JsonWriter writer = new JsonWriter(16);
        for (int i = 0; i < 1_000; i++) {
            writer.clear();
            writer.beginObject().name("Item").item(Item.of(random.attributes())).endObject();

            assertThat(JsonMembers.parse(writer.array(), 0, writer.length()).has("Item"))
                    .as("seed %s: %s", SEED, writer)
                    .isTrue();
        }
    }
}
