package dev.tablewright.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class BackgroundTasksTest {
    private final List<String> done = new ArrayList<>();

    private BackgroundTasks.Task task(String name, boolean more) {
        return _ -> {
            done.add(name);
            return more;
        };
    }

    private static BackgroundTasks.Task failing(String message) {
        return _ -> {
            throw new IllegalStateException(message);
        };
    }

    @Test
    void saysWhetherAnyTaskHasMoreToDo() {
        assertThat(new BackgroundTasks(task("a", true), task("b", false)).runOnce(Instant.EPOCH))
                .isTrue();
        assertThat(new BackgroundTasks(task("a", false)).runOnce(Instant.EPOCH)).isFalse();
    }

    /** Otherwise tables that cannot be backfilled would keep every item alive for good. */
    @Test
    void aTaskThatFailsDoesNotHoldUpThoseBehindIt() {
        var tasks =
                new BackgroundTasks(
                        task("a", false), failing("one"), task("b", false), failing("two"));

        assertThatThrownBy(() -> tasks.runOnce(Instant.EPOCH))
                .hasMessage("one")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(done).containsExactly("a", "b");
    }
}
