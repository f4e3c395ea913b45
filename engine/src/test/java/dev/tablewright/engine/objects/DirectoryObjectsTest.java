package dev.tablewright.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DirectoryObjectsTest extends ObjectStoreTest {
    @TempDir Path directory;

    @BeforeEach
    void open() throws IOException {
        store = DirectoryObjects.in(directory);
    }

    @Test
    void objectsAreThereAfterReopening() throws IOException {
        put("a/b", "kept");
        store = DirectoryObjects.in(directory);

        assertThat(read("a/b")).isEqualTo("kept");
    }

    @Test
    void whatACrashLeftUnfinishedIsGone() throws IOException {
        Files.writeString(directory.resolve("~unfinished").resolve("7"), "half");
        store = DirectoryObjects.in(directory);

        assertThat(store.list("")).isEmpty();
        assertThat(directory.resolve("~unfinished")).isEmptyDirectory();
    }

    @Test
    void noEmptyDirectoriesStay() throws IOException {
        put("a/b/c", "x");
        put("a/d", "x");
        store.delete("a/b/c");

        assertThat(directory.resolve("a/b")).doesNotExist();
        assertThat(directory.resolve("a/d")).exists();
    }
}
