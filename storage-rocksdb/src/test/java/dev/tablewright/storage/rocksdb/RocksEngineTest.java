package dev.tablewright.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.storage.Bytes;
import dev.tablewright.storage.Commit;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.Key;
import dev.tablewright.storage.ReadView;
import dev.tablewright.storage.StorageEngine;
import dev.tablewright.storage.StorageEngineContract;
import dev.tablewright.storage.Version;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class RocksEngineTest {
    @TempDir private Path directory = Path.of("");

    /** The contract, without waiting for the disk: durability has tests of its own. */
    @Nested
    class Contract extends StorageEngineContract {
        @Override
        protected StorageEngine openEmpty() throws Exception {
            return RocksEngine.open(directory, Durability.OS);
        }
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        for (Durability durability : Durability.values()) {
            Path own = directory.resolve(durability.name());
            Version written;
            try (RocksEngine engine = RocksEngine.open(own, durability)) {
                written = put(engine, "1");
                engine.dropSpace(2);
            }
            try (RocksEngine engine = RocksEngine.open(own, durability);
                    ReadView view = engine.read()) {
                assertThat(view.get(KEY))
                        .as("%s", durability)
                        .isNotNull()
                        .extracting(stored -> stored.version())
                        .isEqualTo(written);
            }
        }
    }

    /** A version given twice would let a stale check pass after a restart. */
    @Test
    void versionsGoOnAfterReopening() throws Exception {
        Version last = new Version(0);
        for (int i = 0; i < 3; i++) {
            try (RocksEngine engine = RocksEngine.open(directory, Durability.OS)) {
                try (ReadView view = engine.read()) {
                    assertThat(view.version()).isGreaterThanOrEqualTo(last);
                }
                Version next = put(engine, "v" + i);
                assertThat(next).isGreaterThan(last);
                last = next;
            }
        }
    }

    @Test
    void secondEngineOnTheSameDirectoryIsRefusedInPlainWords() throws Exception {
        try (RocksEngine _ = RocksEngine.open(directory, Durability.OS)) {
            assertThatThrownBy(() -> RocksEngine.open(directory, Durability.OS))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use");
        }
        RocksEngine.open(directory, Durability.OS).close();
    }

    @Test
    void directoryThatIsAFileIsRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> RocksEngine.open(file, Durability.OS))
                .isInstanceOf(java.io.IOException.class);
    }

    /** Native code must not be called once its object is gone. */
    @Test
    void closedEngineRefusesAndDoesNotCrash() throws Exception {
        RocksEngine engine = RocksEngine.open(directory, Durability.OS);
        engine.close();
        engine.close();

        assertThatThrownBy(engine::read).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> put(engine, "1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> engine.dropSpace(1)).isInstanceOf(IllegalStateException.class);
    }

    private static final Key KEY = new Key(1, Bytes.EMPTY, Bytes.EMPTY);

    private static Version put(StorageEngine engine, String value) {
        Bytes bytes = Bytes.wrap(value.getBytes(StandardCharsets.UTF_8));
        Commit.Result result =
                engine.commit(new Commit(List.of(), List.of(new Write.Put(KEY, bytes))));
        return ((Commit.Result.Committed) result).version();
    }
}
