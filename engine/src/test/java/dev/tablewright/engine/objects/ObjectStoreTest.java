package dev.tablewright.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What holds for every store of objects. */
abstract class ObjectStoreTest {
    ObjectStore store = new InMemoryObjects();

    @Test
    void anObjectIsReadAsItWasPut() throws IOException {
        put("a/b/c.json", "one");
        put("a/b/c.json", "two");

        assertThat(read("a/b/c.json")).isEqualTo("two");
        assertThat(store.get("a/b/d.json")).isNull();
        assertThat(store.get("a/b")).isNull();
    }

    @Test
    void keysAreListedInOrderByPrefix() throws IOException {
        put("a/2", "");
        put("a/10", "");
        put("a/1/x", "");
        put("ab", "");
        put("b", "");

        assertThat(store.list("a/1")).containsExactly("a/1/x", "a/10");
        assertThat(store.list("a")).containsExactly("a/1/x", "a/10", "a/2", "ab");
        assertThat(store.list("")).hasSize(5);
        assertThat(store.list("c/")).isEmpty();
    }

    @Test
    void whatIsDeletedIsGoneAndTheRestStays() throws IOException {
        put("a/b/1", "x");
        put("a/b/2", "x");
        put("a/c", "x");

        store.deleteAll("a/b/");
        store.delete("a/b/1");

        assertThat(store.list("")).containsExactly("a/c");
    }

    @Test
    void anObjectThatFailsHalfwayLeavesTheOldOne() throws IOException {
        put("a", "old");

        assertThatThrownBy(
                        () ->
                                store.put(
                                        "a",
                                        out -> {
                                            out.write(1);
                                            throw new IOException("full");
                                        }))
                .hasMessage("full");

        assertThat(read("a")).isEqualTo("old");
        assertThat(store.list("")).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/.", "~unfinished/1"})
    void aKeyThatCouldLeadElsewhereIsRefused(String key) {
        assertThatThrownBy(() -> put(key, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    void put(String key, String text) throws IOException {
        store.put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    String read(String key) throws IOException {
        try (InputStream in = Objects.requireNonNull(store.get(key))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
