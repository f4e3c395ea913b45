package dev.tablewright.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.model.Item;
import dev.tablewright.model.RandomItems;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Whatever comes over the wire, only the declared exceptions come out. */
class JsonFuzzTest {
    private static final long SEED = 20261121;
    private static final String ALPHABET = "{}[]\",:\\u0019dSNBLM.eE+-truefalsn \n\u00e9";

    @Test
    void soupOfTokensThrowsOnlyWhatIsDeclared() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder soup = new StringBuilder("{");
            for (int n = random.nextInt(30); n > 0; n--) {
                soup.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            use(soup.toString().getBytes(StandardCharsets.UTF_8), i);
        }
    }

    @Test
    void damagedItemsThrowOnlyWhatIsDeclared() {
        Random random = new Random(SEED);
        RandomItems items = new RandomItems(random);
        for (int i = 0; i < 10_000; i++) {
            JsonWriter writer = new JsonWriter();
            writer.beginObject().name("Item").item(Item.of(items.attributes())).endObject();
            use(damaged(writer.toByteArray(), random), i);
        }
    }

    @Test
    void randomBytesThrowOnlyWhatIsDeclared() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            use(bytes, i);
        }
    }

    /** Everything that reads a value, whatever it is. */
    private static void use(byte[] body, int round) {
        try {
            for (JsonValue value : JsonMembers.parse(body).all().values()) {
                for (Runnable reader : readers(value)) {
                    read(reader);
                }
            }
        } catch (JsonSyntaxException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        } catch (RuntimeException bug) {
            throw new AssertionError(
                    "seed %s round %s: %s"
                            .formatted(SEED, round, new String(body, StandardCharsets.ISO_8859_1)),
                    bug);
        }
    }

    private static List<Runnable> readers(JsonValue value) {
        return List.of(
                () -> ItemJson.item(value),
                () -> ItemJson.values(value),
                () -> ItemJson.member(value),
                () -> value.list().forEach(ItemJson::element),
                value::string,
                value::strings,
                value::bool,
                value::integer,
                value::longInteger,
                value::decimal,
                value::epochMillis,
                () -> value.structure("Shape").all(),
                () -> value.map("Shape"));
    }

    private static void read(Runnable reader) {
        try {
            reader.run();
        } catch (SerializationException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    private static byte[] damaged(byte[] body, Random random) {
        byte[] damaged = body.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = (byte) ALPHABET.charAt(random.nextInt(20));
                case 2 -> damaged = java.util.Arrays.copyOf(damaged, at + 1);
                default -> damaged[at] = damaged[random.nextInt(damaged.length)];
            }
        }
        return damaged;
    }
}
