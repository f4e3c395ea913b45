package dev.tablewright.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tablewright.storage.Commit.Check;
import dev.tablewright.storage.Commit.Write;
import dev.tablewright.storage.FaultyEngine.Fault;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Tests that rest on this engine prove something only if it does what it says. */
class FaultyEngineTest {
    private static final Key KEY = new Key(1, Bytes.EMPTY, Bytes.EMPTY);
    private static final Commit CREATE =
            new Commit(List.of(Check.absent(KEY)), List.of(new Write.Put(KEY, Bytes.EMPTY)));

    private final StorageEngine store = new InMemoryEngine();
    private final FaultyEngine engine = new FaultyEngine(store);

    @Test
    void conflictAndUnknownFailureWriteNothing() {
        engine.next(Fault.CONFLICT, Fault.UNKNOWN_AND_NOT_DONE);

        assertThat(engine.commit(CREATE)).isInstanceOf(Commit.Result.Conflict.class);
        assertThatThrownBy(() -> engine.commit(CREATE)).isInstanceOf(StorageException.class);
        assertThat(exists()).isFalse();
        assertThat(engine.commit(CREATE)).isInstanceOf(Commit.Result.Committed.class);
        assertThat(engine.commits()).isEqualTo(3);
    }

    @Test
    void unknownSuccessWrites() {
        engine.next(Fault.UNKNOWN_BUT_DONE);

        assertThatThrownBy(() -> engine.commit(CREATE)).isInstanceOf(StorageException.class);
        assertThat(exists()).isTrue();
    }

    @Test
    void rivalComesOnceBeforeTheNextCommit() {
        engine.beforeNextCommit(() -> store.commit(CREATE));

        assertThat(engine.commit(CREATE)).isInstanceOf(Commit.Result.Conflict.class);
    }

    private boolean exists() {
        try (ReadView view = engine.read()) {
            return view.get(KEY) != null;
        }
    }
}
