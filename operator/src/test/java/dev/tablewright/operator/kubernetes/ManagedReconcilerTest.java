package dev.tablewright.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.operator.managed.Verdict;
import dev.tablewright.operator.managed.Verdict.Kind;
import dev.tablewright.operator.managed.Verdict.Streak;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** Which words about an object are left to the next look. */
final class ManagedReconcilerTest {
    private static final Streak MADE = Streak.NONE.and(Kind.AT_WORK);

    @Group("tablewright.dev")
    @Version("v1alpha1")
    private static final class Thing extends Managed {
        private static final long serialVersionUID = 1L;
    }

    private final Thing thing = new Thing();

    ManagedReconcilerTest() {
        thing.setMetadata(new ObjectMetaBuilder().withName("one").build());
    }

    private boolean canWait(Kind kind, Streak before) {
        return canWait(kind, before, Map.of("conditions", "some"));
    }

    private boolean canWait(Kind kind, Streak before, Map<String, Object> status) {
        return ManagedReconciler.canWait(
                thing, new Verdict(status, Duration.ofMillis(400), kind), before);
    }

    @Test
    void theFirstTwoLooksAtANewObjectMayGoByWithoutAWord() {
        assertThat(canWait(Kind.AT_WORK, Streak.NONE)).isTrue();
        assertThat(canWait(Kind.AT_WORK, MADE)).isTrue();
        assertThat(canWait(Kind.AT_WORK, MADE.and(Kind.AT_WORK))).isFalse();
    }

    @Test
    void whatFailedOrIsDoneIsSaidAtOnce() {
        assertThat(canWait(Kind.FAILED, Streak.NONE)).isFalse();
        assertThat(canWait(Kind.SETTLED, MADE)).isFalse();
    }

    @Test
    void stepsAreCountedFromTheFirst() {
        assertThat(canWait(Kind.AT_WORK, MADE, Map.of("progress", Map.of("steps", 1)))).isTrue();
        assertThat(canWait(Kind.AT_WORK, MADE, Map.of("progress", Map.of("steps", 2)))).isFalse();
    }

    /** What was seen decides whether a resource that is missing is made again. */
    @Test
    void nothingOldIsLeftAsItWas() {
        thing.setStatus(Map.of("atProvider", Map.of("arn", "arn:x")));

        assertThat(canWait(Kind.AT_WORK, Streak.NONE)).isFalse();
    }

    @Test
    void anObjectThatGoesSaysSo() {
        thing.getMetadata().setDeletionTimestamp("2026-01-01T12:00:00Z");

        assertThat(canWait(Kind.AT_WORK, Streak.NONE)).isFalse();
    }
}
